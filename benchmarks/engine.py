"""Ten million records to a cube by area, year, sex and age, beside a bare scan of their columns and a kernel by hand.

The scan decodes the same columns of the same file and does nothing with them. The kernel by hand is what one would
write for this one job: no missing values, no reasons, no definition. Peak memory is that of a process that only counts.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from benchmarks.turns import Spread, in_turns, over

from folkmoot.engine import local, reading
from folkmoot.engine.plan import Period, Plan, Request, plan

ROOT = Path(__file__).resolve().parents[1]
ROWS, ROUNDS, GROUP = 10_000_000, 5, 1 << 20
AREAS, YEARS = 33_755, range(2016, 2021)
MOST_OVER_SCAN, MOST_OVER_HAND, MOST_MEMORY = 3.0, 1.15, 1024
COLUMNS = ["unit", "date", "sex", "age"]
EPOCH = date(1970, 1, 1)


def main() -> int:
    """Print the table; how many targets were missed."""
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.parquet"
        write(facts, ROWS)
        wanted = counted()
        same = np.array_equal(local.count(wanted, [facts]).counts[..., :2, :-1], by_hand(facts))
        tasks = {
            "scan": lambda: scan(facts),
            "by hand": lambda: by_hand(facts),
            "engine": lambda: local.count(wanted, [facts]),
        }
        seconds = in_turns(tasks, ROUNDS)
        memory = _memory(facts)
    print(f"{ROWS:,} records, {wanted.cells:,} cells; median (least to most) of {ROUNDS} rounds in turns")
    for name, spread in ((name, Spread.of(each)) for name, each in seconds.items()):
        print(f"{name + ', seconds':24}{spread}")
    ratios = {name: over(seconds["engine"], seconds[name]) for name in ("scan", "by hand")}
    for (name, ratio), limit in zip(ratios.items(), (MOST_OVER_SCAN, MOST_OVER_HAND), strict=True):
        print(f"{'engine / ' + name:24}{ratio}   target {limit:g}")
    print(f"{'peak memory, MiB':24}{memory:8.0f}   target {MOST_MEMORY}")
    print("the same counts" if same else "OTHER COUNTS")
    missed = (ratios["scan"].median > MOST_OVER_SCAN, ratios["by hand"].median > MOST_OVER_HAND, memory > MOST_MEMORY)
    return sum(missed) + (not same)


def areas() -> list[str]:
    return [f"E{number:08d}" for number in range(AREAS)]


def write(path: Path, rows: int) -> None:
    """Records in no order, every group of the same seed the same."""
    draw = np.random.default_rng(20261125)
    codes, sexes = pa.array(areas()), pa.array(["Female", "Male"])
    first, last = (date(YEARS[0], 1, 1) - EPOCH).days, (date(YEARS[-1], 12, 31) - EPOCH).days
    schema = pa.schema({"unit": pa.string(), "date": pa.date32(), "sex": pa.string(), "age": pa.int16()})
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, GROUP):
            size = min(GROUP, rows - start)
            columns = (
                codes.take(pa.array(draw.integers(AREAS, size=size))),
                pa.array(draw.integers(first, last + 1, size=size, dtype=np.int32)).cast(pa.date32()),
                sexes.take(pa.array(draw.integers(2, size=size))),
                pa.array(draw.integers(100, size=size, dtype=np.int16)),
            )
            writer.write_table(pa.table(columns, schema=schema), row_group_size=GROUP)


def counted() -> Plan:
    """All areas by year, sex and the ages of the mortality rate."""
    path = ROOT / "definitions" / "measures" / "mortality-rate.toml"
    years = tuple(Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in YEARS)
    return plan(reading.read(path.read_bytes(), path.name), Request(tuple(areas()), years, ("sex",))).numerator


def scan(path: Path) -> int:
    """Decode the columns and forget them."""
    file = pq.ParquetFile(path, read_dictionary=["unit", "sex"])
    return sum(file.read_row_group(place, columns=COLUMNS).num_rows for place in range(file.num_row_groups))


def by_hand(path: Path) -> np.ndarray:
    """The counts of this one job."""
    file = pq.ParquetFile(path, read_dictionary=["unit", "sex"])
    counts = np.zeros(AREAS * len(YEARS) * 2 * 19, dtype=np.int64)
    codes, sexes = pa.array(areas()), pa.array(["Female", "Male"])
    edges = [(date(year, 1, 1) - EPOCH).days for year in (*YEARS, YEARS[-1] + 1)]
    years = np.repeat(np.arange(len(YEARS)), np.diff(edges))
    for place in range(file.num_row_groups):
        for batch in file.read_row_group(place, columns=COLUMNS).to_batches():
            unit = _looked_up(batch["unit"], codes)
            day = batch["date"].cast(pa.int32()).to_numpy() - edges[0]
            age = np.minimum(batch["age"].to_numpy() // 5, 18)
            key = ((unit * len(YEARS) + years[day]) * 2 + _looked_up(batch["sex"], sexes)) * 19 + age
            np.add.at(counts, key, 1)
    return counts.reshape(AREAS, len(YEARS), 2, 19)


def _looked_up(column: pa.DictionaryArray, words: pa.Array) -> np.ndarray:
    table = pc.index_in(column.dictionary, value_set=words).to_numpy().astype(np.int64)
    return table[column.indices.to_numpy()]


def _memory(facts: Path) -> float:
    """MiB at the most in a process that counts and does nothing else."""
    command = [sys.executable, "-m", "benchmarks.engine", str(facts)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


if __name__ == "__main__":
    local.count(counted(), [Path(sys.argv[1])])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
