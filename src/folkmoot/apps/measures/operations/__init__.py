"""Verbs of measures: compute a vintage, submit, approve, release and withdraw it; set targets and projections."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.measures import queries, rules
from folkmoot.apps.measures.models import Target, Vintage, VintageMeasure
from folkmoot.apps.measures.operations.computing import Computed, Computing, Progress
from folkmoot.apps.measures.operations.projecting import AlreadyProjected, Unprojectable, store_projection
from folkmoot.apps.measures.queries.editions import Public
from folkmoot.apps.measures.queries.inputs import Definition, NoRecords, PrintedFacts, Sources
from folkmoot.apps.measures.terms import Series, State
from folkmoot.engine.coverage import Coverage
from folkmoot.methods.projection.trajectories import Path

__all__ = [
    "AlreadyProjected", "Definition", "Exposed", "NoRecords", "NothingToCompute", "Overtaken", "PrintedFacts",
    "Progress", "Sources", "Unprojectable", "Withdrawn", "approve_vintage", "compute_measures", "release_due",
    "release_vintage", "set_target", "store_projection", "submit_vintage", "withdraw_vintage",
]  # fmt: skip


NO_SOURCES = Sources()


class NothingToCompute(ValueError):
    """None of the measures asked for has records; the message names what to import."""


class Withdrawn(ValueError):
    """The same values from the same inputs were withdrawn; another vintage of them would be the same."""


class Exposed(ValueError):
    """Small counts that an earlier release gives away, whatever is withheld now; `places` names them."""

    def __init__(self, places: tuple[str, ...]) -> None:
        some = "; ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
        super().__init__(
            f"Earlier releases give away small numbers that the rule withholds: {some}. Look at them; then release all "
            "the same by accepting that they are exposed, or correct the definition's rule."
        )
        self.places = places


class Overtaken(RuntimeError):
    """Another vintage of the same measures was released meanwhile; release this one again, so that both are guarded."""


def _quietly(words: str) -> None:
    """Say nothing."""


def compute_measures(
    *,
    definitions: Sequence[Definition],
    coverage: Coverage,
    title: str,
    by: User | None,
    at: datetime,
    sources: Sources = NO_SOURCES,
    skip_missing: bool = False,
    progress: Progress = _quietly,
) -> Vintage:
    """Compute measures and keep their values as a draft; the same values from the same inputs are the same vintage.

    `title` says which units and times, in words. NoRecords names a data set that is missing, unless `skip_missing`
    leaves out the measures that need it. Withdrawn where the very same vintage was withdrawn. The files are in the
    store before the database knows of them: whatever is refused, or stopped, leaves no vintage.
    """
    require(rules.may_compute(by))
    computing = Computing(queries.store(), coverage, sources, settings.COUNTING_MEMORY, progress)
    found: list[Computed] = []
    for definition in definitions:
        missing = _missing(computing, definition)
        if missing and not skip_missing:
            raise NoRecords(missing)
        if missing:
            progress(f"{definition.measure.id}: left out, {missing}")
            continue
        found.append(computing.compute(definition))
        progress(f"{definition.measure.id}: {found[-1].values:,} values")
    if not found:
        raise NothingToCompute("None of these measures has records yet; folkmoot import takes them in.")
    return _keep(found, title, by=by, at=at)


def _missing(computing: Computing, definition: Definition) -> str:
    """Why a measure cannot be computed; empty where it can."""
    if definition.measure.not_held:
        return f"no records are held: {definition.measure.not_held}"
    try:
        computing.inputs(definition)
    except NoRecords as error:
        return str(error)
    return ""


def _keep(found: Sequence[Computed], title: str, *, by: User | None, at: datetime) -> Vintage:
    store = queries.store()
    held = {each.definition.measure.id: store.put(each.definition.content) for each in found}
    told = sorted((each.definition.measure.id, held[each.definition.measure.id], each.sha256, each.built_from)
                  for each in found)  # fmt: skip
    sha256 = store.key_of("vintage", title, json.dumps(told, sort_keys=True))
    try:
        with transaction.atomic():
            vintage = Vintage.objects.filter(sha256=sha256).first()
            return _same(vintage) if vintage else _create(found, held, sha256, title, by=by, at=at)
    except IntegrityError:  # another process kept the very same vintage between the look and the row
        return _same(Vintage.objects.get(sha256=sha256))


def _same(vintage: Vintage) -> Vintage:
    if vintage.state is State.WITHDRAWN:
        raise Withdrawn(f"Vintage {vintage.pk} holds the same values and was withdrawn: {vintage.withdrawn_reason}")
    return vintage


def _create(
    found: Sequence[Computed], held: dict[str, str], sha256: str, title: str, *, by: User | None, at: datetime
) -> Vintage:
    invented = all(each.invented for each in found)
    vintage = Vintage.objects.create(sha256=sha256, computed_at=at, computed_by=by, coverage=title, invented=invented)
    VintageMeasure.objects.bulk_create(
        VintageMeasure(
            vintage=vintage,
            measure=each.definition.measure.id,
            title=each.definition.measure.title,
            invented=each.invented,
            definition=held[each.definition.measure.id],
            exact=each.sha256,
            values=each.values,
            built_from=each.built_from,
        )
        for each in found
    )
    note(by=by, did=Event.MEASURES_COMPUTED, to=vintage, at=at)
    return vintage


@transaction.atomic
def submit_vintage(*, vintage_id: int, by: User | None, at: datetime) -> Vintage:
    """Hand a draft over for approval by somebody else."""
    vintage = Vintage.objects.select_for_update().get(pk=vintage_id)
    require(rules.may_submit(by, vintage))
    vintage.submitted_at, vintage.submitted_by = at, by
    vintage.save(update_fields=["submitted_at", "submitted_by"])
    note(by=by, did=Event.VINTAGE_SUBMITTED, to=vintage, at=at)
    return vintage


@transaction.atomic
def approve_vintage(*, vintage_id: int, by: User | None, at: datetime) -> Vintage:
    """Approve a submitted vintage, as a second person."""
    vintage = Vintage.objects.select_for_update().get(pk=vintage_id)
    require(rules.may_approve(by, vintage))
    vintage.approved_at, vintage.approved_by = at, by
    vintage.save(update_fields=["approved_at", "approved_by"])
    note(by=by, did=Event.VINTAGE_APPROVED, to=vintage, at=at)
    return vintage


def release_vintage(
    *,
    vintage_id: int,
    by: User | None,
    at: datetime,
    embargo_until: datetime | None = None,
    accept_exposed: bool = False,
    progress: Progress = _quietly,
) -> Vintage:
    """Apply the disclosure rules and release an approved vintage: at once, or by `release_due` once an embargo ends.

    Exposed where earlier releases give small numbers away, unless that is accepted; Overtaken where another vintage of
    the same measures was released while this one was prepared.
    """
    vintage = Vintage.objects.get(pk=vintage_id)
    require(rules.may_release(by, vintage))
    made = []
    for row in vintage.measures.all():
        made.append(queries.public(row, vintage))
        progress(f"{row.measure}: {made[-1].withheld:,} of {row.values:,} values withheld")
    exposed = tuple(f"{each.row.measure}: {place}" for each in made for place in each.exposed)
    if exposed and not accept_exposed:
        raise Exposed(exposed)
    return _release(vintage.pk, made, by=by, at=at, embargo_until=embargo_until)


@transaction.atomic
def _release(
    vintage_id: int, made: Sequence[Public], *, by: User | None, at: datetime, embargo_until: datetime | None
) -> Vintage:
    list(Vintage.objects.select_for_update().order_by("pk"))  # releases wait for one another
    vintage = Vintage.objects.get(pk=vintage_id)
    require(rules.may_release(by, vintage))
    for each in made:
        if tuple(row.pk for row in queries.earlier(each.row.measure, vintage)) != each.earlier:
            raise Overtaken(f"Another vintage of {each.row.measure} was released meanwhile. Release this one again.")
        VintageMeasure.objects.filter(pk=each.row.pk).update(public=each.sha256, withheld=each.withheld)
    vintage.decided_at, vintage.decided_by, vintage.embargo_until = at, by, embargo_until
    vintage.save(update_fields=["decided_at", "decided_by", "embargo_until"])
    if embargo_until is not None and embargo_until > at:
        note(by=by, did=Event.VINTAGE_EMBARGOED, to=vintage, at=at)
        return vintage
    return _open(vintage, by=by, at=at)


def _open(vintage: Vintage, *, by: User | None, at: datetime) -> Vintage:
    vintage.released_at = at
    vintage.save(update_fields=["released_at"])
    note(by=by, did=Event.VINTAGE_RELEASED, to=vintage, at=at)
    advance_publication(at=at)
    return vintage


@transaction.atomic
def release_due(*, at: datetime) -> list[Vintage]:
    """Let the world read every vintage whose embargo has ended; the worker asks every second."""
    due = Vintage.objects.select_for_update().filter(
        decided_at__isnull=False, released_at=None, withdrawn_at=None, embargo_until__lte=at
    )
    return [_open(vintage, by=None, at=at) for vintage in due.order_by("embargo_until", "pk")]


@transaction.atomic
def withdraw_vintage(*, vintage_id: int, reason: str, by: User | None, at: datetime) -> Vintage:
    """Take a vintage back, for a reason that everybody can read; what cited it keeps what it showed."""
    vintage = Vintage.objects.select_for_update().get(pk=vintage_id)
    require(rules.may_withdraw(by, vintage))
    if not reason.strip():
        raise ValueError("Say why the vintage is withdrawn; the reason is shown to everybody.")
    was_released = vintage.released_at is not None
    vintage.withdrawn_at, vintage.withdrawn_by, vintage.withdrawn_reason = at, by, reason.strip()
    vintage.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    note(by=by, did=Event.VINTAGE_WITHDRAWN, to=vintage, at=at)
    if was_released:
        advance_publication(at=at)
    return vintage


@transaction.atomic
def set_target(
    *,
    measure: str,
    unit: str,
    path: Path,
    rule: str,
    made_on: date,
    source: str,
    by: User | None,
    at: datetime,
    series: Series = Series.TARGET,
    invented: bool = False,
) -> Target:
    """Store the rule of a target or a projection; the next computing has its values. The same one twice is one.

    `rule` are the words for a page, `made_on` the day on which it was decided or forecast.
    """
    require(rules.may_compute(by))
    points = [[day.isoformat(), value] for day, value in path.points]
    kept = {"points": points, "rule": rule, "source": source, "invented": invented}
    named = {"measure": measure, "unit": unit, "series": series, "made_on": made_on}
    target = Target.objects.filter(**named, **kept).first()
    if target is None:
        target = Target.objects.create(**named, **kept, at=at, by=by)
        note(by=by, did=Event.TARGET_SET, to=target, at=at)
    return target
