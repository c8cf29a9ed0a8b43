"""The publish gate: everything wrong with a meeting's papers, each with its rule, the reason and how to mend it.

One place asks it, for the desk, the meeting's page, the gate's own page and the operation that publishes. A rule is
applied as its row stands on the day of the meeting; one that is not set is itself found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.committees.terms.rulebook import RULEBOOK
from folkmoot.apps.packs.models import Override, PackVersion
from folkmoot.apps.packs.queries import checks, leaking
from folkmoot.apps.packs.queries.findings import Case, Finding, case
from folkmoot.apps.packs.terms import NEVER_OVERRIDDEN, Level
from folkmoot.methods.calendars.counting import Count


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate found: what stops the publication, what only warns, and what was overridden, by whom and why.

    `counts` are the days that the notice rules count for this meeting, by the rule's title.
    """

    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    overridden: tuple[tuple[Finding, Override], ...]
    counts: tuple[tuple[str, Count], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What stops the publication, in sentences that say how to mend it."""
        return tuple(finding.sentence for finding in self.blocking)

    def finding(self, rule: str, subject: str) -> Finding | None:
        """The blocking finding of that rule and subject."""
        return next((each for each in self.blocking if (each.rule, each.subject) == (rule, subject)), None)


def gate(meeting: Meeting, *, at: datetime, version: PackVersion | None = None) -> Gate:
    """Everything wrong with a meeting's papers, were they published at that moment; with a version, its files too."""
    asked = case(meeting, at=at, version=version)
    found = list(dict.fromkeys(_findings(asked)))
    decided = {(row.rule_id, row.subject): row for row in meeting.overrides.all()}
    stopping = [each for each in found if each.level is Level.BLOCKS]
    overridden = [(each, row) for each in stopping if (row := decided.get((each.rule, each.subject))) is not None]
    settled = {each for each, _ in overridden}
    return Gate(
        blocking=(*(each for each in stopping if each not in settled), *_unprinted(version, overridden)),
        warnings=tuple(each for each in found if each.level is Level.WARNS),
        overridden=tuple(overridden),
        counts=tuple((RULEBOOK[rule].title, count) for rule, count in asked.counts.items()),
    )


def may_be_overridden(finding: Finding) -> bool:
    """Whether somebody may decide to publish in spite of a finding."""
    return finding.overridable and finding.subject not in NEVER_OVERRIDDEN


def _findings(asked: Case) -> Iterator[Finding]:
    if asked.meeting.provenance == Provenance.PRINTED:
        return  # it was published as it is printed, by others
    for check in checks.CHECKS:
        yield from check(asked)
    yield from leaking.leaks(asked)


def _unprinted(version: PackVersion | None, overridden: Iterable[tuple[Finding, Override]]) -> Iterator[Finding]:
    """An override that the version does not print yet."""
    if version is None or version.published_at is not None:
        return
    for finding, row in overridden:
        if row.at > version.built_at:
            yield Finding(
                finding.rule, Level.BLOCKS, "build",
                f"Version {version.number} does not print why rule {finding.rule} is not kept.",
                "Build the pack again.", ("meeting", version.pack.meeting_id), overridable=False,
            )  # fmt: skip
