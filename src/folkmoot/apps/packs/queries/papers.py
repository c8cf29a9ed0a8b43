"""What a pack is made of before it is set: a meeting's papers in order, and what stands in the way of setting them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from folkmoot.adapters.store.files import Damaged, Missing, Store
from folkmoot.apps.actions.queries import papers as outcomes
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.terms import ItemKind, MeetingStatus
from folkmoot.apps.minutes import queries as minutes
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports.models import Report
from folkmoot.apps.reports.queries import AttachedPdf
from folkmoot.methods.document.model import Document, PartKind
from folkmoot.methods.document.source import BadSource


@dataclass(frozen=True, slots=True)
class Paper:
    """A part of a pack before it is set: a document, or a PDF that came as a file.

    `item` is the order of its agenda item, 0 for none. `level` is 1, or 2 for an annex. `exempt` is the ground that
    keeps it from the public: a paragraph of Schedule 12A, or CONFIDENTIAL. Front matter is not `numbered`.
    """

    id: str
    kind: PartKind
    title: str
    content: Document | AttachedPdf
    item: int = 0
    agenda_number: str = ""
    level: int = 1
    exempt: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a paper out of the pack: the rule that asks for it, the item (None for the agenda) and a sentence."""

    rule: str
    item: AgendaItem | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The numbered papers: those that everybody may read, then the exempt ones, and what stands in the way.

    Exempt papers come last, so that the restricted pack has the page numbers of the public one.
    """

    public: tuple[Paper, ...]
    exempt: tuple[Paper, ...]
    problems: tuple[Problem, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What stands in the way, one sentence a part, naming it."""
        return tuple(problem.sentence for problem in self.problems)


@dataclass(slots=True)
class _Gathering:
    store: Store
    problems: list[Problem] = field(default_factory=list)

    def of(self, meeting: Meeting) -> Iterator[Paper]:
        by_item: dict[int, list[Report]] = {}
        for report in reports.reports_of(meeting):
            by_item.setdefault(report.agenda_item_id, []).append(report)
        items = list(meeting.items.all())
        if not items:
            self.problem("N2", None, "The agenda has no items. Add them first.")
        for item in items:
            if item.kind == ItemKind.MINUTES:
                yield from self.minutes(item)
            if item.kind == ItemKind.TRACKER:
                tracker = outcomes.tracker(meeting)
                yield Paper(tracker.id, tracker.kind, tracker.title, tracker, item.order, item.number)
            found = by_item.get(item.pk, [])
            if item.kind == ItemKind.REPORT and not found and item.to_follow_on is None:
                self.problem("N2", item, "the report is missing. Add it, or take the item off the agenda.")
            for report in found:
                yield from self.report(item, report)

    def problem(self, rule: str, item: AgendaItem | None, sentence: str) -> None:
        self.problems.append(Problem(rule, item, f"{called(item)}: {sentence}" if item else sentence))

    def minutes(self, item: AgendaItem) -> Iterator[Paper]:
        last = last_meeting(item.meeting)
        if last is None:
            return
        document = minutes.document(last)
        if document is None:
            self.problem("M5", item, "the minutes of the last meeting are missing. Record them first.")
            return
        yield Paper(document.id, PartKind.MINUTES, document.title, document, item.order, item.number)
        withheld = minutes.withheld_document(last)
        if withheld is not None:
            yield Paper(
                withheld.id, PartKind.MINUTES, withheld.title, withheld, item.order, item.number, exempt=withheld.exempt
            )

    def report(self, item: AgendaItem, report: Report) -> Iterator[Paper]:
        try:
            contents = [reports.document(report), *reports.annexes(report)]
        except BadSource as fault:
            self.problem("N2", item, f"the part {report.part} cannot be set. {fault}")
            return
        for level, content in zip((1, *(2 for _ in contents[1:])), contents, strict=True):
            yield from self.paper(item, content, level)

    def paper(self, item: AgendaItem, content: Document | AttachedPdf, level: int) -> Iterator[Paper]:
        if isinstance(content, AttachedPdf):
            part, kind = content.part, PartKind.ANNEX
            try:
                self.store.read(content.sha256)
            except (Missing, Damaged) as fault:
                self.problem("N2", item, f"the attached file {content.name} cannot be read. {fault}")
                return
        else:
            part, kind = content.id, content.kind
        ground = item.withheld or content.exempt
        yield Paper(part, kind, content.title, content, item.order, item.number, level, ground)


def gather(meeting: Meeting, store: Store) -> Papers:
    """A meeting's numbered papers, each in its place, with every problem found on the way."""
    gathering = _Gathering(store)
    found = list(gathering.of(meeting))
    return Papers(
        public=tuple(paper for paper in found if not paper.exempt),
        exempt=tuple(paper for paper in found if paper.exempt),
        problems=tuple(gathering.problems),
    )


def called(item: AgendaItem) -> str:
    """Item 6, Health Inequalities."""
    return f"Item {item.number}, {item.title}" if item.number else item.title


def last_meeting(meeting: Meeting) -> Meeting | None:
    """The meeting of the same body whose minutes this one is asked to approve."""
    return (
        Meeting.objects.filter(
            organization=meeting.organization, starts_at__lt=meeting.starts_at, status=MeetingStatus.HELD
        )
        .order_by("-starts_at")
        .first()
    )


def of_item(papers: Iterable[Paper], item: AgendaItem) -> Sequence[Paper]:
    """The papers of an agenda item, in order."""
    return [paper for paper in papers if paper.item == item.order]
