"""The demo's invented business: every page of what residents ask and of what follows has something to show."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.actions import published
from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.queries.capacity import load
from folkmoot.apps.actions.queries.conflicts import Collision, conflicts
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.published import planning
from folkmoot.apps.committees.terms import Provenance
from folkmoot.cli import invented_business

NOW = datetime(2026, 11, 25, 13, tzinfo=UTC)
TODAY = NOW.date()
pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(root, sample_councils) -> Organization:
    show(root)
    return Organization.objects.get(code="MPSC")


def show(root, at=NOW):
    invented_business.show(root / "samples" / "invented" / "business.toml", at=at)


def test_requests_stand_in_every_state_and_the_held_meeting_s_have_their_outcomes(committee):
    held, coming = committee.meetings.order_by("starts_at")
    assert Counter(Request.objects.filter(meeting=coming).values_list("status", flat=True)) == {
        "received": 3, "accepted": 1, "offered": 1, "waiting": 1, "declined": 1, "withdrawn": 1,
    }  # fmt: skip
    assert set(Request.objects.filter(meeting=held).values_list("kind", "outcome")) == {
        ("speak", "heard"), ("speak", "absent"), ("speak", ""), ("question", "to_be_answered"), ("petition", "heard"),
    }  # fmt: skip


def test_recommendations_are_answered_in_part_with_a_measure_carried_out_or_overdue(committee):
    found = {each.text: each for each in published.recommendations(today=TODAY, committee=committee.slug)}
    stands = sorted(each.stands for each in found.values())
    assert stands == ["Accepted in part", "Answer overdue", "Carried out"]
    (effect,) = [each.effect for each in found.values() if each.effect]
    assert effect.invented
    assert effect.expected == effect.baseline + 5
    states = [(each.state, each.overdue) for each in published.actions(today=TODAY, committee=committee.slug)]
    assert states == [("open", True), ("open", False), ("done", False)]


def test_topics_are_suggested_chosen_planned_referred_and_heard(committee):
    programme = topics.programme(committee.slug, today=TODAY)
    assert Counter(Topic.objects.filter(organization=committee).values_list("state", flat=True)) == {
        "suggested": 2, "declined": 1, "referred": 1, "scheduled": 1, "shortlisted": 1,
    }  # fmt: skip
    ((day, _, _),) = programme.chosen_at
    assert [each.tallies[0].agreed for each in topics.priorities(day).choices] == [2, 1]
    planned = next(each for each in programme.topics if each.stakeholders)
    assert [len(each.evidence) for each in planned.stakeholders] == [0, 1]
    assert [each.kind for each in conflicts(committee, today=TODAY)] == [Collision.NOT_PLANNED]
    coming = committee.meetings.get(starts_at__gt=NOW)
    assert load(coming).sentences[0] == "135 of 150 minutes are planned."


def test_days_beside_meetings_are_to_come_and_everything_is_marked_as_invented(committee):
    assert [each.title for each in planning.gatherings(since=NOW)] == [
        "Maps of the way to school: a drop-in (invented)"
    ]
    assert {each.provenance for each in Topic.objects.filter(organization=committee)} == {Provenance.INVENTED}
    assert {each.provenance for each in Meeting.objects.filter(organization=committee)} == {Provenance.INVENTED}


def test_loaded_again_nothing_is_added(root, committee):
    before = AuditEntry.objects.count()
    show(root)
    assert AuditEntry.objects.count() == before
