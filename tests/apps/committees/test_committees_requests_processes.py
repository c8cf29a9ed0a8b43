"""Many at once, as real processes: no request lost or doubled, no place given twice, no letter sent twice."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PROCESSES = """
import os, sys, traceback
from pathlib import Path
import django
django.setup()
from django.db import connections
from tests.apps.committees.asking import OCTOBER, RULES, meeting_of_november, wish
from folkmoot.apps.accounts import intake as accounts
from folkmoot.apps.accounts.intake import Visitor
from folkmoot.apps.accounts.models.mail import Attempt, Message, Subscription
from folkmoot.apps.accounts.operations import mail
from folkmoot.apps.accounts.terms import Frequency, Scope
from folkmoot.apps.committees import intake
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.terms.requests import RequestKind

WORKERS, FORMS, PLACES = 5, 6, 4
meeting = meeting_of_november(P3=RULES["P3"] | {"places": PLACES})
sent = Path(sys.argv[1])
everybody = Visitor("192.0.2.1", "one browser")

class Counting:
    def send(self, letter):
        with sent.open("a") as lines:
            lines.write(letter.reference + "\\n")

def resident(number):
    for form in range(FORMS):
        intake.ask(meeting_id=meeting.pk, wish=wish(), key=f"form {form}", visitor=everybody, at=OCTOBER)
    asked = wish(RequestKind.ATTEND)
    intake.ask(meeting_id=meeting.pk, wish=asked, key=f"place {number}", visitor=everybody, at=OCTOBER)
    accounts.follow(
        email="ida@invented.example", scope=Scope.TOPIC, about="schools", label="schools",
        frequency=Frequency.DAILY, visitor=everybody, at=OCTOBER,
    )

def worker(number):
    mail.send_due(carrier=Counting(), clock=lambda: OCTOBER)

def together(work):
    connections.close_all()
    started = []
    for number in range(WORKERS):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                work(number)
                code = 0
            except Exception:
                traceback.print_exc()
            finally:
                connections.close_all()
                os._exit(code)
        started.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in started] == [0] * WORKERS

together(resident)
together(worker)
places = Request.objects.filter(kind="attend")
print(Request.objects.filter(kind="speak").count(), places.filter(status="offered").count(), places.count())
counted = Attempt.objects.get(what="browser").count
print(Subscription.objects.count(), Message.objects.count(), len(sent.read_text().split()), counted)
"""


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The environment of processes that share a real database: PostgreSQL's test database, or an SQLite file."""
    env = {**os.environ, "FOLKMOOT_VAR": str(tmp_path), "FOLKMOOT_FORMS_PER_BROWSER": "1000"}
    if connection.vendor == "postgresql":
        address, _, _ = os.environ["FOLKMOOT_DATABASE"].rpartition("/")
        return env | {"FOLKMOOT_DATABASE": f"{address}/{connection.settings_dict['NAME']}"}
    env["FOLKMOOT_DATABASE"] = f"sqlite:///{tmp_path}/folkmoot.db"
    connection.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "folkmoot.db")) as file:
        connection.connection.backup(file)  # quicker than to migrate a second time
        file.execute("PRAGMA journal_mode=WAL")
    return env


def test_five_at_once_make_each_request_once_fill_each_place_once_and_send_each_letter_once(
    database: dict[str, str], tmp_path: Path, root: Path
) -> None:
    path = f"{root / 'src'}:{root}"
    env = database | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PYTHONPATH": path}
    command = [sys.executable, "-c", PROCESSES, str(tmp_path / "sent")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout == "6 4 5\n1 12 12 40\n", done.stdout + done.stderr
