from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.minutes.invented_room import published as publish
from tests.methods.document.test_document_minutes import SOURCE

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import Classification, ItemKind, MeetingStatus, Provenance
from folkmoot.apps.minutes import operations, published, queries, rules
from folkmoot.apps.minutes.models import Attendance, Minute, MinuteRevision, Nomination, Sitting
from folkmoot.apps.minutes.terms import Capacity, Outcome
from folkmoot.methods.document.inline import plain
from folkmoot.methods.document.keys import BadSource

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return committees.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, by=None, at=NOW
    )


@pytest.fixture
def people():
    names = ("Ada Invented", "Bob Invented", "Cy Invented", "Dee Invented")
    return [committees.create_person(name=name, honorific="Councillor", by=None, at=NOW) for name in names]


@pytest.fixture
def meeting(committee, people):
    return hold(committee, datetime(2021, 9, 30, 9, tzinfo=UTC))


def hold(committee, starts_at):
    found = committees.call_meeting(organization=committee, starts_at=starts_at, venue="Hall", by=None, at=NOW)
    committees.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)
    committees.add_agenda_item(
        meeting_id=found.pk, title="Election", number="1", kind=ItemKind.PROCEDURAL, by=None, at=NOW
    )
    return committees.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.HELD, by=None, at=NOW)


@pytest.fixture
def clerk():
    user = accounts.create_user(username="c", password="invented 123", first_name="I", last_name="C", by=None, at=NOW)
    accounts.give_role(user=user, role=Role.CLERK, by=None, at=NOW)
    return user


@pytest.fixture
def sitting(meeting):
    return operations.open_sitting(meeting_id=meeting.pk, began_at=meeting.starts_at, by=None, at=NOW)


def take(meeting, text: str = SOURCE, **changes) -> Sitting:
    given = {"meeting_id": meeting.pk, "content": text.encode(), "name": "minutes.toml", "by": None, "at": NOW}
    return operations.import_printed_minutes(**(given | changes))


def said(key: str, text: str) -> dict[str, list[dict]]:
    return {"points": [{"type": "paragraph", "id": key, "text": text}]}


def words(meeting, key: str) -> str:
    blocks = [block for section in queries.document(meeting).sections for block in section.blocks]
    return next(plain(block.content) for block in blocks if block.id == key)


def pairs(meeting, key: str) -> list[tuple[str, str]]:
    blocks = [block for section in queries.document(meeting).sections for block in section.blocks]
    found = next(block for block in blocks if block.id == key)
    return [(term, plain(description)) for term, description in found.pairs]


def attend(sitting, people) -> None:
    operations.arrive(sitting_id=sitting.pk, person=people[0], capacity=Capacity.VOTING_MEMBER, by=None, at=NOW)


def last_event() -> str:
    return AuditEntry.objects.order_by("id").last().did


# --- printed minutes


def test_printed_minutes_are_public_once_imported(meeting):
    assert published.minutes(meeting.pk) is None
    before = publication_number()
    take(meeting)
    view = published.minutes(meeting.pk)
    assert publication_number() > before
    assert (view.printed, view.invented) == (True, False)
    assert published.lines(meeting.pk) == view.minutes
    assert (view.began_at, view.ended_at) == (
        datetime(2021, 9, 30, 9, tzinfo=UTC), datetime(2021, 9, 30, 11, 30, tzinfo=UTC)
    )  # fmt: skip
    assert [(line.number, line.agenda_number, line.title, line.anchor) for line in view.minutes] == [
        ("1/21", "1", "Election of a Chair", "minute-1-21"), ("2/21", "", "Declarations", "minute-2-21")
    ]  # fmt: skip
    assert [(each.label, each.name, each.note) for each in view.present] == [
        ("Voting members", "Councillor Ada Invented", ""),
        ("Voting members", "Councillor Bob Invented", "in place of Councillor Cy Invented"),
    ]
    assert last_event() == Event.MINUTES_IMPORTED


def test_who_was_elected_is_kept_with_nominator_and_outcome(meeting, people):
    take(meeting)
    found = Nomination.objects.get()
    assert (found.post, found.nominee, found.nominator, found.seconder) == ("Chair", people[0], people[1], None)
    assert (found.elected, found.nem_con) == (True, True)
    assert pairs(meeting, "minute-1-21-nomination-1") == [
        ("Nominated for Chair", "Councillor Ada Invented"), ("Nominated by", "Councillor Bob Invented"),
        ("Outcome", "Elected Chair nem con"),
    ]  # fmt: skip


