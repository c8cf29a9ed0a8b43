"""Production refuses to start with a missing secret or with debugging on; its public process loads no casework."""

import os
import re
import subprocess
import sys

import pytest

GOOD = {
    "FOLKMOOT_SECRET_KEY": "s" * 40,
    "FOLKMOOT_AUDIT_KEY": "a" * 40,
    "FOLKMOOT_HOSTS": "scrutiny.example",
    "FOLKMOOT_DATABASE": "sqlite:///:memory:",
}
START = "import django; django.setup(); import django.urls; django.urls.get_resolver().url_patterns; "
LOADED = "import sys; print(*sorted(m for m in sys.modules if 'families' in m or 'practice' in m))"


def start(settings: str, code: str = START, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("FOLKMOOT_", "DJANGO_")) and k != "DEBUG"}
    clean |= {"DJANGO_SETTINGS_MODULE": f"folkmoot.project.settings.{settings}", "PYTHONPATH": "src", **env}
    return subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("settings", ["public", "office"])
@pytest.mark.parametrize("missing", GOOD)
def test_a_missing_setting_stops_production_and_is_named(settings, missing):
    done = start(settings, **{name: value for name, value in GOOD.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


@pytest.mark.parametrize("weak", ["short", "demo-" + "x" * 60])
def test_a_weak_secret_stops_production(weak):
    done = start("public", **(GOOD | {"FOLKMOOT_SECRET_KEY": weak}))
    assert done.returncode != 0
    assert "at least 32 characters" in done.stderr


@pytest.mark.parametrize("hosts", ["*", "scrutiny.example,*", " , "])
def test_hosts_that_let_anybody_through_stop_production(hosts):
    done = start("public", **(GOOD | {"FOLKMOOT_HOSTS": hosts}))
    assert done.returncode != 0
    assert "FOLKMOOT_HOSTS must name each host" in done.stderr


def test_one_secret_for_two_purposes_stops_production():
    done = start("office", **(GOOD | {"FOLKMOOT_AUDIT_KEY": GOOD["FOLKMOOT_SECRET_KEY"]}))
    assert done.returncode != 0
    assert "must differ" in done.stderr


@pytest.mark.parametrize("name", ["DEBUG", "FOLKMOOT_DEBUG"])
def test_debugging_stops_production(name):
    done = start("office", **GOOD, **{name: "1"})
    assert done.returncode != 0
    assert "DEBUG is on" in done.stderr


def test_the_public_process_loads_no_family_casework_and_no_practice_pages():
    done = start("public", START + LOADED, **GOOD)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_the_office_process_loads_the_family_casework():
    done = start("office", START + LOADED, **GOOD)
    assert done.returncode == 0, done.stderr
    assert "folkmoot.apps.families" in done.stdout


def test_every_variable_that_the_settings_read_is_documented(root):
    read = set()
    for path in (root / "src/folkmoot/project/settings").glob("*.py"):
        read |= set(re.findall(r'environment\.(?:text|flag|secret|hosts|number|moment)\(\s*"(\w+)"', path.read_text()))
    documented = set(re.findall(r"`(\w+)`", (root / "docs/settings.md").read_text()))
    assert {"FOLKMOOT_AUDIT_KEY", "DEBUG"} <= read
    assert read <= documented


def test_cookies_in_production_are_bound_to_the_host_and_to_https():
    shown = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, " + (
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE)"
    )
    done = start("office", START + shown, **GOOD)
    assert done.stdout.split() == ["__Host-session", "True", "True", "Lax", "__Host-csrf", "True"]


def test_a_sqlite_file_is_opened_in_wal_mode_with_immediate_transactions_and_a_busy_timeout(tmp_path):
    code = START + (
        "from django.db import connection as c; cursor = c.cursor(); "
        "ask = lambda name: cursor.execute(f'PRAGMA {name}').fetchone()[0]; "
        "print(ask('journal_mode'), ask('busy_timeout'), ask('synchronous'), c.transaction_mode)"
    )
    done = start("office", code, **(GOOD | {"FOLKMOOT_DATABASE": f"sqlite:///{tmp_path}/folkmoot.db"}))
    assert done.stdout.split() == ["wal", "20000", "1", "IMMEDIATE"], done.stderr
