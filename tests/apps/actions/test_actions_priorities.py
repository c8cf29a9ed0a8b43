"""The prioritisation meeting: topics considered, scored and decided on, the note sent, then perhaps public."""

from datetime import UTC, datetime

import pytest
from tests.apps.actions.conftest import NOW
from tests.apps.actions.test_actions_programme import TODAY, account, shortlisted, suggested

from folkmoot.apps.accounts.models.mail import Message
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.actions import operations
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.queries.priorities import tallies
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.operations import preparing
from folkmoot.apps.committees.terms.planning import GatheringKind

BY = {"by": None, "at": NOW}


@pytest.fixture
def day(world):
    return gathering(world)


def gathering(world, kind=GatheringKind.PRIORITIES, body=None):
    return preparing.arrange_gathering(
        organization=body or world.committee, kind=kind, title="Choosing topics (invented)", public=False,
        starts_at=datetime(2021, 11, 11, 14, tzinfo=UTC), venue="Invented Hall", **BY,
    )  # fmt: skip


def member(name, gathering, user=None):
    person = committees.create_person(name=name, honorific="Councillor", **BY)
    person.account = user
    person.save()
    preparing.invite(gathering_id=gathering.pk, person=person, **BY)
    return person


def weighed(world, day, title="Walking to school", topic=None):
    found = topic or shortlisted(world, title)
    return operations.consider_topic(gathering_id=day.pk, topic_id=found.pk, **BY)


def test_a_topic_is_put_before_a_prioritisation_meeting_of_its_own_body_once(world, day):
    topic = shortlisted(world)
    for wrong in (gathering(world, GatheringKind.BRIEFING), gathering(world, body=world.cabinet)):
        with pytest.raises(operations.NotPrioritising, match="a prioritisation meeting of the body"):
            operations.consider_topic(gathering_id=wrong.pk, topic_id=topic.pk, **BY)
    assert weighed(world, day, topic=topic) == weighed(world, day, topic=topic)


def test_members_score_apart_and_what_all_agree_becomes_the_topic_s_score(world, day):
    weighing = weighed(world, day)
    user = account(Role.COUNCILLOR)
    ash, oak = member("Invented Ash", day, user), member("Invented Oak", day)
    own = {"weighing_id": weighing.pk, "marks": {"timely": 1}, "by": user, "at": NOW}
    operations.mark_topic(person=ash, **own)
    for other in (oak, None):
        with pytest.raises(NotAllowed):
            operations.mark_topic(person=other, **own)
    operations.mark_topic(weighing_id=weighing.pk, person=oak, marks={"timely": 2}, **BY)
    assert weighing.topic.scores.count() == 0
    (tally,) = tallies(weighing)
    assert tally.words == "members gave 1 to 2, mean 1.5 (2 members)"
    for value in (1, 2):
        operations.mark_topic(weighing_id=weighing.pk, person=None, marks={"timely": value}, **BY)
    (tally,) = tallies(weighing)
    assert tally.words == "agreed 2; members gave 1 to 2, mean 1.5 (2 members)"
    assert [(each.criterion, each.value) for each in weighing.topic.scores.all()] == [("timely", 2)]
    with pytest.raises(operations.BadScore, match="from 0 to 2, not 3"):
        operations.mark_topic(weighing_id=weighing.pk, person=None, marks={"timely": 3}, **BY)


def test_what_is_agreed_takes_the_topic_on_and_says_why(world, day):
    kept, taken = weighed(world, day), suggested(world, "Buses")
    operations.conclude_topic(weighing_id=kept.pk, outcome=TopicState.SHORTLISTED, reason="It stays.", **BY)
    assert kept.topic.steps.count() == 2  # it stands there already
    fresh = weighed(world, day, topic=taken)
    with pytest.raises(NotAllowed, match="it can become"):
        operations.conclude_topic(weighing_id=fresh.pk, outcome=TopicState.SHORTLISTED, reason="Soon.", **BY)
    operations.conclude_topic(weighing_id=fresh.pk, outcome=TopicState.DECLINED, reason="Not ours.", **BY)
    taken.refresh_from_db()
    assert (taken.state, taken.steps.last().reason) == (TopicState.DECLINED, "Not ours.")


def test_the_note_is_sent_once_to_who_was_invited_and_public_only_then(world, day):
    with pytest.raises(operations.NothingAgreed, match="No topic was put before"):
        operations.circulate_note(gathering_id=day.pk, text="We chose.", **BY)
    weighing = weighed(world, day)
    user = account(Role.COUNCILLOR)
    ash, oak = member("Invented Ash", day, user), member("Invented Oak", day)
    with pytest.raises(operations.NothingAgreed, match="record what was agreed of each topic"):
        operations.circulate_note(gathering_id=day.pk, text="We chose.", **BY)
    operations.conclude_topic(weighing_id=weighing.pk, outcome=TopicState.SHORTLISTED, reason="It stays.", **BY)
    with pytest.raises(operations.NothingAgreed, match="Circulate the note"):
        operations.publish_note(gathering_id=day.pk, **BY)
    assert operations.circulate_note(gathering_id=day.pk, text="We chose.", **BY) == (oak,)
    letter = Message.objects.get(reference__startswith="priorities-")
    assert letter.to == user.email
    assert "We chose." in letter.body
    assert "- Walking to school: On the shortlist. It stays." in letter.body
    for again in (
        lambda: operations.circulate_note(gathering_id=day.pk, text="Otherwise.", **BY),
        lambda: operations.mark_topic(weighing_id=weighing.pk, person=None, marks={"timely": 1}, **BY),
        lambda: operations.conclude_topic(weighing_id=weighing.pk, outcome=TopicState.DECLINED, reason="No.", **BY),
        lambda: weighed(world, day, "Ferries"),
    ):
        with pytest.raises(NotAllowed, match="circulated"):
            again()
    assert topics.priorities(day.pk) is None
    preparing.record_gathering(gathering_id=day.pk, came={day.invitations.get(person=ash).pk: True}, **BY)
    operations.publish_note(gathering_id=day.pk, **BY)
    note = topics.priorities(day.pk)
    assert (note.note, note.present) == ("We chose.", ("Councillor Invented Ash",))
    assert [(each.title, each.outcome, each.reason) for each in note.choices] == [
        ("Walking to school", "On the shortlist", "It stays.")
    ]
    assert topics.programme(world.committee.slug, today=TODAY).chosen_at == ((day.pk, day.title, note.held_on),)
