"""Forms of the room, one for each thing that is recorded; they validate what was typed and save nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.queries.interests import dispensations_on, interests_on
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS, InterestCategory
from folkmoot.apps.committees.terms.requests import Outcome as RequestOutcome
from folkmoot.apps.minutes.terms import (
    CONFIDENTIAL,
    DECLARATIONS,
    METHODS,
    SPENT_ON,
    Capacity,
    Choice,
    Concern,
    DeclarationKind,
    Method,
    Outcome,
)
from folkmoot.sites.office.forms import check_markup, offer
from folkmoot.sites.office.room.setting import NOBODY, Setting

CAPACITIES = [
    ("voting_member", "Voting member"), ("substitute", "Substitute"), ("co_optee", "Co-optee"),
    ("other_member", "Other member in attendance"), ("officer", "Officer"),
]  # fmt: skip
GROUNDS = [(number, f"Schedule 12A, paragraph {number}: {ground}") for number, ground in EXEMPT_GROUNDS.items()]
CONFIDENTIAL_TOO = [*GROUNDS, (CONFIDENTIAL, "Confidential: the law forbids to make it known; no vote is needed")]
CONCERNS = [(Concern.NOTHING_SPECIAL, "Nothing that changes who votes"), (Concern.EDUCATION, "Education"),
            (Concern.BUDGET, "The budget or council tax")]  # fmt: skip


class PersonField(forms.ChoiceField):
    """Somebody, chosen from those whom `who` names (see Setting.choices); a Person, or None where nobody is."""

    def __init__(self, who: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.who = who

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return Person.objects.get(pk=chosen) if chosen else None


class Line(forms.CharField):
    """A line in the light markup, since whatever is recorded is set as running text."""

    default_validators = [check_markup]


class Words(Line):
    """Several lines of it."""

    widget = forms.Textarea(attrs={"rows": 3})


class Begin(forms.Form):
    """When a meeting began."""

    time = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"type": "time"}), label="When the meeting began",
        help_text="By the clock, on the day of the meeting. Leave it empty for now.",
    )  # fmt: skip


class RoomForm(forms.Form):
    """A form whose choices come from the room."""

    def __init__(self, setting: Setting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setting = setting
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.choices = [*([] if field.required else [NOBODY]), *setting.choices(field.who)]
        self.prepare()

    def prepare(self) -> None:
        """Fill in what else depends on the room."""


class Nothing(RoomForm):
    """Nothing is asked."""


class At(RoomForm):
    """A time."""

    time = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"type": "time"}), help_text="Leave it empty for now."
    )


class Here(RoomForm):
    """Somebody came."""

    person = PersonField("everybody")
    capacity = forms.ChoiceField(choices=CAPACITIES, label="As")
    in_place_of = PersonField("members", required=False, label="In place of (of a substitute)")
    post = Line(required=False, max_length=200, label="Post, as it will be printed")
    remote = forms.BooleanField(required=False, label="Takes part from elsewhere")
    time = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"type": "time"}), label="From",
        help_text="Leave it empty for somebody who was there from the start.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("capacity") != Capacity.SUBSTITUTE:
            given["in_place_of"] = None
        return given


class One(RoomForm):
    """One row, by its key."""

    key = forms.IntegerField(widget=forms.HiddenInput)


class OneAt(One, At):
    """One row, and a time."""


class Somebody(RoomForm):
    """A person."""

    person = PersonField("present")


class Take(RoomForm):
    """An item to take: one of the agenda, or one that stands on none."""

    item = forms.ChoiceField(required=False)
    title = Line(required=False, max_length=200, label="Or a heading that is on no agenda")
    urgency = Words(
        required=False, label="Of an urgent item: the Chair's opinion, and the special circumstances",
    )  # fmt: skip

    def prepare(self) -> None:
        offer(self, "item", [(str(item.pk), f"{item.number} {item.title}".strip()) for item in self.setting.items])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("item") and not given.get("title"):
            self.add_error("item", "Choose an item of the agenda, or write a heading.")
        return given


class About(RoomForm):
    """How an item was taken."""

    outcome = forms.ChoiceField(
        required=False,
        label="How the committee left it",
        choices=[("", "Not stated"), *((each.value, each.value.replace("_", " ").capitalize()) for each in Outcome)],
    )
    concern = forms.ChoiceField(required=False, label="What it is about", choices=CONCERNS)
    taken_as_read = forms.BooleanField(required=False, label="The report was taken as read")
    urgency = Words(required=False, label="Of an urgent item: the Chair's opinion, and the special circumstances")
    withheld = forms.ChoiceField(
        required=False, label="Is the minute kept from the public?", choices=[("", "No"), *CONFIDENTIAL_TOO]
    )
    public_summary = Words(
        required=False,
        label="What the public may read of it",
        help_text="Stands in place of a withheld minute, so say nothing here that is itself withheld.",
    )
    fair_without = forms.BooleanField(
        required=False, label="What is public is a fair record without a summary of this minute"
    )


class Time(RoomForm):
    """What time is spent on from now on."""

    on = forms.ChoiceField(
        required=False, choices=[("", "Stop"), *((each.value, said) for each, said in SPENT_ON.items())]
    )


class Ask(RoomForm):
    """A question, and its answer where there is one."""

    text = Words(label="Question")
    asker = PersonField("present", required=False, label="Asked by")
    answerer = PersonField(
        "answering", required=False, label="Answered by", help_text="Members of the Cabinet answer first."
    )
    answer = Words(required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("answer")) is not bool(given.get("answerer")):
            self.add_error("answer", "Record both the answer and who gave it; or neither, and owe one in writing.")
        return given


class Answer(One):
    """An answer to a question that stands."""

    answerer = PersonField("answering", label="Answered by", help_text="Members of the Cabinet answer first.")
    answer = Words()


class Owe(One):
    """A written answer that is owed."""

    owner = Line(max_length=160, label="Who answers in writing")
    due = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="By when")


class Apologise(RoomForm):
    """Apologies for absence."""

    person = PersonField("members", label="Apologies from")
    substitute = PersonField("everybody", required=False, label="Who comes in their place")


class Declare(RoomForm):
    """What a member declares."""

    person = PersonField("present", label="Declared by")
    item = forms.ChoiceField(label="About item")
    kind = forms.ChoiceField(choices=[(each.value, said) for each, said in DECLARATIONS.items()], label="What it is")
    interest = forms.ChoiceField(required=False, label="As registered")
    nature = Line(
        required=False, max_length=300, label="In words", help_text="Left out of the record where it is sensitive."
    )
    dispensation = forms.ChoiceField(required=False)
    sensitive = forms.BooleanField(required=False, label="It is sensitive: only that there is one is public")
    withdrew = forms.BooleanField(required=False, label="They leave the room for this item")

    def prepare(self) -> None:
        day = self.setting.sitting.meeting.starts_at.date()
        people = [each.person for each in self.setting.chamber.present]
        offer(self, "item", [(str(item.pk), f"{item.number} {item.title}".strip()) for item in self.setting.items])
        offer(
            self,
            "interest",
            [
                (str(each.pk), f"{each.person.called}: {InterestCategory(each.category).label}")
                for each in interests_on(people, day)
            ],
        )
        offer(
            self,
            "dispensation",
            [(str(row.pk), f"{who.called}: {row.scope}") for who in people for row in dispensations_on(who, day)],
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = given.get("nature") or given.get("interest") or given.get("sensitive")
        if not said and given.get("kind") != DeclarationKind.ARREARS:
            self.add_error("nature", "Say what the interest is, or choose it from the register.")
        return given


class Propose(RoomForm):
    """A motion, or an amendment; where nobody was against, its vote too."""

    text = Words(label="Motion", help_text="As it will be printed, such as: That the report be noted.")
    mover = PersonField("present", required=False, label="Moved by")
    seconder = PersonField("present", required=False, label="Seconded by")
    amends = forms.ChoiceField(required=False, label="It amends")
    method = forms.ChoiceField(
        required=False,
        label="Decided at once",
        choices=[("", "No, the vote follows"), ("nem_con", "Yes, nem con"), ("assent", "Yes, by assent")],
    )

    def prepare(self) -> None:
        rows = self.setting.minute.motions.all() if self.setting.minute else ()
        offer(self, "amends", [(str(row.pk), f"{row.order}. {row.text}"[:80]) for row in rows])


class Reword(One):
    """What becomes of a motion."""

    text = Words(label="Motion")
    mover = PersonField("present", required=False, label="Moved by")
    seconder = PersonField("present", required=False, label="Seconded by")
    withdrawn = forms.BooleanField(required=False, label="It was withdrawn")


class Vote(One):
    """The vote on a motion; in a recorded vote a choice for each who may vote."""

    method = forms.ChoiceField(choices=[(each.value, said.capitalize()) for each, said in METHODS.items()], label="How")
    in_favour = forms.IntegerField(required=False, min_value=0, label="For")
    against = forms.IntegerField(required=False, min_value=0, label="Against")
    abstained = forms.IntegerField(required=False, min_value=0, label="Abstaining")
    casting = forms.ChoiceField(
        required=False, label="Casting vote of the chair",
        choices=[("", "None"), ("for", "For"), ("against", "Against")],
    )  # fmt: skip
    asked_to_record = forms.IntegerField(
        required=False, min_value=0, label="How many members asked for names to be recorded"
    )

    def prepare(self) -> None:
        for each in self.setting.chamber.voting:
            self.fields[f"ballot-{each.person.pk}"] = forms.ChoiceField(
                required=False,
                label=each.person.called,
                choices=[("", "Did not vote"), ("for", "For"), ("against", "Against"), ("abstain", "Abstains")],
            )

    @property
    def ballots(self) -> dict[int, Choice]:
        """How people voted, by their keys."""
        given = {name.removeprefix("ballot-"): value for name, value in self.cleaned_data.items() if "ballot-" in name}
        return {int(key): Choice(value) for key, value in given.items() if value}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("method") == Method.RECORDED and not self.ballots:
            raise ValidationError("Record how each member votes; the votes are counted from that.")
        return given


class Nominate(RoomForm):
    """A nomination and what came of it."""

    post = Line(max_length=120, initial="Chair")
    nominee = PersonField("everybody", label="Nominated")
    nominator = PersonField("present", label="Nominated by")
    seconder = PersonField("present", required=False, label="Seconded by")
    elected = forms.BooleanField(required=False, label="Elected")
    nem_con = forms.BooleanField(required=False, label="Nem con: nobody voted against")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("nem_con"):
            given["elected"] = True
        if given.get("seconder") and given.get("seconder") == given.get("nominator"):
            self.add_error("seconder", "Somebody else seconds a nomination.")
        return given


class Act(RoomForm):
    """What is to be done."""

    text = Words(label="Action")
    owner = Line(required=False, max_length=160, help_text="Who does it. Needed before publication.")
    due = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="By when",
        help_text="Needed before publication.",
    )  # fmt: skip


class Mend(One, Act):
    """An action that stands, with what it lacked."""


class Exclude(RoomForm):
    """The public leaves."""

    ground = forms.ChoiceField(choices=CONFIDENTIAL_TOO, label="Why")
    reason = Line(
        max_length=300, label="The public interest", help_text="Printed, so say nothing that is itself exempt."
    )
    motion = forms.ChoiceField(required=False, label="By the resolution")

    def prepare(self) -> None:
        rows = self.setting.minute.motions.select_related("vote") if self.setting.minute else ()
        carried = [row for row in rows if hasattr(row, "vote") and row.vote.carried]
        offer(self, "motion", [(str(row.pk), f"{row.order}. {row.text}"[:80]) for row in carried])


class Heard(One):
    """What came of a resident's request."""

    outcome = forms.ChoiceField(choices=[(each.value, each.sentence) for each in RequestOutcome])


class Adjourn(RoomForm):
    """A break."""

    reason = Line(required=False, max_length=200, label="Why")


class Written(RoomForm):
    """The words of a minute, written from its revision `base`; `token` names the save."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    token = Line(required=False, max_length=40, widget=forms.HiddenInput)
    introduction = Words(required=False)
    points = Words(required=False, label="Points made")
    summary = Words(required=False, label="Chair's summary")
    decision = Words(required=False)
    reason = Line(required=False, max_length=200, label="Why it is changed, once it is published")
