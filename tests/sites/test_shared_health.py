import json
import logging

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from folkmoot.project.logs import JsonLines
from folkmoot.sites.shared import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.STORE = tmp_path / "store"
    return settings.STORE


def test_the_process_says_that_it_is_alive(client):
    assert (client.get("/healthz").status_code, client.post("/healthz").status_code) == (200, 405)


def test_a_process_that_can_work_is_ready_and_leaves_nothing_in_the_store(client, store):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert list(store.iterdir()) == []
    assert "no-cache" in answer["Cache-Control"]


def test_a_missing_migration_is_named_with_what_to_do(client):
    MigrationRecorder.Migration.objects.filter(app="accounts", name="0002_cache").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"1 database migrations are not applied. Run:" in answer.content


def test_a_store_that_cannot_be_written_is_named(client, store):
    store.write_text("a file where the folder should be")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.startswith(b"The store cannot be written.")


def test_a_database_that_does_not_answer_is_named_and_nothing_of_its_message_is_shown():
    def fail(*_: object) -> None:
        raise OperationalError("password of folkmoot at db.internal")

    with connection.execute_wrapper(fail):
        (reason,) = health.missing()
    assert reason == "The database does not answer. Check FOLKMOOT_DATABASE and the database server."


def test_a_request_is_logged_by_path_without_its_query(client, caplog):
    with caplog.at_level(logging.INFO, "folkmoot.request"):
        answer = client.get("/healthz?q=a-name", headers={"x-request-id": "proxy-1234"})
    (record,) = [r for r in caplog.records if r.name == "folkmoot.request"]
    assert answer["X-Request-ID"] == "proxy-1234"
    line = json.loads(JsonLines().format(record))
    assert {key: line[key] for key in ("request", "method", "path", "status")} == {
        "request": "proxy-1234", "method": "GET", "path": "/healthz", "status": 200,
    }  # fmt: skip
    assert line["ms"] >= 0
    assert "a-name" not in JsonLines().format(record)


def test_a_host_that_is_not_ours_is_one_line_of_the_log_without_its_name(client, caplog):
    with caplog.at_level(logging.INFO):
        answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert [record.name for record in caplog.records] == ["folkmoot.request"]
    assert "elsewhere" not in caplog.text


def test_an_id_that_could_forge_a_log_line_is_not_kept(client):
    answer = client.get("/healthz", headers={"x-request-id": 'x" bad'})
    assert answer["X-Request-ID"].isalnum()


def test_an_exception_is_logged_by_type_and_place_only():
    try:
        raise ValueError("Ms Invented, 1 Invented Street")
    except ValueError as error:
        exc = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Broken: /a?q=secret", None, exc)
    printed = JsonLines().format(record)
    line = json.loads(printed)
    assert (line["error"], line["says"]) == ("ValueError", "Broken: /a")
    assert "test_shared_health.py" in line["where"][0]
    assert "Invented" not in printed
    assert "secret" not in printed
