"""The carriers, each against a real server or folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from tests.adapters.mail.servers import KEY, NotifyServer, SmtpServer, running

from folkmoot.adapters.mail.choosing import UnknownCarrier, carrier
from folkmoot.adapters.mail.folder import Folder
from folkmoot.adapters.mail.letters import Letter, NotSent, Rejected
from folkmoot.adapters.mail.notify import BadKey, Notify
from folkmoot.adapters.mail.smtp import Smtp

NOW = datetime(2021, 11, 5, 9, tzinfo=UTC)
SENDER = "Democratic Services <democracy@invented.example>"
STOP = "https://scrutiny.example/following/1.abc/stop/"
LETTER = Letter("AAAA-BBBB", "ida@invented.example", "Überblick – ŵ", "First line\n\nSecond line\n", NOW, STOP)


def clock() -> datetime:
    return NOW


@pytest.fixture
def notify() -> Iterator[NotifyServer]:
    server = NotifyServer()
    with running(server):
        yield server


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    server = SmtpServer()
    with running(server):
        yield server


def through(server: NotifyServer, key: str = KEY) -> Notify:
    return Notify(server.base, key, "template-1", clock)


def test_notify_gets_the_template_the_words_the_reference_and_the_way_to_stop(notify):
    through(notify).send(LETTER)
    assert notify.letters == [
        {
            "email_address": "ida@invented.example",
            "template_id": "template-1",
            "personalisation": {"subject": LETTER.subject, "body": LETTER.body},
            "reference": "AAAA-BBBB",
            "one_click_unsubscribe_url": STOP,
        }
    ]
    assert notify.issued_at == [int(NOW.timestamp())]


def test_notify_is_asked_first_whether_a_letter_that_was_tried_has_come_through(notify):
    through(notify).send(LETTER)
    through(notify).send(replace(LETTER, tried=True))
    assert len(notify.letters) == 1
    through(notify).send(replace(LETTER, tried=True, reference="CCCC"))
    assert len(notify.letters) == 2


def test_notify_s_bad_request_is_final_and_does_not_repeat_the_address(notify):
    notify.answers = [400]
    with pytest.raises(Rejected, match="Notify answered 400: BadRequestError$"):
        through(notify).send(replace(LETTER, stop=""))


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_what_may_pass_at_notify_is_tried_again(notify, status):
    notify.answers = [status]
    with pytest.raises(NotSent) as refused:
        through(notify).send(LETTER)
    assert not isinstance(refused.value, Rejected)


def test_notify_refuses_a_token_signed_by_another_secret(notify):
    with pytest.raises(NotSent, match="403"):
        through(notify, KEY[:-1] + "9").send(LETTER)


def test_a_notify_that_does_not_answer_is_tried_again():
    with pytest.raises(NotSent, match="does not answer"):
        Notify("http://127.0.0.1:9", KEY, "t", clock).send(LETTER)


def test_a_key_that_is_none_is_named():
    with pytest.raises(BadKey, match="FOLKMOOT_NOTIFY_KEY"):
        Notify("http://127.0.0.1:9", "short", "t", clock)


def test_a_letter_by_smtp_says_who_what_and_how_to_stop(smtp):
    Smtp("127.0.0.1", smtp.port, SENDER).send(LETTER)
    found = message_from_bytes(smtp.letters[0], policy=policy.default)
    assert (found["To"], found["Subject"], found["From"]) == (LETTER.to, LETTER.subject, SENDER)
    assert found["Message-ID"] == "<AAAA-BBBB@invented.example>"
    assert found["List-Unsubscribe"] == f"<{STOP}>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found.get_content().replace("\r\n", "\n") == LETTER.body
    assert found.get_content_type() == "text/plain"


def test_a_letter_that_nobody_follows_offers_nothing_to_stop(smtp):
    Smtp("127.0.0.1", smtp.port, SENDER).send(replace(LETTER, stop=""))
    assert message_from_bytes(smtp.letters[0])["List-Unsubscribe"] is None


def test_no_line_break_in_a_subject_makes_a_header_of_its_own(smtp):
    with pytest.raises(Rejected, match="cannot stand"):
        Smtp("127.0.0.1", smtp.port, SENDER).send(replace(LETTER, subject="One\r\nBcc: all@invented.example"))


@pytest.mark.parametrize(("code", "final"), [(550, True), (450, False)])
def test_a_mail_server_s_refusal_is_final_or_may_pass_as_its_code_says(smtp, code, final):
    smtp.refuses = code
    with pytest.raises(NotSent, match=f"answered {code}") as refused:
        Smtp("127.0.0.1", smtp.port, SENDER).send(LETTER)
    assert isinstance(refused.value, Rejected) is final


def test_a_mail_server_that_does_not_answer_is_tried_again():
    with pytest.raises(NotSent, match="FOLKMOOT_MAIL"):
        Smtp("127.0.0.1", 9, SENDER).send(LETTER)


def test_the_folder_holds_a_letter_once_however_often_it_is_sent(tmp_path):
    folder = Folder(tmp_path / "mail", SENDER)
    folder.send(LETTER)
    folder.send(LETTER)
    (found,) = (tmp_path / "mail").iterdir()
    assert found.name == "AAAA-BBBB.eml"
    assert (
        message_from_bytes(found.read_bytes(), policy=policy.default).get_content().replace("\r\n", "\n") == LETTER.body
    )


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "mail").write_text("a file stands here")
    with pytest.raises(NotSent, match="cannot be written"):
        Folder(tmp_path / "mail", SENDER).send(LETTER)


def chosen(address: str):
    return carrier(address, sender=SENDER, key=KEY, clock=clock)


def test_the_address_chooses_the_carrier():
    assert chosen("file:///srv/mail%20box") == Folder(Path("/srv/mail box"), SENDER)
    assert chosen("smtp://u:p%40ss@mail.example") == Smtp("mail.example", 587, SENDER, "u", "p@ss")
    assert chosen("smtps://mail.example") == Smtp("mail.example", 465, SENDER, tls_from_the_start=True)
    notify = chosen("notify://template-1")
    assert (notify.base, notify.template) == ("https://api.notifications.service.gov.uk", "template-1")
    with pytest.raises(UnknownCarrier, match="'pigeon'"):
        chosen("pigeon://loft")
