"""The calendar with what collides in it, the agenda builder, and what becomes of a meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import operations
from folkmoot.apps.committees.operations import AgendaFull, ItemInUse, Lateness, UnknownItem
from folkmoot.apps.committees.queries import last_day_for_reports, planning
from folkmoot.apps.committees.terms import Classification, ItemKind, MeetingStatus, MembershipRole
from folkmoot.methods.calendars.council_years import CouncilYear

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TEN = datetime(2027, 2, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def body(name: str):
    return operations.create_organization(name=name, classification=Classification.SCRUTINY, by=None, at=NOW)


def call(organization, starts_at: datetime = TEN, venue: str = "Invented Hall"):
    return operations.call_meeting(organization=organization, starts_at=starts_at, venue=venue, by=None, at=NOW)


def add(meeting, title: str, number: str = "", **said):
    return operations.add_agenda_item(
        meeting_id=meeting.pk, title=title, number=number, kind=said.pop("kind", ItemKind.PROCEDURAL), **said,
        by=None, at=NOW,
    )  # fmt: skip


def agenda(meeting) -> list[tuple[str, str]]:
    return [(item.number, item.title) for item in meeting.items.all()]


def seat(organization, name: str, person=None):
    person = person or operations.create_person(name=name, by=None, at=NOW)
    operations.appoint(
        person=person, organization=organization, role=MembershipRole.MEMBER, start=date(2026, 5, 21), by=None, at=NOW
    )
    return person


def test_a_meeting_that_collides_with_another_is_told_of_room_members_and_day():
    one, other = body("Invented One"), body("Invented Other")
    ada = seat(one, "Ada Invented")
    seat(other, "", ada)
    first, second = call(one), call(other, TEN + timedelta(hours=1))
    assert planning.clashes(first) == (
        "The room is taken: Invented Other at 11:00, Invented Hall.",
        "Ada Invented would have to be at Invented Other at 11:00 at the same time.",
    )
    operations.change_meeting_status(meeting_id=second.pk, status=MeetingStatus.CANCELLED, by=None, at=NOW)
    assert planning.clashes(first) == ()
    second.refresh_from_db()
    assert planning.clashes(second) == ()
    call(one, TEN + timedelta(hours=5), "Elsewhere")
    assert planning.clashes(first) == ("The same body meets twice on this day: Invented One at 15:00.",)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime(2026, 12, 25, 10, tzinfo=UTC), "Friday 25 December 2026 is Christmas Day."),
        (datetime(2026, 11, 28, 10, tzinfo=UTC), "Saturday 28 November 2026 is no working day."),
    ],
)
def test_a_meeting_on_a_day_off_is_told_so(day, said):
    assert planning.clashes(call(body("Invented One"), day)) == (said,)


def test_P1_deadlines_that_leave_residents_no_time_are_told_when_the_meeting_is_planned():
    organization = body("Invented One")
    for rule, number, counting in (("N2", 5, "clear days"), ("P1", 4, "days before")):
        operations.bring_rule_into_force(
            organization=organization, rule_id=rule, parameters={"number": number, "counting": counting},
            source="Invented", effective_from=date(2026, 1, 1), by=None, at=NOW,
        )  # fmt: skip
    meeting = call(organization)
    late = Lateness(late_reason="The survey ends then.", to_follow_on=date(2027, 2, 15))
    add(meeting, "Ferries", kind=ItemKind.REPORT, lateness=late)
    few, follows = planning.clashes(meeting)
    assert "leaves residents one whole working day before requests to speak close on Friday 12 February 2027" in few
    assert follows.startswith("The report on Ferries is to follow on Monday 15 February 2027")


def test_R1_the_last_day_for_reports_is_counted_where_it_is_set():
    organization = body("Invented One")
    meeting = call(organization)
    assert last_day_for_reports(meeting) is None
    operations.bring_rule_into_force(
        organization=organization, rule_id="R1", parameters={"number": 7, "counting": "days before"},
        source="Invented", effective_from=date(2026, 1, 1), by=None, at=NOW,
    )  # fmt: skip
    assert last_day_for_reports(meeting).day == date(2027, 2, 9)


def test_a_month_and_a_council_year_hold_their_meetings():
    meeting = call(body("Invented One"))
    weeks = planning.weeks(2027, 2)
    (day,) = [each for week in weeks for each in week if each.meetings]
    assert (day.day, day.meetings, day.inside) == (date(2027, 2, 18), (meeting,), True)
    assert all(len(week) == 7 for week in weeks)
    (good_friday,) = [each for week in planning.weeks(2027, 3) for each in week if each.closed == "Good Friday"]
    assert good_friday.day == date(2027, 3, 26)
    months = planning.months(CouncilYear(2026))
    assert (months[0][0], months[-1][0], len(months)) == (date(2026, 5, 1), date(2027, 5, 1), 13)
    assert [start for start, rows in months if rows] == [date(2027, 2, 1)]


def test_a_meeting_is_moved_put_off_and_cancelled_with_reasons_that_stay():
    meeting = call(body("Invented One"))
    operations.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)
    moved = operations.move_meeting(meeting_id=meeting.pk, venue="Elsewhere", reason="A leak.", by=None, at=NOW)
    later = operations.reschedule_meeting(
        meeting_id=meeting.pk, starts_at=TEN + timedelta(7), ends_at=None, reason="Snow.", by=None, at=NOW
    )
    meeting.refresh_from_db()
    assert (moved.venue, later.venue, later.status) == ("Elsewhere", "Elsewhere", MeetingStatus.DRAFT)
    assert (later.rescheduled_from, meeting.rescheduled_to) == (meeting, later)
    assert [(each.status, each.reason) for each in meeting.status_changes.all()] == [
        ("draft", ""), ("confirmed", ""), ("moved", "A leak."), ("rescheduled", "Snow.")
    ]  # fmt: skip
    with pytest.raises(NotAllowed, match="rescheduled and cannot become moved"):
        operations.move_meeting(meeting_id=meeting.pk, venue="X", reason="Y", by=None, at=NOW)
    assert AuditEntry.objects.filter(did=Event.MEETING_STATUS_CHANGED).count() == 3


def test_an_empty_agenda_begins_with_the_standing_items_in_force_on_its_day():
    organization = body("Invented One")
    for title, numbered, start in (
        ("Welcome", True, date(2026, 1, 1)),
        ("Close", False, date(2026, 1, 1)),
        ("Reflection", True, date(2028, 1, 1)),
    ):
        operations.add_template_item(
            organization=organization, title=title, kind=ItemKind.PROCEDURAL, numbered=numbered, effective_from=start,
            by=None, at=NOW,
        )  # fmt: skip
    meeting = call(organization)
    operations.take_standing_items(meeting_id=meeting.pk, by=None, at=NOW)
    assert agenda(meeting) == [("1", "Welcome"), ("", "Close")]
    with pytest.raises(AgendaFull, match="into an empty agenda only"):
        operations.take_standing_items(meeting_id=meeting.pk, by=None, at=NOW)


def test_a_sub_item_stands_below_its_item_and_moves_with_it():
    meeting = call(body("Invented One"))
    one, two = add(meeting, "One", "1"), add(meeting, "Two", "2")
    below = add(meeting, "Below", "1a", parent=one)
    assert agenda(meeting) == [("1", "One"), ("1a", "Below"), ("2", "Two")]
    operations.move_agenda_item(item_id=one.pk, up=False, by=None, at=NOW)
    assert agenda(meeting) == [("1", "Two"), ("2", "One"), ("2a", "Below")]
    operations.move_agenda_item(item_id=one.pk, up=False, by=None, at=NOW)  # it is the last already
    assert agenda(meeting) == [("1", "Two"), ("2", "One"), ("2a", "Below")]
    with pytest.raises(UnknownItem, match="'Below' belongs below its item"):
        operations.reorder_agenda(meeting_id=meeting.pk, items=[one.pk, two.pk, below.pk], by=None, at=NOW)
    with pytest.raises(UnknownItem, match="no sub-item itself"):
        add(meeting, "Too deep", parent=below)


def test_an_item_is_taken_off_and_the_numbers_close_up_unless_something_hangs_on_it():
    meeting = call(body("Invented One"))
    one, two = add(meeting, "One", "1"), add(meeting, "Two", "2")
    add(meeting, "Three", "3")
    operations.chase_report(item_id=two.pk, by=None, at=NOW)
    operations.remove_agenda_item(item_id=two.pk, by=None, at=NOW)
    assert agenda(meeting) == [("1", "One"), ("2", "Three")]
    add(meeting, "Below", "1a", parent=one)
    with pytest.raises(ItemInUse, match="has papers, sub-items or other records"), transaction.atomic():
        operations.remove_agenda_item(item_id=one.pk, by=None, at=NOW)
    assert AuditEntry.objects.filter(did=Event.REPORT_CHASED).count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"review_on": date(2027, 3, 1)},
        {"lateness": Lateness(to_follow_on=date(2027, 2, 15))},
        {"lateness": Lateness(urgent_reason="A flood.")},
    ],
)
def test_what_an_item_says_without_its_reason_is_refused_by_the_database(said):
    meeting = call(body("Invented One"))
    with pytest.raises(IntegrityError), transaction.atomic():
        add(meeting, "One", **said)
