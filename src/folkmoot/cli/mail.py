"""folkmoot mail: the letters that wait, and what the worker does about them."""

from __future__ import annotations

import logging
from threading import Event

import click
from django.db import DatabaseError, connection

from folkmoot.apps.accounts.operations import mail as letters
from folkmoot.apps.accounts.queries.mail import mail_carrier
from folkmoot.apps.actions import operations as actions
from folkmoot.apps.committees.operations import news, requests
from folkmoot.apps.minutes.operations.reminding import remind_members
from folkmoot.sites.shared.clock import now

HOUSEKEEPING = 60  # rounds between two
logger = logging.getLogger(__name__)


@click.group()
def mail() -> None:
    """Letters to those who follow and those who asked."""


@mail.command()
def send() -> None:
    """Write and send what is due now, as the worker does each second."""
    keep_house()
    sent = send_once()
    click.echo("1 letter sent." if sent == 1 else f"{sent} letters sent.")


def send_once() -> int:
    """One round: news is handed on, letters are written, and what is due leaves where a carrier is set."""
    carrier = mail_carrier(now)
    letters.hand_on(at=now())
    letters.write_news(at=now())
    return letters.send_due(carrier=carrier, clock=now) if carrier else 0


def keep_house() -> None:
    """What is due by the clock: reminders, deadlines that come near, what members owe, what is no longer to be kept."""
    requests.remind(at=now())
    remind_members(at=now())
    news.tell_of_deadlines(at=now())
    requests.forget_requesters(at=now())
    actions.forget_suggesters(at=now())
    actions.forget_contacts(at=now())
    letters.clear_out(at=now())


def keep_sending(ended: Event, *, pause: float = 1.0) -> None:
    """What the worker does beside its tasks, until `ended` is set."""
    rounds = 0
    while not ended.wait(pause):
        try:
            if rounds % HOUSEKEEPING == 0:
                keep_house()
            send_once()
            rounds += 1
        except DatabaseError:  # a database that is away comes back; nothing is lost meanwhile
            logger.exception("Letters could not be written; the worker tries again.")
            connection.close()
    connection.close()
