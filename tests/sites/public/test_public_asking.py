"""The forms by which residents ask, as pages: when they close and why, what they refuse, what they keep back."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.apps.committees.asking import BEGINS, OCTOBER, SPEAK_BY, ask, meeting_of_november, request_of

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.models.mail import Message, Subscription
from folkmoot.apps.accounts.queries.mail import link_of
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.operations import requests as operations
from folkmoot.apps.committees.terms.requests import RequestKind
from folkmoot.sites.public.guarded import address_of, handed_out, new_key

pytestmark = pytest.mark.django_db
PERSON = {"name": "Ida Zanderquill", "email": "ida@zanderquill.example", "telephone": "0100-zander"}
SPEECH = PERSON | {"way": "in_person", "subject": "The crossing", "needs": ["hearing_loop"], "needs_note": "zanderneed"}
SECRETS = ("zanderquill", "0100-zander", "zanderneed")


@pytest.fixture
def meeting():
    return meeting_of_november()


@pytest.fixture
def clock(settings):
    """Sets the server's clock."""

    def to(at: datetime) -> None:
        settings.CLOCK_STANDS_AT = at

    to(OCTOBER)
    return to


def address(meeting, kind="speak") -> str:
    return reverse("public:ask", args=[meeting.pk, kind])


def key_on(page) -> str:
    return re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]


def send(client, meeting, typed=SPEECH, kind="speak", key=""):
    key = key or key_on(client.get(address(meeting, kind)))
    return client.post(address(meeting, kind), typed | {"key": key}, follow=True)


