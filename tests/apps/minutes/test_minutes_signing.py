"""From the room to the signature and after it: what may change, what the database itself refuses, what stays beside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.minutes.invented_room import MAY, NOW, after, invented_meeting, invented_room, published

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import Classification, ItemKind, MembershipRole
from folkmoot.apps.minutes import operations, queries
from folkmoot.apps.minutes import published as public
from folkmoot.apps.minutes.models import Correction, MinuteRevision, Signature, Sitting
from folkmoot.apps.minutes.published.decisions import decided, decisions
from folkmoot.apps.minutes.queries.answering import Turn, answering
from folkmoot.apps.minutes.terms import Capacity, Method, Outcome, Spent
from folkmoot.methods.document.words import words

pytestmark = pytest.mark.django_db
ALL = ("Alder", "Birch", "Cedar", "Dogwood")


@pytest.fixture
def room():
    found = invented_room()
    found.here(*ALL)
    return found


def said(text):
    return {"points": [{"type": "paragraph", "id": "p", "text": text}]}


@pytest.fixture
def signed(room):
    """Published, approved in February, signed; the minute that was written."""
    minute = room.take("Coaches")
    operations.revise_minute(minute_id=minute.pk, content=said("Coaches are late."), base=0, by=None, at=NOW)
    published(room.sitting)
    meeting = invented_meeting(room.body, NOW + timedelta(days=90))
    later = operations.open_sitting(meeting_id=meeting.pk, began_at=meeting.starts_at, by=None, at=NOW)
    operations.arrive(
        sitting_id=later.pk, person=room.people["Birch"], capacity=Capacity.VOTING_MEMBER, by=None, at=NOW
    )
    approving = operations.take_item(sitting_id=later.pk, title="Minutes", by=None, at=NOW)
    operations.approve_minutes(sitting_id=room.sitting.pk, in_minute_id=approving.pk, by=None, at=NOW)
    operations.sign_minutes(
        sitting_id=room.sitting.pk, presiding=room.people["Birch"], signed_on=date(2027, 2, 17), by=None, at=NOW
    )
    return minute


def test_a_change_to_published_minutes_is_shown_with_its_reason(room):
    minute = room.take("Coaches")
    published(room.sitting)
    operations.revise_minute(
        minute_id=minute.pk, content=said("Coaches."), base=0, by=None, at=after(200), reason="a word was missing"
    )
    view = public.minutes(room.meeting.pk)
    assert [(row.minute, row.reason) for row in view.changes] == [("1/26", "a word was missing")]
    assert view.standing == "Published as a draft"
    assert ("Standing", "Draft, to be approved at the next meeting") in view.document.particulars


def test_signed_minutes_are_refused_every_change_with_what_to_do_instead(signed, room):
    with pytest.raises(NotAllowed, match="signed and stay as they are"):
        operations.revise_minute(minute_id=signed.pk, content=said("Other."), base=1, by=None, at=NOW)
    with pytest.raises(NotAllowed):
        operations.end_sitting(sitting_id=room.sitting.pk, by=None, at=NOW)


def test_the_database_itself_refuses_every_change_to_signed_minutes(signed):
    revision = MinuteRevision.objects.get(minute=signed)
    changes = (
        lambda: MinuteRevision.objects.filter(pk=revision.pk).update(content=said("Forged.")),
        lambda: MinuteRevision.objects.create(minute=signed, number=9, base=1, content={}, at=NOW),
        lambda: revision.delete(),
        lambda: type(signed).objects.filter(pk=signed.pk).update(title="Forged"),
        lambda: signed.sitting.attendances.update(post="Forged"),
        lambda: Signature.objects.update(document="{}"),
        lambda: Signature.objects.all().delete(),
    )
    for change in changes:
        with pytest.raises(IntegrityError, match="signed minutes never change"), transaction.atomic():
            change()


def test_a_correction_stands_beside_a_signed_minute_and_changes_nothing_of_it(signed, room):
    before = queries.document(room.meeting)
    operations.correct_minute(minute_id=signed.pk, text="For late read early.", by=None, at=after(500))
    view = public.minutes(room.meeting.pk)
    assert [(row.minute, row.text) for row in view.corrections] == [("1/26", "For late read early.")]
    assert view.document == before
    assert words(before)["p"] == "Coaches are late."
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Correction.objects.update(text="Nothing was wrong.")


def test_minutes_that_are_not_signed_are_changed_and_not_corrected(room):
    minute = room.take("Coaches")
    with pytest.raises(operations.Unsuitable, match="change the minute itself"):
        operations.correct_minute(minute_id=minute.pk, text="X", by=None, at=NOW)
    with pytest.raises(operations.Unsuitable, match="published as a draft before"):
        operations.approve_minutes(sitting_id=room.sitting.pk, in_minute_id=minute.pk, by=None, at=NOW)


def test_signed_minutes_keep_the_names_that_they_were_signed_with(signed, room):
    room.people["Alder"].name = "Somebody Else"
    room.people["Alder"].save()
    assert "Invented Alder" in words(queries.document(room.meeting))["present"]


def test_decisions_are_public_on_the_day_without_what_is_withheld(room):
    minute = room.take("Coaches")
    operations.describe_item(minute_id=minute.pk, outcome=Outcome.AGREED, by=None, at=NOW)
    room.decide(minute, "That more coaches run.", method=Method.SHOW_OF_HANDS, in_favour=3, against=1)
    secret = room.take("Prices")
    room.decide(secret, "That the lowest bid be taken.")
    operations.describe_item(minute_id=secret.pk, withheld="3", by=None, at=NOW)
    room.take("Declarations")
    assert (decisions(room.meeting.pk), decided()) == (None, ())
    operations.publish_decisions(sitting_id=room.sitting.pk, by=None, at=NOW)
    found = decisions(room.meeting.pk)
    assert [(row.number, row.outcome, row.motions) for row in found.decisions] == [
        ("1/26", "Agreed", (("That more coaches run.", "Carried, 3 for and 1 against (show of hands)"),))
    ]
    assert (decided(), found.invented) == ((found,), True)


def test_an_election_stands_in_the_list_of_decisions(room):
    minute = room.take("Apologies")
    operations.describe_item(minute_id=minute.pk, outcome=Outcome.ELECTED, by=None, at=NOW)
    operations.nominate(
        minute_id=minute.pk, post="Chair", nominee=room.people["Cedar"], nominator=room.people["Birch"], elected=True,
        by=None, at=NOW,
    )  # fmt: skip
    operations.publish_decisions(sitting_id=room.sitting.pk, by=None, at=NOW)
    assert decisions(room.meeting.pk).decisions[0].outcome == "Elected: Councillor Invented Cedar, Chair"


def test_a_question_that_nobody_answers_becomes_an_action_that_owes_the_answer(room):
    minute = room.take("Coaches")
    operations.arrive(
        sitting_id=room.sitting.pk, person=room.people["Juniper"], capacity=Capacity.OFFICER, post="Director", by=None,
        at=NOW,
    )  # fmt: skip
    operations.arrive(
        sitting_id=room.sitting.pk, person=room.people["Ivy"], capacity=Capacity.OTHER_MEMBER,
        post="Cabinet Member for Coaches", by=None, at=NOW,
    )  # fmt: skip
    there = [each.person for each in queries.chamber(room.sitting, minute, after(10)).present]
    assert [(each.person.name, each.capacity) for each in answering(room.sitting, there)[:3]] == [
        ("Invented Ivy", "Cabinet Member for Coaches"),
        ("Invented Juniper", "Director"),
        ("Invented Alder", "Member of the committee"),
    ]
    first = operations.ask(minute_id=minute.pk, text="How many?", asker=room.people["Cedar"], by=None, at=NOW)
    second = operations.ask(minute_id=minute.pk, text="How late?", by=None, at=NOW)
    operations.answer(question_id=first.pk, answer="Four.", answerer=room.people["Ivy"], by=None, at=NOW)
    with pytest.raises(operations.Unready, match="question 2: it was not answered"):
        published(room.sitting)
    operations.owe_answer(question_id=second.pk, owner="Director", due=date(2026, 12, 3), by=None, at=NOW)
    published(room.sitting)
    found = words(queries.document(room.meeting))
    assert (
        "Answered by Councillor Invented Ivy, Cabinet Member for Coaches Answer Four."
        in found["minute-1-26-question-1"]
    )
    assert found["minute-1-26-question-2"].endswith("Answer Owed in writing; see the action")
    assert [(row.owner, row.due) for row in public.actions(meeting_id=room.meeting.pk)] == [
        ("Director", date(2026, 12, 3))
    ]


def test_the_cabinet_answers_first_by_seat_or_post_and_the_record_says_as_what(room):
    minute = room.take("Coaches")
    ivy, holly, larch = (room.people[name] for name in ("Ivy", "Holly", "Larch"))
    for person, capacity in ((larch, Capacity.OFFICER), (ivy, Capacity.OTHER_MEMBER), (holly, Capacity.OTHER_MEMBER)):
        operations.arrive(sitting_id=room.sitting.pk, person=person, capacity=capacity, by=None, at=NOW)
    cabinet = committees.create_organization(
        name="Invented Cabinet", classification=Classification.CABINET, by=None, at=NOW
    )
    committees.appoint(person=ivy, organization=cabinet, role=MembershipRole.MEMBER, start=MAY, by=None, at=NOW)
    for label in ("Chair of Governors", "Deputy Leader of the Council"):
        committees.hold_post(person=holly, label=label, held_from=MAY, by=None, at=NOW)
    found = answering(room.sitting, [larch, room.people["Cedar"], ivy, holly])
    assert [(each.person.name, each.turn, each.capacity) for each in found] == [
        ("Invented Ivy", Turn.CABINET, "Member of the Cabinet"),
        ("Invented Holly", Turn.CABINET, "Deputy Leader of the Council"),
        ("Invented Larch", Turn.OFFICERS, "Officer"),
        ("Invented Cedar", Turn.OTHERS, "Member of the committee"),
    ]
    asked = operations.ask(minute_id=minute.pk, text="How many?", by=None, at=NOW)
    said = operations.answer(question_id=asked.pk, answer="Four.", answerer=holly, by=None, at=NOW)
    assert said.answered_as == "Deputy Leader of the Council"
    assert answering(room.sitting, [room.people["Gorse"]])[0].capacity == "Other member"  # is not there


def test_breaks_comings_goings_and_time_are_printed_as_they_were(room):
    minute = room.take("Coaches", at=after(5))
    operations.describe_item(minute_id=minute.pk, taken_as_read=True, by=None, at=after(5))
    operations.spend_time(minute_id=minute.pk, on=Spent.PRESENTING, by=None, at=after(5))
    operations.spend_time(minute_id=minute.pk, on=Spent.QUESTIONS, by=None, at=after(15))
    operations.adjourn(sitting_id=room.sitting.pk, reason="The alarm rang.", by=None, at=after(40))
    with pytest.raises(operations.OutOfOrder, match="adjourned already"):
        operations.adjourn(sitting_id=room.sitting.pk, by=None, at=after(41))
    operations.resume(sitting_id=room.sitting.pk, by=None, at=after(50))
    with pytest.raises(operations.OutOfOrder, match="not adjourned"):
        operations.resume(sitting_id=room.sitting.pk, by=None, at=after(51))
    cedar = room.sitting.attendances.get(person=room.people["Cedar"])
    operations.leave(attendance_id=cedar.pk, by=None, at=after(60))
    with pytest.raises(operations.Elsewhere, match="was not there at that time"):
        operations.leave(attendance_id=cedar.pk, by=None, at=after(61))
    operations.arrive(
        sitting_id=room.sitting.pk, person=room.people["Elder"], capacity=Capacity.VOTING_MEMBER,
        present_from=after(30), by=None, at=after(30),
    )  # fmt: skip
    with pytest.raises(operations.Elsewhere, match="is there already"):
        room.here("Elder")
    with pytest.raises(operations.OutOfOrder, match="before it began"):
        operations.end_sitting(sitting_id=room.sitting.pk, ended_at=after(-1), by=None, at=NOW)
    operations.end_sitting(sitting_id=room.sitting.pk, ended_at=after(90), by=None, at=after(90))
    found = words(queries.document(room.meeting))
    assert found[f"{minute.key}-time"] == "Time: presenting 10 minutes, questions 25 minutes."
    assert found[f"{minute.key}-as-read"] == "The report was taken as read."
    assert found["adjournments"] == "Adjourned From 2.40 pm until 2.50 pm: The alarm rang."
    assert "Councillor Invented Cedar (until 3.00 pm)" in found["present"]
    assert "Councillor Invented Elder (from 2.30 pm)" in found["present"]
    assert "Councillor Invented Birch;" in found["present"]


def test_somebody_recorded_by_mistake_is_taken_out_again(room):
    row = room.sitting.attendances.get(person=room.people["Dogwood"])
    operations.take_back_attendance(attendance_id=row.pk, by=None, at=NOW)
    assert not room.sitting.attendances.filter(person=room.people["Dogwood"]).exists()


def test_apologies_are_recorded_once_with_the_newest_substitute(room):
    minute = room.take("Apologies")
    for substitute in (None, room.people["Holly"]):
        operations.apologise(minute_id=minute.pk, person=room.people["Elder"], substitute=substitute, by=None, at=NOW)
    found = words(queries.document(room.meeting))[f"{minute.key}-apologies"]
    assert found == "Apologies from Councillor Invented Elder Substitute Councillor Invented Holly"


def test_a_save_that_a_poor_connection_sends_twice_is_kept_once(room):
    minute = room.take("Coaches")
    save = {"minute_id": minute.pk, "content": said("Once."), "base": 0, "token": "t1", "by": None, "at": NOW}
    first, second = operations.revise_minute(**save), operations.revise_minute(**save)
    assert (first, second.draft, minute.revisions.count()) == (second, False, 1)
    assert [operations.receive_once(sitting_id=room.sitting.pk, token=token) for token in ("a", "a", "", "")] == [
        True, False, True, True,
    ]  # fmt: skip


def test_two_who_write_at_once_both_keep_their_words_until_one_brings_them_together(room):
    minute = room.take("Coaches")
    operations.revise_minute(minute_id=minute.pk, content=said("Ada's."), base=0, by=None, at=NOW)
    late = operations.revise_minute(minute_id=minute.pk, content=said("Bob's."), base=0, by=None, at=NOW)
    assert (late.draft, words(queries.document(room.meeting))["p"]) == (True, "Ada's.")
    with pytest.raises(operations.Unready, match="two people wrote it at once"):
        published(room.sitting)
    operations.revise_minute(minute_id=minute.pk, content=said("Both."), base=1, by=None, at=NOW)
    assert queries.open_drafts(minute) == []


def test_everything_recorded_raises_what_watchers_compare(room):
    before = room.sitting.change
    room.take("Coaches")
    room.sitting.refresh_from_db()
    assert room.sitting.change > before


def test_what_the_last_minutes_asked_for_comes_to_the_next_agenda(room):
    minute = room.take("Coaches")
    meeting = invented_meeting(room.body, NOW + timedelta(days=30))
    with pytest.raises(operations.Unsuitable, match="asked for nothing"):
        operations.carry_matters_arising(meeting_id=meeting.pk, by=None, at=NOW)
    operations.record_action(
        minute_id=minute.pk, key="ask", text="Ask for a timetable", owner="Director", due=date(2026, 12, 3), by=None,
        at=NOW,
    )  # fmt: skip
    with pytest.raises(operations.Unsuitable, match="not public yet"):
        operations.carry_matters_arising(meeting_id=meeting.pk, by=None, at=NOW)
    Sitting.objects.filter(meeting=room.meeting).update(published_at=NOW)
    approval = committees.add_agenda_item(
        meeting_id=meeting.pk, title="Minutes", kind=ItemKind.MINUTES, number="6", by=None, at=NOW
    )
    last = committees.add_agenda_item(meeting_id=meeting.pk, title="Close", kind=ItemKind.CLOSE, by=None, at=NOW)
    item = operations.carry_matters_arising(meeting_id=meeting.pk, by=None, at=NOW)
    assert item.text == "- Minute 1/26: Ask for a timetable (Director, due 3 December 2026)"
    assert list(meeting.items.all())[-3:] == [approval, item, last]
    assert queries.carried_to(meeting) == {item.pk: room.meeting.sitting}
    assert queries.matters_arising(room.meeting) == []
    with pytest.raises(operations.Unsuitable, match="already"):
        operations.carry_matters_arising(meeting_id=meeting.pk, by=None, at=NOW)
    committees.remove_agenda_item(item_id=item.pk, by=None, at=NOW)
    assert queries.carried_to(meeting) == {}
