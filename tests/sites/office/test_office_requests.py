"""What residents ask, as the clerk and the chair work on it, and the letters that leave."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.apps.committees.asking import OCTOBER, ask, meeting_of_november, request_of, somebody

from folkmoot.adapters.mail.letters import Rejected
from folkmoot.apps.accounts.models.mail import Message
from folkmoot.apps.accounts.operations import mail
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees.operations import requests as operations
from folkmoot.apps.committees.terms.requests import Need, RequestKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return meeting_of_november()


@pytest.fixture
def clerk(client):
    client.force_login(somebody(Role.CLERK))
    return client


def said(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def at(name: str, *arguments: object) -> str:
    return reverse(f"office:{name}", args=arguments)


def accepted(meeting, **typed):
    found = request_of(ask(meeting, **typed))
    return operations.accept(request_id=found.pk, by=None, at=OCTOBER)


def test_the_queue_shows_what_was_asked_by_kind_and_an_empty_one_says_so(clerk, meeting):
    queue = at("meeting-requests", meeting.pk)
    assert "Nobody has asked anything of this meeting yet." in said(clerk.get(queue))
    ask(meeting)
    ask(meeting, RequestKind.ATTEND, name="Otto Invented")
    words = said(clerk.get(queue))
    assert "To speak (1)" in words
    assert "Places in the room (1)" in words
    assert "Otto Invented" in words
    assert "1 to check" in said(clerk.get(at("meeting", meeting.pk)))


def test_a_clerk_accepts_and_a_refusal_without_a_reason_is_named(clerk, meeting):
    page = at("request", request_of(ask(meeting, needs=(Need.HEARING_LOOP,))).pk)
    words = said(clerk.get(page))
    assert "ida@invented.example" in words
    assert "A hearing loop" in words
    assert "Say why: whoever asked is told the reason." in said(clerk.post(page, {"decision": "decline"}))
    assert "It is decided" in said(clerk.post(page, {"decision": "accept"}, follow=True))
    declined = clerk.post(page, {"decision": "decline", "reason": "Twice the same."}, follow=True)
    assert "Twice the same." in said(declined)
    assert clerk.post(page, {"decision": "accept"}).status_code == 403


def test_speakers_get_an_order_and_two_in_one_place_are_refused(clerk, meeting):
    order = at("order-speakers", meeting.pk)
    assert "Nobody is called" in said(clerk.get(order))
    one, two = accepted(meeting), accepted(meeting, subject="Lollipop men")
    both = {f"place-{one.pk}": "1", f"place-{two.pk}": "1"}
    assert "Two have the same place." in said(clerk.post(order, both))
    typed = {f"place-{one.pk}": "2", f"place-{two.pk}": "1", f"minutes-{one.pk}": "3"}
    assert "The order is saved." in said(clerk.post(order, typed, follow=True))
    listed = said(clerk.get(at("speakers", meeting.pk)))
    assert listed.index("Lollipop men") < listed.index("The crossing at Mill Lane")
    assert "3 minutes" in listed
    assert "ida@invented.example" not in listed


def test_places_are_set_and_told(clerk, meeting):
    assert "The room has no limit on record." in said(clerk.get(at("meeting-requests", meeting.pk)))
    done = clerk.post(at("places", meeting.pk), {"places": "20"}, follow=True)
    assert "0 of 20 places in the room are taken." in said(done)


def test_what_came_of_a_request_is_chosen_among_what_fits(clerk, meeting):
    found = accepted(meeting)
    outcome = at("request-outcome", found.pk)
    assert "Answered at the meeting" not in said(clerk.get(at("request", found.pk)))
    assert "Choose what came of it." in said(clerk.post(outcome, {}, follow=True))
    assert "What came of it Heard at the meeting" in said(clerk.post(outcome, {"outcome": "heard"}, follow=True))
    assert clerk.post(outcome, {"outcome": "answered"}).status_code == 403


def test_a_petition_goes_its_way_step_by_step(clerk, meeting):
    found = request_of(ask(meeting, RequestKind.PETITION))

    def step(name: str, **typed: object):
        return clerk.post(at("petition", found.pk, name), typed, follow=True)

    assert "Answer the petition first" in said(step("publish"))
    assert "120 signatures were handed in" in said(step("count", verified="121"))
    assert "Found good 119" in said(step("count", verified="119"))
    assert "Referred to Cabinet" in said(step("refer", to="Cabinet"))
    assert "A crossing is built." in said(step("reply", reply="A crossing is built."))
    assert "It names nobody" in said(clerk.get(at("petition", found.pk, "publish")))
    assert "Published" in said(step("publish"))
    assert clerk.get(at("petition", found.pk, "burn")).status_code == 404


def test_the_file_of_signatures_is_saved_by_who_counts_and_never_shown(clerk, meeting):
    without = request_of(ask(meeting, RequestKind.PETITION))
    assert "No file came with it. Paper sheets, held by Ida." in said(clerk.get(at("petition", without.pk, "count")))
    assert clerk.get(at("signatures", without.pk)).status_code == 404
    found = request_of(ask(meeting, RequestKind.PETITION, sheet=("names.csv", b"Name\nAda Invented\n")))
    assert "has 2 filled rows, headings among them." in said(clerk.get(at("petition", found.pk, "count")))
    assert "2 filled rows. It came from outside" in said(clerk.get(at("request", found.pk)))
    sent = clerk.get(at("signatures", found.pk))
    assert sent.content == b"Name\nAda Invented\n"
    assert (sent["Content-Type"], sent["Cache-Control"]) == ("application/octet-stream", "no-store")
    assert sent["Content-Disposition"] == f'attachment; filename="signatures-{found.reference}.csv"'
    assert sent["X-Content-Type-Options"] == "nosniff"


def test_late_requests_wait_for_a_chair_who_sees_no_address(client, meeting, settings):
    client.force_login(somebody(Role.CHAIR))
    empty = said(client.get(at("requests")))
    assert "No late request waits for a decision." in empty


def test_the_outbox_shows_what_waits_what_was_sent_and_what_failed_and_tries_again(clerk, meeting, settings):
    outbox = at("outbox")
    assert "No letter has been written yet." in said(clerk.get(outbox))
    assert "No letter leaves" in said(clerk.get(outbox))
    settings.MAIL = "file:///nowhere"
    ask(meeting)

    class Refusing:
        def send(self, letter) -> None:
            raise Rejected("No such address.")

    assert "Waiting" in said(clerk.get(outbox))
    mail.send_due(carrier=Refusing(), clock=lambda: OCTOBER)
    words = said(clerk.get(f"{outbox}?show=failed"))
    assert "No such address." in words
    assert "0 waiting, 0 sent, 1 failed." in words
    again = clerk.post(at("retry-letter", Message.objects.get().pk), follow=True)
    assert "The letter is tried again within a minute." in said(again)
    assert "No letter failed." in said(clerk.get(f"{outbox}?show=failed"))


def test_somebody_who_was_forgotten_has_no_name_left(clerk, meeting):
    found = request_of(ask(meeting))
    found.requester.delete()
    assert "Name deleted" in said(clerk.get(at("request", found.pk)))
    assert "Name deleted" in said(clerk.get(at("meeting-requests", meeting.pk)))


def test_the_queue_takes_as_many_questions_of_the_database_for_three_as_for_one(
    clerk, meeting, django_assert_num_queries
):

    accepted(meeting)
    queue = at("meeting-requests", meeting.pk)
    clerk.get(queue)
    with CaptureQueriesContext(connection) as for_one:
        clerk.get(queue)
    for _ in range(2):
        accepted(meeting)
    with django_assert_num_queries(len(for_one)):
        clerk.get(queue)
