"""E3 on the bytes: no word of an exempt paper is in any public file of a version."""

from __future__ import annotations

from collections.abc import Iterator

from folkmoot.apps.packs.queries import front, secrecy
from folkmoot.apps.packs.queries.findings import Case, Finding
from folkmoot.apps.packs.terms import Level, PackKind


def leaks(case: Case) -> Iterator[Finding]:
    """A finding where a public file of the version holds exempt words: the PDFs, and the PDFs attached to reports."""
    version, exempt = case.version, case.papers.exempt
    if version is None or version.pack.kind != PackKind.PUBLIC or case.papers.problems:
        return
    public = (*front.front(front.frame(case.meeting), case.papers.public, {}), *case.papers.public)
    looked_for = secrecy.planted(exempt, public, case.store.read) | secrecy.sources(case.items)
    if not looked_for:
        return
    digests = [version.sha256, version.large_print_sha256]
    digests += version.parts.exclude(attachment="").values_list("attachment", flat=True)
    try:
        secrecy.refuse(looked_for, (case.store.read(digest) for digest in digests))
    except secrecy.Leaked as leaked:
        yield Finding(
            "E3", Level.BLOCKS, "leak", str(leaked),
            "Take the words out of the public papers and build the pack again.",
            ("meeting", case.meeting.pk), overridable=False,
        )  # fmt: skip
