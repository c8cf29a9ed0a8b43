"""An invented committee that met, the invented Cabinet it recommends to, and the rules that are in force for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.terms import Classification, MeetingStatus, Provenance

NOW = datetime(2021, 11, 12, 12, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """What the tests are about."""

    committee: Organization
    cabinet: Organization
    held: Meeting
    to_come: Meeting


def called(organization: Organization, starts_at: datetime) -> Meeting:
    return committees.call_meeting(
        organization=organization, starts_at=starts_at, venue="Invented Hall", provenance=Provenance.INVENTED,
        by=None, at=NOW,
    )  # fmt: skip


def passed(meeting: Meeting, *states: MeetingStatus) -> None:
    for state in states:
        committees.change_meeting_status(meeting_id=meeting.pk, status=state, by=None, at=NOW)
    meeting.refresh_from_db()


@pytest.fixture
def world(db) -> World:
    committee, cabinet = (
        committees.create_organization(name=name, classification=kind, by=None, at=NOW)
        for name, kind in (
            ("Invented Scrutiny Committee", Classification.SCRUTINY),
            ("Invented Cabinet", Classification.CABINET),
        )
    )
    for rule_id, parameters in (
        ("S1", {"months": 2}),
        ("S6", {"criteria": ["timely", "of public interest"], "most": 2, "threshold": 3}),
    ):
        committees.bring_rule_into_force(
            organization=committee, rule_id=rule_id, parameters=parameters, source="Invented standing orders",
            effective_from=date(2021, 5, 1), by=None, at=NOW,
        )  # fmt: skip
    held = called(committee, datetime(2021, 11, 11, 10, tzinfo=UTC))
    passed(held, MeetingStatus.CONFIRMED, MeetingStatus.HELD)
    to_come = called(committee, datetime(2022, 2, 17, 10, tzinfo=UTC))
    passed(to_come, MeetingStatus.CONFIRMED)
    return World(committee, cabinet, held, to_come)
