"""Forms of what follows a meeting: each validates what was typed and saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.terms import NEXT_STATE, ActionState, Answer, Source, TopicState, Way
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.sites.shared.formats import day

Choices = list[tuple[str, str]]


class DayField(forms.DateField):
    """A day, typed as people write it or as a browser's calendar gives it."""

    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"], **kwargs)


class ProgressForm(forms.Form):
    """How an action stands."""

    words = forms.CharField(label="What was done", widget=forms.Textarea(attrs={"rows": 4}))
    evidence = forms.URLField(
        label="Where the evidence is", required=False, assume_scheme="https", help_text="A web address; optional."
    )
    state = forms.ChoiceField(
        label="The action is",
        choices=[
            (ActionState.OPEN.value, "still open"),
            (ActionState.DONE.value, "done"),
            (ActionState.DROPPED.value, "no longer wanted"),
        ],
        widget=forms.RadioSelect,
        initial=ActionState.OPEN.value,
    )


class RecommendationForm(forms.Form):
    """A recommendation of a meeting to another body."""

    meeting = forms.ChoiceField(label="Meeting that made it")
    text = forms.CharField(
        label="The recommendation", widget=forms.Textarea(attrs={"rows": 4}), help_text="In the words of the minute."
    )
    to = forms.ChoiceField(label="To")
    origin = forms.CharField(max_length=120, label="Where it stands", help_text="Such as Minute 9/21.")
    lead = forms.CharField(max_length=160, required=False, label="Who leads on it", help_text="A post or a portfolio.")

    def __init__(self, meetings: Iterable[Meeting], bodies: Iterable[Organization], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self, "meeting", [(str(each.pk), f"{each.organization.name}, {day(each.starts_at)}") for each in meetings]
        )
        _choose(self, "to", [(str(each.pk), each.name) for each in bodies])


class NoticeForm(forms.Form):
    """When notice of a recommendation was received."""

    on = DayField(label="Notice was received on", help_text="The time to answer begins with this day.")


class AnswerForm(forms.Form):
    """What the body answered."""

    answer = forms.ChoiceField(
        choices=[(each.value, each.value.capitalize()) for each in Answer], widget=forms.RadioSelect
    )
    words = forms.CharField(label="The answer in full", widget=forms.Textarea(attrs={"rows": 6}))
    on = DayField(label="Answered on")


class ImplementationForm(forms.Form):
    """How a recommendation was carried out."""

    words = forms.CharField(label="What was done", widget=forms.Textarea(attrs={"rows": 4}))
    on = DayField(label="Carried out on")


class ReportForm(forms.Form):
    """Whose scrutiny a report is about, and from when to when."""

    organization = forms.ChoiceField(label="Committee")
    first = DayField(label="From")
    last = DayField(label="To")

    def __init__(self, bodies: Iterable[Organization], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "organization", [(str(each.pk), each.name) for each in bodies])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", "The report ends before it begins. Choose a later day.")
        return given


class NoteForm(forms.Form):
    """A member's own note on a paragraph."""

    block = forms.ChoiceField(label="Paragraph")
    text = forms.CharField(
        label="Your note",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nobody else can read it. Save it empty to take it away.",
    )

    def __init__(self, paragraphs: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "block", paragraphs)


class SuggestionForm(forms.Form):
    """A topic for a work programme."""

    organization = forms.ChoiceField(label="For")
    title = forms.CharField(max_length=200)
    why = forms.CharField(label="Why it matters", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    theme = forms.CharField(max_length=80, required=False)
    source = forms.ChoiceField(
        label="Who puts it forward", choices=[(each.value, each.value.capitalize()) for each in Source]
    )
    put_forward_by = forms.CharField(
        max_length=160, required=False, label="Their post or body", help_text="Never a resident's name: this is shown."
    )

    def __init__(self, bodies: Iterable[Organization], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "organization", [(str(each.pk), each.name) for each in bodies])


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
        _choose(self, "state", [(state.value, state.words) for state in able if state is not TopicState.SCHEDULED])
        _choose(self, "referred_to", [("", ""), *((str(each.pk), each.name) for each in bodies)])


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
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why then")

    def __init__(self, meetings: Iterable[Meeting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "meeting", [(str(each.pk), day(each.starts_at)) for each in meetings])


class StakeholderForm(forms.Form):
    """Who should be heard on a topic."""

    name = forms.CharField(max_length=160, label="Body or group", help_text="Never a private person.")
    interest = forms.CharField(max_length=200, label="What they have to do with it")
    heard = forms.CharField(max_length=200, required=False, label="When and how they were heard")


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), "only fields with choices are given some"
    field.choices = choices
