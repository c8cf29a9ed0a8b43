"""What the world may read of what follows a meeting: the tracker, the recommendations and the work programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.apps.actions import queries
from folkmoot.apps.actions.models import Action, Effect, Recommendation, Topic
from folkmoot.apps.actions.terms import ActionState, Answer, Direction, TopicState
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.apps.committees.terms import PUBLIC_STATUSES, Provenance


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What was reported of an action on a day."""

    on: date
    words: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action in the words of its origin. `flags` say what the record does not state; nothing is filled in."""

    id: int
    committee: str
    committee_slug: str
    meeting_id: int
    held_on: date
    origin: str
    anchor: str
    text: str
    owner: str
    due: date | None
    state: str
    closed_on: date | None
    overdue: bool
    flags: tuple[str, ...]
    progress: tuple[ProgressView, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class LaterView:
    """A later value of the measure, and in words how it stands to what was expected."""

    period: str
    value: float
    lower: float | None
    upper: float | None
    vintage: str
    stands: str


@dataclass(frozen=True, slots=True)
class EffectView:
    """The measure that a recommendation should move: from where, to where, by when, and what became of it."""

    measure: str
    title: str
    unit: str
    unit_words: str
    decimals: int
    vintage: str
    baseline_period: str
    baseline: float
    expected: float
    direction: str
    by: date
    later: tuple[LaterView, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation from the meeting that made it to what came of it.

    `due` is the day by which an answer is due, and `clock` why, in a sentence; empty where no rule is in force.
    """

    id: int
    reference: str
    committee: str
    committee_slug: str
    meeting_id: int
    made_on: date
    origin: str
    anchor: str
    text: str
    to: str
    lead: str
    notice_on: date | None
    due: date | None
    clock: str
    overdue: bool
    answer: str
    answer_words: str
    answered_on: date | None
    implemented_on: date | None
    implementation: str
    stands: str
    effect: EffectView | None
    invented: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a topic with its reason."""

    on: date
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic of the work programme; `scores` are by criterion, None where nobody has scored it yet."""

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
    referred_to: str
    scores: tuple[tuple[str, int | None], ...]
    total: int
    steps: tuple[StepView, ...]
    stakeholders: tuple[tuple[str, str, str], ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A body's work programme: its topics by state, and by what they are scored."""

    committee: str
    slug: str
    criteria: tuple[str, ...]
    most: int
    threshold: int | None
    source: str
    topics: tuple[TopicView, ...]

    def of(self, *states: TopicState) -> tuple[TopicView, ...]:
        """The topics in some states, the highest score first."""
        return tuple(sorted((each for each in self.topics if each.state in states), key=lambda each: -each.total))


def actions(*, today: date, committee: str = "", meeting_id: int | None = None) -> tuple[ActionView, ...]:
    """The actions that are followed, those open first and of these the earliest day; of one committee where asked."""
    rows = Action.objects.filter(meeting__status__in=[each.value for each in PUBLIC_STATUSES])
    if committee:
        rows = rows.filter(organization__slug=committee)
    if meeting_id is not None:
        rows = rows.filter(meeting=meeting_id)
    found = [_action(row, today) for row in rows.select_related("organization", "meeting").prefetch_related("progress")]
    return tuple(sorted(found, key=lambda view: (view.state != ActionState.OPEN, view.due or date.max, view.id)))


def recommendations(*, today: date, committee: str = "") -> tuple[RecommendationView, ...]:
    """Every recommendation, the latest first; of one committee where asked."""
    rows = _recommendations()
    if committee:
        rows = rows.filter(organization__slug=committee)
    return tuple(_recommendation(row, today) for row in rows)


def recommendation(recommendation_id: int, *, today: date) -> RecommendationView | None:
    """One recommendation, or None where there is none."""
    row = _recommendations().filter(pk=recommendation_id).first()
    return _recommendation(row, today) if row else None


def programme(slug: str, *, today: date) -> ProgrammeView | None:
    """A body's work programme, or None for a body that has none. What nobody has sorted yet is not shown."""
    rows = Topic.objects.filter(organization__slug=slug).exclude(state=TopicState.SUGGESTED)
    topics = list(
        rows.select_related("organization", "meeting", "referred_to").prefetch_related(
            "scores", "steps", "stakeholders"
        )
    )
    if not topics:
        return None
    body = topics[0].organization
    scored = rule(body, "S6", on=today)
    criteria = scored.words("criteria") if scored else ()
    return ProgrammeView(
        committee=body.name,
        slug=body.slug,
        criteria=criteria,
        most=scored.whole("most") if scored else 0,
        threshold=scored.whole("threshold") if scored and "threshold" in scored.parameters else None,
        source=scored.source if scored else "",
        topics=tuple(_topic(topic, criteria) for topic in topics),
    )


def programmes() -> tuple[tuple[str, str], ...]:
    """The bodies with a work programme: slug and name, by name."""
    rows = Topic.objects.exclude(state=TopicState.SUGGESTED).order_by("organization__name")
    return tuple(rows.values_list("organization__slug", "organization__name").distinct())


def _action(row: Action, today: date) -> ActionView:
    return ActionView(
        id=row.pk,
        committee=row.organization.name,
        committee_slug=row.organization.slug,
        meeting_id=row.meeting_id,
        held_on=meeting_day(row.meeting),
        origin=row.origin,
        anchor=row.anchor,
        text=row.text,
        owner=row.owner,
        due=row.due,
        state=row.state,
        closed_on=row.closed_on,
        overdue=queries.is_overdue(row, today),
        flags=queries.unstated(row),
        progress=tuple(ProgressView(each.at.date(), each.words, each.evidence) for each in row.progress.all()),
        invented=row.provenance == Provenance.INVENTED,
    )


def _recommendations() -> QuerySet[Recommendation]:
    public = Recommendation.objects.filter(meeting__status__in=[each.value for each in PUBLIC_STATUSES])
    return public.select_related("organization", "to", "meeting", "effect")


def _recommendation(row: Recommendation, today: date) -> RecommendationView:
    clock = queries.clock(row)
    overdue = not row.answer and clock.due is not None and clock.due < today
    return RecommendationView(
        id=row.pk,
        reference=row.reference,
        committee=row.organization.name,
        committee_slug=row.organization.slug,
        meeting_id=row.meeting_id,
        made_on=row.made_on,
        origin=row.origin,
        anchor=row.anchor,
        text=row.text,
        to=row.to.name,
        lead=row.lead,
        notice_on=row.notice_on,
        due=clock.due,
        clock=_reason(clock),
        overdue=overdue,
        answer=row.answer,
        answer_words=row.answer_words,
        answered_on=row.answered_on,
        implemented_on=row.implemented_on,
        implementation=row.implementation,
        stands=_stands(row, clock, overdue=overdue),
        effect=_effect(row.effect) if hasattr(row, "effect") else None,
        invented=row.provenance == Provenance.INVENTED,
    )


def _effect(row: Effect) -> EffectView:
    return EffectView(
        measure=row.measure,
        title=row.title,
        unit=row.unit_name,
        unit_words=row.unit_words,
        decimals=row.decimals,
        vintage=row.vintage,
        baseline_period=row.baseline_period,
        baseline=row.baseline,
        expected=row.baseline + row.size * (1 if row.direction == Direction.UP else -1),
        direction=row.direction,
        by=row.by,
        later=tuple(_later(each) for each in queries.later_values(row)),
        invented=row.invented,
    )


def _later(found: queries.Later) -> LaterView:
    value = found.value
    assert value.value is not None, "what is withheld is passed over"
    way = "As far as expected" if found.reached else "On the way" if found.moved > 0 else "Not moved"
    stands = "The other way" if found.moved < 0 else way
    chance = "more than chance would do" if found.beyond_chance else "no more than chance could do"
    return LaterView(value.period, value.value, value.lower, value.upper, value.vintage, f"{stands}, {chance}")


def _reason(clock: queries.Clock) -> str:
    if clock.due is None:
        return ""
    period = f"{clock.months} months beginning with the day on which notice was received"
    return f"{period} ({clock.source}; rule {clock.rule_id})"


def _stands(row: Recommendation, clock: queries.Clock, *, overdue: bool) -> str:
    """Where it stands, in a few words."""
    if row.implemented_on:
        return "Carried out"
    if row.answer:
        return {Answer.ACCEPTED: "Accepted", Answer.IN_PART: "Accepted in part"}.get(Answer(row.answer), "Not accepted")
    if row.notice_on is None:
        return "Notice not given yet"
    if clock.due is None:
        return "Waiting for an answer"
    return "Answer overdue" if overdue else "Answer due"


def _topic(row: Topic, criteria: tuple[str, ...]) -> TopicView:
    scores = {each.criterion: each.value for each in row.scores.all()}
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
        referred_to=row.referred_to.name if row.referred_to else "",
        scores=tuple((criterion, scores.get(criterion)) for criterion in criteria),
        total=queries.total(row),
        steps=tuple(StepView(each.at.date(), TopicState(each.state).words, each.reason) for each in row.steps.all()),
        stakeholders=tuple((each.name, each.interest, each.heard) for each in row.stakeholders.all()),
        invented=row.provenance == Provenance.INVENTED,
    )
