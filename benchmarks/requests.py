"""500 residents subscribe and 200 ask to speak within a minute: real server, PostgreSQL, answers by the server's log.

The residents are a process of their own at the lowest priority. A third of them sits behind one address, as a village
does; every tenth clicks twice. Every answer must be good, each resident must be there once, and 95 of 100 answers must
take under 500 ms by the server's own log.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from tools.with_postgres import cluster, free_port

SUBSCRIBERS, SPEAKERS, WITHIN = 500, 200, 60.0  # people, people, seconds
LIMIT = 500.0  # milliseconds
ROOT = Path(__file__).resolve().parents[1]
FURNISH = """
import django; django.setup()
from tests.apps.committees.asking import meeting_of_november
print(meeting_of_november().pk)
"""
KEY = re.compile(r'name="key" value="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LINE = re.compile(r"I (GET|POST) (\S+) (\d{3}) ([\d.]+) ms")


def main() -> int:
    """Print what came of it, and return how many of the targets were missed."""
    with cluster() as database, tempfile.TemporaryDirectory() as folder:
        env = environment(database, folder)
        python = [sys.executable, "-m", "django"]
        subprocess.run([*python, "migrate", "-v0"], env=env, cwd=ROOT, check=True)
        subprocess.run([*python, "collectstatic", "--noinput", "-v0"], env=env, cwd=ROOT, check=True)
        made = subprocess.run([sys.executable, "-c", FURNISH], env=env, cwd=ROOT, check=True, capture_output=True)
        meeting = made.stdout.decode().split()[-1]
        log = Path(folder) / "log"
        with served(env, log) as port:
            residents = [sys.executable, "-m", "benchmarks.requests", str(port), meeting]
            subprocess.run(["nice", "-n", "19", *residents], env=env, cwd=ROOT, check=True)
        return report(log.read_text(), database)


def environment(database: str, folder: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings.dev",
        "FOLKMOOT_DATABASE": database,
        "FOLKMOOT_VAR": folder,
        "FOLKMOOT_CLOCK": "2021-10-20T10:00:00+00:00",
        "FOLKMOOT_PROXIES": "1",
        "FOLKMOOT_FORMS_QUICKEST_SECONDS": "0",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }


@contextmanager
def served(env: dict[str, str], log: Path) -> Iterator[int]:
    """The web server and the worker, their lines in a file."""
    port = free_port()
    command = [sys.executable, "-m", "folkmoot.cli.main", "serve", "--port", str(port)]
    with log.open("w") as lines, subprocess.Popen(command, env=env, cwd=ROOT, stderr=lines) as server:
        try:
            until_ready(port)
            yield port
        finally:
            server.terminate()


def until_ready(port: int) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        try:
            if fetch(port, "GET", "/readyz", "192.0.2.1")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not become ready")


def report(log: str, database: str) -> int:
    found = [(m[1], m[2], int(m[3]), float(m[4])) for m in LINE.finditer(log) if m[2] != "/readyz"]
    times = sorted(ms for _, _, _, ms in found)
    p95 = times[int(0.95 * len(times))]
    bad = [line for line in found if line[2] >= 400]
    with psycopg.connect(database) as connection:
        subscribed, asked, letters = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("accounts_subscription", "committees_request", "accounts_message")
        )
    print(
        f"  {len(found)} answers, {len(bad)} of them errors; median {times[len(times) // 2]:.0f} ms, p95 {p95:.0f} ms"
    )
    print(f"  {subscribed} subscriptions, {asked} requests, {letters} letters")
    missed = [bool(bad), subscribed != SUBSCRIBERS, asked != SPEAKERS, p95 >= LIMIT]
    missed.append(letters != SUBSCRIBERS + SPEAKERS)
    return sum(missed)


def residents(port: int, meeting: str) -> None:
    """Everybody, each at a moment of the minute of their own."""
    chance = random.Random(2021)
    people = [("follow", n) for n in range(SUBSCRIBERS)] + [("speak", n) for n in range(SPEAKERS)]
    chance.shuffle(people)
    moments = sorted(chance.uniform(0, WITHIN) for _ in people)
    began = time.monotonic()
    with ThreadPoolExecutor(60) as crowd:
        done = [
            crowd.submit(resident, port, meeting, what, number, began + moment)
            for (what, number), moment in zip(people, moments, strict=True)
        ]
        for each in done:
            each.result()
    print(f"  {len(people)} residents in {time.monotonic() - began:.0f} s")


def resident(port: int, meeting: str, what: str, number: int, moment: float) -> None:
    """Load the form, fill it in, send it; every tenth sends it twice at once."""
    time.sleep(max(0.0, moment - time.monotonic()))
    address = "198.51.100.7" if number % 3 == 0 else f"203.0.{number // 250}.{number % 250}"
    path = "/follow/" if what == "follow" else f"/meetings/{meeting}/take-part/speak/"
    _, cookie, page = fetch(port, "GET", path, address)
    typed = {"key": KEY.search(page)[1], "csrfmiddlewaretoken": TOKEN.search(page)[1]}
    typed |= {"email": f"resident-{what}-{number}@invented.example"}
    if what == "follow":
        typed |= {"topic": f"subject {number}", "frequency": "daily"}
    else:
        typed |= {"way": "in_person", "subject": f"Subject {number}", "name": f"Resident {number} Invented"}
    with ThreadPoolExecutor(2) as clicks:
        sent = [
            clicks.submit(fetch, port, "POST", path, address, cookie, urlencode(typed))
            for _ in range(2 if number % 10 == 0 else 1)
        ]
        for each in sent:
            status, _, body = each.result()
            if status != 302:
                print(f"  {what} {number}: {status} {body[:200]!r}")


def fetch(port: int, method: str, path: str, address: str, cookie: str = "", body: str = "") -> tuple[int, str, str]:
    """Status, the cookie set and the page."""
    headers = {"X-Forwarded-For": address, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0], answer.read().decode()
    finally:
        connection.close()


if __name__ == "__main__":
    residents(int(sys.argv[1]), sys.argv[2])
