"""What members owe and are reminded of: interests to register, meetings to come to; and what the world reads of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.apps.minutes.invented_room import NOW, Room, invented_room

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models.mail import Message
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.operations import interests as register
from folkmoot.apps.committees.operations import link_account, seats
from folkmoot.apps.committees.published.interests import register as public_register
from folkmoot.apps.committees.terms import InterestCategory, Provenance
from folkmoot.apps.minutes import operations
from folkmoot.apps.minutes.models import Sitting
from folkmoot.apps.minutes.operations.reminding import remind_members
from folkmoot.apps.minutes.published import members
from folkmoot.apps.minutes.queries import attendance
from folkmoot.apps.minutes.queries.disclosed import disclosed
from folkmoot.apps.minutes.terms import Capacity, DeclarationKind
from folkmoot.methods.meetings.absence import Standing

pytestmark = pytest.mark.django_db
MET = NOW.date()  # 19 November 2026


@pytest.fixture
def room():
    return invented_room()


def with_account(room: Room, name: str, email: str = "member@invented.example") -> Person:
    user = accounts.create_user(username=name, password="invented 1", first_name="I", last_name="N", by=None, at=NOW)
    link_account(person=room.people[name], user=user, email=email, by=None, at=NOW)
    return room.people[name]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def subjects() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def declared(room: Room, name: str = "Cedar"):
    minute = room.take("Coaches")
    return operations.declare(
        minute_id=minute.pk, person=room.people[name], item=room.items["Coaches"], kind=DeclarationKind.DISCLOSABLE,
        nature="Runs the coach line", by=None, at=NOW,
    )  # fmt: skip


def published(room: Room) -> None:
    Sitting.objects.filter(pk=room.sitting.pk).update(published_at=NOW + timedelta(1))


def test_I3_an_interest_that_was_disclosed_is_registered_within_the_days_of_the_row(room):
    person = room.people["Cedar"]
    declared(room)
    assert disclosed([person]) == []
    room.rule("I3", own=False, days=28)
    (found,) = disclosed([person])
    assert (found.said_on, found.due_on, found.notified_on) == (MET, date(2026, 12, 16), None)
    assert [found.overdue(day) for day in (date(2026, 12, 16), date(2026, 12, 17))] == [False, True]
    register.register_interest(
        person=person, category=InterestCategory.EMPLOYMENT, text="Runs it", notified_on=date(2026, 12, 1),
        held_from=MET, by=None, at=NOW,
    )  # fmt: skip
    (found,) = disclosed([person])
    assert (found.notified_on, found.overdue(date(2027, 1, 1))) == (date(2026, 12, 1), False)


def test_members_are_reminded_a_week_before_and_once_when_it_is_overdue(room):
    room.rule("I1", own=False, days=28)
    room.rule("I3", own=False, days=28)
    with_account(room, "Cedar")
    with_account(room, "Dogwood", email="")
    assert remind_members(at=at(date(2026, 6, 3))) == 0
    for day in (date(2026, 6, 4), date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)):
        remind_members(at=at(day))
    assert subjects() == [
        "Your register of interests is due by 10 June 2026",
        "Your register of interests was to be complete by 10 June 2026",
    ]
    Message.objects.all().delete()
    declared(room)
    register.register_interest(
        person=room.people["Cedar"], category=InterestCategory.OTHER, text="A club", notified_on=date(2026, 6, 20),
        held_from=MET, by=None, at=NOW,
    )  # fmt: skip
    for day in (date(2026, 12, 9), date(2026, 12, 10), date(2026, 12, 17)):
        remind_members(at=at(day))
    assert subjects() == [
        "An interest is to be registered by 16 December 2026",
        "An interest was to be registered by 16 December 2026",
    ]
    assert "coach" not in Message.objects.last().body


def test_M11_members_are_warned_of_a_seat_that_falls_vacant_and_an_approved_absence_puts_it_off(room):
    room.rule("M11", own=False, months=6)
    cedar = with_account(room, "Cedar")
    room.here("Alder", "Cedar")
    standing = {each.person.name: each for each in attendance.everybody_away(date(2027, 4, 20))}
    found = standing["Invented Cedar"]
    assert (found.came_on, found.away.keeps_until) == (MET, date(2027, 5, 19))
    assert (standing["Invented Birch"].came_on, standing["Invented Birch"].away.standing) == (None, Standing.LOST)
    assert "Invented Gorse" not in standing  # a co-optee
    for _ in range(2):
        remind_members(at=at(date(2027, 4, 20)))
    assert subjects() == ["You have not been at a meeting since 19 November 2026"]
    assert "Coming to a meeting by 19 May 2027 keeps your seat (rule M11)." in Message.objects.get().body
    seats.record_absence(
        person=cedar, starts_on=date(2027, 1, 1), ends_on=date(2027, 8, 31), reason="Illness", by=None, at=NOW,
        approved_on=date(2027, 2, 1), approved_by="Full Council, minute 3/27 (invented)",
    )  # fmt: skip
    found = attendance.standing_of(cedar, date(2027, 5, 20))
    assert (found.away.keeps_until, found.away.standing) == (date(2027, 8, 31), Standing.WELL)
    assert found.approved.approved_by.startswith("Full Council")
    remind_members(at=at(date(2027, 9, 1)))
    assert "Speak to the Monitoring Officer at once" in Message.objects.order_by("pk").last().body


def test_attendance_from_elsewhere_keeps_no_seat_while_the_law_wants_members_in_the_room(room):
    room.rule("M11", own=False, months=6)
    operations.arrive(
        sitting_id=room.sitting.pk, person=room.people["Elder"], capacity=Capacity.VOTING_MEMBER, remote=True, by=None,
        at=NOW,
    )  # fmt: skip
    assert attendance.standing_of(room.people["Elder"], MET).came_on is None
    room.rule("M10", counted=True)
    assert attendance.standing_of(room.people["Elder"], MET).came_on == MET
    assert attendance.standing_of(room.people["Ivy"], MET) is None  # has no seat


def test_the_world_reads_who_came_and_which_absence_was_approved_but_not_why(room):
    room.here("Alder")
    minute = room.take("Apologies")
    operations.apologise(minute_id=minute.pk, person=room.people["Birch"], by=None, at=NOW)
    for approved in ({}, {"approved_on": MET, "approved_by": "Full Council (invented)"}):
        seats.record_absence(
            person=room.people["Cedar"], starts_on=MET, ends_on=MET, reason="Illness", by=None, at=NOW, **approved
        )
    assert members.record("invented-alder", today=MET).meetings == ()
    published(room)
    said = {name: members.record(f"invented-{name}", today=MET) for name in ("alder", "birch", "cedar")}
    assert [each.meetings[0].said for each in said.values()] == ["Present", "Sent apologies", "Not recorded as present"]
    assert [each.present for each in said.values()] == [1, 0, 0]
    assert [each.approved_by for each in said["cedar"].absences] == ["Full Council (invented)"]
    assert "Illness" not in repr(said)
    assert members.record("invented-ivy", today=MET) is None


def test_the_world_reads_by_when_an_interest_is_to_be_registered_once_the_minutes_are_public(room):
    room.rule("I1", own=False, days=28)
    room.rule("I3", own=False, days=28)
    declaration = declared(room)
    after = date(2026, 12, 17)
    assert members.record("invented-cedar", today=after).disclosed == ()
    published(room)
    (found,) = members.record("invented-cedar", today=after).disclosed
    assert (found.due_on, found.notified_on, found.overdue) == (date(2026, 12, 16), None, True)
    assert "coach" not in repr(found)
    (due,) = public_register("invented-cedar", today=after).due
    assert (due.due_on, due.first_on, due.overdue) == (date(2026, 6, 10), None, True)
    declaration.minute.withheld = "3"
    declaration.minute.save()
    assert members.record("invented-cedar", today=after).disclosed == ()
    Person.objects.filter(slug="invented-cedar").update(provenance=Provenance.PRINTED)
    assert members.record("invented-cedar", today=after).disclosed == ()
