from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.committees import operations, published, queries
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import (
    Classification,
    ItemKind,
    MeetingStatus,
    MembershipRole,
    Provenance,
    VotingRight,
)
from folkmoot.methods.calendars.counting import Counting
from folkmoot.methods.calendars.notice import Kind, Rule
from folkmoot.methods.document.inline import UnsafeLink

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
TEN = datetime(2021, 11, 11, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return operations.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, code="ISC", by=None, at=NOW
    )


@pytest.fixture
def meeting(committee):
    found = operations.call_meeting(organization=committee, starts_at=TEN, venue="Invented Hall", by=None, at=NOW)
    return operations.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)


@pytest.fixture
def clerk():
    user = accounts.create_user(username="c", password="invented 123", first_name="I", last_name="C", by=None, at=NOW)
    accounts.give_role(user=user, role=Role.CLERK, by=None, at=NOW)
    return user


def rule(kind: Kind, number: int, *, start: date = date(2021, 5, 1), clear: bool = False, clock: bool = True) -> Rule:
    counting = Counting.CLEAR if clear else Counting.BACK
    return Rule("P1", kind, number, counting, "the agenda", start, None, time(9) if clock else None)


def test_a_clerk_calls_a_meeting_and_the_trail_says_so(committee, clerk):
    found = operations.call_meeting(organization=committee, starts_at=TEN, venue="Hall", by=clerk, at=NOW)
    entry = AuditEntry.objects.order_by("id").last()
    assert (entry.did, entry.by, entry.key) == (Event.MEETING_CALLED, clerk, str(found.pk))


def test_somebody_else_calls_no_meeting(committee):
    nobody = accounts.create_user(username="n", password="invented 123", first_name="I", last_name="N", by=None, at=NOW)
    with pytest.raises(NotAllowed, match="needs one of these: clerk"):
        operations.call_meeting(organization=committee, starts_at=TEN, venue="Hall", by=nobody, at=NOW)
    with pytest.raises(NotAllowed):
        operations.create_person(name="X", by=nobody, at=NOW)
    assert not Meeting.objects.exists()


def test_a_body_meets_once_at_a_time(committee, meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.call_meeting(organization=committee, starts_at=TEN, venue="Elsewhere", by=None, at=NOW)


def test_a_draft_is_not_public_until_it_is_confirmed(committee):
    found = operations.call_meeting(organization=committee, starts_at=TEN, venue="Hall", by=None, at=NOW)
    assert published.meeting(found.pk) is None
    assert published.meetings() == ()
    before = publication_number()
    operations.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)
    assert publication_number() == before + 1
    assert [line.id for line in published.meetings()] == [found.pk]


def test_a_held_meeting_stays_held_and_its_history_is_kept(meeting):
    operations.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.MOVED, by=None, at=NOW, reason="Hall")
    operations.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.HELD, by=None, at=NOW)
    with pytest.raises(NotAllowed, match="held; that is final"):
        operations.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.CANCELLED, by=None, at=NOW)
    view = published.meeting(meeting.pk)
    assert [(status, reason) for _, status, reason in view.history] == [
        ("confirmed", ""), ("moved", "Hall"), ("held", "")
    ]  # fmt: skip


def test_a_meeting_passes_only_where_it_can(committee):
    found = operations.call_meeting(organization=committee, starts_at=TEN, venue="Hall", by=None, at=NOW)
    with pytest.raises(NotAllowed, match="draft and cannot become held; it can become cancelled, confirmed"):
        operations.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.HELD, by=None, at=NOW)


def test_a_printed_meeting_is_read_only(committee, clerk):
    found = operations.call_meeting(
        organization=committee, starts_at=TEN, venue="Hall", provenance=Provenance.PRINTED, by=None, at=NOW
    )
    for act in (
        lambda: operations.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=clerk, at=NOW),
        lambda: operations.add_agenda_item(meeting_id=found.pk, title="X", kind=ItemKind.PROCEDURAL, by=clerk, at=NOW),
        lambda: operations.reorder_agenda(meeting_id=found.pk, items=[], by=clerk, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="as printed"):
            act()


