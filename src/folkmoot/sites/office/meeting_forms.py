"""Forms of the work before a meeting: each validates what was typed and saves nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from folkmoot.apps.accounts.models import User
from folkmoot.apps.committees.models import AgendaItem, Organization, Person
from folkmoot.apps.committees.operations import Lateness
from folkmoot.apps.committees.terms import ConfidentialGround, ItemKind, Mode
from folkmoot.apps.committees.terms.parameters import BadParameter, Holds, Parameter, RuleEntry, checked
from folkmoot.apps.packs.terms import OverrideGround
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.sites.office.forms import AgendaItemForm, check_markup

if TYPE_CHECKING:
    RowChoice = forms.ModelChoiceField[Organization | Person | AgendaItem]
else:
    RowChoice = forms.ModelChoiceField


class Day(forms.DateInput):
    """The browser's own field for a date."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """The browser's own field for a date and a time, by London's clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment by London's clock, whatever the server's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M"], widget=Moment(), **kwargs)

    def clean(self, value: Any) -> datetime | None:
        found = super().clean(value)
        return found.replace(tzinfo=LONDON) if found else None


def moment(value: datetime | None) -> str:
    """A moment as its field takes it."""
    return value.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M") if value else ""


class Named(RowChoice):
    """A choice among rows, each by its name or title."""

    def label_from_instance(self, obj: Organization | Person | AgendaItem) -> str:
        if isinstance(obj, Person):
            return obj.called
        return obj.title if isinstance(obj, AgendaItem) else obj.name


class ItemForm(AgendaItemForm):
    """Everything about an item: what it is, who owes its report, whether it is exempt, whether it comes late."""

    review_on = forms.DateField(
        required=False,
        label="When it is asked again whether the papers may be opened",
        widget=Day(),
        help_text="Every exempt item needs one.",
    )
    to_follow_on = forms.DateField(
        required=False, label="The report is to follow by", widget=Day(), help_text="Leave it empty where it is there."
    )
    late_reason = forms.CharField(
        max_length=300, required=False, label="Why the item or its report is late", help_text="Printed on the agenda."
    )
    urgent_reason = forms.CharField(
        max_length=300,
        required=False,
        label="Why it cannot wait for the next meeting",
        help_text="The special circumstances. Printed on the agenda and kept for the minute.",
    )
    agreed_by = forms.CharField(
        max_length=160, required=False, label="Who agreed that it is urgent", help_text="Whoever presides, by name."
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report_owner"] = forms.ModelChoiceField(
            queryset=owners, required=False, label="Who owes the report", empty_label="Nobody here"
        )
        self.fields["planned_minutes"] = forms.IntegerField(
            min_value=1, max_value=600, required=False, label="Minutes planned for it", help_text="Not printed."
        )
        self.order_fields(["title", "number", "kind", "text", "report_by", "report_owner", "planned_minutes"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("review_on") and not given.get("exempt_ground"):
            self.add_error("review_on", "Only an exempt item is looked at again. Choose its paragraph, or empty this.")
        if given.get("to_follow_on") and not given.get("late_reason"):
            self.add_error("late_reason", "Say why the report is to follow.")
        if given.get("urgent_reason") and not given.get("agreed_by"):
            self.add_error("agreed_by", "Name who agreed that it is urgent; the law asks for the chair's opinion.")
        return given

    @property
    def described(self) -> dict[str, Any]:
        """The arguments of the operations that add or revise an item."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "kind": ItemKind(given["kind"]),
            "number": given["number"],
            "text": given["text"],
            "report_by": given["report_by"],
            "exempt": (given["exempt_ground"], given["exempt_reason"]) if given["exempt_ground"] else None,
            "review_on": given["review_on"],
            "confidential": self._confidential(),
            "report_owner": given["report_owner"],
            "planned_minutes": given["planned_minutes"],
            "lateness": Lateness(
                given["late_reason"], given["urgent_reason"], given["agreed_by"], given["to_follow_on"]
            ),
        }

    def _confidential(self) -> tuple[ConfidentialGround, str] | None:
        ground = self.cleaned_data["confidential_ground"]
        return (ConfidentialGround(ground), self.cleaned_data["confidential_source"]) if ground else None


def said_of(item: AgendaItem) -> dict[str, Any]:
    """An item as its form begins."""
    names = ("title", "number", "kind", "text", "report_by", "exempt_ground", "exempt_reason", "review_on",
             "confidential_ground", "confidential_source", "report_owner", "planned_minutes", "to_follow_on",
             "late_reason", "urgent_reason")  # fmt: skip
    return {name: getattr(item, name) for name in names} | {"agreed_by": item.urgency_agreed_by}


class TemplateItemForm(forms.Form):
    """A standing item of a body's agendas."""

    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value.capitalize()) for kind in ItemKind])
    text = forms.CharField(required=False, widget=forms.Textarea, help_text="Printed under the title.")
    numbered = forms.BooleanField(required=False, initial=True, label="It has a number")
    effective_from = forms.DateField(label="From which meetings on", widget=Day())

    def clean_text(self) -> str:
        words: str = self.cleaned_data["text"].replace("\r\n", "\n")
        check_markup(words)
        return words


