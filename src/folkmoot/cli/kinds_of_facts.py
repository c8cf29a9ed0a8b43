"""The kinds of `folkmoot import` that become facts: a layout each, or the schema file of an extract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from folkmoot.adapters.feeds import layout_files, receiving
from folkmoot.adapters.feeds.layouts import Layout
from folkmoot.adapters.feeds.periods import last_day
from folkmoot.adapters.feeds.received import Received
from folkmoot.apps.records import operations as records
from folkmoot.apps.records import queries
from folkmoot.apps.records.models import FactRevision
from folkmoot.cli.kinds import Kind, Order, Told


class NoSchema(ValueError):
    """A record-level extract was given without the file that describes its columns, or another kind with one."""


def by_layout(layout: Layout) -> Kind:
    """The kind of the files that have a layout."""

    def read(path: Path, order: Order, told: Told) -> Received:
        if order.schema is not None:
            raise NoSchema(f"a {layout.kind} file has its layout already; leave --schema out")
        return _received(path, layout, order, told)

    return Kind(layout.title, read, receive)


def read_records(path: Path, order: Order, told: Told) -> Received:
    """An extract read by the schema file that was given with it."""
    if order.schema is None:
        raise NoSchema("records need a file that describes their columns: --schema FILE.toml (see docs/importing.md)")
    return _received(path, layout_files.read(order.schema), order, told)


def _received(path: Path, layout: Layout, order: Order, told: Told) -> Received:
    """A file read by its layout; the period of the order is that of all rows, where no column says it."""
    if order.period:
        last_day(order.period)
        layout = replace(layout, period=order.period)
    return receiving.receive(path, layout, told=told)


def receive(received: Sequence[Received], order: Order) -> list[str]:
    """Take facts in. Files of one data set that are given together are one vintage of it."""
    told = []
    ordered = sorted(received, key=lambda each: each.data_set)
    for key, files in groupby(ordered, lambda each: order.key or each.data_set):
        revision = records.receive_facts(
            received=tuple(files),
            key=key,
            title=order.title,
            source=order.source,
            licence=order.licence,
            vintage=order.vintage,
            provenance=order.provenance,
            public=order.public,
            keep_good=order.keep_good,
            by=None,
            at=order.at,
        )
        told.append(_sentence(revision, order))
    return told


def _sentence(revision: FactRevision, order: Order) -> str:
    rows = f"{revision.rows:,} row{'s' * (revision.rows != 1)}"
    held = f"{revision.data_set.key}: vintage {revision.number} ({revision.vintage}), {rows}"
    if revision.at != order.at:
        return f"{held}: nothing changed, this content is held already"
    changes = queries.changes(revision)
    return f"{held}, content {revision.sha256[:12]}" + (f": {changes.words}" if changes else "")
