"""The chain of the audit trail: whatever is done to it behind Folkmoot's back is found and named."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.adapters.store import heads
from folkmoot.adapters.store.heads import Head, UnreadableHeads
from folkmoot.apps.accounts import operations, queries
from folkmoot.apps.accounts.models import AuditEntry, AuditSeal, User
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.cli import audit as command

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIELDS = {
    "at": NOON + timedelta(days=1), "by_id": None, "did": "other", "app": "other", "model": "other", "key": "other",
    "mark": "0" * 64,
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def head_file(settings, tmp_path) -> Path:
    settings.AUDIT_HEADS = tmp_path / "heads.log"
    return settings.AUDIT_HEADS


@pytest.fixture
def trail(head_file) -> list[int]:
    """Eight sealed rows, in two turns of the sealer."""
    user = User.objects.create(username="invented")
    for hour in range(8):
        operations.note(by=user, did=Event.SIGNED_IN, to=user, at=NOON + timedelta(hours=hour))
        if hour == 3:
            operations.seal_audit(at=NOON)
    operations.seal_audit(at=NOON)
    return list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))


def faults() -> list[str]:
    return queries.audit_faults(key=django_settings.AUDIT_KEY, heads=heads.read(Path(django_settings.AUDIT_HEADS)))


def without_keys_checked(statement: str, *values: object) -> None:
    """Change rows as somebody at the database could, foreign keys or not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def test_a_sealed_trail_is_whole(trail):
    assert faults() == []
    assert list(AuditSeal.objects.order_by("number").values_list("number", "entry_id")) == list(enumerate(trail, 1))
    assert [head.number for head in heads.read(django_settings.AUDIT_HEADS)] == [4, 8]


def test_an_empty_trail_is_whole_and_sealing_it_writes_nothing(head_file):
    assert (operations.seal_audit(at=NOON), faults(), head_file.exists()) == (0, [], False)


def test_sealing_again_changes_nothing(trail, head_file):
    before = head_file.read_bytes()
    assert operations.seal_audit(at=NOON) == 0
    assert head_file.read_bytes() == before


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("place", [0, 3, 7])
def test_an_altered_field_of_any_row_is_found(trail, field, place):
    AuditEntry.objects.filter(pk=trail[place]).update(**{field: FIELDS[field]})
    assert faults() == [f"Row {trail[place]}, sealed as number {place + 1}, was altered."]


@pytest.mark.parametrize("place", [0, 3, 7])
def test_an_altered_digest_is_found(trail, place):
    AuditSeal.objects.filter(entry=trail[place]).update(digest="f" * 64)
    assert any(f"sealed as number {place + 1}, does not follow" in fault for fault in faults())


def test_two_rows_that_changed_places_are_found(trail):
    one, two = AuditSeal.objects.get(entry=trail[1]), AuditSeal.objects.get(entry=trail[5])
    AuditSeal.objects.filter(pk=one.pk).update(number=99)
    AuditSeal.objects.filter(pk=two.pk).update(number=one.number)
    AuditSeal.objects.filter(pk=one.pk).update(number=two.number)
    found = faults()
    assert any(f"Row {trail[5]}, sealed as number 2, does not follow" in fault for fault in found)
    assert any(f"Row {trail[1]}, sealed as number 6, does not follow" in fault for fault in found)


def test_rows_whose_words_changed_places_are_found(trail):
    first, second = AuditEntry.objects.filter(pk__in=[trail[2], trail[4]]).order_by("pk")
    AuditEntry.objects.filter(pk=first.pk).update(at=second.at, mark=second.mark)
    AuditEntry.objects.filter(pk=second.pk).update(at=first.at, mark=first.mark)
    found = faults()
    assert any("number 3, does not follow" in fault for fault in found)
    assert any("number 5, does not follow" in fault for fault in found)


def test_a_row_deleted_with_its_seal_is_found(trail):
    AuditSeal.objects.filter(entry=trail[2]).delete()
    AuditEntry.objects.filter(pk=trail[2]).delete()
    assert faults() == ["The chain jumps from number 2 to number 4: what stood between is gone."]


def test_a_row_deleted_under_its_seal_is_found(trail):
    without_keys_checked("DELETE FROM accounts_auditentry WHERE id = %s", trail[2])
    found = faults()
    AuditSeal.objects.filter(entry_id=trail[2]).delete()  # for the check that the test's end makes
    assert found == [f"Row {trail[2]}, sealed as number 3, is gone."]


