"""An invented county's committee, with a meeting held and a meeting to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from folkmoot.apps.committees import operations
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.terms import (
    Classification,
    ItemKind,
    MeetingStatus,
    MembershipRole,
    Provenance,
    VotingRight,
)
from folkmoot.methods.calendars.counting import Counting
from folkmoot.methods.calendars.notice import Kind, Rule

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
MAY = date(2021, 5, 1)


@dataclass
class County:
    """The invented county of these tests."""

    committee: Organization
    held: Meeting

    def call(self, starts_at: datetime, venue: str = "Invented Hall") -> Meeting:
        """A confirmed meeting more."""
        meeting = operations.call_meeting(
            organization=self.committee, starts_at=starts_at, venue=venue, by=None, at=NOW
        )
        return operations.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)


@pytest.fixture(autouse=True)
def nothing_is_kept_from_another_test():
    caches["pages"].clear()


@pytest.fixture
def county(db) -> County:
    operations.set_authority(name="Inventedshire", gss_code="", chief_executive="", by=None, at=NOW)
    committee = operations.create_organization(
        name="Invented Scrutiny Committee",
        classification=Classification.SCRUTINY,
        code="ISC",
        provenance=Provenance.INVENTED,
        by=None,
        at=NOW,
    )
    chair = operations.create_person(
        name="Ada Invented", honorific="Councillor", provenance=Provenance.INVENTED, by=None, at=NOW
    )
    operations.hold_post(person=chair, label="Leader of Inventedshire", held_from=MAY, by=None, at=NOW)
    operations.appoint(person=chair, organization=committee, role=MembershipRole.CHAIR, start=MAY, by=None, at=NOW)
    operations.add_standing_text(
        organization=committee,
        key="remit",
        title="Remit",
        body="The committee looks into:\n\n- schools\n- **care** of <older> people",
        effective_from=MAY,
        by=None,
        at=NOW,
    )
    for rule in (
        Rule("P1", Kind.PUBLISH_AGENDA, 5, Counting.CLEAR, "LGA 1972 s100B(3)", MAY),
        Rule("P2", Kind.REQUEST_TO_SPEAK, 4, Counting.BACK, "the agenda", MAY, None, time(9)),
    ):
        operations.set_rule(organization=committee, rule=rule, by=None, at=NOW)
    found = County(
        committee,
        operations.call_meeting(
            organization=committee,
            starts_at=datetime(2021, 11, 11, 10, tzinfo=UTC),
            ends_at=datetime(2021, 11, 11, 12, 30, tzinfo=UTC),
            venue="Invented Hall",
            stream_url="https://stream.example/1",
            contact=chair,
            contact_post="Committee Officer",
            provenance=Provenance.INVENTED,
            by=None,
            at=NOW,
        ),
    )
    for number, title, exempt in (("1", "Apologies", None), ("2", "A contract", ("3", "The price is not known yet."))):
        operations.add_agenda_item(
            meeting_id=found.held.pk,
            number=number,
            title=title,
            text="To receive *any* word of it.",
            kind=ItemKind.REPORT,
            exempt=exempt,
            by=None,
            at=NOW,
        )
    for status in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        operations.change_meeting_status(meeting_id=found.held.pk, status=status, by=None, at=NOW)
    return found


@pytest.fixture
def co_optee(county: County):
    person = operations.create_person(name="Bo Invented", by=None, at=NOW)
    operations.appoint(
        person=person,
        organization=county.committee,
        role=MembershipRole.CO_OPTEE,
        voting_right=VotingRight.EDUCATION_ONLY,
        start=MAY,
        by=None,
        at=NOW,
    )
    return person


@pytest.fixture
def next_month() -> datetime:
    return timezone.now() + timedelta(30)
