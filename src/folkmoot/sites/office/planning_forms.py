"""Forms of the forward plan, of call-in, of members' questions and of days beside meetings; they save nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from folkmoot.apps.committees.models import AgendaItem, Organization, Person
from folkmoot.apps.committees.models.planning import Gathering
from folkmoot.apps.committees.operations.executive import Decided, Plan
from folkmoot.apps.committees.terms import Classification
from folkmoot.apps.committees.terms.planning import CallInOutcome, GatheringKind
from folkmoot.sites.office.meeting_forms import Day, MomentField, Named, check_ends

DECIDES = (Classification.CABINET, Classification.COUNCIL)
AUTHORITIES = (Classification.COUNCIL, Classification.AUTHORITY)

if TYPE_CHECKING:
    Bodies = forms.ModelMultipleChoiceField[Organization]
else:
    Bodies = forms.ModelMultipleChoiceField


class ManyNamed(Bodies):
    """A choice of some bodies, each by its name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Organization) -> str:
        return obj.name


class JointForm(forms.Form):
    """The terms of a joint committee."""

    lead = Named(queryset=Organization.objects.none(), label="Which authority leads", empty_label=None)
    partners = ManyNamed(queryset=Organization.objects.none(), label="Which authorities take part", required=False)
    rules_of = Named(
        queryset=Organization.objects.none(),
        label="Whose rules apply",
        empty_label=None,
        help_text="Of notice, speaking, quorum and votes, where the joint committee has set none itself.",
    )
    terms = forms.CharField(widget=forms.Textarea, label="Terms", help_text="What it looks into, and until when.")

    def __init__(self, body: Organization, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organization.objects.exclude(pk=body.pk).order_by("name")
        for name, rows in (
            ("lead", others.filter(classification__in=AUTHORITIES)),
            ("partners", others.filter(classification__in=AUTHORITIES)),
            ("rules_of", others.exclude(classification=Classification.AUTHORITY)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField), "each is a choice among bodies"
            field.queryset = rows


class PlanForm(forms.Form):
    """An entry of the forward plan."""

    organization = Named(
        queryset=Organization.objects.filter(classification__in=DECIDES).order_by("name"),
        label="Which body decides",
        empty_label=None,
    )
    title = forms.CharField(max_length=200)
    matter = forms.CharField(widget=forms.Textarea, label="What is to be decided")
    key = forms.BooleanField(required=False, label="It is a key decision")
    decided_by = forms.CharField(
        max_length=200, label="Who decides", help_text="Name and title, or the body's members."
    )
    due_from = forms.DateField(widget=Day(), label="To be decided from")
    due_to = forms.DateField(widget=Day(), label="Until")
    documents = forms.CharField(
        widget=forms.Textarea, required=False, label="Documents to be considered", help_text="One a line."
    )
    contact = forms.CharField(max_length=200, required=False, label="Where the documents can be had")
    private_reason = forms.CharField(max_length=300, required=False, label="Why it may be decided in private")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("due_from") and given.get("due_to") and given["due_to"] < given["due_from"]:
            self.add_error("due_to", "The period ends before it begins.")
        return given

    @property
    def plan(self) -> Plan:
        """What was typed, as the operation takes it."""
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__slots__})


class GeneralForm(forms.Form):
    """The general exception: why, and when scrutiny's chair was told."""

    reason = forms.CharField(max_length=300, label="Why it was not possible to wait", help_text="Published.")
    told_on = forms.DateField(widget=Day(), label="When the scrutiny chair was told")


class UrgentForm(forms.Form):
    """Special urgency: why, and who of scrutiny agreed."""

    reason = forms.CharField(max_length=300, label="Why it cannot reasonably be deferred", help_text="Published.")
    agreed_by = forms.CharField(max_length=160, label="The scrutiny chair who agreed")


class DecisionForm(forms.Form):
    """The record of a decision."""

    title = forms.CharField(max_length=200)
    text = forms.CharField(widget=forms.Textarea, label="What was decided")
    reasons = forms.CharField(widget=forms.Textarea, label="Why")
    rejected = forms.CharField(widget=forms.Textarea, required=False, label="Options considered and rejected")
    interests = forms.CharField(widget=forms.Textarea, required=False, label="Interests that were declared")
    decided_by = forms.CharField(max_length=200, label="Who decided")
    decided_on = forms.DateField(widget=Day(), label="On which day")
    urgent_reason = forms.CharField(
        max_length=300, required=False, label="Why it cannot wait for call-in", help_text="Empty where it can wait."
    )

    @property
    def decided(self) -> Decided:
        """What was typed, as the operation takes it."""
        return Decided(**{name: self.cleaned_data[name] for name in Decided.__slots__})


class CallInForm(forms.Form):
    """A member's signature under a call-in."""

    person = Named(
        queryset=Person.objects.filter(memberships__isnull=False).distinct().order_by("name"), label="Who signs"
    )
    grounds = forms.CharField(widget=forms.Textarea, label="On which grounds")


class SettleForm(forms.Form):
    """What scrutiny did with a decision that was called in."""

    outcome = forms.ChoiceField(choices=[(each.value, each.words) for each in CallInOutcome])
    settled_on = forms.DateField(widget=Day(), label="On which day")


class QuestionForm(forms.Form):
    """A question on an item, and the line that it belongs to."""

    words = forms.CharField(widget=forms.Textarea, label="The question")
    key_line = forms.CharField(
        max_length=120, required=False, label="The line it belongs to", help_text="Such as: What does it cost?"
    )


class NewQuestionForm(QuestionForm):
    """A new question, with the item that it is on."""

    def __init__(self, items: QuerySet[AgendaItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"] = Named(queryset=items, label="On which item", empty_label=None)
        self.order_fields(["item", "words", "key_line"])


class GatheringForm(forms.Form):
    """A briefing, drop-in, training or engagement day."""

    organization = Named(queryset=Organization.objects.order_by("name"), label="Of which body", empty_label=None)
    kind = forms.ChoiceField(choices=[(each.value, each.words) for each in GatheringKind])
    title = forms.CharField(max_length=200)
    text = forms.CharField(widget=forms.Textarea, required=False, label="What it is about")
    starts_at = MomentField(label="Begins")
    ends_at = MomentField(label="Ends", required=False)
    venue = forms.CharField(max_length=200, label="Where")
    public = forms.BooleanField(required=False, label="Everybody may come; it stands on the public site")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_ends(given)
        return given


class InviteForm(forms.Form):
    """Somebody to invite."""

    person = Named(queryset=Person.objects.order_by("name"), label="Who is invited")


class PaperForm(forms.Form):
    """A paper for a gathering."""

    title = forms.CharField(max_length=200)
    file = forms.FileField(label="The file", help_text="A PDF of at most 50 MB.")
    public = forms.BooleanField(required=False, label="Everybody may read it")

    def __init__(self, gathering: Gathering, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gathering.public:
            del self.fields["public"]
