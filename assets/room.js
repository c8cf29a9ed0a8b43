// The room on a poor connection. What is typed is kept on this device until the council's server has it: a draft for each
// form, by person and minute, with the token that names the save, so that one sent twice is kept once. What others record
// appears without a reload; it never takes the place of words that are being typed. Every form works without this script.
const room = document.querySelector("[data-room]");
const WATCH = 4000; // milliseconds between two looks at what others recorded
const AGAIN = 5000; // and between two tries to send what waits

const line = room.querySelector("[data-line]");
const say = (text) => { if (line && line.textContent !== text) line.textContent = text; };
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const fresh = () => crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

// --- Drafts on this device

const place = (form) => `folkmoot:${room.dataset.user}:${location.pathname}:${form.dataset.keep}`;
const fieldsOf = (form) => [...form.elements].filter((each) => each.name && each.type !== "hidden" && each.type !== "submit");
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);

function kept(form) {
  try { return JSON.parse(localStorage.getItem(place(form))); } catch { return null; }
}

const valuesOf = (form) => Object.fromEntries(fieldsOf(form).map((field) => [field.name, valueOf(field)]));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function keep(form, changes = {}) {
  const before = kept(form) || { token: fresh(), base: form.elements.base?.value };
  const values = valuesOf(form);
  const at = same(before.values, values) ? before.at : Date.now();
  try {
    localStorage.setItem(place(form), JSON.stringify({ ...before, values, at, ...changes }));
  } catch {
    say("This device keeps nothing: its storage is full or closed. Save often.");
  }
}

const forget = (form) => localStorage.removeItem(place(form));

function restore(form) {
  const draft = kept(form);
  if (!draft) return null;
  for (const field of fieldsOf(form)) {
    if (!(field.name in draft.values)) continue;
    if (field.type === "checkbox") field.checked = draft.values[field.name];
    else field.value = draft.values[field.name];
  }
  if (draft.base !== undefined && form.elements.base) form.elements.base.value = draft.base;
  form.closest("details")?.setAttribute("open", "");
  return draft;
}

// --- The words of the minute: sent by themselves, again and again until they have arrived

const words = room.querySelector("[data-words]");
let sending = false;
let waiting = false; // a save was tried and has not arrived
let leaving = false;
let saved = words && valuesOf(words); // what the server has, as far as this page knows

function state(text) {
  const shown = words.querySelector("[data-state]");
  if (shown.textContent !== text) shown.textContent = text;
}

async function send() {
  const draft = kept(words);
  if (!draft || sending || leaving) return;
  sending = waiting = true;
  const body = new FormData(words);
  body.set("token", draft.token);
  if (draft.base !== undefined) body.set("base", draft.base);
  for (const [name, value] of Object.entries(draft.values)) body.set(name, value);
  try {
    const answer = await fetch(words.action, { method: "POST", body, headers: { Accept: "application/json" } });
    await arrived(answer, draft);
  } catch {
    state("No connection. Your words are kept on this device and will be sent.");
  } finally {
    sending = false;
  }
}

async function arrived(answer, draft) {
  if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
    state(answer.redirected ? "You are signed out. Your words are kept on this device; sign in again in another tab."
      : "The server did not take it. Your words are kept on this device and will be sent again.");
    return;
  }
  const said = await answer.json();
  waiting = false;
  if (!said.saved) { state(said.faults.join(" ")); return; }
  const now = kept(words);
  if (said.draft) { leaving = true; forget(words); location.reload(); return; }
  saved = draft.values;
  words.elements.base.value = said.number;
  state(`Saved ${clock(said.at)}`);
  if (now && now.at !== draft.at) keep(words, { token: fresh(), base: String(said.number) });
  else forget(words);
}

function takeUpOthers(standing) {
  const number = Number(standing.dataset.number);
  if (!words || number <= Number(words.elements.base.value)) return;
  if (kept(words)) {
    say(`${standing.dataset.by || "Somebody"} saved this minute at ${standing.dataset.at}. When you save, both versions are kept and shown.`);
    return;
  }
  for (const each of standing.querySelectorAll("[data-stage]")) words.elements[each.dataset.stage].value = each.textContent;
  words.elements.base.value = standing.dataset.number;
  saved = valuesOf(words);
  state(`Saved ${standing.dataset.at}${standing.dataset.by ? ` by ${standing.dataset.by}` : ""}`);
}

if (words) {
  if (restore(words)) { state("Kept on this device; it is being sent."); send(); }
  const save = (event) => { event.preventDefault(); if (!leaving && !same(saved, valuesOf(words))) keep(words); send(); };
  words.addEventListener("input", () => { if (!leaving) { keep(words); state("Not saved yet"); } });
  words.addEventListener("change", () => { if (kept(words)) send(); });
  words.addEventListener("submit", save);
  words.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(event); });
  const again = () => { if (waiting) send(); };
  setInterval(again, AGAIN);
  addEventListener("online", again);
}

// --- The other forms: kept while they are typed, sent with a token, and given up only when the server has them

for (const form of room.querySelectorAll("form[data-keep]:not([data-words])")) {
  const draft = restore(form);
  if (draft) form.elements.token.value = draft.token;
  form.addEventListener("input", () => { keep(form, { token: form.elements.token.value }); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    keep(form, { token: form.elements.token.value });
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (answer.ok && answer.redirected && new URL(answer.url).pathname === location.pathname) {
        forget(form);
        location.assign(answer.url);
        if (new URL(answer.url).search === location.search) location.reload();
      } else form.submit();
    } catch {
      say("No connection. What you typed is kept on this device; press Record again when it is back.");
    }
  });
}

// --- What others record

let seen = "";

async function watch() {
  if (document.hidden) return;
  try {
    const answer = await fetch(room.dataset.watch, { headers: seen ? { "If-None-Match": seen } : {}, cache: "no-store" });
    if (line.dataset.away) { delete line.dataset.away; say(""); }
    if (answer.status === 304 || !answer.ok || answer.redirected) return;
    const first = !seen;
    seen = answer.headers.get("ETag") || "";
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), first);
  } catch {
    line.dataset.away = "yes";
    say("No connection. You can go on typing; everything is kept on this device.");
  }
}

function show(page, first) {
  for (const part of page.querySelectorAll("[data-part]")) {
    const here = document.getElementById(part.id);
    if (!here) continue;
    if (part.id === "room-standing") takeUpOthers(part);
    const inUse = here.contains(document.activeElement);
    if (first && part.id !== "room-standing") continue; // it is what this page came with
    if (inUse) { seen = ""; continue; } // nobody's button moves away under their finger; look again
    here.replaceWith(document.adoptNode(part));
  }
}

setInterval(watch, WATCH);
addEventListener("online", watch);
document.addEventListener("visibilitychange", watch);
watch();
