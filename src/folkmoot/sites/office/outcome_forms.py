"""Forms of what follows a meeting: each validates what was typed and saves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from folkmoot.apps.actions.terms import ActionState, Answer
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
        choose(
            self, "meeting", [(str(each.pk), f"{each.organization.name}, {day(each.starts_at)}") for each in meetings]
        )
        choose(self, "to", [(str(each.pk), each.name) for each in bodies])


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
        choose(self, "organization", [(str(each.pk), each.name) for each in bodies])

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
        choose(self, "block", paragraphs)


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field of a form what can be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), "only fields with choices are given some"
    field.choices = choices
