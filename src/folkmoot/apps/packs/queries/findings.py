"""What the publish gate is asked about, and what it answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from folkmoot.adapters.store.files import Store
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.queries import RuleInForce
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.queries.papers import Papers, gather
from folkmoot.apps.packs.terms import Level, PackKind
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports.models import Report
from folkmoot.methods.calendars.counting import LONDON, Count

COUNTED = ("N1", "N2", "R1", "P1", "P2", "P3")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the rule that is not kept, what it is about, why, how to mend it and on which page.

    `days` is the count of days in words, where the rule counts any. `place` is a kind of page and the key of what it
    shows.
    """

    rule: str
    level: Level
    subject: str
    reason: str
    mend: str
    place: tuple[str, int]
    days: str = ""
    overridable: bool = True

    @property
    def sentence(self) -> str:
        """Reason and remedy."""
        return f"{self.reason} {self.mend}".strip()


@dataclass(frozen=True, slots=True)
class Case:
    """A meeting as the gate sees it: its rules in force on its day, its agenda and papers, what was published of it."""

    meeting: Meeting
    at: datetime
    day: date
    rules: Mapping[str, RuleInForce]
    counts: Mapping[str, Count]
    items: Sequence[AgendaItem]
    reports: Sequence[Report]
    papers: Papers
    published: Sequence[PackVersion]
    version: PackVersion | None
    store: Store

    @property
    def today(self) -> date:
        """The day of asking, by London's calendar."""
        return self.at.astimezone(LONDON).date()

    @property
    def in_time(self) -> PackVersion | None:
        """The last version that was public when rule N2 asks for it; None where none was, or nothing is asked."""
        last = self.counts.get("N2")
        kept = [row for row in self.published if last and row.published_at and _day(row.published_at) <= last.day]
        return kept[-1] if kept else None


def case(meeting: Meeting, *, at: datetime, version: PackVersion | None = None) -> Case:
    """A meeting as the gate sees it at a moment."""
    day = committees.meeting_day(meeting)
    rules = {each.id: each for each in committees.rules_in_force(meeting.organization, on=day)}
    store = Store(Path(settings.STORE))
    rows = PackVersion.objects.filter(pack__meeting=meeting, pack__kind=PackKind.PUBLIC, published_at__isnull=False)
    return Case(
        meeting=meeting,
        at=at,
        day=day,
        rules=rules,
        counts={rule: rules[rule].count(day) for rule in COUNTED if rule in rules},
        items=list(meeting.items.select_related("parent")),
        reports=reports.reports_of(meeting),
        papers=gather(meeting, store),
        published=list(rows.order_by("published_at")),
        version=version,
        store=store,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
