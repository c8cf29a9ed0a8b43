"""What residents ask, through every state: asked, changed, withdrawn, decided, ordered, heard, answered, forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.committees.asking import (
    BEGINS,
    OCTOBER,
    RULES,
    SPEAK_BY,
    STATE_BY,
    ask,
    call,
    meeting_of_november,
    request_of,
    somebody,
    wish,
)

from folkmoot.apps.accounts.intake import GoneLink, TooMany, Visitor
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.models.mail import Announcement, Message
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Occasion, Role
from folkmoot.apps.committees import intake
from folkmoot.apps.committees import operations as meetings
from folkmoot.apps.committees.intake import Closed, NoMeeting, TooLong
from folkmoot.apps.committees.models.requests import Petition, Request, Requester, SignatureSheet
from folkmoot.apps.committees.operations import news
from folkmoot.apps.committees.operations import requests as operations
from folkmoot.apps.committees.operations.requests import NoReason, NotReplied, UnknownRequest
from folkmoot.apps.committees.published import requests as published
from folkmoot.apps.committees.queries import requests as queries
from folkmoot.apps.committees.terms import MeetingStatus, Provenance
from folkmoot.apps.committees.terms.requests import Need, Outcome, RequestKind, RequestStatus, Way, WindowState

A_MICROSECOND = timedelta(microseconds=1)
LATE = SPEAK_BY + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return meeting_of_november()


def letters_to_ida() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def test_a_request_is_kept_its_asker_apart_and_a_letter_confirms_it(meeting):
    item = meeting.items.get()
    receipt = ask(meeting, item=item.pk, telephone="0100", needs=(Need.LARGE_PRINT,), on_behalf_of="Mill Lane Group")
    found = request_of(receipt)
    assert (found.kind, found.status, found.item, found.subject) == (
        "speak", "received", item, "The crossing at Mill Lane"
    )  # fmt: skip
    assert (found.requester.name, found.requester.needs) == ("Ida Invented", ["large_print"])
    letter = Message.objects.get()
    assert receipt.reference in letter.subject
    assert f"/requests/{receipt.link}/" in letter.body
    assert "Democratic services will check it" in letter.body


def test_a_form_sent_twice_makes_one_request_one_letter_and_one_receipt(meeting):
    first, second = ask(meeting, key="one form"), ask(meeting, key="one form", subject="Something else")
    assert first == second
    assert (Request.objects.count(), Requester.objects.count(), Message.objects.count()) == (1, 1, 1)
    assert request_of(first).subject == "The crossing at Mill Lane"


def test_a_reference_is_short_and_its_letters_are_not_mistaken_for_one_another(meeting):
    reference = ask(meeting).reference
    assert len(reference) == 14
    assert not set(reference) & set("0189")


def test_the_audit_row_of_a_request_names_nobody(meeting):
    ask(meeting)
    entry = AuditEntry.objects.get(did=Event.REQUEST_RECEIVED)
    assert (entry.by, entry.model) == (None, "request")


def test_asking_is_counted_against_the_sender(meeting, settings):
    settings.FORMS_PER_BROWSER = 1
    visitor = Visitor("192.0.2.1", "one browser")
    intake.ask(meeting_id=meeting.pk, wish=wish(), key="a", visitor=visitor, at=OCTOBER)
    with pytest.raises(TooMany):
        intake.ask(meeting_id=meeting.pk, wish=wish(), key="b", visitor=visitor, at=OCTOBER)
    assert Request.objects.count() == 1


@pytest.mark.parametrize("status", [MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED, MeetingStatus.HELD])
def test_a_meeting_that_will_not_be_held_then_takes_nothing(meeting, status):
    meetings.change_meeting_status(meeting_id=meeting.pk, status=status, by=None, at=OCTOBER)
    with pytest.raises(Closed, match="takes no more requests"):
        ask(meeting)


def test_a_draft_is_not_known_and_a_printed_record_takes_nothing(meeting):
    meeting.status = MeetingStatus.DRAFT
    meeting.save()
    with pytest.raises(NoMeeting):
        ask(meeting)
    assert published.forms(meeting.pk, at=OCTOBER) is None
    meeting.status, meeting.provenance = MeetingStatus.CONFIRMED, Provenance.PRINTED
    meeting.save()
    assert {form.state for form in published.forms(meeting.pk, at=OCTOBER).forms} == {WindowState.CLOSED}


def test_a_moved_meeting_still_takes_requests_and_everybody_who_asked_is_told(meeting):
    ask(meeting)
    intake.withdraw(link=ask(meeting).link, at=OCTOBER)
    before = Message.objects.count()
    meetings.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.MOVED, by=None, at=OCTOBER)
    assert Message.objects.count() == before + 1
    assert letters_to_ida()[-1].startswith("The meeting is moved")
    assert Announcement.objects.get().occasion == Occasion.MEETING_MOVED
    ask(meeting)
    meetings.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.CANCELLED, by=None, at=OCTOBER)
    assert letters_to_ida()[-1].startswith("The meeting is cancelled")


def test_the_link_shows_a_request_and_a_wrong_one_shows_nothing(meeting):
    receipt = ask(meeting)
    found = published.own(receipt.link, at=OCTOBER)
    assert (found.reference, found.typed["email"], found.late) == (receipt.reference, "ida@invented.example", False)
    assert (found.may_change, found.may_reword, found.may_withdraw) == (True, True, True)
    for link in (receipt.reference, f"{receipt.reference}.x", receipt.link[:-1] + "~", ""):
        assert published.own(link, at=OCTOBER) is None
        with pytest.raises(GoneLink):
            intake.withdraw(link=link, at=OCTOBER)


def test_subject_and_words_change_until_the_time_is_over_and_who_asks_until_the_meeting(meeting):
    receipt = ask(meeting)
    intake.change(link=receipt.link, wish=wish(subject="The zebra crossing", way=Way.IN_PERSON), at=SPEAK_BY)
    late = SPEAK_BY + A_MICROSECOND
    intake.change(link=receipt.link, wish=wish(subject="Something new", name="Ida B. Invented"), at=late)
    found = request_of(receipt)
    assert (found.subject, found.requester.name, found.changed_at) == ("The zebra crossing", "Ida B. Invented", late)
    with pytest.raises(Closed, match="can no longer be changed"):
        intake.change(link=receipt.link, wish=wish(), at=BEGINS)


def test_who_speaks_online_may_leave_a_statement_in_case_the_line_fails_until_statements_close(meeting):
    online, here = ask(meeting, way=Way.VIRTUAL), ask(meeting)
    assert "If the line fails" in Message.objects.get(reference__startswith=online.reference).body
    assert published.own(online.link, at=LATE).may_reword
    intake.change(link=online.link, wish=wish(way=Way.VIRTUAL, words="What I would say."), at=STATE_BY)
    assert request_of(online).words == "What I would say."
    intake.change(link=online.link, wish=wish(words="Too late."), at=STATE_BY + A_MICROSECOND)
    intake.change(link=here.link, wish=wish(words="Not online."), at=LATE)
    assert (request_of(online).words, request_of(here).words) == ("What I would say.", "")


def test_a_change_that_is_too_long_changes_nothing(meeting):
    receipt = ask(meeting, RequestKind.STATEMENT, words="Short.")
    with pytest.raises(TooLong):
        intake.change(
            link=receipt.link, wish=wish(RequestKind.STATEMENT, words="Line\n" * 60, name="Other"), at=OCTOBER
        )
    assert (request_of(receipt).words, request_of(receipt).requester.name) == ("Short.", "Ida Invented")


def test_a_petition_s_figures_change_with_it(meeting):
    receipt = ask(meeting, RequestKind.PETITION)
    intake.change(link=receipt.link, wish=wish(RequestKind.PETITION, signatures=150), at=OCTOBER)
    assert request_of(receipt).petition.signatures == 150


def test_a_withdrawn_request_stays_withdrawn(meeting):
    receipt = ask(meeting)
    assert intake.withdraw(link=receipt.link, at=OCTOBER).status is RequestStatus.WITHDRAWN
    assert intake.withdraw(link=receipt.link, at=OCTOBER).status is RequestStatus.WITHDRAWN
    assert AuditEntry.objects.filter(did=Event.REQUEST_WITHDRAWN).count() == 1
    with pytest.raises(NotAllowed, match="withdrawn; that is final"):
        operations.accept(request_id=request_of(receipt).pk, by=None, at=OCTOBER)
    with pytest.raises(Closed):
        intake.change(link=receipt.link, wish=wish(), at=OCTOBER)
    with pytest.raises(Closed, match="has begun"):
        intake.withdraw(link=ask(meeting).link, at=BEGINS)


def test_a_clerk_accepts_or_declines_with_a_reason_that_is_told(meeting):
    clerk = somebody(Role.CLERK)
    one, two = request_of(ask(meeting)), request_of(ask(meeting))
    operations.accept(request_id=one.pk, by=clerk, at=OCTOBER)
    with pytest.raises(NoReason):
        operations.decline(request_id=two.pk, reason="  ", by=clerk, at=OCTOBER)
    operations.decline(request_id=two.pk, reason="It is not within the remit.", by=clerk, at=OCTOBER)
    one.refresh_from_db()
    assert (one.status, one.decided_by, one.decided_at) == ("accepted", clerk, OCTOBER)
    assert "It is not within the remit." in Message.objects.order_by("pk").last().body


def test_the_chair_alone_decides_on_a_late_request(meeting):
    late = request_of(ask(meeting, at=LATE))
    clerk, chair = somebody(Role.CLERK), somebody(Role.CHAIR)
    assert list(queries.late(LATE)) == [late]
    with pytest.raises(NotAllowed, match="Decide, as chair"):
        operations.accept(request_id=late.pk, by=clerk, at=LATE)
    operations.accept(request_id=late.pk, by=chair, at=LATE)
    assert AuditEntry.objects.get(did=Event.REQUEST_DECIDED).by == chair
    assert list(queries.late(LATE)) == []
    with pytest.raises(NotAllowed):
        operations.accept(request_id=request_of(ask(meeting)).pk, by=chair, at=OCTOBER)


def test_speakers_are_ordered_and_told_when_they_are_called(meeting):
    first, second = (request_of(ask(meeting)) for _ in range(2))
    ask(meeting, RequestKind.STATEMENT, words="Not called.")
    for each in (first, second):
        operations.accept(request_id=each.pk, by=None, at=OCTOBER)
    ordering = {"meeting_id": meeting.pk, "by": somebody(Role.CLERK)}
    operations.order_speakers(requests=[second.pk, first.pk], minutes={first.pk: 3}, at=OCTOBER, **ordering)
    assert [(each.pk, each.slot, each.minutes) for each in queries.in_turn(meeting)] == [
        (second.pk, 1, None), (first.pk, 2, 3)
    ]  # fmt: skip
    assert (
        "You are number 2 of those who are called. You may speak for 3 minutes."
        in published.own(queries.link_of(first), at=OCTOBER).turn
    )
    before = Message.objects.count()
    operations.order_speakers(
        requests=[second.pk, first.pk], minutes={first.pk: 1}, at=OCTOBER + timedelta(1), **ordering
    )
    assert Message.objects.count() == before + 1  # the other one's place is as it was
    assert "for 1 minute." in Message.objects.order_by("pk").last().body
    with pytest.raises(UnknownRequest):
        operations.order_speakers(requests=[first.pk], minutes={}, at=OCTOBER, **ordering)
    intake.withdraw(link=queries.link_of(second), at=OCTOBER)
    assert [each.pk for each in queries.in_turn(meeting)] == [first.pk]


def test_a_slot_is_one_person_s_and_a_refusal_has_a_reason_in_the_database_too(meeting):
    one, two = (Request.objects.filter(reference=ask(meeting).reference) for _ in range(2))
    one.update(slot=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        two.update(slot=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.update(status="declined")


def test_places_go_to_the_first_and_a_free_one_to_whoever_waits_longest():
    meeting = meeting_of_november(P3=RULES["P3"] | {"places": 1})
    taken, waits, last = (ask(meeting, RequestKind.ATTEND, at=OCTOBER + timedelta(n)) for n in range(3))
    intake.withdraw(link=taken.link, at=OCTOBER + timedelta(4))
    assert [request_of(each).status for each in (taken, waits, last)] == ["withdrawn", "offered", "waiting"]
    assert letters_to_ida()[-1].startswith("Your request for a place in the room: place offered")
    operations.set_room(meeting_id=meeting.pk, places=2, by=somebody(Role.CLERK), at=OCTOBER + timedelta(5))
    assert request_of(last).status == "offered"
    operations.set_room(meeting_id=meeting.pk, places=0, by=None, at=OCTOBER + timedelta(6))
    assert (request_of(last).status, queries.places_taken(meeting)) == ("offered", 2)


def test_a_declined_place_goes_on_and_a_late_one_is_offered_by_the_chair_while_there_are_places():
    meeting = meeting_of_november(P3=RULES["P3"] | {"places": 1})
    taken, waits = (ask(meeting, RequestKind.ATTEND, at=OCTOBER + timedelta(n)) for n in range(2))
    late = ask(meeting, RequestKind.ATTEND, at=LATE)
    operations.decline(request_id=request_of(taken).pk, reason="Asked twice.", by=None, at=LATE)
    assert request_of(waits).status == "offered"
    assert operations.accept(request_id=request_of(late).pk, by=None, at=LATE).status == "waiting"


def test_a_petition_is_referred_answered_and_published_without_a_name(meeting):
    clerk, asked = somebody(Role.CLERK), request_of(ask(meeting, RequestKind.PETITION, presenter="Otto Invented"))
    by = {"request_id": asked.pk, "by": clerk}
    operations.count_signatures(verified=118, at=OCTOBER, **by)
    operations.refer_petition(to="Cabinet", at=OCTOBER, **by)
    with pytest.raises(NotReplied):
        operations.publish_petition(at=OCTOBER, **by)
    with pytest.raises(NoReason):
        operations.reply_to_petition(reply=" ", at=OCTOBER, **by)
    operations.reply_to_petition(reply="A crossing is built.", at=OCTOBER, **by)
    assert "A crossing is built." in Message.objects.order_by("pk").last().body
    assert published.petitions(meeting.pk) == ()
    before = publication_number()
    operations.publish_petition(at=OCTOBER, **by)
    (shown,) = published.forms(meeting.pk, at=OCTOBER).petitions
    assert (shown.signatures, shown.verified, shown.referred_to) == (120, 118, "Cabinet")
    assert shown.reply == "A crossing is built."
    assert "Invented" not in repr(shown)
    assert publication_number() == before + 1
    operations.count_signatures(verified=117, at=OCTOBER, **by)
    assert publication_number() == before + 2


SHEET = b"Name,Street\nZelda Zanderquill,Mill Lane\nOtto Zanderquill,Mill Lane\n"


def test_a_file_of_signatures_is_kept_apart_replaced_and_deleted_with_who_asked(meeting, settings):
    receipt = ask(meeting, RequestKind.PETITION, sheet=("names.csv", SHEET))
    (kept,) = SignatureSheet.objects.all()
    assert (kept.name, kept.kind, kept.count, kept.size, bytes(kept.content)) == (
        "names.csv", "csv", 3, len(SHEET), SHEET
    )  # fmt: skip
    assert published.own(receipt.link, at=OCTOBER).sheet == "names.csv"
    changed = {"subject": "The crossing", "words": "We ask.", "signatures": 120, "evidence": "Sheets"}
    with pytest.raises(intake.BadSheet, match="is none of these"):
        intake.change(link=receipt.link, wish=wish(RequestKind.PETITION, sheet=("x.exe", b"MZ\x00")), at=OCTOBER)
    intake.change(link=receipt.link, wish=wish(RequestKind.PETITION, **changed), at=OCTOBER)
    assert SignatureSheet.objects.get() == kept  # none was sent, and the first one stays
    more = SHEET + b"Ada Zanderquill,High Street\n"
    intake.change(link=receipt.link, wish=wish(RequestKind.PETITION, sheet=("more.csv", more)), at=OCTOBER)
    assert SignatureSheet.objects.get().count == 4
    operations.reply_to_petition(request_id=request_of(receipt).pk, reply="Built.", by=None, at=OCTOBER)
    operations.forget_requesters(at=BEGINS + timedelta(settings.KEEP_REQUESTERS_DAYS + 1))
    assert not SignatureSheet.objects.exists()


def test_a_petition_with_a_file_that_cannot_be_taken_is_not_kept_and_no_other_form_takes_one(meeting):
    with pytest.raises(intake.BadSheet, match=r"names.csv is empty. Choose the file"):
        ask(meeting, RequestKind.PETITION, sheet=("names.csv", b"  "))
    assert not Request.objects.exists()
    ask(meeting, RequestKind.SPEAK, sheet=("names.csv", SHEET))
    assert not SignatureSheet.objects.exists()


def test_nobody_but_a_clerk_works_on_requests(meeting):
    asked, author = request_of(ask(meeting, RequestKind.PETITION)), somebody(Role.REPORT_AUTHOR)
    by = {"by": author, "at": OCTOBER}
    for act in (
        lambda: operations.accept(request_id=asked.pk, **by),
        lambda: operations.order_speakers(meeting_id=meeting.pk, requests=[], minutes={}, **by),
        lambda: operations.set_room(meeting_id=meeting.pk, places=1, **by),
        lambda: operations.reply_to_petition(request_id=asked.pk, reply="x", **by),
        lambda: operations.record_outcome(request_id=asked.pk, outcome=Outcome.HEARD, **by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_came_of_a_request_is_recorded_for_what_was_to_be_heard(meeting):
    speech, question = request_of(ask(meeting)), request_of(ask(meeting, RequestKind.QUESTION, words="Why?"))
    with pytest.raises(NotAllowed, match="the request is received"):
        operations.record_outcome(request_id=speech.pk, outcome=Outcome.HEARD, by=None, at=BEGINS)
    for each in (speech, question):
        operations.accept(request_id=each.pk, by=None, at=OCTOBER)
    with pytest.raises(NotAllowed, match="Only a question is answered"):
        operations.record_outcome(request_id=speech.pk, outcome=Outcome.ANSWERED, by=None, at=BEGINS)
    operations.record_outcome(request_id=question.pk, outcome=Outcome.TO_BE_ANSWERED, by=None, at=BEGINS)
    assert published.own(queries.link_of(question), at=BEGINS).outcome is Outcome.TO_BE_ANSWERED


def test_whoever_is_expected_is_reminded_once_the_day_before(meeting):
    expected = request_of(ask(meeting, way=Way.VIRTUAL))
    ask(meeting)
    operations.accept(request_id=expected.pk, by=None, at=OCTOBER)
    day_before = BEGINS - timedelta(1)
    assert operations.remind(at=day_before - timedelta(hours=2)) == 0
    assert (operations.remind(at=day_before), operations.remind(at=day_before)) == (1, 0)
    letter = Message.objects.order_by("pk").last()
    assert letter.subject.startswith("The meeting is soon")
    assert "Join online" in letter.body


def test_who_asked_is_forgotten_after_the_days_of_keeping_and_what_was_asked_remains(meeting, settings):
    settings.KEEP_REQUESTERS_DAYS = 30
    receipt = ask(meeting, words="My words.")
    assert operations.forget_requesters(at=BEGINS + timedelta(30)) == 0
    over = BEGINS + timedelta(30) + A_MICROSECOND
    assert (operations.forget_requesters(at=over), operations.forget_requesters(at=over)) == (1, 0)
    found = request_of(receipt)
    assert (Requester.objects.count(), found.words, found.subject) == (0, "", "The crossing at Mill Lane")
    assert published.own(receipt.link, at=over) is None
    before = Message.objects.count()
    operations.accept(request_id=found.pk, by=None, at=over)
    assert Message.objects.count() == before


def test_a_petition_is_kept_until_it_is_answered_and_its_published_words_stay(meeting, settings):
    settings.KEEP_REQUESTERS_DAYS = 30
    over = BEGINS + timedelta(31)
    asked = request_of(ask(meeting, RequestKind.PETITION, presenter="Otto Invented"))
    assert operations.forget_requesters(at=over) == 0
    operations.reply_to_petition(request_id=asked.pk, reply="Built.", by=None, at=over)
    operations.publish_petition(request_id=asked.pk, by=None, at=over)
    assert operations.forget_requesters(at=over) == 1
    row = Petition.objects.get()
    assert (row.presenter, row.evidence, row.request.words) == ("", "", "We ask for a crossing.")


def test_a_withdrawn_petition_is_forgotten_without_an_answer(meeting, settings):
    settings.KEEP_REQUESTERS_DAYS = 30
    intake.withdraw(link=ask(meeting, RequestKind.PETITION).link, at=OCTOBER)
    assert operations.forget_requesters(at=BEGINS + timedelta(31)) == 1


def test_followers_are_told_once_when_the_time_to_ask_to_speak_ends_within_two_days(meeting):
    call(meeting.organization, datetime(2022, 2, 17, 10, tzinfo=UTC))
    news.tell_of_deadlines(at=SPEAK_BY - timedelta(2, 1))
    assert Announcement.objects.count() == 0
    for _ in range(2):
        news.tell_of_deadlines(at=SPEAK_BY - timedelta(2))
    found = Announcement.objects.get()
    assert (found.occasion, found.address.endswith(f"/meetings/{meeting.pk}/take-part/")) == ("deadline_near", True)
    assert "Walking to School" in found.words
    meeting.provenance = Provenance.PRINTED
    news.tell(meeting, Occasion.AGENDA_PUBLISHED, key="printed", at=OCTOBER)
    assert Announcement.objects.count() == 1
