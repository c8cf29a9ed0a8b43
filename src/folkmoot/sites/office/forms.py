"""Forms of the office: each validates what was typed and saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.committees.models import AgendaItem
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS, ConfidentialGround, ItemKind
from folkmoot.apps.measures.terms import Method
from folkmoot.methods.document import inline
from folkmoot.methods.projection.forecasts import FEWEST
from folkmoot.sites.office.blocks import Path, Place

LARGEST_SOURCE = 2 * 1024 * 1024


def check_markup(words: str) -> None:
    """ValidationError where the light markup in words cannot be read."""
    for paragraph in words.split("\n\n"):
        try:
            inline.parse(paragraph)
        except ValueError as error:
            raise ValidationError(f"{error}.") from error


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]], *, none: str = "") -> None:
    """Give a field of choices what can be chosen now; `none` stands first where nothing need be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [*([] if field.required else [("", none)]), *choices]


class AgendaItemForm(forms.Form):
    """A new item at the end of an agenda."""

    title = forms.CharField(max_length=200)
    number = forms.CharField(
        max_length=8,
        required=False,
        help_text="As it will be printed, such as 6. Leave it empty for an unnumbered item.",
    )
    kind = forms.ChoiceField(choices=[(kind.value, kind.value.capitalize()) for kind in ItemKind])
    text = forms.CharField(
        required=False,
        widget=forms.Textarea,
        help_text="Printed under the title. Leave an empty line between paragraphs.",
    )
    report_by = forms.CharField(max_length=160, required=False, help_text="The post of the officer who reports.")
    exempt_ground = forms.ChoiceField(
        required=False,
        label="Are its papers exempt?",
        choices=[("", "No, they are public")]
        + [(number, f"Schedule 12A, paragraph {number}: {ground}") for number, ground in EXEMPT_GROUNDS.items()],
    )
    exempt_reason = forms.CharField(
        required=False,
        widget=forms.Textarea,
        label="Why the public interest in withholding them is greater",
        help_text="Printed on the agenda, so say nothing here that is itself exempt.",
    )

    confidential_ground = forms.ChoiceField(
        required=False,
        label="Are its papers confidential?",
        choices=[("", "No")] + [(ground.value, ground.sentence) for ground in ConfidentialGround],
        help_text="Then the public is excluded without a vote, and no public interest is weighed.",
    )
    confidential_source = forms.CharField(
        max_length=300,
        required=False,
        label="Which department on which terms, or which Act or order",
        help_text="Kept for the office and never printed.",
    )

    def clean_text(self) -> str:
        words: str = self.cleaned_data["text"].replace("\r\n", "\n")
        check_markup(words)
        return words

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("confidential_ground") and given.get("exempt_ground"):
            self.add_error("exempt_ground", "What is confidential is not exempt as well. Choose one of the two.")
        if given.get("confidential_source") and not given.get("confidential_ground"):
            self.add_error("confidential_ground", "Say why its papers are confidential, or empty what forbids to tell.")
        if given.get("exempt_ground") and not given.get("exempt_reason"):
            self.add_error("exempt_reason", "Say why; the law asks for the reason of every exempt item.")
        if given.get("exempt_reason") and not given.get("exempt_ground"):
            self.add_error(
                "exempt_ground", "Choose the paragraph under which the papers are exempt, or empty the reason."
            )
        return given


