"""What the world may read of a work programme: its topics, and how the members chose among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.apps.actions import queries
from folkmoot.apps.actions.models import Prioritisation, Stakeholder, Topic, Weighing
from folkmoot.apps.actions.queries.priorities import Tally, tallies
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.apps.committees.terms import SCRUTINISES, Provenance
from folkmoot.methods.calendars.counting import LONDON


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a topic with its reason."""

    on: date
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeardView:
    """Who should be heard on a topic; of a private person the name says what they are. `evidence` is what they gave."""

    name: str
    role: str
    interest: str
    asked_on: date | None
    evidence: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionLink:
    """The announced decision that a topic is about."""

    id: int
    title: str
    body: str
    due_from: date


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic of the work programme; `scores` are by criterion, None where nobody has scored it yet.

    `referred_to` and `referred_from` name the other body, with the address of its work programme where it has one.
    """

    id: int
    title: str
    why: str
    theme: str
    source: str
    put_forward_by: str
    origin: str
    state: TopicState
    way: str
    recurring: bool
    meeting_id: int | None
    meeting_on: date | None
    planned_minutes: int | None
    referred_to: str
    referred_to_slug: str
    referred_from: str
    referred_from_slug: str
    decision: DecisionLink | None
    scores: tuple[tuple[str, int | None], ...]
    total: int
    steps: tuple[StepView, ...]
    stakeholders: tuple[HeardView, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A body's work programme: its topics by state, and by what they are scored.

    `chosen_at` are the prioritisation meetings whose notes are public: key, title and day, the latest first.
    """

    committee: str
    slug: str
    criteria: tuple[str, ...]
    most: int
    threshold: int | None
    source: str
    topics: tuple[TopicView, ...]
    chosen_at: tuple[tuple[int, str, date], ...]

    def of(self, *states: TopicState) -> tuple[TopicView, ...]:
        """The topics in some states, the highest score first."""
        return tuple(sorted((each for each in self.topics if each.state in states), key=lambda each: -each.total))


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A topic as a prioritisation meeting chose: what it got by each criterion, what was agreed, and why."""

    title: str
    tallies: tuple[Tally, ...]
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class PrioritiesView:
    """The note of a prioritisation meeting: when, who was there, what was agreed of each topic."""

    committee: str
    slug: str
    title: str
    held_on: date
    venue: str
    present: tuple[str, ...]
    note: str
    choices: tuple[ChoiceView, ...]
    invented: bool


def programme(slug: str, *, today: date) -> ProgrammeView | None:
    """A body's work programme, or None for a body that has none. What nobody has sorted yet is not shown."""
    rows = Topic.objects.filter(organization__slug=slug).exclude(state=TopicState.SUGGESTED)
    named = ("organization", "meeting", "referred_to", "referred_from__organization", "decision__organization")
    topics = list(rows.select_related(*named).prefetch_related("scores", "steps", "stakeholders__asked"))
    if not topics:
        return None
    body = topics[0].organization
    scored = rule(body, "S6", on=today)
    criteria = scored.words("criteria") if scored else ()
    notes = _public_notes().filter(gathering__organization=body)
    return ProgrammeView(
        committee=body.name,
        slug=body.slug,
        criteria=criteria,
        most=scored.whole("most") if scored else 0,
        threshold=scored.whole("threshold") if scored and "threshold" in scored.parameters else None,
        source=scored.source if scored else "",
        topics=tuple(_topic(topic, criteria) for topic in topics),
        chosen_at=tuple((each.gathering_id, each.gathering.title, _held_on(each)) for each in notes),
    )


def programmes() -> tuple[tuple[str, str], ...]:
    """The bodies with a work programme: slug and name, by name."""
    rows = Topic.objects.exclude(state=TopicState.SUGGESTED).order_by("organization__name")
    return tuple(rows.values_list("organization__slug", "organization__name").distinct())


def priorities(gathering_id: int) -> PrioritiesView | None:
    """The note of a prioritisation meeting, or None where there is none that everybody may read."""
    row = _public_notes().filter(gathering=gathering_id).first()
    if row is None:
        return None
    body = row.gathering.organization
    came = row.gathering.invitations.filter(attended=True).select_related("person")
    return PrioritiesView(
        committee=body.name,
        slug=body.slug,
        title=row.gathering.title,
        held_on=_held_on(row),
        venue=row.gathering.venue,
        present=tuple(each.person.called for each in came),
        note=row.note,
        choices=tuple(_choice(each) for each in row.weighings.select_related("topic").prefetch_related("marks")),
        invented=body.provenance == Provenance.INVENTED,
    )


def _public_notes() -> QuerySet[Prioritisation]:
    rows = Prioritisation.objects.filter(public=True).select_related("gathering__organization")
    return rows.order_by("-gathering__starts_at")


def _held_on(row: Prioritisation) -> date:
    return row.gathering.starts_at.astimezone(LONDON).date()


def _choice(row: Weighing) -> ChoiceView:
    return ChoiceView(row.topic.title, tallies(row), TopicState(row.outcome).words, row.reason)


def _topic(row: Topic, criteria: tuple[str, ...]) -> TopicView:
    scores = {each.criterion: each.value for each in row.scores.all()}
    to, origin = row.referred_to, row.referred_from.organization if row.referred_from else None
    return TopicView(
        id=row.pk,
        title=row.title,
        why=row.why,
        theme=row.theme,
        source=row.source,
        put_forward_by=row.put_forward_by,
        origin=row.origin,
        state=TopicState(row.state),
        way=row.way,
        recurring=row.recurring,
        meeting_id=row.meeting_id,
        meeting_on=meeting_day(row.meeting) if row.meeting else None,
        planned_minutes=row.planned_minutes,
        referred_to=to.name if to else "",
        referred_to_slug=to.slug if to and to.classification in SCRUTINISES else "",
        referred_from=origin.name if origin else "",
        referred_from_slug=origin.slug if origin else "",
        decision=_decision(row),
        scores=tuple((criterion, scores.get(criterion)) for criterion in criteria),
        total=queries.total(row),
        steps=tuple(StepView(each.at.date(), TopicState(each.state).words, each.reason) for each in row.steps.all()),
        stakeholders=tuple(_heard(each) for each in row.stakeholders.all()),
        invented=row.provenance == Provenance.INVENTED,
    )


def _decision(row: Topic) -> DecisionLink | None:
    found = row.decision
    if found is None or found.published_at is None:
        return None
    return DecisionLink(found.pk, found.title, found.organization.name, found.due_from)


def _heard(row: Stakeholder) -> HeardView:
    asked = list(row.asked.all())
    given = tuple((each.given_on, each.evidence) for each in asked if each.given_on is not None)
    return HeardView(row.name, row.role, row.interest, asked[0].on if asked else None, given)
