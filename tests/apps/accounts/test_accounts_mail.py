"""Letters: written once, sent once, tried again, given up; news for those who follow; counts that keep order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from tests.adapters.mail.servers import KEY, NotifyServer, running

from folkmoot.adapters.mail.letters import Letter, NotSent, Rejected
from folkmoot.adapters.mail.notify import Notify
from folkmoot.apps.accounts import intake
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.intake import GoneLink, TooMany, Visitor
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.models.mail import Announcement, Attempt, Message, Notice, Subscription
from folkmoot.apps.accounts.operations import mail
from folkmoot.apps.accounts.published.following import Followed, followed
from folkmoot.apps.accounts.queries import mail as queries
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Frequency, Occasion, Role, Scope

NOW = datetime(2021, 11, 5, 9, tzinfo=UTC)  # a Friday
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


class Carrying:
    """A carrier for what a real one cannot be asked to do at will: to fail in turn, or to die after sending."""

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.sent: list[Letter] = []

    def send(self, letter: Letter) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if not isinstance(fault, NotSent):
            self.sent.append(letter)
        if fault:
            raise fault


def written(reference: str = "r-1", **changed) -> Message:
    said = {"to": "ida@invented.example", "subject": "News", "body": "Words", "at": NOW} | changed
    return mail.post(reference=reference, **said)


def send(carrier, at: datetime = NOW) -> int:
    return mail.send_due(carrier=carrier, clock=lambda: at)


def test_a_letter_is_sent_once_and_marked():
    message, carrier = written(), Carrying()
    assert (send(carrier), send(carrier, NOW + timedelta(1))) == (1, 0)
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, len(carrier.sent)) == (NOW, 1, 1)


def test_the_same_reference_is_written_once_in_its_first_words():
    written(body="First")
    assert written(body="Second").body == "First"
    assert Message.objects.count() == 1


def test_a_letter_of_a_transaction_that_fails_was_never_written():
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert send(Carrying()) == 0


def test_a_letter_that_another_worker_has_in_hand_is_left_to_it():
    message = written()
    assert mail._claimed(message, NOW)
    assert not mail._claimed(message, NOW)
    assert send(Carrying(), NOW + MINUTE) == 0


def test_a_worker_that_dies_between_sending_and_marking_leaves_a_letter_that_is_tried_again_and_sent_once_by_notify():
    written()
    server = NotifyServer()
    with running(server):
        notify = Notify(server.base, KEY, "template", lambda: NOW)

        class Dying:
            def send(self, letter: Letter) -> None:
                notify.send(letter)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            send(Dying())
        assert Message.objects.get().sent_at is None
        assert send(notify, NOW + mail.LEASE) == 1
        assert len(server.letters) == 1
    assert Message.objects.get().sent_at == NOW + mail.LEASE


def test_a_letter_that_does_not_leave_is_tried_again_after_longer_and_longer_and_then_shown_to_the_clerk():
    message, at, carrier = written(), NOW, Carrying(*[NotSent("The server does not answer.")] * 7)
    waits = []
    while message.given_up_at is None:
        send(carrier, at)
        message.refresh_from_db()
        waits.append(message.due_at - at)
        at = message.due_at
    assert waits == [*mail.BACK_OFF, timedelta(0)]
    assert (message.attempts, message.fault) == (7, "The server does not answer.")
    assert list(queries.outbox(failed=True)) == [message]
    assert send(Carrying(), at + timedelta(30)) == 0


def test_a_letter_that_will_never_leave_is_given_up_at_once_and_may_be_tried_again_by_whoever_may_read_it():
    message = written()
    send(Carrying(Rejected("No such address.")))
    clerk, chair = user(Role.CLERK), user(Role.CHAIR)
    with pytest.raises(NotAllowed):
        mail.retry(message_id=message.pk, by=chair, at=NOW)
    mail.retry(message_id=message.pk, by=clerk, at=NOW)
    assert AuditEntry.objects.get(did=Event.LETTER_RETRIED).by == clerk
    assert send(Carrying()) == 1
    assert mail.retry(message_id=message.pk, by=clerk, at=NOW).sent_at == NOW  # what was sent is not sent again


def test_one_letter_that_fails_keeps_no_other_back():
    written("r-1")
    written("r-2")
    assert send(Carrying(NotSent("x"))) == 1
    assert queries.outbox_counts() == {"waiting": 1, "sent": 1, "failed": 0}


def test_letters_and_what_goes_with_them_are_deleted_after_their_days(settings):
    settings.KEEP_LETTERS_DAYS = 30
    written()
    send(Carrying())
    follow(confirmed=False)
    intake.count(what="address", who="x", limit=5, at=NOW)
    mail.clear_out(at=NOW + timedelta(7))
    assert (Message.objects.count(), Subscription.objects.count(), Attempt.objects.count()) == (2, 1, 0)
    mail.clear_out(at=NOW + timedelta(30, 1))
    assert (Message.objects.filter(reference="r-1").count(), Subscription.objects.count()) == (0, 0)


def user(role: Role):
    made = accounts.create_user(
        username=role.value, password="invented words 123", first_name="I", last_name="N", by=None, at=NOW
    )
    accounts.give_role(user=made, role=role, by=None, at=NOW)
    return made


def follow(
    scope: Scope = Scope.COMMITTEE, about: str = "isc", *, email="ida@invented.example", confirmed=True, at=NOW,
    frequency: Frequency = Frequency.AT_ONCE,
) -> Subscription:  # fmt: skip
    intake.follow(
        email=email, scope=scope, about=about, label="Invented Scrutiny", frequency=frequency,
        visitor=Visitor("192.0.2.1", email), at=at,
    )  # fmt: skip
    row = Subscription.objects.get(email=email.casefold(), scope=scope, about=about)
    if confirmed:
        intake.confirm(link=queries.link_of(row), frequency=frequency, at=at)
    return row


def publish(key: str = "pack-1", words: str = "Walking to School", at: datetime = NOW) -> Announcement:
    return mail.announce(
        key=key, occasion=Occasion.AGENDA_PUBLISHED, committee="isc", title="Invented Scrutiny, 11 November 2021",
        words=words, address="https://scrutiny.example/meetings/1/", at=at,
    )  # fmt: skip


def news_by(at: datetime) -> list[Message]:
    mail.hand_on(at=at)
    mail.write_news(at=at)
    return list(Message.objects.filter(reference__startswith="news-").order_by("pk"))


def test_nobody_is_told_anything_before_they_confirm():
    row = follow(confirmed=False)
    publish()
    assert news_by(NOW) == []
    (letter,) = Message.objects.all()
    assert queries.link_of(row) in letter.body
    assert "do nothing" in letter.body


def test_who_follows_is_told_once_with_one_click_to_stop():
    row = follow()
    publish()
    publish()
    (letter,) = news_by(NOW)
    assert news_by(NOW + timedelta(1)) == [letter]
    assert letter.subject == "Agenda published: Invented Scrutiny, 11 November 2021"
    assert letter.stop.endswith(f"/following/{queries.link_of(row)}/stop/")
    assert "https://scrutiny.example/meetings/1/" in letter.body


def test_whoever_follows_later_is_not_told_of_earlier_news():
    publish()
    mail.hand_on(at=NOW)
    follow()
    assert news_by(NOW) == []


@pytest.mark.parametrize(
    ("scope", "about", "told"),
    [
        (Scope.COMMITTEE, "isc", True), (Scope.COMMITTEE, "other", False),
        (Scope.TOPIC, "school walk", True), (Scope.TOPIC, "school bus", False), (Scope.TOPIC, "hool", False),
        (Scope.WARD, "mill end", True), (Scope.WARD, "Mill", True), (Scope.WARD, "mill e", False),
        (Scope.TOPIC, "!!", False), (Scope.WARD, "…", False),
    ],
)  # fmt: skip
def test_topics_are_met_by_the_beginnings_of_words_and_wards_by_their_whole_names(scope, about, told):
    follow(scope, about)
    publish(words="Walking to School in Mill End, Mootshire")
    assert bool(news_by(NOW)) is told


def test_a_day_s_news_comes_at_seven_and_a_week_s_on_monday_each_in_one_letter():
    follow(email="day@invented.example", frequency=Frequency.DAILY)
    follow(email="week@invented.example", frequency=Frequency.WEEKLY)
    publish("one")
    publish("two")
    saturday = datetime(2021, 11, 6, 7, tzinfo=UTC)
    assert news_by(saturday - MINUTE) == []
    assert [letter.to for letter in news_by(saturday)] == ["day@invented.example"]
    assert [letter.to for letter in news_by(datetime(2021, 11, 8, 7, tzinfo=UTC))][1:] == ["week@invented.example"]
    assert {letter.subject for letter in news_by(saturday)} == {"2 pieces of news about Invented Scrutiny"}


def test_seven_in_the_morning_is_london_s_in_summer():
    june = datetime(2022, 6, 15, 6, tzinfo=UTC)
    assert queries.told_up_to(Frequency.DAILY, june) == june
    assert queries.told_up_to(Frequency.DAILY, june - MINUTE) == june - timedelta(1)


def test_asking_again_within_the_hour_writes_no_second_letter_and_a_known_address_is_not_betrayed():
    follow(confirmed=False)
    follow(confirmed=False, at=NOW + MINUTE)
    assert Message.objects.count() == 1
    row = follow(at=NOW + timedelta(hours=1))
    assert Message.objects.count() == 2
    follow(at=NOW + timedelta(hours=2), confirmed=False, frequency=Frequency.WEEKLY)
    row.refresh_from_db()
    assert row.frequency == Frequency.AT_ONCE
    assert Message.objects.order_by("pk").last().subject.startswith("You already follow")


def test_one_address_gets_no_more_letters_than_its_limit_whoever_asks(settings):
    settings.FORMS_PER_BROWSER = 3
    for topic in ("one", "two", "three"):
        ask_for(topic)
    with pytest.raises(TooMany):
        ask_for("four")
    assert Message.objects.count() == 3


def ask_for(topic: str) -> None:
    intake.follow(
        email="ida@invented.example", scope=Scope.TOPIC, about=topic, label=topic, frequency=Frequency.DAILY,
        visitor=Visitor("192.0.2.1", f"a browser that asks for {topic}"), at=NOW,
    )  # fmt: skip


def test_the_link_shows_changes_and_ends_what_is_followed():
    row = follow()
    link = queries.link_of(row)
    intake.confirm(link=link, frequency=Frequency.WEEKLY, at=NOW)
    assert followed(link) == Followed("Invented Scrutiny", Frequency.WEEKLY, True)
    publish()
    mail.hand_on(at=NOW)
    intake.stop(link=link, at=NOW)
    intake.stop(link=link, at=NOW)
    assert (Subscription.objects.count(), Notice.objects.count()) == (0, 0)
    assert followed(link) is None
    with pytest.raises(GoneLink, match="follow the news again"):
        intake.confirm(link=link, frequency=Frequency.DAILY, at=NOW)


@pytest.mark.parametrize("link", ["1", "1.x", "", "x.y", "9999.sig"])
def test_a_link_cannot_be_guessed(link):
    follow()
    assert followed(link) is None


def test_a_browser_s_and_an_address_s_forms_are_counted_apart_and_told_when_to_come_back(settings):
    settings.FORMS_PER_ADDRESS, settings.FORMS_PER_BROWSER = 4, 2
    for browser in ("a", "a", "b", "b"):
        intake.admit(visitor=Visitor("192.0.2.1", browser), at=NOW + timedelta(minutes=3, seconds=1))
    with pytest.raises(TooMany, match="Try again in 7 minutes"):
        intake.admit(visitor=Visitor("192.0.2.1", "c"), at=NOW + timedelta(minutes=3, seconds=1))
    intake.admit(visitor=Visitor("192.0.2.2", "c"), at=NOW)
    with pytest.raises(TooMany, match="Try again in 1 minute\\."):
        intake.admit(visitor=Visitor("192.0.2.3", "a"), at=NOW + timedelta(minutes=9, seconds=30))
    intake.admit(visitor=Visitor("192.0.2.1", "a"), at=NOW + timedelta(minutes=10))


def test_no_address_is_kept_and_the_same_one_is_another_hash_tomorrow():
    for day in range(2):
        intake.count(what="address", who="192.0.2.1", limit=5, at=NOW + timedelta(day))
    hashes = set(Attempt.objects.values_list("who", flat=True))
    assert len(hashes) == 2
    assert not any("192.0.2.1" in each for each in hashes)


def test_the_trail_names_no_address():
    intake.stop(link=queries.link_of(follow()), at=NOW)
    rows = AuditEntry.objects.order_by("pk").values_list("did", "by", "model")
    assert list(rows) == [
        (Event.SUBSCRIPTION_ASKED, None, "subscription"),
        (Event.SUBSCRIPTION_CONFIRMED, None, "subscription"),
        (Event.SUBSCRIPTION_STOPPED, None, "subscription"),
    ]
