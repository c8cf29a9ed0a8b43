"""The work programme against the forward plan: a topic comes before the decision that it is about, or it is said."""

from datetime import date

import pytest
from tests.apps.actions.conftest import NOW
from tests.apps.actions.test_actions_programme import shortlisted

from folkmoot.apps.actions import operations
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.queries.conflicts import Collision, conflicts, may_be_the_same
from folkmoot.apps.actions.terms import Way
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.operations import executive
from folkmoot.apps.committees.operations.executive import Decided, Plan
from folkmoot.apps.committees.terms import MeetingStatus

TODAY = NOW.date()  # 12 November 2021; the committee meets on 17 February 2022
BEFORE, AFTER = date(2022, 2, 1), date(2022, 3, 1)


def planned(world, due, title="A ferry"):
    said = Plan(title, "Whether to buy one.", True, "Ada Invented, Leader", due, due, "")
    return executive.plan_decision(organization=world.cabinet, plan=said, by=None, at=NOW)


def linked(world, due, *, on_programme=False):
    topic, decision = shortlisted(world), planned(world, due)
    operations.link_decision(topic_id=topic.pk, decision=decision, by=None, at=NOW)
    if on_programme:
        operations.schedule_topic(
            topic_id=topic.pk, meeting_id=world.to_come.pk, way=Way.ITEM, reason="Agreed.", by=None, at=NOW
        )
    return decision


def found(world):
    return [(each.kind, each.sentence) for each in conflicts(world.committee, today=TODAY)]


def test_S10_a_topic_planned_before_its_decision_is_no_conflict(world):
    linked(world, AFTER, on_programme=True)
    assert found(world) == []


@pytest.mark.parametrize("due", [BEFORE, date(2022, 2, 17)])
def test_S10_a_topic_planned_for_the_day_of_its_decision_or_later_comes_too_late(world, due):
    linked(world, due, on_programme=True)
    ((kind, sentence),) = found(world)
    assert kind == Collision.TOO_LATE
    assert sentence.startswith("It is planned for 17 February 2022, but Invented Cabinet may decide on A ferry from")


def test_S10_a_topic_on_no_programme_is_told_the_last_meeting_before_its_decision(world):
    linked(world, AFTER)
    (conflict,) = conflicts(world.committee, today=TODAY)
    assert (conflict.kind, conflict.last) == (Collision.NOT_PLANNED, world.to_come)
    assert conflict.sentence.endswith("(1 March 2022) is on 17 February 2022.")


def test_S10_a_decision_that_falls_due_before_the_committee_can_meet_is_named(world):
    linked(world, BEFORE)
    ((kind, sentence),) = found(world)
    assert kind == Collision.NO_MEETING
    assert "Invented Scrutiny Committee does not meet before. Call a meeting, or ask that it waits." in sentence
    committees.change_meeting_status(meeting_id=world.to_come.pk, status=MeetingStatus.CANCELLED, by=None, at=NOW)
    assert [each.kind for each in conflicts(world.committee, today=TODAY)] == [Collision.NO_MEETING]


def test_S10_after_the_decision_a_topic_can_only_look_back(world):
    decision = linked(world, AFTER, on_programme=True)

    def decide(day):
        decided = Decided("A ferry", "Buy it.", "People asked.", "Ada Invented, Leader", day)
        return executive.record_decision(organization=world.cabinet, decided=decided, planned=decision, by=None, at=NOW)

    late = decide(date(2022, 2, 18))
    assert found(world) == []
    late.decided_on = date(2022, 1, 10)
    late.save()
    ((kind, sentence),) = found(world)
    assert (kind, sentence) == (
        Collision.DECIDED,
        "Invented Cabinet decided on A ferry on 10 January 2022. The topic can only look back on it.",
    )


def test_what_may_be_one_matter_is_shown_until_it_is_linked(world):
    topic, decision = shortlisted(world, "Crossings near schools"), planned(world, AFTER, "Crossing patrols at schools")
    planned(world, AFTER, "A review of ferries")
    (conflict,) = conflicts(world.committee, today=TODAY)
    assert (conflict.kind, conflict.decision) == (Collision.NOT_LINKED, decision)
    operations.link_decision(topic_id=topic.pk, decision=decision, by=None, at=NOW)
    assert [kind for kind, _ in found(world)] == [Collision.NOT_PLANNED]
    operations.link_decision(topic_id=topic.pk, decision=None, by=None, at=NOW)
    assert [kind for kind, _ in found(world)] == [Collision.NOT_LINKED]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Workforce", "Workforce (strategy)", True),
        ("Workforce", "Workforce in care homes", False),
        ("Home to School Transport", "School transport from home", True),
        ("Review of the council", "Review of every service", False),
    ],
)
def test_titles_are_compared_by_the_words_that_tell_them_apart(one, other, same):
    assert may_be_the_same(one, other) is same


def test_everybody_sees_which_announced_decision_a_topic_is_about(world):
    decision = linked(world, AFTER)
    (view,) = topics.programme(world.committee.slug, today=TODAY).topics
    assert view.decision is None
    executive.publish_plan(planned_id=decision.pk, by=None, at=NOW)
    (view,) = topics.programme(world.committee.slug, today=TODAY).topics
    assert (view.decision.title, view.decision.body, view.decision.due_from) == ("A ferry", "Invented Cabinet", AFTER)