def test_a_deleted_tail_is_found_by_the_head_file(trail):
    AuditSeal.objects.filter(number__gte=7).delete()
    AuditEntry.objects.filter(pk__in=trail[6:]).delete()
    assert faults() == ["The chain ends at number 6, but the head file knows number 8: the tail is gone."]


def test_a_whole_history_deleted_is_found_by_the_head_file(trail):
    AuditSeal.objects.all().delete()
    AuditEntry.objects.all().delete()
    assert faults() == ["The chain ends at number 0, but the head file knows number 8: the tail is gone."]


def test_a_history_sealed_anew_with_a_stolen_key_is_found_by_the_head_file(trail, head_file):
    recorded = head_file.read_bytes()
    AuditSeal.objects.all().delete()
    AuditEntry.objects.filter(pk=trail[0]).delete()
    operations.note(by=None, did=Event.USER_CREATED, to=User.objects.get(), at=NOON)
    operations.seal_audit(at=NOON)
    head_file.write_bytes(recorded)
    assert faults() == [
        "Number 4 is not what the head file recorded: the chain was rewritten.",
        "Number 8 is not what the head file recorded: the chain was rewritten.",
    ]


def test_a_lost_head_file_is_said(trail, head_file):
    head_file.unlink()
    assert faults() == ["The head file is missing or empty, so that a missing tail would not be seen. Restore it."]


def test_a_row_slipped_in_is_never_sealed_and_is_named(trail):
    slipped = AuditEntry.objects.create(at=NOON, did=Event.SIGNED_IN, app="accounts", model="user", key="1", mark="")
    assert operations.seal_audit(at=NOON) == 0
    assert faults() == [f"Row {slipped.pk} was not written by Folkmoot, or altered before it was sealed."]


def test_a_row_slipped_in_with_a_seal_of_its_own_is_found(trail):
    slipped = AuditEntry.objects.create(
        at=NOON, did=Event.SIGNED_IN, app="accounts", model="user", key="1", mark="1" * 64
    )
    AuditSeal.objects.create(number=9, entry=slipped, digest="a" * 64)
    assert faults() == [f"Row {slipped.pk}, sealed as number 9, was altered."]


def test_a_row_that_is_not_sealed_yet_is_named(trail):
    user = User.objects.get()
    operations.note(by=None, did=Event.USER_CREATED, to=user, at=NOON)
    (fault,) = faults()
    assert fault.startswith(f"Row {AuditEntry.objects.latest('pk').pk} is not sealed yet.")


def test_a_row_committed_late_is_sealed_late_and_not_passed_over(trail):
    late = AuditEntry.objects.latest("pk")
    AuditSeal.objects.filter(entry=late).delete()
    heads_before = heads.read(django_settings.AUDIT_HEADS)[:1]
    Path(django_settings.AUDIT_HEADS).write_text(f"2026-11-24T12:00:00+00:00 4 {heads_before[0].digest}\n")
    user = User.objects.get()
    early_id = trail[0] - 1  # its transaction began before all others and ended after them
    entry = AuditEntry(
        pk=early_id or 10_000, by=user, did=Event.SIGNED_IN, app="accounts", model="user", key="1", at=NOON
    )
    entry.mark = queries.mark_of(entry, django_settings.AUDIT_KEY)
    entry.save(force_insert=True)

    assert operations.seal_audit(at=NOON) == 2

    assert faults() == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_mixture_of_harm_is_found(trail, data):
    harmed = data.draw(st.lists(st.sampled_from(range(8)), min_size=1, max_size=4, unique=True))
    with transaction.atomic():
        for place in harmed:
            entry = AuditEntry.objects.filter(pk=trail[place])
            kind = data.draw(st.sampled_from(["alter", "delete", "digest"]))
            if kind == "alter":
                field = data.draw(st.sampled_from(sorted(FIELDS)))
                entry.update(**{field: FIELDS[field]})
            elif kind == "delete":
                AuditSeal.objects.filter(entry__in=entry).delete()
                entry.delete()
            else:
                AuditSeal.objects.filter(entry__in=entry).update(digest="e" * 64)
        found = faults()
        transaction.set_rollback(True)
    assert found
    assert faults() == []