def test_a_nomination_can_be_seconded_and_fail(meeting):
    won = 'nominator = "bob-invented", elected = true, nem_con = true'
    take(meeting, SOURCE.replace(won, 'nominator = "bob-invented", seconder = "cy-invented"'))
    assert pairs(meeting, "minute-1-21-nomination-1")[2:] == [
        ("Seconded by", "Councillor Cy Invented"), ("Outcome", "Not elected")
    ]  # fmt: skip


def test_apologies_and_the_absence_of_declarations_are_said(meeting):
    take(meeting)
    assert pairs(meeting, "minute-1-21-apologies") == [
        ("Apologies from", "Councillor Cy Invented"), ("Substitute", "Councillor Bob Invented")
    ]  # fmt: skip
    assert words(meeting, "minute-2-21-declarations") == "Nobody declared an interest."
    take(meeting, SOURCE.replace(', substitute = "bob-invented"', ""))
    assert len(pairs(meeting, "minute-1-21-apologies")) == 1


def test_officers_are_named_by_how_long_they_stayed(meeting):
    officer = '\n[[present]]\nperson = "dee-invented"\ncapacity = "officer"\npost = "Director of Invention"\n'
    take(meeting, SOURCE.replace("\n[[minute]]", officer + "\n[[minute]]", 1))
    assert pairs(meeting, "present")[-1] == (
        "Officers, whole of meeting",
        "Councillor Dee Invented, Director of Invention",
    )
    part = officer + 'part_of_meeting = "item 6"\n'
    take(meeting, SOURCE.replace("\n[[minute]]", part + "\n[[minute]]", 1))
    assert pairs(meeting, "present")[-1][0] == "Officers, item 6"


def test_the_document_has_numbers_agenda_numbers_and_lines_to_sign(meeting):
    take(meeting)
    found = queries.document(meeting)
    assert (found.id, found.kind.value, found.signatures) == ("minutes", "minutes", ("in the Chair", "Date of signing"))
    assert found.particulars == (
        ("Committee", "Invented Scrutiny Committee"), ("Held on", "Thursday, 30 September 2021"),
        ("Commencing at", "10.00 am"), ("Finishing at", "12.30 pm"),
    )  # fmt: skip
    present, minuted = found.sections
    assert pairs(meeting, present.blocks[0].id) == [
        ("Voting members", "Councillor Ada Invented; Councillor Bob Invented (in place of Councillor Cy Invented)")
    ]
    assert [block.id for block in minuted.blocks] == [
        "minute-1-21", "minute-1-21-nomination-1", "minute-1-21-apologies",
        "minute-2-21", "minute-2-21-declarations", "m-2-21-a", "m-2-21-action",
    ]  # fmt: skip
    heading = minuted.blocks[0]
    assert (heading.number, heading.text, heading.aside) == ("1/21", "Election of a Chair", "(Agenda No. 1)")


def test_what_an_action_does_not_state_is_said_and_never_filled_in(meeting):
    take(meeting, SOURCE.replace('owner = "Clerk"\ndue = 2021-11-11', ""))
    (action,) = published.actions(committee=meeting.organization.slug)
    assert (action.minute, action.text, action.owner, action.due) == ("2/21", "Write a report.", "", None)
    assert action.flags == ("The owner is not stated.", "The date by which it is due is not stated.")
    assert pairs(meeting, "m-2-21-action") == [
        ("Action", "Write a report."), ("Owner", "not stated"), ("Due", "not stated")
    ]  # fmt: skip


def test_an_action_with_owner_and_date_has_no_flag(meeting):
    take(meeting)
    (action,) = published.actions()
    assert (action.owner, action.due, action.flags) == ("Clerk", date(2021, 11, 11), ())
    assert pairs(meeting, "m-2-21-action")[2] == ("Due", "11 November 2021")


def test_the_same_file_twice_changes_nothing(meeting):
    take(meeting)
    before = (AuditEntry.objects.count(), MinuteRevision.objects.count(), publication_number())
    take(meeting, at=LATER)
    assert (AuditEntry.objects.count(), MinuteRevision.objects.count(), publication_number()) == before


