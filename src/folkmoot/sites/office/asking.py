"""Forms about what residents ask: each validates what was typed and saves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.apps.committees.models.requests import Petition, Request
from folkmoot.apps.committees.terms.requests import Outcome


class DecisionForm(forms.Form):
    """To accept or to decline."""

    decision = forms.ChoiceField(
        label="What is decided?", choices=[("accept", "Accept"), ("decline", "Decline")], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}), label="Why it is declined",
        help_text="Whoever asked reads these words.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "decline" and not given.get("reason"):
            self.add_error("reason", "Say why: whoever asked is told the reason.")
        return given


class SpeakersForm(forms.Form):
    """The place of each of those who are called, and how long each may speak."""

    def __init__(self, requests: Sequence[Request], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requests = requests
        for place, each in enumerate(requests, 1):
            self.fields[f"place-{each.pk}"] = forms.IntegerField(
                min_value=1, max_value=len(requests), initial=place, label="Place"
            )
            self.fields[f"minutes-{each.pk}"] = forms.IntegerField(
                min_value=1, max_value=60, required=False, initial=each.minutes, label="Minutes"
            )

    def rows(self) -> list[tuple[Request, Any, Any]]:
        """Each request with its two fields."""
        return [(each, self[f"place-{each.pk}"], self[f"minutes-{each.pk}"]) for each in self.requests]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        places = [given[f"place-{each.pk}"] for each in self.requests if f"place-{each.pk}" in given]
        if len(set(places)) < len(places):
            raise ValidationError("Two have the same place. Give each a place of its own.")
        return given

    @property
    def ordered(self) -> list[int]:
        """The keys of the requests, in the order asked for."""
        return [each.pk for each in sorted(self.requests, key=lambda each: self.cleaned_data[f"place-{each.pk}"])]

    @property
    def minutes(self) -> dict[int, int | None]:
        """How long each may speak, where it was said."""
        return {each.pk: self.cleaned_data[f"minutes-{each.pk}"] for each in self.requests}


class PlacesForm(forms.Form):
    """How many people the room holds."""

    places = forms.IntegerField(min_value=0, max_value=5000, label="Places for the public")


class OutcomeForm(forms.Form):
    """What came of a request at the meeting."""

    outcome = forms.ChoiceField(
        label="What came of it", choices=[(each.value, each.sentence) for each in Outcome], widget=forms.RadioSelect
    )


class ReferForm(forms.Form):
    """To whom a petition goes."""

    to = forms.CharField(max_length=160, label="Referred to", help_text="A committee, a Cabinet member or an officer.")

    def __init__(self, petition: Petition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"to": petition.referred_to}


class CountForm(forms.Form):
    """How many signatures of a petition are good."""

    verified = forms.IntegerField(
        min_value=0,
        label="Signatures that were found good",
        help_text="Without those that stand twice, cannot be read, or are of people who may not sign. It is published.",
    )

    def __init__(self, petition: Petition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"verified": petition.verified}
        self.petition = petition

    def clean_verified(self) -> int:
        found: int = self.cleaned_data["verified"]
        if found > self.petition.signatures:
            raise ValidationError(f"{self.petition.signatures} signatures were handed in; no more can be good.")
        return found


class ReplyForm(forms.Form):
    """The answer to a petition."""

    reply = forms.CharField(
        max_length=10_000, widget=forms.Textarea(attrs={"rows": 10}), label="What is done about it",
        help_text="The organiser gets these words, and they are published with the petition.",
    )  # fmt: skip

    def __init__(self, petition: Petition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"reply": petition.reply}