def test_the_database_gives_a_number_and_a_row_one_seal(trail):
    spare = AuditEntry.objects.create(at=NOON, did="x", app="a", model="m", key="1", mark="")
    for number, entry in [(1, spare.pk), (9, trail[0]), (0, spare.pk)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditSeal.objects.create(number=number, entry_id=entry, digest="a" * 64)


def test_a_sealer_that_lost_the_race_seals_nothing_and_breaks_nothing(trail, monkeypatch):
    operations.note(by=None, did=Event.USER_CREATED, to=User.objects.get(), at=NOON)
    stale = Head(7, AuditSeal.objects.get(number=7).digest)
    with monkeypatch.context() as late:
        late.setattr(queries, "chain_head", lambda: stale)
        assert operations.seal_audit(at=NOON) == 0
    assert operations.seal_audit(at=NOON) == 1
    assert faults() == []


def test_the_head_file_catches_up_after_a_crash_between_commit_and_file(trail, head_file):
    first, _ = head_file.read_text().splitlines(keepends=True)
    head_file.write_text(first)
    assert faults() == []
    operations.seal_audit(at=NOON)
    assert [head.number for head in heads.read(head_file)] == [4, 8]


def test_a_line_that_a_crash_cut_short_is_passed_over_and_closed(trail, head_file):
    whole = head_file.read_text()
    for length in range(len(whole.splitlines()[0]) + 1, len(whole) - 1):
        head_file.write_text(whole[:length])
        operations.seal_audit(at=NOON)
        assert heads.read(head_file)[-1].number == 8
        assert faults() == []


def test_a_foreign_line_in_the_head_file_is_named(head_file):
    head_file.write_text("\nnothing of ours\n")
    with pytest.raises(UnreadableHeads, match="line 2"):
        heads.read(head_file)


def test_verify_says_whole_and_exits_with_0(trail):
    done = CliRunner().invoke(command.audit, ["verify"])
    assert (done.exit_code, done.output) == (0, "The audit trail is whole: 8 rows, each sealed in its place.\n")


def test_verify_says_what_is_wrong_and_exits_with_1(trail):
    AuditEntry.objects.filter(pk=trail[3]).update(did="other")
    done = CliRunner().invoke(command.audit, ["verify"])
    assert (done.exit_code, done.output) == (1, f"Row {trail[3]}, sealed as number 4, was altered.\n")


def test_verify_names_a_damaged_head_file(trail, head_file):
    head_file.write_text("what\n")
    done = CliRunner().invoke(command.audit, ["verify"])
    assert done.exit_code == 1
    assert "line 1: this is no line of Folkmoot's" in done.output


def test_seal_seals_until_nothing_is_left(trail, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 2)
    for _ in range(5):
        operations.note(by=None, did=Event.USER_CREATED, to=User.objects.get(), at=NOON)
    assert CliRunner().invoke(command.audit, ["seal"]).output == "5 rows sealed.\n"
    assert faults() == []


def test_the_worker_seals_once_more_when_it_ends(trail, monkeypatch):
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's own
    operations.note(by=None, did=Event.USER_CREATED, to=User.objects.get(), at=NOON)
    ended = threading.Event()
    ended.set()
    command.keep_sealed(ended)
    assert faults() == []


def test_the_worker_goes_on_sealing_after_a_failure(trail, monkeypatch, caplog):
    monkeypatch.setattr(connection, "close", lambda: None)
    ended, turns = threading.Event(), []

    def seal_all() -> None:
        turns.append(len(turns))
        if len(turns) == 1:
            raise OperationalError
        ended.set()

    monkeypatch.setattr(command, "seal_all", seal_all)
    command.keep_sealed(ended, pause=0)
    assert turns == [0, 1, 2]
    assert "the sealer tries again" in caplog.text


def test_roles_are_audited_by_the_grant_and_the_trail_holds_no_name():
    user = operations.create_user(
        username="ms.invented", password="invented words 1", first_name="Ms", last_name="Invented", by=None, at=NOON
    )
    operations.give_role(user=user, role=Role.CLERK, by=None, at=NOON)
    for row in AuditEntry.objects.values_list("did", "app", "model", "key"):
        assert not {"ms.invented", "Ms", "Invented"} & set(row)
