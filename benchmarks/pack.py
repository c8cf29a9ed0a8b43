"""A pack of ten reports: bound with its tags beside a plain append, and built anew beside WeasyPrint.

The append joins the same files without tags, bookmarks and page numbers. WeasyPrint sets the same documents from the
HTML of their pages, in its own environment under build/, and only sets them: nothing is bound.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
from benchmarks import papers
from benchmarks.turns import Spread, in_turns, over

from folkmoot.adapters.charts import render
from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset import html, merge, pages, pdf
from folkmoot.methods.document.model import Document
from folkmoot.methods.numbering import folios

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "build" / "assets" / "fonts"
PEER = ROOT / "build" / "peers" / "weasyprint"
PEER_VERSION = "70.0"
ROUNDS = 5
MOST_OVER_APPEND, MOST_COLD, MOST_CHANGED = 10, 4.0, 1.0
CLAIMS = merge.Claims(ua=True, a=True)


def main() -> int:
    """Print the table; how many targets were missed."""
    documents = papers.reports()
    changed = [papers.amended(documents[0]), *documents[1:]]
    with tempfile.TemporaryDirectory() as folder:
        parts = bound(documents, Store(Path(folder) / "kept"))
        leaves = sum(len(part.leaves) for part in parts)
        size = len(bind(parts)) / 2**20
        print(
            f"{len(parts)} reports, {leaves} leaves, {size:.1f} MiB; median (least to most) of {ROUNDS} rounds in turns"
        )
        missed = _binding(parts) + _building(documents, changed, Path(folder))
        same = bind(parts) == bind(bound(documents, Store(Path(folder) / "again")))
        print(f"built again from nothing: {'the same bytes' if same else 'OTHER BYTES'}")
    return missed + (not same)


def _binding(parts: Sequence[merge.Bound]) -> int:
    seconds = in_turns({"append": lambda: append(parts), "bind": lambda: bind(parts)}, ROUNDS)
    ratio = over(seconds["bind"], seconds["append"])
    print(f"append, seconds        {Spread.of(seconds['append'])}")
    print(f"bind, seconds          {Spread.of(seconds['bind'])}")
    print(f"bind / append          {ratio}   target {MOST_OVER_APPEND}")
    return int(ratio.median > MOST_OVER_APPEND)


def _building(documents: list[Document], changed: list[Document], folder: Path) -> int:
    kept = Store(folder / "kept")
    empty = (Store(folder / f"empty-{turn}") for turn in range(ROUNDS))
    without = iter([_forgetting(kept, documents, folder / f"without-{turn}") for turn in range(ROUNDS)])
    tasks = {
        "cold": lambda: bind(bound(documents, next(empty))),
        "one report changed": lambda: bind(bound(changed, next(without))),
        "nothing changed": lambda: bind(bound(documents, kept)),
    }
    seconds = in_turns(tasks, ROUNDS)
    spreads = {name: Spread.of(each) for name, each in seconds.items()}
    limits = {"cold": MOST_COLD, "one report changed": MOST_CHANGED}
    for name, spread in spreads.items():
        print(f"{name + ', seconds':23}{spread}" + (f"   target {limits[name]:g}" if name in limits else ""))
    peer = _weasyprint(documents, folder / "weasyprint")
    memory = _memory()
    if peer is None:
        print(f"WeasyPrint: not installed here; our memory {memory:.0f} MiB")
    else:
        every, one = sum(peer["seconds"]), peer["seconds"][0]
        print(f"WeasyPrint {PEER_VERSION}, seconds: all {every:.1f}, one report {one:.1f}; once, without binding")
        print(f"WeasyPrint / cold      {every / spreads['cold'].median:8.2f}")
        print(f"WeasyPrint / changed   {one / spreads['one report changed'].median:8.2f}")
        print(f"memory, MiB: ours {memory:.0f}, WeasyPrint {peer['memory']:.0f}")
    return sum(spreads[name].median > limit for name, limit in limits.items())


def bound(documents: Sequence[Document], store: Store) -> list[merge.Bound]:
    """The documents as parts with their folios, each set once for its content and kept in the store."""
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda document: _part(document, store), documents))
    numbering = folios.number(
        [folios.Part(document.id, digests) for document, (_, digests) in zip(documents, made, strict=True)]
    )
    return [
        merge.Bound(
            document.id,
            document.title,
            content,
            tuple((leaf.page, leaf.folio) for leaf in numbering.leaves if leaf.part == document.id),
        )
        for document, (content, _) in zip(documents, made, strict=True)
    ]


def _part(document: Document, store: Store) -> tuple[bytes, tuple[str, ...]]:
    key = store.key_of(repr(document), pdf.ENGINE)
    content = store.made(key, lambda: pdf.typeset(document, fonts=FONTS))
    digests = store.made(store.key_of(key, "pages"), lambda: "\n".join(pages.digests(content)).encode())
    return content, tuple(digests.decode().split("\n"))


def _forgetting(kept: Store, documents: Sequence[Document], folder: Path) -> Store:
    """A store that has all the reports and has never seen the changed one."""
    store = Store(folder)
    for document in documents:
        key = store.key_of(repr(document), pdf.ENGINE)
        store.made(key, lambda key=key: kept.made(key, bytes))
        pages_key = store.key_of(key, "pages")
        store.made(pages_key, lambda key=pages_key: kept.made(key, bytes))
    return store


def bind(parts: Sequence[merge.Bound]) -> bytes:
    """The pack as it is published."""
    blank = pdf.blank_leaf(FONTS)
    return merge.bind(parts, title="Invented pack", language="en-GB", claims=CLAIMS, fonts=FONTS, blank=blank)


def append(parts: Sequence[merge.Bound]) -> bytes:
    """The pages of the parts in one file, and nothing else."""
    with pikepdf.new() as made:
        sources = [pikepdf.open(io.BytesIO(part.pdf)) for part in parts]
        for source in sources:
            made.add_pages_from(source, outlines="ignore")
        target = io.BytesIO()
        made.save(target)
        return target.getvalue()


def _memory() -> float:
    """The most memory, in MiB, of a process that builds the pack once from nothing."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.pack", "once"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return float(run.stdout)


