"""What follows an invented meeting that was held: an action, a recommendation and a topic of the shortlist."""

from __future__ import annotations

from datetime import UTC, date, datetime

from folkmoot.apps.actions import operations
from folkmoot.apps.actions.terms import Source, TopicState
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Organization
from folkmoot.apps.committees.operations import preparing
from folkmoot.apps.committees.terms import Classification, MeetingStatus, Provenance
from folkmoot.apps.committees.terms.planning import GatheringKind

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)


def follow(committee: Organization) -> None:
    """Everything that follows one meeting of a committee, and the rules it needs."""
    cabinet = committees.create_organization(
        name="Invented Cabinet", classification=Classification.CABINET, provenance=Provenance.INVENTED, by=None, at=NOW
    )
    held = committees.call_meeting(
        organization=committee, starts_at=datetime(2021, 9, 9, 10, tzinfo=UTC), venue="Invented Hall",
        provenance=Provenance.INVENTED, by=None, at=NOW,
    )  # fmt: skip
    for state in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        committees.change_meeting_status(meeting_id=held.pk, status=state, by=None, at=NOW)
    for rule_id, parameters in (("S1", {"months": 2}), ("S6", {"criteria": ["timely"], "most": 2})):
        committees.bring_rule_into_force(
            organization=committee, rule_id=rule_id, parameters=parameters, source="Invented standing orders",
            effective_from=date(2021, 5, 1), by=None, at=NOW,
        )  # fmt: skip
    said = {"meeting_id": held.pk, "origin": "Minute 1/21", "provenance": Provenance.INVENTED, "by": None, "at": NOW}
    operations.record_action(**said, text="count the crossings", owner="Invented Director", due=date(2021, 12, 1))
    operations.make_recommendation(**said, text="build a crossing", to=cabinet)
    topic = operations.suggest_topic(
        organization=committee, title="Walking to school", source=Source.MEMBER, by=None, at=NOW,
        provenance=Provenance.INVENTED,
    )  # fmt: skip
    for state in (TopicState.LONGLISTED, TopicState.SHORTLISTED):
        operations.sort_topic(topic_id=topic.pk, state=state, reason="Within the remit.", by=None, at=NOW)
    day = preparing.arrange_gathering(
        organization=committee, kind=GatheringKind.PRIORITIES, title="Choosing topics (invented)",
        starts_at=datetime(2021, 9, 16, 14, tzinfo=UTC), venue="Invented Hall", public=False, by=None, at=NOW,
    )  # fmt: skip
    operations.consider_topic(gathering_id=day.pk, topic_id=topic.pk, by=None, at=NOW)
    heard = operations.name_stakeholder(
        topic_id=topic.pk, name="Invented Parents", interest="walk with their children", by=None, at=NOW
    )
    operations.ask_stakeholder(stakeholder_id=heard.pk, words="Where is it hard?", on=NOW.date(), by=None, at=NOW)