def said(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_form_says_when_it_closes_and_why(client, meeting, clock):
    words = said(client.get(address(meeting)))
    assert "This form closes at 9am on Friday 5 November 2021." in words
    assert "Fri 5 Nov is four working days before Thu 11 Nov: Wed 10, Tue 9, Mon 8, Fri 5." in words
    assert "Rule P1. Source: Invented standing orders." in words
    assert "What happens next" in words


def test_a_late_form_says_so_and_a_closed_one_takes_nothing(client, meeting, clock):
    clock(SPEAK_BY + timedelta(minutes=1))
    assert "the chair decides whether it can be taken" in said(client.get(address(meeting)))
    clock(BEGINS)
    page = client.get(address(meeting))
    assert "takes no more requests" in said(page)
    assert 'name="subject"' not in page.content.decode()
    client.post(address(meeting), SPEECH | {"key": new_key(BEGINS - timedelta(minutes=1))})
    assert not Request.objects.exists()


def test_the_ways_to_take_part_stand_on_one_page(client, meeting, clock):
    words = said(client.get(reverse("public:take-part", args=[meeting.pk])))
    for kind in RequestKind:
        assert kind.sentence in words
    assert client.get(address(meeting, "shout")).status_code == 404


def test_whoever_asks_gets_a_reference_and_comes_back_by_their_link(client, meeting, clock):
    page = send(client, meeting)
    request = Request.objects.get()
    assert request.reference in said(page)
    assert "In time" in said(page)
    own = page.redirect_chain[-1][0].partition("?")[0]
    assert "The crossing" in said(Client().get(own))
    assert Client().get(own)["X-Robots-Tag"] == "noindex"
    assert "no-store" in Client().get(own)["Cache-Control"]


def test_a_double_click_makes_one_request(client, meeting, clock):
    key = key_on(client.get(address(meeting)))
    first, second = send(client, meeting, key=key), send(client, meeting, key=key)
    assert first.redirect_chain == second.redirect_chain
    assert Request.objects.count() == 1


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_can_be_asked_and_every_missing_answer_is_named(client, meeting, clock, kind):
    page = send(client, meeting, typed={}, kind=kind)
    assert "There is a problem" in said(page)
    assert "govuk-error-message" in page.content.decode()
    typed = SPEECH | {"words": "Words.", "signatures": "12", "evidence": "Sheets"}
    assert "Your reference" in said(send(client, meeting, typed=typed, kind=kind))


def test_a_statement_that_is_too_long_is_told_how_far_and_keeps_what_was_typed(client, meeting, clock):
    typed = SPEECH | {"words": "A line\n" * 60}
    page = send(client, meeting, typed=typed, kind="statement")
    assert "fills 2 sides of A4" in said(page)
    assert "it is 14 lines too long" in said(page)
    assert "A line\nA line" in page.content.decode()


def test_what_is_typed_is_never_markup(client, meeting, clock):
    page = send(client, meeting, typed=SPEECH | {"subject": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.content.decode()


def test_a_field_that_nobody_sees_must_stay_empty(client, meeting, clock):
    assert "must stay empty" in said(send(client, meeting, typed=SPEECH | {"website": "spam"}))
    assert not Request.objects.exists()


def test_a_form_sent_faster_than_it_can_be_read_is_to_be_sent_again(client, meeting, clock, settings):
    settings.FORMS_QUICKEST_SECONDS = 3
    key = new_key(OCTOBER)
    clock(OCTOBER + timedelta(seconds=1))
    assert "faster than anybody can read" in said(send(client, meeting, key=key))
    clock(OCTOBER + timedelta(seconds=5))
    assert "Your reference" in said(send(client, meeting, key=key))


def test_a_form_that_was_open_for_a_day_or_has_no_key_of_ours_gets_a_fresh_one(client, meeting, clock):
    for key in (new_key(OCTOBER - timedelta(1, 1)), "none:of-ours"):
        page = send(client, meeting, key=key)
        assert "open for more than a day" in said(page)
        assert handed_out(key_on(page)) is not None
    assert not Request.objects.exists()


def test_too_many_forms_are_told_when_to_come_back(client, meeting, clock, settings):
    settings.FORMS_PER_BROWSER = 1
    send(client, meeting)
    assert re.search(r"Try again in \d+ minute", said(send(client, meeting)))


@pytest.mark.parametrize(
    ("proxies", "named", "found"),
    [(0, "198.51.100.1", "192.0.2.9"), (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"), (1, "", "192.0.2.9"),
     (2, "198.51.100.1, 203.0.113.5", "198.51.100.1"), (3, "198.51.100.1", "192.0.2.9")],
)  # fmt: skip
def test_a_sender_is_the_address_that_our_own_proxies_name(rf, settings, proxies, named, found):
    settings.PROXIES = proxies
    headers = {"x-forwarded-for": named} if named else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.9")) == found


def test_a_request_is_changed_and_withdrawn_by_its_link(client, meeting, clock):
    receipt = ask(meeting)
    change = reverse("public:change-request", args=[receipt.link])
    typed = SPEECH | {"subject": "The zebra crossing", "key": key_on(client.get(change))}
    assert "Your changes are saved." in said(client.post(change, typed, follow=True))
    too_long = client.post(change, typed | {"words": "Line\n" * 99})
    assert "sides of A4" in said(too_long)
    withdraw = reverse("public:withdraw-request", args=[receipt.link])
    assert "You cannot undo this" in said(client.get(withdraw))
    assert "You have withdrawn it." in said(client.post(withdraw, follow=True))
    assert "can no longer be changed" in said(client.post(change, typed))
    clock(BEGINS)
    assert "nothing left to withdraw" in said(client.post(withdraw))


PLEA = PERSON | {"subject": "The crossing", "words": "We ask.", "signatures": "120", "evidence": "Sheets"}


def test_a_petition_takes_a_file_of_signatures_and_says_what_is_wrong_with_another(client, meeting, clock):
    assert 'enctype="multipart/form-data"' in client.get(address(meeting, "petition")).content.decode()
    wrong = send(client, meeting, PLEA | {"sheet": SimpleUploadedFile("names.csv", b"MZ\x00")}, "petition")
    assert 'href="#id_sheet"' in wrong.content.decode()
    assert "names.csv is none of these" in said(wrong)
    large = SimpleUploadedFile("names.csv", b"x" * (5 * 2**20 + 1))
    assert "send at most 5" in said(send(client, meeting, PLEA | {"sheet": large}, "petition"))
    names = SimpleUploadedFile("names.csv", b"Name\nZelda Zanderquill\n")
    done = send(client, meeting, PLEA | {"sheet": names}, "petition")
    assert "File of signatures names.csv" in said(done)
    found = Request.objects.get()
    operations.reply_to_petition(request_id=found.pk, reply="A crossing is built.", by=None, at=OCTOBER)
    operations.publish_petition(request_id=found.pk, by=None, at=OCTOBER)
    shown = said(Client().get(reverse("public:take-part", args=[meeting.pk])))
    assert "120 signatures handed in, not counted by the council." in shown
    assert "zanderquill" not in shown.casefold()
    assert "names.csv" not in shown
    operations.count_signatures(request_id=found.pk, verified=118, by=None, at=OCTOBER)
    again = said(Client().get(reverse("public:take-part", args=[meeting.pk])))
    assert "120 signatures handed in, of which 118 counted as good." in again


def test_what_a_resident_says_of_themselves_stands_in_no_public_byte_no_audit_row_and_no_log(
    client, meeting, clock, caplog
):
    with caplog.at_level(logging.INFO):
        own = send(client, meeting).redirect_chain[-1][0].partition("?")[0]
        client.get(own)
        client.get(own.rstrip("/"))
        stranger = Client()
        pages = re.findall(r"<loc>http://testserver([^<]+)</loc>", stranger.get("/sitemap.xml").content.decode())
        pages += ["/calendar.ics", "/changes.atom", "/search/?words=zanderquill", "/sitemap.xml", "/follow/"]
        pages += [reverse("public:take-part", args=[meeting.pk]), address(meeting)]
        for path in pages:
            body = stranger.get(path).content.decode().casefold()
            body = body.replace("words=zanderquill", "").replace('value="zanderquill"', "").replace("“zanderquill”", "")
            found = [secret for secret in SECRETS if secret in body]
            assert not found or path.startswith("/search/"), f"{path} tells {found}"
    reference = Request.objects.get().reference
    for entry in AuditEntry.objects.values():
        assert not any(secret in str(entry).casefold() for secret in (*SECRETS, reference.casefold()))
    logged = caplog.text.casefold()
    assert "/requests/..." in logged
    assert not any(secret in logged for secret in (*SECRETS, reference.casefold()))


def follow(client, **typed):
    page = client.get(reverse("public:follow"))
    given = {"email": "ida@invented.example", "frequency": "daily", "key": key_on(page)} | typed
    return client.post(reverse("public:follow"), given, follow=True)


def test_a_committee_is_followed_after_a_click_in_a_letter_and_left_by_another(client, meeting, clock):
    slug = meeting.organization.slug
    assert f'value="{slug}" selected' in client.get(f"{reverse('public:follow')}?committee={slug}").content.decode()
    assert "Check your email" in said(follow(client, committee=slug))
    row = Subscription.objects.get()
    page = reverse("public:subscription", args=[link_of(row)])
    assert "You have not confirmed yet" in said(client.get(page))
    assert "It is saved." in said(client.post(page, {"frequency": "weekly"}))
    row.refresh_from_db()
    assert (row.frequency, row.confirmed_at is not None) == ("weekly", True)
    stop = reverse("public:stop", args=[link_of(row)])
    assert "Stop telling you" in said(client.get(stop))
    assert Subscription.objects.exists()
    one_click = Client(enforce_csrf_checks=True)  # as a mail program does it: no cookie, no form
    assert "You are told no more" in said(one_click.post(stop, {"List-Unsubscribe": "One-Click"}))
    assert not Subscription.objects.exists()
    assert "You are told no more" in said(one_click.post(stop))
    assert client.get(page).status_code == 404


def test_one_thing_is_followed_at_a_time(client, meeting, clock):
    assert "Choose one" in said(follow(client))
    assert "Choose one" in said(follow(client, topic="schools", ward="Mill End"))
    assert "Check your email" in said(follow(client, topic="  school   meals "))
    assert Subscription.objects.get().about == "school meals"


def test_a_known_address_gets_the_same_answer(client, meeting, clock):
    first, second = follow(client, topic="schools"), follow(client, topic="schools")
    assert said(first) == said(second)
    assert Message.objects.count() == 1


def test_following_too_often_is_told_when_to_come_back(client, meeting, clock, settings):
    settings.FORMS_PER_BROWSER = 1
    follow(client, topic="schools")
    assert "Try again in" in said(follow(client, topic="buses"))


def test_a_published_petition_and_its_answer_are_read_by_everybody(client, meeting, clock):

    asked = request_of(ask(meeting, RequestKind.PETITION))
    operations.reply_to_petition(request_id=asked.pk, reply="A crossing is built.", by=None, at=OCTOBER)
    operations.publish_petition(request_id=asked.pk, by=None, at=OCTOBER)
    words = said(client.get(reverse("public:take-part", args=[meeting.pk])))
    assert "120 signatures handed in, not counted by the council." in words
    assert "A crossing is built." in words
    assert "Ida" not in words
