"""What the world may read of what follows a meeting: the tracker and the recommendations; topics are in `topics`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.apps.actions import queries
from folkmoot.apps.actions.models import Action, Effect, Recommendation
from folkmoot.apps.actions.terms import ActionState, Answer, Direction
from folkmoot.apps.committees.queries import meeting_day
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
