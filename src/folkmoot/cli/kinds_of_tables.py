"""The kind of `folkmoot import` that becomes a printed table: CSV, taken cell by cell as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from folkmoot.adapters.feeds.quality import Quality
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance
from folkmoot.cli.kinds import Order, Told
from folkmoot.methods.document import printed


class Undescribed(ValueError):
    """A printed table was given without what must be said beside it."""


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A table as it was read."""

    file: str
    quality: Quality
    content: bytes


def read(path: Path, order: Order, told: Told) -> PrintedFile:
    """A table; BadTable names the row that is none."""
    missing = [f"--{name}" for name in ("key", "title", "source") if not getattr(order, name)]
    if missing or order.schema is not None:
        raise Undescribed("a printed table needs a --key, a --title and its --source, and no --schema")
    content = path.read_bytes()
    rows = len(printed.parse(content, path.name).rows)
    return PrintedFile(path.name, Quality(read=rows, kept=rows), content)


def receive(files: Sequence[PrintedFile], order: Order) -> list[str]:
    """Take the one table in."""
    if len(files) > 1:
        raise Undescribed("printed tables are imported one at a time, each under its own --key")
    (file,) = files
    revision = records.import_printed_table(
        key=order.key,
        title=order.title,
        source=order.source,
        content=file.content,
        provenance=Provenance.PRINTED if order.provenance is Provenance.IMPORTED else order.provenance,
        file_name=file.file,
        period=order.period,
        licence=order.licence,
        public=order.public is not False,
        by=None,
        at=order.at,
    )
    held = "" if revision.at == order.at else "; nothing changed, this content is held already"
    return [
        f"{order.key}: revision {revision.number}, {file.quality.kept:,} rows, content {revision.sha256[:12]}{held}"
    ]
