"""How much is planned for a meeting, and how much it can take (rule S9)."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.apps.committees.terms import ItemKind

WEIGHTY = frozenset({ItemKind.REPORT, ItemKind.MOTION, ItemKind.URGENT})  # what members prepare for


@dataclass(frozen=True, slots=True)
class Load:
    """What is planned for a meeting; a limit is None where the council has not set it.

    `minutes` are those of every item of the agenda and of every topic that is not on it yet; `items` counts reports,
    motions and such topics; `unstated` names those of them that do not say how long they take.
    """

    minutes: int
    items: int
    unstated: tuple[str, ...]
    most_minutes: int | None
    most_items: int | None
    source: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """65 of 120 minutes are planned; what is not set or not stated is said."""
        of = f" of {self.most_minutes}" if self.most_minutes is not None else ""
        said = [f"{self.minutes}{of} minutes are planned."]
        if self.most_items is not None:
            said.append(f"{self.items} of {self.most_items} reports and topics.")
        if self.most_minutes is None:
            said.append("How much a meeting can take is not set (rule S9).")
        if self.unstated:
            said.append(f"Not stated how long: {', '.join(self.unstated)}.")
        return tuple(said)

    @property
    def over(self) -> tuple[str, ...]:
        """By how much more is planned than the meeting can take, a sentence a limit."""
        beyond = (
            (self.minutes, self.most_minutes, "minutes are planned"),
            (self.items, self.most_items, "reports and topics are planned"),
        )
        return tuple(
            f"{planned} {what}; a meeting can take {most}."
            for planned, most, what in beyond
            if most is not None and planned > most
        )


def load(meeting: Meeting) -> Load:
    """What is planned for a meeting, by its agenda and the work programme."""
    items = list(meeting.items.all())
    topics = list(Topic.objects.filter(meeting=meeting, state=TopicState.SCHEDULED, item=None))
    timed = {each.parent_id for each in items if each.planned_minutes is not None}
    weighty = [each for each in items if each.parent_id is None and each.kind in WEIGHTY]
    silent = [each.title for each in weighty if each.planned_minutes is None and each.pk not in timed]
    silent += [each.title for each in topics if each.planned_minutes is None]
    minutes = [each.planned_minutes or 0 for each in items] + [each.planned_minutes or 0 for each in topics]
    limit = rule(meeting.organization, "S9", on=meeting_day(meeting))
    return Load(
        minutes=sum(minutes),
        items=len(weighty) + len(topics),
        unstated=tuple(silent),
        most_minutes=limit.whole("minutes") if limit else None,
        most_items=limit.whole("items") if limit and "items" in limit.parameters else None,
        source=limit.source if limit else "",
    )
