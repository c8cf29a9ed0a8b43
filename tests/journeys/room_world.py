"""A database for the room's journeys: the samples, a body to replay the printed meeting in, a register, three accounts.

Run by itself, with the settings and the database of its environment. The printed record stays as it is; what the replay
body is given is what the printed minutes say, and whatever is invented belongs to invented people.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import django

from folkmoot.apps.accounts.terms import Role

if TYPE_CHECKING:
    from folkmoot.apps.committees.models import Meeting

PASSWORD = "four invented words here"
REPLAY = "People Overview & Scrutiny Committee (replay)"


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    now = timezone.now()
    loaded(now)
    replay(now)
    invented(now)
    accounts(now, ada=Role.CLERK, bob=Role.CLERK, cy=Role.CHAIR)
    call_command("collectstatic", interactive=False, verbosity=0)


def loaded(now: datetime) -> None:
    """An empty database with the law and the samples."""
    from django.conf import settings
    from django.core.management import call_command

    from folkmoot.cli import law, samples

    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    law.load(settings.PROJECT / "definitions" / "law.toml", at=now)
    samples.load(settings.PROJECT / "samples", at=now)


def replay(now: datetime, *, elected: bool = False) -> Meeting:
    """The committee of the printed minutes once more, with its agenda and without its minutes: its meeting.

    Nobody is in the chair yet, unless they are `elected`.
    """
    from folkmoot.apps.committees import operations
    from folkmoot.apps.committees.models import Meeting
    from folkmoot.apps.committees.terms import Classification, ItemKind, MembershipRole

    printed = Meeting.objects.get(moderngov_id=6763)
    body = operations.create_organization(name=REPLAY, classification=Classification.SCRUTINY, by=None, at=now)
    for order, seat in enumerate(printed.organization.memberships.order_by("order"), 1):
        role = MembershipRole(seat.role) if elected else MembershipRole.MEMBER
        operations.appoint(
            person=seat.person, organization=body, role=role, start=seat.start, order=order, by=None, at=now
        )  # fmt: skip
    meeting = operations.call_meeting(
        organization=body, starts_at=printed.starts_at, venue=printed.venue, by=None, at=now
    )
    for item in printed.items.all():
        operations.add_agenda_item(
            meeting_id=meeting.pk, title=item.title, kind=ItemKind.PROCEDURAL, number=item.number, by=None, at=now
        )
    return meeting


def invented(now: datetime) -> None:
    """What a member of the invented committee has registered, and a later meeting for the minutes to be approved at."""
    from folkmoot.apps.committees import operations
    from folkmoot.apps.committees.models import Meeting, Person
    from folkmoot.apps.committees.operations import interests
    from folkmoot.apps.committees.terms import InterestCategory, ItemKind, MeetingStatus, Provenance

    interests.register_interest(
        person=Person.objects.get(slug="invented-cedar"), category=InterestCategory.EMPLOYMENT,
        text="Works for the invented Mootshire Coaches", names="Coaches for schools", notified_on=date(2024, 5, 20),
        held_from=date(2024, 5, 9), by=None, at=now,
    )  # fmt: skip
    first = Meeting.objects.get(provenance=Provenance.INVENTED, organization__code="MPSC")
    later = operations.call_meeting(
        organization=first.organization, starts_at=first.starts_at + timedelta(days=60), venue="Invented Hall",
        provenance=Provenance.INVENTED, by=None, at=now,
    )  # fmt: skip
    operations.add_agenda_item(meeting_id=later.pk, title="Minutes", kind=ItemKind.MINUTES, number="1", by=None, at=now)
    operations.change_meeting_status(meeting_id=later.pk, status=MeetingStatus.CONFIRMED, by=None, at=now)


def accounts(now: datetime, **roles: Role) -> None:
    """Accounts by their names, each with a role; a chair is the invented committee's."""
    from folkmoot.apps.accounts import operations
    from folkmoot.apps.committees.models import Membership
    from folkmoot.apps.committees.operations import link_account
    from folkmoot.apps.committees.terms import MembershipRole

    for name, role in roles.items():
        user = operations.create_user(
            username=name, password=PASSWORD, first_name=name, last_name="Invented", by=None, at=now
        )
        operations.give_role(user=user, role=role, by=None, at=now)
        if role is Role.CHAIR:
            chair = Membership.objects.get(organization__code="MPSC", role=MembershipRole.CHAIR, end=None).person
            link_account(person=chair, user=user, by=None, at=now)


if __name__ == "__main__":
    main()
