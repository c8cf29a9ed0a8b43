"""Reads the answers of other programs, and compares with them: sign and finiteness count too."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

PEER_RUNS = Path(__file__).parents[2] / "oracles" / "peer_runs"


def read(path: Path) -> dict[str, np.ndarray]:
    """Columns by name: numbers where every cell is one or is empty, words elsewhere."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: _column([row[name] for row in rows]) for name in rows[0]}


def _column(cells: list[str]) -> np.ndarray:
    try:
        return np.array([float(cell) if cell not in ("", "NA") else np.nan for cell in cells])
    except ValueError:
        return np.array(cells)


def at_level(limits: np.ndarray, levels: tuple[float, ...], wanted: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The limits of each row at the level it asks for."""
    places = [levels.index(level) for level in wanted.tolist()]
    return limits[rows, places]


def levels_of(conf: np.ndarray) -> tuple[float, ...]:
    return tuple(sorted(set(conf.tolist())))


def agree(found: np.ndarray, expected: np.ndarray, relative: float = 1e-12) -> None:
    """The same numbers to the tolerance, and the same sign, missing and infinite ones."""
    found, expected = np.broadcast_arrays(np.asarray(found, dtype=float), np.asarray(expected, dtype=float))
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected), "missing in other places")
    np.testing.assert_array_equal(np.sign(found), np.sign(expected), "of another sign, or zero in other places")
    np.testing.assert_array_equal(np.isinf(found), np.isinf(expected), "infinite in other places")
    np.testing.assert_allclose(found, expected, rtol=relative, atol=0)