class CallForm(forms.Form):
    """A new meeting in the calendar."""

    organization = Named(queryset=Organization.objects.order_by("name"), label="Which body meets", empty_label=None)
    starts_at = MomentField(label="Begins")
    ends_at = MomentField(label="Ends", required=False, help_text="As planned. You may leave it empty.")
    venue = forms.CharField(max_length=200, label="Where")
    mode = forms.ChoiceField(choices=[(each.value, each.value.replace("_", " ").capitalize()) for each in Mode])
    contact = Named(
        queryset=Person.objects.order_by("name"),
        required=False,
        label="Who answers questions about it",
        empty_label="Nobody is named",
    )
    contact_post = forms.CharField(
        max_length=120, required=False, label="As what", help_text="Such as Committee Officer; printed on the notice."
    )
    stream_url = forms.URLField(required=False, label="Address of the live stream", assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_ends(given)
        return given


def check_ends(given: dict[str, Any]) -> None:
    """ValidationError where a meeting would end before it begins."""
    if given.get("starts_at") and given.get("ends_at") and given["ends_at"] <= given["starts_at"]:
        raise ValidationError("The meeting ends before it begins. Put the times right.")


class ReasonForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = forms.CharField(max_length=200, label="Why", help_text="Shown on the public page of the meeting.")


class MoveForm(ReasonForm):
    """Where a meeting is moved, and why."""

    venue = forms.CharField(max_length=200, label="The new place")
    field_order = ("venue", "reason")


class RescheduleForm(ReasonForm):
    """To when a meeting is put off, and why."""

    starts_at = MomentField(label="Begins")
    ends_at = MomentField(label="Ends", required=False)
    field_order = ("starts_at", "ends_at", "reason")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_ends(given)
        return given


class ShortNoticeForm(forms.Form):
    """Why a meeting is called at shorter notice than the law asks for."""

    reason = forms.CharField(
        max_length=300, required=False, label="Why the notice is short", help_text="Printed. Empty it to take it back."
    )


class OverrideForm(forms.Form):
    """On which ground a pack is published in spite of a finding, why, and who decided it."""

    ground = forms.ChoiceField(
        label="The ground",
        choices=[(ground.value, ground.sentence) for ground in OverrideGround],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        max_length=400, widget=forms.Textarea, label="The reason", help_text="Printed in the pack and on its page."
    )
    decided_by = forms.CharField(
        max_length=160, label="Who decided it", help_text="By name and office, as it is to be printed."
    )


class RuleForm(forms.Form):
    """What a rule is to say for a body, from a day on."""

    effective_from = forms.DateField(label="In force from", widget=Day())
    source = forms.CharField(
        max_length=300, label="Where it is written", help_text="Such as: Constitution, part 4.2, rule 8."
    )

    def __init__(self, entry: RuleEntry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        for parameter in entry.parameters:
            self.fields[parameter.name] = _field(parameter)
        self.order_fields([*(each.name for each in entry.parameters), "effective_from", "source"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                checked(self.entry, self.parameters)
            except BadParameter as fault:
                raise ValidationError(f"{fault}.") from fault
        return given

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that were given."""
        given = {each.name: self.cleaned_data.get(each.name) for each in self.entry.parameters}
        flags = {each.name for each in self.entry.parameters if each.holds is Holds.FLAG}
        return {name: value for name, value in given.items() if name in flags or value not in (None, "", [])}


class WordsField(forms.CharField):
    """A list of words, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea, **kwargs)

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


def _field(parameter: Parameter) -> forms.Field:
    said: dict[str, Any] = {
        "label": parameter.meaning[:1].upper() + parameter.meaning[1:],
        "required": parameter.needed,
    }
    match parameter.holds:
        case Holds.WHOLE:
            return forms.IntegerField(min_value=0, **said)
        case Holds.FLAG:
            return forms.BooleanField(**said | {"required": False})
        case Holds.COUNTING:
            choices = [("clear days", "Clear days: the day found is not counted"), ("days before", "The day counts")]
            return forms.ChoiceField(choices=choices, **said)
        case Holds.BASIS:
            choices = [("working", "Working days"), ("calendar", "Every day of the calendar")]
            return forms.ChoiceField(choices=choices, **said)
        case Holds.WORDS:
            return WordsField(help_text="One a line.", **said)
        case _:
            words = parameter.holds.value
            return forms.CharField(max_length=20, help_text=f"{words[:1].upper()}{words[1:]}.", **said)