def test_a_mended_file_makes_a_revision_of_the_changed_minute_only(meeting):
    take(meeting)
    take(meeting, SOURCE.replace("Nobody spoke.", "Nobody said a word."), at=LATER)
    assert words(meeting, "m-2-21-a") == "Nobody said a word."
    assert list(MinuteRevision.objects.filter(number=2).values_list("minute__sequence", "at")) == [(2, LATER)]


def test_a_clerk_changes_nothing_in_printed_minutes(meeting, clerk):
    sitting = take(meeting, by=clerk)
    minute = sitting.minutes.get(sequence=2)
    for act in (
        lambda: take(meeting, SOURCE + "# x", by=clerk),
        lambda: operations.revise_minute(minute_id=minute.pk, content=said("x", "X"), base=1, by=clerk, at=NOW),
        lambda: operations.record_minute(sitting_id=sitting.pk, title="X", content={}, by=clerk, at=NOW),
        lambda: operations.record_action(minute_id=minute.pk, key="x", text="X", by=clerk, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="as printed"):
            act()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('person = "ada-invented"', 'person = "nobody"', "minutes.toml, present 1, person: there is nobody of the key"),
        ('in_place_of = "cy-invented"', 'in_place_of = "nobody"', "present 2, in_place_of: there is nobody"),
        ('nominee = "ada-invented"', 'nominee = "nobody"', "minute 1/21, nomination 1, nominee: there is nobody"),
        ('substitute = "bob-invented"', 'substitute = "nobody"', "minute 1/21, apology 1, substitute: there is nobody"),
        ('agenda = "1"', 'agenda = "9"', "minutes.toml, minute 1/21, agenda: the meeting's agenda has no item '9'"),
        ('"2/21"', '"2/20"', "minute 2/20, number: the meeting's council year numbers its minutes n/21"),
        ('id = "m-2-21-a"', 'id = "minute-1-21"', "stands twice"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole(meeting, before, after, message):
    with pytest.raises(BadSource, match=message):
        take(meeting, SOURCE.replace(before, after))
    assert not Sitting.objects.exists()


def test_a_number_is_given_once_a_council_year(meeting, committee):
    take(meeting)
    other = hold(committee, datetime(2021, 11, 11, 10, tzinfo=UTC))
    with pytest.raises(operations.NumberTaken, match="gave the number 1/21 at another meeting"):
        take(other)


def test_a_numbered_minute_is_never_dropped(meeting):
    take(meeting)
    with pytest.raises(operations.MinuteMissing, match="the minute 2/21 is gone"):
        take(meeting, SOURCE[: SOURCE.index('[[minute]]\nnumber = "2/21"')])


def test_minutes_of_an_invented_meeting_say_so(meeting):
    take(meeting, provenance=Provenance.INVENTED)
    view = published.minutes(meeting.pk)
    assert (view.invented, view.document.invented, view.actions[0].invented) == (True, True, True)


# --- minutes recorded here


def test_recorded_minutes_are_numbered_in_the_order_taken_through_the_council_year(sitting, committee, clerk):
    second = operations.open_sitting(
        meeting_id=hold(committee, datetime(2021, 11, 11, 10, tzinfo=UTC)).pk, began_at=NOW, by=clerk, at=NOW
    )
    next_year = operations.open_sitting(
        meeting_id=hold(committee, datetime(2022, 5, 20, 10, tzinfo=UTC)).pk, began_at=NOW, by=clerk, at=NOW
    )
    item = sitting.meeting.items.get()
    numbers = [
        operations.record_minute(
            sitting_id=each.pk, title="T", content=said("p", "X"), agenda_item=item, outcome=Outcome.NOTED, by=clerk,
            at=NOW,
        ).number
        for each in (sitting, second, next_year)
    ]  # fmt: skip
    assert numbers == ["1/21", "2/21", "1/22"]
    assert Minute.objects.first().agenda_number == "1"
    assert last_event() == Event.MINUTE_RECORDED


def test_recorded_minutes_are_public_when_published_and_not_before_their_actions_are_complete(
    sitting, meeting, clerk, people
):
    minute = operations.record_minute(sitting_id=sitting.pk, title="T", content=said("p", "Said."), by=clerk, at=NOW)
    operations.record_action(minute_id=minute.pk, key="act", text="Do it.", by=clerk, at=NOW)
    with pytest.raises(operations.Unready, match="Minute 1/21, action act: The owner is not stated"):
        operations.publish_minutes(sitting_id=sitting.pk, by=clerk, at=NOW)
    assert (published.minutes(meeting.pk), published.actions()) == (None, ())

    operations.record_action(
        minute_id=minute.pk, key="act", text="Do it.", owner="Clerk", due=date(2022, 1, 1), by=clerk, at=NOW
    )
    attend(sitting, people)
    publish(sitting)

    view = published.minutes(meeting.pk)
    assert [(action.text, action.owner) for action in view.actions] == [("Do it.", "Clerk")]
    assert (view.printed, view.document.sections[0].id) == (False, "attendance")


def test_a_save_over_a_newer_revision_is_kept_as_a_draft_and_both_are_shown(sitting, meeting, clerk, people):
    minute = operations.record_minute(sitting_id=sitting.pk, title="T", content=said("p", "One."), by=None, at=NOW)
    attend(sitting, people)
    publish(sitting)
    before = publication_number()
    operations.revise_minute(
        minute_id=minute.pk, content=said("p", "Two."), base=1, by=None, at=LATER, reason="clearer"
    )
    late = operations.revise_minute(minute_id=minute.pk, content=said("p", "Three."), base=1, by=clerk, at=LATER)
    assert (late.draft, words(meeting, "p"), publication_number()) == (True, "Two.", before + 2)
    assert queries.open_drafts(minute) == [late]
    operations.revise_minute(minute_id=minute.pk, content=said("p", "Both."), base=2, by=clerk, at=LATER)
    assert (words(meeting, "p"), queries.open_drafts(minute)) == ("Both.", [])


def test_an_unpublished_minute_is_revised_without_the_world_knowing(sitting):
    minute = operations.record_minute(sitting_id=sitting.pk, title="T", content=said("p", "One."), by=None, at=NOW)
    before = publication_number()
    operations.revise_minute(minute_id=minute.pk, content=said("p", "Two."), base=1, by=None, at=LATER)
    assert publication_number() == before


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"chat": []}, "minute 1/21: 'chat' is none of the stages introduction"),
        ({"points": [{"type": "paragraph", "id": "q"}]}, "block 'q', text: is missing"),
        ({**said("p", "One."), "summary": said("p", "One.")["points"]}, "stands twice"),
    ],
)
def test_a_minute_that_cannot_be_read_is_refused(sitting, wrong, message):
    with pytest.raises(BadSource, match=message):
        operations.record_minute(sitting_id=sitting.pk, title="T", content=wrong, by=None, at=NOW)
    minute = Minute.objects.first()
    assert minute is None
    minute = operations.record_minute(sitting_id=sitting.pk, title="T", content=said("p", "One."), by=None, at=NOW)
    with pytest.raises(BadSource, match=message):
        operations.revise_minute(minute_id=minute.pk, content=wrong, base=1, by=None, at=NOW)


