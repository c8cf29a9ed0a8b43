"""What those who suggest a topic are written: in plain English, and only what concerns their suggestion."""

from __future__ import annotations

from folkmoot.apps.actions.models import Prioritisation, Topic
from folkmoot.apps.actions.terms import TopicState
from folkmoot.methods.calendars.counting import LONDON

OUTCOME = {
    TopicState.LONGLISTED: "It is on the list from which the committee chooses what to look into.",
    TopicState.SHORTLISTED: "It is on the short list for the committee's next meetings.",
    TopicState.SCHEDULED: "The committee will look into it at a meeting.",
    TopicState.DONE: "The committee has looked into it.",
    TopicState.REFERRED: "It was handed to another body, whose business it is.",
    TopicState.DECLINED: "The committee does not take it up.",
}


def received(topic: Topic, name: str) -> tuple[str, str]:
    """Subject and words of the letter that says that a suggestion came."""
    words = [
        f"Dear {name},",
        f"Thank you for your suggestion to the {topic.organization.name}: {topic.title}.",
        "An officer compares it with what the committee is there for. We write to you once that is done.",
        "Your name and address are kept apart from the suggestion, and are deleted afterwards.",
    ]
    return f"Your suggestion: {topic.title}", "\n\n".join(words)


def sorted_out(topic: Topic, name: str, state: TopicState, reason: str) -> tuple[str, str]:
    """Subject and words of the letter that says what came of a suggestion, and why."""
    referred = f" It went to {topic.referred_to.name}." if topic.referred_to and state is TopicState.REFERRED else ""
    words = [
        f"Dear {name},",
        f"You suggested to the {topic.organization.name}: {topic.title}.",
        f"{OUTCOME[state]}{referred}",
        f"The reason: {reason}",
    ]
    return f"What came of your suggestion: {topic.title}", "\n\n".join(words)


def note_of(held: Prioritisation, name: str) -> tuple[str, str]:
    """Subject and words of the note of a prioritisation meeting, with each topic's outcome and reason."""
    gathering = held.gathering
    day = f"{gathering.starts_at.astimezone(LONDON):%d %B %Y}".removeprefix("0")
    agreed = [
        f"- {each.topic.title}: {TopicState(each.outcome).words}. {each.reason}"
        for each in held.weighings.select_related("topic")
    ]
    words = [
        f"Dear {name},",
        f"This is the note of {gathering.title} of the {gathering.organization.name} on {day}.",
        held.note,
        "What was agreed:\n" + "\n".join(agreed),
    ]
    return f"Note: {gathering.title}, {day}", "\n\n".join(words)
