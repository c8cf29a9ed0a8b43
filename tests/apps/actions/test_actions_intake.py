"""Residents suggest topics, are told what came of it, and are forgotten on their day."""

from datetime import timedelta

import pytest
from tests.apps.actions.conftest import NOW

from folkmoot.apps.accounts.intake import TooMany, Visitor
from folkmoot.apps.accounts.models.mail import Message
from folkmoot.apps.actions import intake, operations
from folkmoot.apps.actions.models import Suggester, Topic
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.terms import Source, TopicState

VISITOR = Visitor("192.0.2.7", "browser")


def suggested(world, **changed):
    given = {
        "slug": world.committee.slug, "title": "Crossings", "why": "Children wait long.", "name": "Invented Ivy",
        "email": "ivy@invented.example", "visitor": VISITOR, "at": NOW,
    }  # fmt: skip
    return intake.suggest(**given | changed)


def test_a_suggestion_sent_twice_is_one_and_the_suggester_is_kept_apart(world):
    assert suggested(world) == suggested(world)
    topic = Topic.objects.get()
    assert (topic.source, topic.put_forward_by, topic.state) == (Source.RESIDENT, "", TopicState.SUGGESTED)
    assert topic.suggester.delete_on == NOW.date() + timedelta(180)
    assert Message.objects.get().to == "ivy@invented.example"
    assert topics.programme(world.committee.slug, today=NOW.date()) is None


def test_the_suggester_is_told_of_each_step_and_why(world):
    suggested(world)
    topic = Topic.objects.get()
    step = {"topic_id": topic.pk, "by": None, "at": NOW}
    operations.sort_topic(state=TopicState.REFERRED, referred_to=world.cabinet, reason="Theirs to decide.", **step)
    letter = Message.objects.order_by("pk").last()
    assert letter.subject == "What came of your suggestion: Crossings"
    assert "It went to Invented Cabinet." in letter.body
    assert "The reason: Theirs to decide." in letter.body
    assert topic.suggester.told_at == NOW
    operations.sort_topic(state=TopicState.LONGLISTED, reason="It came back.", **step)
    assert "It is on the list" in Message.objects.order_by("pk").last().body
    assert "It went to" not in Message.objects.order_by("pk").last().body


def test_nobody_is_written_to_once_they_are_forgotten(world):
    suggested(world)
    operations.forget_suggesters(at=NOW + timedelta(180))
    assert not Suggester.objects.exists()
    operations.sort_topic(
        topic_id=Topic.objects.get().pk, state=TopicState.DECLINED, reason="One case.", by=None, at=NOW
    )
    assert Message.objects.count() == 1


def test_a_body_that_does_not_scrutinise_takes_no_suggestions(world):
    with pytest.raises(intake.NoBody, match="There is no such scrutiny committee."):
        suggested(world, slug=world.cabinet.slug)


def test_too_many_from_one_browser_are_refused(world, settings):
    settings.FORMS_PER_BROWSER = 1
    suggested(world)
    with pytest.raises(TooMany):
        suggested(world, title="Buses")