def test_the_database_lets_somebody_attend_once_and_a_place_be_taken_once(sitting, people):
    ada, bob, cy, dee = people
    seat = {"sitting": sitting, "capacity": Capacity.VOTING_MEMBER, "order": 0}
    substitute = {"capacity": Capacity.SUBSTITUTE, "in_place_of": dee}
    Attendance.objects.create(**(seat | substitute | {"person": ada}))
    for wrong in ({"person": ada}, substitute | {"person": bob}, {"person": cy, "in_place_of": bob}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(**(seat | wrong))
    assert [queries.note_on(row) for row in sitting.attendances.all()] == ["in place of Councillor Dee Invented"]


def test_an_author_keeps_no_minutes(meeting, sitting):
    author = accounts.create_user(username="a", password="invented 123", first_name="I", last_name="A", by=None, at=NOW)
    accounts.give_role(user=author, role=Role.REPORT_AUTHOR, by=None, at=NOW)
    with pytest.raises(NotAllowed, match="Record attendance, decisions and minutes"):
        operations.publish_minutes(sitting_id=sitting.pk, by=author, at=NOW)
    with pytest.raises(NotAllowed):
        operations.open_sitting(meeting_id=meeting.pk, began_at=NOW, by=author, at=NOW)
    assert not rules.may_keep_minutes(author)


def test_times_that_the_record_does_not_give_are_left_out(meeting):
    take(meeting, SOURCE.replace("began = 2021-09-30T10:00:00", "").replace("ended = 2021-09-30T12:30:00", ""))
    assert [label for label, _ in queries.document(meeting).particulars] == ["Committee", "Held on"]


def test_a_meeting_without_minutes_has_no_document(meeting, sitting):
    assert queries.document(meeting) is None
    assert published.minutes(0) is None
