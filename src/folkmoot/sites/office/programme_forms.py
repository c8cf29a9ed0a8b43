"""Forms of the work programme: each validates what was typed and saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.terms import NEXT_STATE, Source, StakeholderRole, TopicState, Way
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.models.planning import PlannedDecision
from folkmoot.sites.office.outcome_forms import DayField, choose
from folkmoot.sites.shared.formats import day

# What a prioritisation meeting can agree of a topic; a referral names a body and is made on the topic's page.
AGREED = (TopicState.LONGLISTED, TopicState.SHORTLISTED, TopicState.DECLINED)


class SuggestionForm(forms.Form):
    """A topic for a work programme."""

    organization = forms.ChoiceField(label="For")
    title = forms.CharField(max_length=200)
    why = forms.CharField(label="Why it matters", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    theme = forms.CharField(max_length=80, required=False)
    source = forms.ChoiceField(label="Who puts it forward")
    put_forward_by = forms.CharField(
        max_length=160, required=False, label="Their post or body", help_text="Never a resident's name: this is shown."
    )

    def __init__(self, bodies: Iterable[Organization], sources: Iterable[Source], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "source", [(each.value, each.value.capitalize()) for each in sources])
        choose(self, "organization", [(str(each.pk), each.name) for each in bodies])


class SortForm(forms.Form):
    """The next step of a topic, and why."""

    state = forms.ChoiceField(label="It becomes", widget=forms.RadioSelect)
    referred_to = forms.ChoiceField(label="Referred to", required=False)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Measured by the committee's remit. It is shown."
    )

    def __init__(self, topic: Topic, bodies: Iterable[Organization], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [state for state in TopicState if state in NEXT_STATE[TopicState(topic.state)]]
        choose(self, "state", [(state.value, state.words) for state in able if state is not TopicState.SCHEDULED])
        choose(self, "referred_to", [("", ""), *((str(each.pk), each.name) for each in bodies)])


class ScoreForm(forms.Form):
    """What a topic scores by each criterion in force."""

    def __init__(self, criteria: Sequence[str], most: int, known: Mapping[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for number, criterion in enumerate(criteria):
            self.fields[f"score-{number}"] = forms.IntegerField(
                label=criterion.capitalize(), min_value=0, max_value=most, initial=known.get(criterion), required=False
            )

    @property
    def scores(self) -> dict[str, int]:
        """What was given, by criterion."""
        given = ((name, self.cleaned_data[f"score-{number}"]) for number, name in enumerate(self.criteria))
        return {name: value for name, value in given if value is not None}


class ScheduleForm(forms.Form):
    """The meeting at which a topic is scrutinised, and how."""

    meeting = forms.ChoiceField()
    way = forms.ChoiceField(label="How", choices=[(each.value, each.value.capitalize()) for each in Way])
    minutes = forms.IntegerField(
        min_value=1, max_value=600, required=False, label="Minutes", help_text="How long it should take, if known."
    )
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why then")

    def __init__(self, meetings: Iterable[Meeting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "meeting", [(str(each.pk), day(each.starts_at)) for each in meetings])


class LinkForm(forms.Form):
    """The planned decision that a topic is about."""

    decision = forms.ChoiceField(label="It is about", required=False)

    def __init__(self, planned: Iterable[PlannedDecision], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.pk), f"{row.title} ({row.organization.name}, {day(row.due_from)})") for row in planned]
        choose(self, "decision", [("", "No planned decision"), *named])


class StakeholderForm(forms.Form):
    """Who should be heard on a topic."""

    person = forms.BooleanField(required=False, label="It is a private person")
    name = forms.CharField(
        max_length=160,
        label="Body or group",
        help_text="It is shown. Of a private person say what they are, such as: A parent. Their name is kept apart.",
    )
    role = forms.ChoiceField(
        label="What they are to it", choices=[(each.value, each.value.capitalize()) for each in StakeholderRole]
    )
    interest = forms.CharField(max_length=420, label="What they have to do with it")


class ContactForm(forms.Form):
    """How to reach somebody who should be heard."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(required=False, label="Email address")
    phone = forms.CharField(max_length=40, required=False, label="Telephone")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("email") or given.get("phone")):
            self.add_error("email", "Give an email address or a telephone number.")
        return given


class AskedForm(forms.Form):
    """What somebody was asked for."""

    words = forms.CharField(label="What they were asked", widget=forms.Textarea(attrs={"rows": 3}))
    on = DayField(label="Asked on")


class EvidenceForm(forms.Form):
    """What somebody gave when asked."""

    evidence = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), help_text="In a few words, or where it can be read. It is shown."
    )
    on = DayField(label="Given on")


class ConsiderForm(forms.Form):
    """A topic that is put before a prioritisation meeting."""

    topic = forms.ChoiceField(label="Put a topic before the meeting")

    def __init__(self, topics: Iterable[Topic], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "topic", [(str(each.pk), each.title) for each in topics])


class OutcomeForm(forms.Form):
    """What a prioritisation meeting agreed of a topic."""

    outcome = forms.ChoiceField(label="It was agreed that the topic is", widget=forms.RadioSelect)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text="It is shown.")

    def __init__(self, topic: Topic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = TopicState(topic.state)
        able = [state, *(each for each in AGREED if each in NEXT_STATE[state])]
        choose(self, "outcome", [(each.value, each.words) for each in able])


class NoteOfMeetingForm(forms.Form):
    """The note of a prioritisation meeting."""

    text = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Each topic's outcome and reason are added. Nothing can be changed once it is circulated.",
    )
