"""Forms of the public site: each validates what was typed and saves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.adapters.feeds.signatures import MOST_BYTES
from folkmoot.apps.accounts.terms import Frequency, Scope
from folkmoot.apps.committees.intake import Wish
from folkmoot.apps.committees.terms.requests import LONGEST_WORDS, Need, RequestKind, Way
from folkmoot.sites.public.guarded import GuardedForm

WHO = ("name", "email", "telephone", "on_behalf_of", "needs", "needs_note")
FIELDS = {
    RequestKind.SPEAK: ("way", "item", "subject", "words", *WHO),
    RequestKind.STATEMENT: ("item", "subject", "words", *WHO),
    RequestKind.PETITION: ("subject", "words", "signatures", "evidence", "sheet", "presenter", "item", *WHO),
    RequestKind.QUESTION: ("item", "subject", "words", *WHO),
    RequestKind.ATTEND: WHO,
}
WORDS = {
    RequestKind.SPEAK: (
        "A written statement, in case the line fails (optional)",
        "It is read only if you speak online and the connection breaks.",
    ),
    RequestKind.STATEMENT: ("Your statement", ""),
    RequestKind.PETITION: ("What the petition says", "Word for word, as people signed it."),
    RequestKind.QUESTION: ("Your question", "As you want it put to the committee."),
}
SUBJECT = {
    RequestKind.SPEAK: "What you want to speak about",
    RequestKind.STATEMENT: "What your statement is about",
    RequestKind.PETITION: "Title of the petition",
    RequestKind.QUESTION: "What your question is about",
}
MISSING = {
    "way": "Say how you want to speak.",
    "subject": "Say in a few words what it is about.",
    "words": "Type the words.",
    "signatures": "Say how many people signed.",
    "evidence": "Say how the signatures were gathered and where they can be seen.",
    "name": "Type your name.",
    "email": "Type your email address.",
}
NOT_AN_ADDRESS = "Type an email address such as name@example.com."
OPTIONAL = frozenset({"sheet", "telephone", "on_behalf_of", "needs", "needs_note", "presenter", "item"})


class AskForm(GuardedForm):
    """What somebody asks of a meeting; only the fields of its kind are there."""

    way = forms.ChoiceField(
        label="How do you want to speak?",
        choices=[(each.value, each.sentence) for each in Way],
        widget=forms.RadioSelect,
    )
    item = forms.TypedChoiceField(label="Which item of the agenda is it about?", coerce=int, empty_value=None)
    subject = forms.CharField(
        max_length=200, help_text="A few words. They are read out at the meeting and stand in its minutes."
    )
    words = forms.CharField(max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 12}))
    signatures = forms.IntegerField(label="How many people signed", min_value=1, max_value=10_000_000)
    evidence = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 3}), label="How the signatures were gathered",
        help_text="And where they can be seen: who holds the sheets, or the web address.",
    )  # fmt: skip
    sheet = forms.FileField(
        label="A file with the signatures",
        help_text=(
            "A PDF, a spreadsheet (CSV or .xlsx) or a picture (JPEG or PNG), at most 5 MB. Democratic services alone "
            "see it, to count; it is never published, and is deleted with what you tell us."
        ),
    )  # fmt: skip
    presenter = forms.CharField(
        max_length=120, label="Who presents the petition", help_text="If it is somebody else than you."
    )
    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your email address", error_messages={"invalid": NOT_AN_ADDRESS},
        help_text="We write to it about this request and nothing else.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    telephone = forms.CharField(
        max_length=40, label="Your telephone number", widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        help_text="If we may call you when something changes at short notice.",
    )  # fmt: skip
    on_behalf_of = forms.CharField(
        max_length=160, label="On whose behalf", help_text="If you speak for a group or a company."
    )
    needs = forms.MultipleChoiceField(
        label="What would help you to take part", choices=[(each.value, each.sentence) for each in Need],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    needs_note = forms.CharField(max_length=500, label="Anything else that would help you")

    def __init__(self, *args: Any, kind: RequestKind, items: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        wanted = FIELDS[kind]
        self.fields = {name: self.fields[name] for name in (*wanted, "website")}
        for name in wanted:
            field = self.fields[name]
            field.error_messages |= {"required": MISSING.get(name, "")}
            if name in OPTIONAL:
                field.required, field.label = False, f"{field.label} (optional)"
        if "item" in wanted:
            self.fields["item"].choices = [("", "None of them, or not sure"), *items]  # type: ignore[attr-defined]
        if kind in WORDS:
            words = self.fields["words"]
            words.label, words.help_text = WORDS[kind]
            if kind is RequestKind.SPEAK:
                words.required = False
                words.widget.attrs["rows"] = 6
            self.fields["subject"].label = SUBJECT[kind]

    def clean_sheet(self) -> tuple[str, bytes] | None:
        """The name and content of the file; one that is too large is not read."""
        given = self.cleaned_data["sheet"]
        if given is None:
            return None
        name = given.name or "The file"
        if given.size > MOST_BYTES:
            raise ValidationError(f"{name} has {given.size / 2**20:.1f} MB; send at most {MOST_BYTES / 2**20:.0f}.")
        return name, given.read()

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\r\n", "\n").strip()

    @property
    def wish(self) -> Wish:
        """What was typed, as the intake takes it."""
        given = {name: self.cleaned_data[name] for name in FIELDS[self.kind]}
        given["needs"] = tuple(Need(need) for need in given["needs"])
        if "way" in given:
            given["way"] = Way(given["way"])
        return Wish(kind=self.kind, **given)


class FollowForm(GuardedForm):
    """What somebody wants to be told of."""

    email = forms.EmailField(
        label="Your email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": MISSING["email"], "invalid": NOT_AN_ADDRESS},
    )  # fmt: skip
    committee = forms.ChoiceField(required=False, label="A committee")
    topic = forms.CharField(
        required=False, max_length=100, label="Or a subject",
        help_text="One word or a few, such as school meals. We write when an agenda or minutes have them all.",
    )  # fmt: skip
    ward = forms.CharField(
        required=False, max_length=100, label="Or a ward or division", help_text="Its name, as it stands in the papers."
    )
    frequency = forms.ChoiceField(
        label="How often should we write?", choices=[(each.value, each.sentence) for each in Frequency],
        initial=Frequency.AT_ONCE.value, widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, committees: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committees = dict(committees)
        self.fields["committee"].choices = [("", "No committee"), *committees]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if len([scope for scope in Scope if given.get(scope.value)]) != 1 and not self.errors:
            raise ValidationError("Choose one: a committee, a subject, or a ward.")
        return given

    @property
    def followed(self) -> tuple[Scope, str, str]:
        """What is to be followed: its kind, its address or words, and what it is called."""
        scope = next(scope for scope in Scope if self.cleaned_data[scope.value])
        about = " ".join(str(self.cleaned_data[scope.value]).split())
        return scope, about, self.committees.get(about, about)


class FrequencyForm(forms.Form):
    """How often somebody is told."""

    frequency = forms.ChoiceField(
        label="How often should we write?", choices=[(each.value, each.sentence) for each in Frequency],
        widget=forms.RadioSelect,
    )  # fmt: skip


class SuggestForm(GuardedForm):
    """A topic that somebody suggests for a work programme."""

    title = forms.CharField(
        max_length=200, label="What should be looked into", help_text="In a few words.",
        error_messages={"required": "Say in a few words what should be looked into."},
    )  # fmt: skip
    why = forms.CharField(
        max_length=4000, label="Why it matters", widget=forms.Textarea(attrs={"rows": 6}),
        help_text="To whom, and what could be better. Name nobody and tell of no single case: it may be shown.",
        error_messages={"required": "Say why it matters."},
    )  # fmt: skip
    name = forms.CharField(
        max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": MISSING["name"]},
    )  # fmt: skip
    email = forms.EmailField(
        label="Your email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="We write to it what comes of your suggestion and nothing else.",
        error_messages={"required": MISSING["email"], "invalid": NOT_AN_ADDRESS},
    )  # fmt: skip
