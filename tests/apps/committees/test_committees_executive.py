"""Key decisions and their notice (N9), decisions and their call-in (S5), by rule rows in force on the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.operations import executive as operations
from folkmoot.apps.committees.operations.executive import Decided, Plan
from folkmoot.apps.committees.published import planning as published
from folkmoot.apps.committees.queries import NotSet, executive
from folkmoot.apps.committees.terms import Classification, Provenance
from folkmoot.apps.committees.terms.planning import CallInOutcome, Exceptional
from folkmoot.cli import law
from folkmoot.methods.calendars.bank_holidays import england
from folkmoot.methods.calendars.counting import LONDON, at_clock, forward_from

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cabinet(root: Path):
    law.load(root / "definitions" / "law.toml", at=NOW)
    return committees.create_organization(
        name="Invented Cabinet", classification=Classification.CABINET, provenance=Provenance.INVENTED, by=None, at=NOW
    )


def plan(cabinet, due: date, *, key: bool = True):
    said = Plan("A ferry (invented)", "Whether to buy one.", key, "Ada Invented, Leader", due, due, "A survey\n\nA map")
    return operations.plan_decision(organization=cabinet, plan=said, by=None, at=NOW)


def decide(cabinet, day: date = date(2026, 11, 26), **said: str):
    decided = Decided("A bridge (invented)", "Build it.", "People asked.", "Ada Invented, Leader", day, **said)
    return operations.record_decision(organization=cabinet, decided=decided, by=None, at=NOW)


def call_in_rule(cabinet, start: date = date(2020, 1, 1), **parameters: int):
    committees.bring_rule_into_force(
        organization=cabinet, rule_id="S5", parameters={"window_days": 5, "signatories": 2} | parameters,
        source="Invented constitution", effective_from=start, by=None, at=NOW,
    )  # fmt: skip


def person(name: str):
    return committees.create_person(name=name, honorific="Councillor", by=None, at=NOW)


def test_N9_a_key_decision_waits_for_28_clear_days_of_notice(cabinet):
    planned = plan(cabinet, date(2026, 12, 25))
    operations.publish_plan(planned_id=planned.pk, by=None, at=NOW)
    planned.refresh_from_db()
    assert executive.announced_by(planned).day == date(2026, 11, 26)
    assert executive.may_decide(planned, date(2026, 12, 25))
    refused = executive.may_decide(planned, date(2026, 12, 24))
    assert "Wed 25 Nov leaves 28 clear days before Thu 24 Dec" in refused.reason
    decided = Decided("A ferry", "Buy it.", "It is cheap.", "Ada Invented", date(2026, 12, 24))
    with pytest.raises(NotAllowed, match="was not announced in time"):
        operations.record_decision(organization=cabinet, decided=decided, planned=planned, by=None, at=NOW)


def test_N9_is_counted_by_the_row_in_force_on_the_day_of_the_decision(cabinet):
    planned = plan(cabinet, date(2026, 12, 25))
    operations.publish_plan(planned_id=planned.pk, by=None, at=NOW)
    planned.refresh_from_db()
    committees.bring_rule_into_force(
        organization=cabinet, rule_id="N9", source="Invented constitution", effective_from=date(2026, 12, 25),
        parameters={"number": 35, "counting": "clear days", "basis": "calendar", "exception_number": 5},
        by=None, at=NOW,
    )  # fmt: skip
    assert not executive.may_decide(planned, date(2026, 12, 25))
    assert executive.announced_by(planned).day == date(2026, 11, 19)


def test_N9_the_general_exception_needs_the_chair_told_five_clear_days_before(cabinet):
    planned = plan(cabinet, date(2026, 12, 10))
    assert executive.excepted_by(planned).day == date(2026, 12, 2)
    for told, allowed in ((date(2026, 12, 3), False), (date(2026, 12, 2), True)):
        operations.except_decision(
            planned_id=planned.pk,
            exception=Exceptional.GENERAL,
            reason="The grant ends.",
            told_on=told,
            by=None,
            at=NOW,
        )
        planned.refresh_from_db()
        assert bool(executive.may_decide(planned, date(2026, 12, 10))) is allowed


def test_N9_special_urgency_needs_who_agreed(cabinet):
    planned = plan(cabinet, date(2026, 11, 27))
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.except_decision(
            planned_id=planned.pk, exception=Exceptional.URGENT, reason="A flood.", by=None, at=NOW
        )
    operations.except_decision(
        planned_id=planned.pk, exception=Exceptional.URGENT, reason="A flood.", agreed_by="Councillor Bob Invented",
        by=None, at=NOW,
    )  # fmt: skip
    planned.refresh_from_db()
    assert executive.may_decide(planned, date(2026, 11, 27))
    (view,) = published.forward_plan(day=date(2026, 11, 26))
    assert view.exception == "Special urgency: A flood. Agreed by Councillor Bob Invented."


def test_N9_asks_nothing_of_a_decision_that_is_not_key(cabinet):
    planned = plan(cabinet, date(2026, 11, 27), key=False)
    assert executive.may_decide(planned, date(2026, 11, 27))
    assert (executive.announced_by(planned), executive.excepted_by(planned)) == (None, None)
    decided = Decided("A ferry", "Buy it.", "It is cheap.", "Ada Invented", date(2026, 11, 27))
    row = operations.record_decision(organization=cabinet, decided=decided, planned=planned, by=None, at=NOW)
    assert row.planned == planned


def test_the_forward_plan_shows_what_is_announced_and_still_to_come(cabinet):
    planned = plan(cabinet, date(2026, 12, 25))
    assert published.forward_plan(day=date(2026, 11, 26)) == ()
    for _ in range(2):
        operations.publish_plan(planned_id=planned.pk, by=None, at=NOW)
    assert AuditEntry.objects.filter(did=Event.PLAN_PUBLISHED).count() == 1
    (view,) = published.forward_plan(day=date(2026, 12, 25))
    assert (view.title, view.documents, view.invented) == ("A ferry (invented)", ("A survey", "A map"), True)
    assert view.notice.startswith("Thu 26 Nov leaves 28 clear days before Fri 25 Dec")
    assert published.forward_plan(day=date(2026, 12, 26)) == ()


def test_S5_a_decision_waits_for_the_working_days_of_the_rule(cabinet):
    call_in_rule(cabinet)
    row = decide(cabinet)
    assert executive.window(row) is None
    assert "not public yet" in executive.may_call_in(row, NOW).reason
    row = operations.publish_decision(decision_id=row.pk, by=None, at=NOW)
    found = executive.window(row)
    assert (found.last_day, found.until) == (date(2026, 12, 3), at_clock(date(2026, 12, 4), time.min))
    assert executive.may_call_in(row, datetime(2026, 12, 3, 23, 59, tzinfo=LONDON))
    assert "ended at the end of Thursday 3 December 2026" in executive.may_call_in(row, found.until).reason


def test_S5_is_counted_by_the_row_in_force_when_the_decision_was_published(cabinet):
    call_in_rule(cabinet)
    call_in_rule(cabinet, date(2026, 11, 27), window_days=3, signatories=4)
    rows = [
        operations.publish_decision(decision_id=decide(cabinet).pk, by=None, at=NOW.replace(day=day))
        for day in (26, 27)
    ]
    assert [(executive.window(row).last_day, executive.window(row).needed) for row in rows] == [
        (date(2026, 12, 3), 2), (date(2026, 12, 2), 4)
    ]  # fmt: skip


def test_S5_a_call_in_is_valid_with_enough_signatures_and_is_settled(cabinet):
    call_in_rule(cabinet)
    row = operations.publish_decision(decision_id=decide(cabinet).pk, by=None, at=NOW)
    ada, bob = person("Ada Invented"), person("Bob Invented")
    operations.sign_call_in(decision_id=row.pk, person=ada, grounds="Nobody was asked.", by=None, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.sign_call_in(decision_id=row.pk, person=ada, grounds="", by=None, at=NOW)
    assert published.decisions()[0].call_in == ""
    operations.sign_call_in(decision_id=row.pk, person=bob, grounds="", by=None, at=NOW)
    assert published.decisions()[0].call_in == "Called in; scrutiny looks at it again"
    operations.settle_call_in(
        decision_id=row.pk, outcome=CallInOutcome.REFERRED_BACK, settled_on=date(2026, 12, 8), by=None, at=NOW
    )
    assert published.decisions()[0].call_in == "Referred back to who made it"


def test_S5_an_urgent_decision_says_why_and_is_not_called_in(cabinet):
    call_in_rule(cabinet)
    row = operations.publish_decision(decision_id=decide(cabinet, urgent_reason="A flood.").pk, by=None, at=NOW)
    assert executive.window(row) is None
    with pytest.raises(NotAllowed, match="cannot be called in: A flood."):
        operations.sign_call_in(decision_id=row.pk, person=person("Ada Invented"), grounds="x", by=None, at=NOW)


def test_S5_where_no_rule_is_set_that_is_said_and_nothing_is_assumed(cabinet):
    row = operations.publish_decision(decision_id=decide(cabinet).pk, by=None, at=NOW)
    with pytest.raises(NotSet, match="rule S5, Call-in: is not set"):
        executive.window(row)
    assert "is not set for this body" in executive.may_call_in(row, NOW).reason
    (view,) = published.decisions()
    assert (view.last_day, view.needed) == (None, 0)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-26", 0, "2026-11-26"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-31", 5, "2027-01-08"),
    ],
)
def test_working_days_are_counted_on_from_a_day_that_is_left_out(start, days, last):
    assert forward_from(date.fromisoformat(start), days, england()) == date.fromisoformat(last)
    with pytest.raises(ValueError, match="-1 is negative"):
        forward_from(date.fromisoformat(start), -1, england())
