"""What the world may read of the forward plan, of decisions and of the days beside meetings that are public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from folkmoot.apps.committees.models.planning import ExecutiveDecision, Gathering, GatheringPaper, PlannedDecision
from folkmoot.apps.committees.queries import NotSet, executive
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.committees.terms.planning import CallInOutcome, Exceptional, GatheringKind


@dataclass(frozen=True, slots=True)
class PlannedView:
    """An entry of the forward plan; `exception` says why it was not announced in time, `notice` counts the days."""

    id: int
    body: str
    title: str
    matter: str
    key: bool
    decided_by: str
    due_from: date
    due_to: date
    documents: tuple[str, ...]
    contact: str
    private_reason: str
    exception: str
    notice: str
    announced_at: datetime
    invented: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision that was made, and until when it can be called in; `call_in` says what became of that."""

    id: int
    body: str
    title: str
    text: str
    reasons: str
    rejected: str
    interests: str
    decided_by: str
    decided_on: date
    published_at: datetime
    urgent_reason: str
    until: datetime | None
    last_day: date | None
    needed: int
    call_in: str
    invented: bool


@dataclass(frozen=True, slots=True)
class PaperView:
    """A public paper of a public day; its bytes lie in the store under the hash."""

    id: int
    title: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class GatheringView:
    """A day beside the meetings to which everybody may come."""

    id: int
    body: str
    kind: str
    title: str
    text: str
    starts_at: datetime
    ends_at: datetime | None
    venue: str
    papers: tuple[PaperView, ...]
    invented: bool


def forward_plan(*, day: date) -> tuple[PlannedView, ...]:
    """What is to be decided from a day on, the soonest first."""
    rows = PlannedDecision.objects.filter(published_at__isnull=False, due_to__gte=day)
    return tuple(_planned(row) for row in rows.select_related("organization"))


def decisions() -> tuple[DecisionView, ...]:
    """The decisions that were published, the latest first."""
    rows = ExecutiveDecision.objects.filter(published_at__isnull=False)
    return tuple(_decision(row) for row in rows.select_related("organization", "call_in"))


def gatherings(*, since: datetime) -> tuple[GatheringView, ...]:
    """The public days beside meetings from a moment on, the soonest first."""
    rows = Gathering.objects.filter(public=True, starts_at__gte=since)
    rows = rows.select_related("organization").prefetch_related("papers")
    return tuple(
        GatheringView(
            id=row.pk,
            body=row.organization.name,
            kind=GatheringKind(row.kind).words,
            title=row.title,
            text=row.text,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            venue=row.venue,
            papers=tuple(_paper(each) for each in row.papers.all() if each.public),
            invented=row.organization.provenance == Provenance.INVENTED,
        )
        for row in rows
    )


def paper(paper_id: int) -> PaperView | None:
    """A public paper of a public day; None where there is none."""
    row = GatheringPaper.objects.filter(pk=paper_id, public=True, gathering__public=True).first()
    return _paper(row) if row else None


def _paper(row: GatheringPaper) -> PaperView:
    return PaperView(row.pk, row.title, row.name, row.size, row.sha256)


def _planned(row: PlannedDecision) -> PlannedView:
    assert row.published_at is not None, "only published entries are asked for"
    count = executive.announced_by(row)
    said = {
        Exceptional.GENERAL: f"General exception: {row.exception_reason} The scrutiny chair was told.",
        Exceptional.URGENT: f"Special urgency: {row.exception_reason} Agreed by {row.agreed_by}.",
    }
    return PlannedView(
        id=row.pk,
        body=row.organization.name,
        title=row.title,
        matter=row.matter,
        key=row.key,
        decided_by=row.decided_by,
        due_from=row.due_from,
        due_to=row.due_to,
        documents=tuple(line.strip() for line in row.documents.splitlines() if line.strip()),
        contact=row.contact,
        private_reason=row.private_reason,
        exception=said.get(Exceptional(row.exception), ""),
        notice=count.reason if count else "",
        announced_at=row.published_at,
        invented=row.organization.provenance == Provenance.INVENTED,
    )


def _decision(row: ExecutiveDecision) -> DecisionView:
    assert row.published_at is not None, "only published decisions are asked for"
    try:
        window = executive.window(row)
    except NotSet:
        window = None
    call_in = getattr(row, "call_in", None)
    said = ""
    if call_in is not None and window is not None and window.valid:
        said = CallInOutcome(call_in.outcome).words if call_in.outcome else "Called in; scrutiny looks at it again"
    return DecisionView(
        id=row.pk,
        body=row.organization.name,
        title=row.title,
        text=row.text,
        reasons=row.reasons,
        rejected=row.rejected,
        interests=row.interests,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        published_at=row.published_at,
        urgent_reason=row.urgent_reason,
        until=window.until if window else None,
        last_day=window.last_day if window else None,
        needed=window.needed if window else 0,
        call_in=said,
        invented=row.organization.provenance == Provenance.INVENTED,
    )
