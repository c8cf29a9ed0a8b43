"""A letter, what can go wrong with it, and which carrier an address names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in plain text. `reference` is its own for ever; `stop` is where one click ends letters of its kind.

    `tried` says that an earlier attempt may have come through without our knowing.
    """

    reference: str
    to: str
    subject: str
    body: str
    written_at: datetime
    stop: str = ""
    tried: bool = False


class NotSent(RuntimeError):
    """A letter did not leave; it is tried again later."""


class Rejected(NotSent):
    """The letter will never leave as it is; trying again is no use."""


class Carrier(Protocol):
    """Whoever takes letters out of the house."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over; NotSent when it may be tried again, Rejected when that is no use."""


Clock = Callable[[], datetime]


def as_message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as RFC 5322 has it, with the headers by which a mail program offers one click to stop (RFC 8058).

    The Message-ID is made of the reference, so that a letter sent twice can be seen to be one. Rejected for an address
    or a subject that would break the head.
    """
    host = sender.rpartition("@")[2].strip("> ")
    message = EmailMessage()
    try:
        message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    except ValueError as error:
        raise Rejected("The letter's address or subject cannot stand in a mail's head.") from error
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.reference}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.body)
    return message
