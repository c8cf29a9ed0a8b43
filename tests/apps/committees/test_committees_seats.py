"""At which meetings somebody acts: officers by role, members where they sit, chairs where they chair."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.committees.asking import OCTOBER, ask, meeting_of_november, request_of, somebody
from tests.seats import SINCE, seated

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Permission, Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Membership, Person
from folkmoot.apps.committees.models.seats import NeedToKnow
from folkmoot.apps.committees.operations import requests as deciding
from folkmoot.apps.committees.operations import seats as operations
from folkmoot.apps.committees.rules import requests as request_rules
from folkmoot.apps.committees.rules.seats import may_at
from folkmoot.apps.committees.terms import Classification, MembershipRole

LATE = OCTOBER.replace(month=11, day=8)
DAY = LATE.date()


@pytest.fixture
def meeting(db):
    return meeting_of_november()


@pytest.fixture
def elsewhere(meeting):
    return committees.create_organization(
        name="Another Invented Committee", classification=Classification.SCRUTINY, by=None, at=OCTOBER
    )


def somebody_else(role: Role, name: str):
    made = accounts.create_user(
        username=name, password="invented words 123", first_name="I", last_name="N", by=None, at=OCTOBER
    )
    accounts.give_role(user=made, role=role, by=None, at=OCTOBER)
    return made


def away(person: Person, **said):
    given = {"starts_on": DAY, "ends_on": DAY + timedelta(7), "by": None, "at": OCTOBER} | said
    return operations.record_absence(person=person, **given)


def test_an_officer_acts_for_every_body_and_a_member_where_they_sit(meeting, elsewhere):
    clerk, member, other = somebody(Role.CLERK), somebody(Role.COUNCILLOR), somebody_else(Role.COUNCILLOR, "other")
    seated(other, elsewhere)
    read = [bool(may_at(each, Permission.READ_RESTRICTED, meeting)) for each in (clerk, member, other)]
    assert read == [True, True, False]
    assert "Ask democratic services" in may_at(other, Permission.READ_RESTRICTED, meeting).reason
    assert not may_at(member, Permission.PUBLISH_PACKS, meeting)


def test_a_member_of_the_cabinet_has_no_seat_on_what_scrutinises_it(meeting, elsewhere):
    answering = somebody(Role.CABINET_MEMBER)
    seated(answering, elsewhere)
    assert not may_at(answering, Permission.READ_RESTRICTED, meeting)


def test_a_role_held_as_an_officer_too_needs_no_seat(meeting):
    both = somebody_else(Role.COUNCILLOR, "both")
    accounts.give_role(user=both, role=Role.MONITORING_OFFICER, by=None, at=OCTOBER)
    assert may_at(both, Permission.READ_RESTRICTED, meeting)


@pytest.mark.parametrize(
    ("start", "end", "sits"),
    [
        (date(2021, 11, 11), None, True),
        (date(2021, 11, 12), None, False),
        (SINCE, date(2021, 11, 11), True),
        (SINCE, date(2021, 11, 10), False),
    ],
)
def test_a_seat_counts_on_the_day_of_the_meeting(meeting, start, end, sits):
    member = somebody_else(Role.COUNCILLOR, "member")
    person = seated(member, meeting.organization, since=start)
    Membership.objects.filter(person=person).update(end=end)
    assert bool(may_at(member, Permission.READ_RESTRICTED, meeting)) is sits


def test_the_chair_of_another_committee_neither_sees_nor_decides_what_is_asked_here(meeting, elsewhere):
    late = request_of(ask(meeting, at=LATE))
    here, there = somebody(Role.CHAIR), somebody_else(Role.CHAIR, "there")
    seated(there, elsewhere, MembershipRole.CHAIR)
    seated(there, meeting.organization)  # a plain member here
    assert [bool(request_rules.may_see(each, meeting)) for each in (here, there)] == [True, False]
    with pytest.raises(NotAllowed, match="neither chair Invented Scrutiny Committee nor deputise"):
        deciding.accept(request_id=late.pk, by=there, at=LATE)
    deciding.accept(request_id=late.pk, by=here, at=LATE)


def test_a_deputy_reads_what_the_chair_reads_and_decides_in_the_chair_s_recorded_absence(meeting):
    late = request_of(ask(meeting, at=LATE))
    chair, deputy = somebody(Role.CHAIR), somebody_else(Role.CHAIR, "deputy")
    seated(deputy, meeting.organization, MembershipRole.DEPUTY_CHAIR)
    assert request_rules.may_see(deputy, meeting)
    with pytest.raises(NotAllowed, match="The deputy decides while the Chair's absence is recorded"):
        deciding.accept(request_id=late.pk, by=deputy, at=LATE)
    person = Person.objects.get(account=chair)
    away(person, starts_on=DAY - timedelta(9), ends_on=DAY - timedelta(1))
    assert not request_rules.may_decide(deputy, late, DAY)
    away(person)
    deciding.accept(request_id=late.pk, by=deputy, at=LATE)


def test_a_deputy_decides_where_nobody_chairs(meeting):
    late = request_of(ask(meeting, at=LATE))
    deputy = somebody_else(Role.CHAIR, "deputy")
    seated(deputy, meeting.organization, MembershipRole.DEPUTY_CHAIR)
    assert request_rules.may_decide(deputy, late, DAY)


def test_leave_lets_a_member_read_one_meeting_until_it_is_taken_back(meeting, elsewhere):
    member, clerk = somebody_else(Role.CABINET_MEMBER, "answering"), somebody(Role.CLERK)
    person = seated(member, elsewhere)
    giving = {"meeting_id": meeting.pk, "person": person, "reason": "Answers item 6", "by": clerk, "at": OCTOBER}
    given = operations.give_leave(**giving)
    assert operations.give_leave(**giving) == given
    assert may_at(member, Permission.READ_RESTRICTED, meeting)
    for _ in range(2):
        operations.take_leave_back(need_id=given.pk, by=clerk, at=LATE)
    assert not may_at(member, Permission.READ_RESTRICTED, meeting)
    assert list(AuditEntry.objects.filter(model="needtoknow").values_list("did", flat=True)) == [
        Event.LEAVE_GIVEN, Event.LEAVE_TAKEN
    ]  # fmt: skip
    operations.give_leave(**giving)
    assert NeedToKnow.objects.count() == 2


def test_leave_has_a_reason_and_is_not_given_by_members(meeting, elsewhere):
    chair = somebody(Role.CHAIR)
    giving = {"meeting_id": meeting.pk, "person": Person.objects.get(account=chair), "at": OCTOBER}
    with pytest.raises(operations.NoReason, match="which duty"):
        operations.give_leave(reason=" ", by=None, **giving)
    with pytest.raises(NotAllowed, match="needs one of these: clerk, monitoring officer"):
        operations.give_leave(reason="x", by=chair, **giving)


def test_an_approved_absence_is_public_and_says_when_and_by_what(meeting):
    member = seated(somebody_else(Role.COUNCILLOR, "ill"), meeting.organization)
    before = publication_number()
    away(member)
    assert publication_number() == before
    away(member, approved_on=date(2021, 11, 2), approved_by="Full Council, minute 60/21 (invented)")
    assert publication_number() == before + 1
    for wrong in ({"approved_on": DAY}, {"approved_by": "Council"}, {"ends_on": DAY - timedelta(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            away(member, **wrong)
    with pytest.raises(NotAllowed):
        away(member, by=somebody(Role.CHAIR))