def test_an_agenda_is_reordered_and_its_numbers_follow(meeting):
    for number, title in enumerate(["One", "Two", "Three"], 1):
        operations.add_agenda_item(
            meeting_id=meeting.pk, title=title, number=str(number), kind=ItemKind.REPORT, by=None, at=NOW
        )
    operations.add_agenda_item(meeting_id=meeting.pk, title="Close", kind=ItemKind.CLOSE, by=None, at=NOW)
    one, two, three, close = [item.pk for item in meeting.items.all()]

    operations.reorder_agenda(meeting_id=meeting.pk, items=[three, one, two, close], by=None, at=NOW)

    agenda = published.meeting(meeting.pk).items
    assert [(item.number, item.title) for item in agenda] == [
        ("1", "Three"), ("2", "One"), ("3", "Two"), ("", "Close")
    ]  # fmt: skip
    with pytest.raises(operations.UnknownItem):
        operations.reorder_agenda(meeting_id=meeting.pk, items=[one, one, two, close], by=None, at=NOW)


def test_an_exempt_item_says_on_which_ground_and_why(meeting):
    operations.add_agenda_item(
        meeting_id=meeting.pk, title="A contract", kind=ItemKind.REPORT, number="1", by=None, at=NOW,
        exempt=("3", "The interest in a fair price outweighs the interest in knowing the offers now."),
    )  # fmt: skip
    (item,) = published.meeting(meeting.pk).items
    assert item.exempt.startswith("Schedule 12A, paragraph 3: information about somebody's financial")
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.add_agenda_item(
            meeting_id=meeting.pk, title="B", kind=ItemKind.REPORT, exempt=("3", ""), by=None, at=NOW
        )


def test_a_link_off_the_web_never_reaches_an_agenda(meeting, committee):
    with pytest.raises(UnsafeLink):
        operations.add_agenda_item(
            meeting_id=meeting.pk, title="X", kind=ItemKind.REPORT, text="[x](javascript:1)", by=None, at=NOW
        )
    with pytest.raises(UnsafeLink):
        operations.add_standing_text(
            organization=committee, key="remit", title="R", body="[x](file:///etc)", effective_from=date(2021, 1, 1),
            by=None, at=NOW,
        )  # fmt: skip


def test_deadlines_follow_the_rule_in_force_on_the_day_of_the_meeting(committee, meeting):
    operations.set_rule(
        organization=committee, rule=rule(Kind.PUBLISH_AGENDA, 5, clear=True, clock=False), by=None, at=NOW
    )
    operations.set_rule(organization=committee, rule=rule(Kind.REQUEST_TO_SPEAK, 4), by=None, at=NOW)
    later = rule(Kind.REQUEST_TO_SPEAK, 3, start=date(2025, 1, 1))
    operations.set_rule(organization=committee, rule=later, by=None, at=NOW)

    view = published.meeting(meeting.pk)

    publish, speak = view.deadlines
    assert (publish.day, speak.day) == (date(2021, 11, 3), date(2021, 11, 5))
    assert speak.at == datetime(2021, 11, 5, 9, tzinfo=UTC)
    assert speak.reason.startswith("Fri 5 Nov is four working days before Thu 11 Nov")
    assert publish.calendar_reason.startswith("Fri 5 Nov leaves five clear days")
    assert speak.calendar_reason == ""
    assert view.residents_have == 1
    assert [row.effective_to for row in committee.rules.order_by("effective_from", "id")] == [
        None, date(2024, 12, 31), None
    ]  # fmt: skip


def test_a_closure_day_moves_the_deadline_earlier(committee, meeting):
    operations.set_rule(organization=committee, rule=rule(Kind.REQUEST_TO_SPEAK, 4), by=None, at=NOW)
    operations.add_closure_day(day=date(2021, 11, 8), name="Council closed", by=None, at=NOW)
    (speak,) = published.meeting(meeting.pk).deadlines
    assert speak.day == date(2021, 11, 4)
    assert published.meeting(meeting.pk).residents_have is None


def test_members_are_those_of_the_day_with_what_their_vote_is_limited_to(committee):
    for order, (name, role, right) in enumerate(
        [
            ("Ada Invented", MembershipRole.CHAIR, VotingRight.FULL),
            ("Bob Invented", MembershipRole.MEMBER, VotingRight.FULL),
            ("Cy Invented", MembershipRole.CO_OPTEE, VotingRight.EDUCATION_ONLY),
        ]
    ):
        person = operations.create_person(name=name, honorific="Councillor", by=None, at=NOW)
        operations.appoint(
            person=person, organization=committee, role=role, voting_right=right, order=order,
            start=date(2021, 5, 18), by=None, at=NOW,
        )  # fmt: skip
    view = published.committee(committee.slug, day=date(2021, 11, 11))
    assert [(member.name, member.role) for member in view.members] == [
        ("Councillor Ada Invented", "Chair"), ("Councillor Bob Invented", "Member")
    ]  # fmt: skip
    assert [(member.role, member.note) for member in view.co_optees] == [("Co-optee", "votes on education only")]
    assert published.committee(committee.slug, day=date(2021, 5, 17)).members == ()
    assert published.committee("no-such", day=date(2021, 5, 17)) is None


