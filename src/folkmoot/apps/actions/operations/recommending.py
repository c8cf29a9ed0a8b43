"""Recommendations: made, received, answered within the time that the law gives, and carried out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.actions import queries, rules
from folkmoot.apps.actions.models import Effect, Recommendation
from folkmoot.apps.actions.terms import Answer, Direction
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.measures import queries as measures
from folkmoot.methods.calendars.council_years import council_year


class NoBaseline(ValueError):
    """A recommendation should move a measure from a value that is not there, or that the world may not see."""


@transaction.atomic
def make_recommendation(
    *,
    meeting_id: int,
    text: str,
    to: Organization,
    origin: str,
    by: User | None,
    at: datetime,
    anchor: str = "",
    lead: str = "",
    provenance: Provenance = Provenance.RECORDED,
) -> Recommendation:
    """Record what a body recommended at a meeting; it gets the next reference of the body's council year.

    The same words from the same origin twice change nothing.
    """
    require(rules.may_follow_up(by))
    meeting = Meeting.objects.select_related("organization").get(pk=meeting_id)
    body = Organization.objects.select_for_update().get(pk=meeting.organization_id)  # numbers are given one by one
    known = Recommendation.objects.filter(meeting=meeting, origin=origin, anchor=anchor, text=text).first()
    if known is not None:
        return known
    year = council_year(meeting_day(meeting)).first_year
    recommendation = Recommendation.objects.create(
        organization=body,
        meeting=meeting,
        year=year,
        number=queries.next_number(body, year),
        text=text,
        origin=origin,
        anchor=anchor,
        to=to,
        lead=lead,
        made_on=meeting_day(meeting),
        provenance=provenance,
    )
    note(by=by, did=Event.RECOMMENDATION_MADE, to=recommendation, at=at)
    advance_publication(at=at)
    return recommendation


@transaction.atomic
def receive_notice(*, recommendation_id: int, on: date, by: User | None, at: datetime) -> Recommendation:
    """Record the day on which the body received notice of a recommendation: with it the time to answer begins."""
    recommendation = _locked(recommendation_id)
    require(rules.may_follow_up(by))
    recommendation.notice_on = on
    return _saved(recommendation, Event.NOTICE_RECEIVED, by=by, at=at)


@transaction.atomic
def answer_recommendation(
    *, recommendation_id: int, answer: Answer, words: str, on: date, by: User | None, at: datetime
) -> Recommendation:
    """Record and publish the answer of the body that a recommendation went to."""
    recommendation = _locked(recommendation_id)
    require(rules.may_answer(by, recommendation))
    recommendation.answer, recommendation.answer_words, recommendation.answered_on = answer, words, on
    return _saved(recommendation, Event.RECOMMENDATION_ANSWERED, by=by, at=at)


@transaction.atomic
def record_implementation(
    *, recommendation_id: int, words: str, on: date, by: User | None, at: datetime
) -> Recommendation:
    """Record that an accepted recommendation was carried out, and how."""
    recommendation = _locked(recommendation_id)
    require(rules.may_implement(by, recommendation))
    recommendation.implemented_on, recommendation.implementation = on, words
    return _saved(recommendation, Event.RECOMMENDATION_IMPLEMENTED, by=by, at=at)


@transaction.atomic
def expect_effect(
    *,
    recommendation_id: int,
    measure: str,
    unit: str,
    direction: Direction,
    size: float,
    by_day: date,
    by: User | None,
    at: datetime,
    period: str = "",
) -> Effect:
    """Say which measure a recommendation should move, which way, by how much and by when.

    The baseline is the released value of a period, the newest for none, and is cited for good. NoBaseline,
    UnknownValue.
    """
    recommendation = _locked(recommendation_id)
    require(rules.may_follow_up(by))
    require(rules.may_expect(recommendation))
    value = measures.value(measure, unit=unit, period=period)
    if value.value is None:
        raise NoBaseline(f"{value.unit_name}, {value.period}: {value.note}. Choose another area or period.")
    if by_day <= value.period_ends_on:
        raise NoBaseline(f"The baseline is of {value.period}; choose a day after {value.period_ends_on:%d %B %Y}.")
    held = measures.held(measure, value.vintage)
    effect = Effect.objects.create(
        recommendation=recommendation,
        measure=measure,
        title=held.title,
        unit=value.unit,
        unit_name=value.unit_name,
        unit_words=value.unit_words,
        decimals=measures.definition(held).example.decimals,
        invented=value.invented,
        vintage=value.vintage,
        baseline_period=value.period,
        baseline_on=value.period_ends_on,
        baseline=value.value,
        direction=direction,
        size=size,
        by=by_day,
    )
    note(by=by, did=Event.EFFECT_EXPECTED, to=effect, at=at)
    advance_publication(at=at)
    return effect


def _locked(recommendation_id: int) -> Recommendation:
    return Recommendation.objects.select_for_update(of=("self",)).select_related("to", "organization").get(
        pk=recommendation_id
    )  # fmt: skip


def _saved(recommendation: Recommendation, did: Event, *, by: User | None, at: datetime) -> Recommendation:
    recommendation.save()
    note(by=by, did=did, to=recommendation, at=at)
    advance_publication(at=at)
    return recommendation