def _once() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bind(bound(papers.reports(), Store(Path(folder))))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _weasyprint(documents: Sequence[Document], folder: Path) -> dict[str, list[float]] | None:
    """WeasyPrint's seconds for each document and its memory; None where it cannot be installed or does not run."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", f"weasyprint=={PEER_VERSION}"]
        if subprocess.run(install, check=False).returncode:
            return None
    folder.mkdir()
    for document in documents:
        (folder / f"{document.id}.html").write_text(_page(document, folder), encoding="utf-8")
    run = subprocess.run(
        [python, ROOT / "benchmarks" / "weasy.py", folder], check=False, capture_output=True, text=True
    )
    return json.loads(run.stdout.splitlines()[-1]) if run.returncode == 0 else None


def _page(document: Document, folder: Path) -> str:
    def picture(figure: object) -> str:
        path = folder / f"{document.id}-{figure.id}.svg"
        path.write_text(render.draw(figure, fonts=FONTS), encoding="utf-8")
        return path.name

    body = html.render(document, address=lambda target: f"https://example.org/{target}", picture=picture)
    faces = "".join(
        f"@font-face {{ font-family: Source; font-weight: {weight}; src: url(file://{FONTS}/SourceSans3-{name}.ttf) }}"
        for name, weight in (("Regular", 400), ("Bold", 700))
    )
    style = f"{faces} @page {{ size: A4; margin: 2.5cm }} body {{ font: 11pt Source }} img {{ width: 12cm }}"
    head = f"<title>{document.title}</title><style>{style}</style>"
    return f"<!doctype html><html lang=en-GB><head>{head}</head><body><h1>{document.title}</h1>{body}</body></html>"


if __name__ == "__main__":
    if sys.argv[1:] == ["once"]:
        _once()
    else:
        sys.exit(main())
