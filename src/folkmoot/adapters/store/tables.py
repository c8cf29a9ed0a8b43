"""Tables as Parquet in the store: the same table gives the same content wherever the same pyarrow wrote it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from folkmoot.adapters.store.files import Store

ROWS_A_GROUP = 1 << 20


def put(store: Store, table: pa.Table) -> str:
    """Keep a table; returns the sha256 of its Parquet file."""
    written = pa.BufferOutputStream()
    plain = table.replace_schema_metadata(None)
    pq.write_table(plain, written, compression="zstd", row_group_size=ROWS_A_GROUP)
    return store.put(written.getvalue().to_pybytes())


def get(store: Store, sha256: str, columns: list[str] | None = None) -> pa.Table:
    """A kept table, or some of its columns. Raises files.Missing or files.Damaged."""
    return pq.read_table(pa.BufferReader(store.read(sha256)), columns=columns)


def path(store: Store, sha256: str) -> Path:
    """Where a kept table lies, for what reads it by row groups."""
    return store.path(sha256)
