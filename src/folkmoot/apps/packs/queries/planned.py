"""What the work programme says of a meeting, as advice at the gate: how much is planned, and what comes too late."""

from __future__ import annotations

from collections.abc import Iterator

from folkmoot.apps.actions.queries.capacity import load
from folkmoot.apps.actions.queries.conflicts import Collision, conflicts
from folkmoot.apps.packs.queries.findings import Case, Finding
from folkmoot.apps.packs.terms import Level


def capacity(case: Case) -> Iterator[Finding]:
    """S9: no more is planned than the meeting can take."""
    if "S9" not in case.rules:
        return
    for number, sentence in enumerate(load(case.meeting).over):
        yield Finding(
            "S9", Level.WARNS, f"agenda-{number}", sentence,
            "Give items less time, or take one to another meeting.", ("meeting", case.meeting.pk),
        )  # fmt: skip


def before_decisions(case: Case) -> Iterator[Finding]:
    """S10: topics about planned decisions are taken before these are made."""
    if "S10" not in case.rules:
        return
    for found in conflicts(case.meeting.organization, today=case.today):
        here = found.topic.meeting_id == case.meeting.pk and found.kind in (Collision.TOO_LATE, Collision.DECIDED)
        if here or found.last == case.meeting:
            yield Finding(
                "S10", Level.WARNS, f"topic-{found.topic.pk}", f"{found.topic.title}: {found.sentence}",
                "Take it to an earlier meeting, or ask that the decision waits." if here else "Put it on this agenda.",
                ("topic", found.topic.pk),
            )  # fmt: skip