class OrderForm(forms.Form):
    """The place of each item of an agenda."""

    def __init__(self, items: Sequence[AgendaItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for place, item in enumerate(items, 1):
            label = f"{item.number} {item.title}".strip()
            self.fields[f"item-{item.pk}"] = forms.IntegerField(
                min_value=1, max_value=len(items), initial=place, label=label
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        places = [place for place in given.values() if place is not None]
        if len(set(places)) < len(places):
            raise ValidationError("Two items have the same place. Give each item a place of its own.")
        return given

    @property
    def ordered(self) -> list[int]:
        """The keys of the items, in the order asked for."""
        return [item.pk for item in sorted(self.items, key=lambda item: self.cleaned_data[f"item-{item.pk}"])]


class BlockForm(forms.Form):
    """The words of one block of a report, written from its revision `base`."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=200,
        required=False,
        label="Why you change it",
        help_text="For those who follow. You may leave it empty.",
    )

    def __init__(self, places: Iterable[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = list(places)
        reason = self.fields.pop("reason")
        for place in self.places:
            self.fields[place.name] = forms.CharField(
                label=place.label, initial=place.words, widget=forms.Textarea, validators=[check_markup]
            )
        self.fields["reason"] = reason

    @property
    def words(self) -> dict[Path, str]:
        """What was typed, by the place where it belongs."""
        return {place.path: " ".join(self.cleaned_data[place.name].split()) for place in self.places}


class AttachForm(forms.Form):
    """A PDF to attach to a report."""

    title = forms.CharField(max_length=200, help_text="As the agenda will name it.")
    file = forms.FileField(label="The PDF", help_text="It is judged at once for accessibility and for keeping.")


class SourceForm(forms.Form):
    """The source file of a report or of a written annex."""

    file = forms.FileField(
        label="The source file",
        help_text="A TOML file: what stands around the text, then sections of blocks. It is read whole or not at all.",
    )

    def clean_file(self) -> UploadedFile[bytes]:
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST_SOURCE:
            raise ValidationError("The file is larger than 2 MB, which no source of a report is. Choose another file.")
        return given


class CellForm(forms.Form):
    """One cell of a printed table."""

    column = forms.ChoiceField()
    value = forms.CharField(required=False, strip=False, label="What the cell should say")
    reason = forms.CharField(max_length=200, label="Why", help_text="Kept with the new revision, for whoever asks.")

    def __init__(self, columns: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(column, column) for column in columns]
        self.fields["column"] = forms.ChoiceField(choices=choices, label="Column")


class TableForm(forms.Form):
    """A printed table to take in."""

    file = forms.FileField(label="The table as CSV", help_text="In UTF-8: a row of labels, then the cells as printed.")
    key = forms.SlugField(
        max_length=80, help_text="What reports will name it by. Small letters, digits and underscores."
    )
    title = forms.CharField(max_length=200)
    source = forms.CharField(max_length=400, help_text="Where it was printed, as it will stand under every figure.")
    period = forms.CharField(max_length=120, required=False, help_text="What it is of, such as March to June 2021.")
    licence = forms.CharField(max_length=200, required=False)
    restricted = forms.BooleanField(
        required=False,
        label="It is for an exempt or confidential report",
        help_text="Then nobody finds it among the public data; it is seen in that report alone.",
    )


class ComputeForm(forms.Form):
    """What is computed: measures, and for which units and years."""

    coverage = forms.ChoiceField(label="For which places and years")
    measures = forms.MultipleChoiceField(
        label="Which measures", help_text="Those without records are left out, and the report says so."
    )

    def __init__(self, coverages: Mapping[str, str], measures: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coverage"] = forms.ChoiceField(label="For which places and years", choices=list(coverages.items()))
        self.fields["measures"] = forms.MultipleChoiceField(
            label="Which measures",
            choices=[(each, measures[each]) for each in sorted(measures, key=lambda each: measures[each])],
            initial=list(measures),
            help_text="Those without records are left out, and the report says so.",
        )


class ProjectionForm(forms.Form):
    """What is projected: of which place, by which rule, from how many periods, until when."""

    unit = forms.ChoiceField(label="Place")
    method = forms.ChoiceField(
        label="Rule", choices=[(each.value, each.value.capitalize()) for each in Method], initial=Method.LINE.value
    )
    periods = forms.IntegerField(
        min_value=FEWEST, max_value=100, initial=5, label="Fitted to how many of the last periods"
    )
    until = forms.DateField(
        label="Until", widget=forms.DateInput(attrs={"type": "date"}), help_text="The last day of interest."
    )

    def __init__(self, units: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class ReleaseForm(forms.Form):
    """When a vintage is released."""

    embargo_until = forms.DateTimeField(
        required=False,
        label="Not before",
        help_text="A date and a time, such as 2026-12-01 09:30, by London’s clock. Leave it empty to release at once.",
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
    )
    accept_exposed = forms.BooleanField(
        required=False, label="Release although earlier releases give small numbers away"
    )


class WithdrawForm(forms.Form):
    """Why a vintage is taken back."""

    reason = forms.CharField(max_length=400, widget=forms.Textarea, label="Why", help_text="Everybody can read it.")


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(choices=[(role.value, role.heading) for role in Role])


class AuditFilter(forms.Form):
    """Which rows of the audit trail to show."""

    did = forms.ChoiceField(
        required=False,
        label="What was done",
        choices=[("", "Anything"), *((event.value, event.sentence) for event in Event)],
    )
    by = forms.CharField(required=False, label="Username")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))


class PersonForm(forms.Form):
    """Whose account it is."""

    person = forms.ChoiceField(required=False, label="This account is that of")
    email = forms.EmailField(
        required=False, label="Where reminders of their duties go",
        help_text="An email address. Without one no reminders are sent.",
    )  # fmt: skip

    def __init__(self, people: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField), "the field of a choice"
        field.choices = [("", "nobody who is on the record"), *((str(key), name) for key, name in people)]
