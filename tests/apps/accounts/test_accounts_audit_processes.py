"""The chain under real processes: writers and sealers at work together, and sealers killed at any moment."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PROCESSES = """
import os, random, signal, sys, time
from datetime import UTC, datetime
import django
django.setup()
from django.conf import settings
from django.db import OperationalError, connections, transaction
from folkmoot.adapters.store import heads
from folkmoot.apps.accounts import operations, queries
from folkmoot.apps.accounts.models import AuditEntry, AuditSeal, User
from folkmoot.apps.accounts.terms import Event

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
seed = int(sys.argv[1])
user, _ = User.objects.get_or_create(username="invented")
queries.BATCH = 7

def write(count, chance):
    for _ in range(count):
        with transaction.atomic():
            operations.note(by=user, did=Event.SIGNED_IN, to=user, at=NOW)
            time.sleep(chance.random() * 0.004)

def seal(count, chance):
    for _ in range(count):
        operations.seal_audit(at=NOW)
        time.sleep(chance.random() * 0.002)

def start(work, count, number):
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        work(count, random.Random(seed + number))
        connections.close_all()
        os._exit(0)
    return pid

def together():
    started = [start(write, 40, n) for n in range(3)] + [start(seal, 60, n) for n in range(3, 5)]
    outcomes = [os.waitpid(pid, 0)[1] for pid in started]
    assert outcomes == [0] * 5, outcomes
    return 120

def killed():
    chance = random.Random(seed)
    for number in range(50):
        write(9, chance)
        pid = start(seal, 1000, number)
        time.sleep(chance.random() * 0.03)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return 450

def verify(rows):
    while operations.seal_audit(at=NOW):
        pass
    assert AuditEntry.objects.count() == AuditSeal.objects.count() == rows
    print(queries.audit_faults(key=settings.AUDIT_KEY, heads=heads.read(settings.AUDIT_HEADS)))

verify(together() + killed())
"""


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The environment of processes that share a real database: PostgreSQL's test database, or an SQLite file."""
    env = {**os.environ, "FOLKMOOT_VAR": str(tmp_path)}
    if connection.vendor == "postgresql":
        address, _, _ = os.environ["FOLKMOOT_DATABASE"].rpartition("/")
        return env | {"FOLKMOOT_DATABASE": f"{address}/{connection.settings_dict['NAME']}"}
    env["FOLKMOOT_DATABASE"] = f"sqlite:///{tmp_path}/folkmoot.db"
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=env, check=True)
    return env


def test_the_chain_is_whole_and_every_row_is_sealed_once(database: dict[str, str]) -> None:
    seed = random.SystemRandom().randrange(10**6)
    env = database | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    command = [sys.executable, "-c", PROCESSES, str(seed)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout == "[]\n", f"seed {seed}\n{done.stdout}{done.stderr}"