def test_two_people_of_one_name_have_two_addresses():
    slugs = [operations.create_person(name="Ann Invented", by=None, at=NOW).slug for _ in range(3)]
    assert slugs == ["ann-invented", "ann-invented-2", "ann-invented-3"]


def test_a_body_has_one_chair_at_a_time(committee):
    one, two = (operations.create_person(name=name, by=None, at=NOW) for name in ("A", "B"))
    operations.appoint(
        person=one, organization=committee, role=MembershipRole.CHAIR, start=date(2021, 5, 1), by=None, at=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.appoint(
            person=two, organization=committee, role=MembershipRole.CHAIR, start=date(2021, 6, 1), by=None, at=NOW
        )


def test_a_person_shows_posts_and_seats(committee):
    person = operations.create_person(
        name="Ada Invented", honorific="Councillor", provenance=Provenance.INVENTED, by=None, at=NOW
    )
    operations.hold_post(person=person, label="Leader (invented)", held_from=date(2021, 5, 18), by=None, at=NOW)
    operations.appoint(
        person=person, organization=committee, role=MembershipRole.MEMBER, start=date(2021, 5, 18), by=None, at=NOW
    )
    view = published.person(person.slug)
    assert view.posts == ("Leader (invented)",)
    assert view.seats == (published.SeatView(committee.slug, committee.name, "Member", date(2021, 5, 18), None),)
    assert view.invented
    assert published.person("no-such") is None


def test_standing_texts_are_those_of_the_day(committee):
    for start, body in [(date(2021, 1, 1), "First words."), (date(2022, 1, 1), "Second words.")]:
        operations.add_standing_text(
            organization=committee, key="remit", title="Remit", body=body, effective_from=start, by=None, at=NOW
        )
    assert published.committee(committee.slug, day=date(2021, 12, 31)).remit == "First words."
    assert published.committee(committee.slug, day=date(2022, 1, 1)).remit == "Second words."


def test_the_council_is_named_once():
    assert published.council() is None
    for name in ("Old", "New"):
        operations.set_authority(name=name, gss_code="E1", chief_executive="C", by=None, at=NOW)
    assert published.council() == published.CouncilView("New", "C")


def test_invented_bodies_come_last(committee):
    operations.create_organization(
        name="A body (invented)",
        classification=Classification.SCRUTINY,
        provenance=Provenance.INVENTED,
        by=None,
        at=NOW,
    )
    assert [name for _, name, _ in published.committees()] == ["Invented Scrutiny Committee", "A body (invented)"]


def test_the_next_meeting_is_the_next_that_is_public(committee, meeting):
    draft = operations.call_meeting(
        organization=committee, starts_at=datetime(2022, 1, 5, 10, tzinfo=UTC), venue="Hall", by=None, at=NOW
    )
    assert queries.next_meeting(meeting) is None
    operations.change_meeting_status(meeting_id=draft.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)
    assert queries.next_meeting(meeting) == draft


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_meetings_takes_one_query(committee, number, django_assert_num_queries):
    for day in range(1, number + 1):
        found = operations.call_meeting(
            organization=committee, starts_at=datetime(2022, 1, day, 10, tzinfo=UTC), venue="Hall", by=None, at=NOW
        )
        operations.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)
    with django_assert_num_queries(1):
        assert len(published.meetings(since=NOW, committee=committee.slug)) == number


def test_a_body_belongs_to_the_council_above_it_and_else_to_that_of_the_installation(committee):
    assert queries.council_of(committee) == ""
    operations.set_authority(name="Real County Council", gss_code="", chief_executive="", by=None, at=NOW)
    assert queries.council_of(committee) == "Real County Council"
    other = operations.create_organization(
        name="Invented County Council", classification=Classification.COUNCIL, by=None, at=NOW
    )
    below = operations.create_organization(
        name="Invented Panel", classification=Classification.SCRUTINY, parent=other, by=None, at=NOW
    )
    assert queries.council_of(below) == "Invented County Council"
    assert [name for _, name, _ in published.committees()] == ["Invented Panel", "Invented Scrutiny Committee"]
