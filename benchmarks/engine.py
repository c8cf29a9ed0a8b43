"""Records to a cube by area, year, sex and age, and to rates for every area: beside a scan, a bare kernel and DuckDB.

The scan decodes the same columns of the same files on two threads and does nothing with them. The kernel by hand is
what one would write for this one job: no missing values, no reasons, no definition. DuckDB's SQL is by hand too and
runs in the environment of `make test-ibis`, where there is one. The whole job is the cube, the population's cube, and
standardised rates with limits for every LSOA, ward, district and county by year, sex and for persons. Memory is the
most that a process took that did nothing else, one of which counts a cube of 1.4 GiB in parts of an eighth of a GiB: by
quarters and single years of age. `python -m benchmarks.engine 100000000 2` counts as many, twice.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from benchmarks.turns import Spread, over

from folkmoot.engine import local, reading
from folkmoot.engine.cells import CELL
from folkmoot.engine.computing import compute
from folkmoot.engine.cube import Lookup
from folkmoot.engine.definition import Measure
from folkmoot.engine.plan import Period, Plans, Request, plan
from folkmoot.methods.statistics import AgeBands

ROOT = Path(__file__).resolve().parents[1]
DUCKDB = ROOT / ".venv-ibis" / "bin" / "python"
ROWS, A_FILE, GROUP, ROUNDS = 10_000_000, 10_000_000, 1 << 20, 3
AREAS, YEARS, SEXES, BANDS = 33_755, range(2016, 2021), ("Female", "Male"), 19
LEVELS = {"wards": 5, "districts": 115, "counties": 920}
"""How many areas one of each is made of."""
MOST_OVER_SCAN, MOST_OVER_HAND, MOST_MEMORY = 3.0, 1.15, 1024
PART = 128 << 20
COLUMNS = ["unit", "date", "sex", "age"]
EPOCH = date(1970, 1, 1)


def main(rows: int = ROWS, rounds: int = ROUNDS) -> int:
    """Print the table; how many targets were missed."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as name:
        folder = Path(name)
        write(folder, rows)
        tasks = {each: _timed(TASKS[each], folder) for each in TASKS}
        if DUCKDB.exists():
            tasks |= {f"DuckDB, {each}": _by_duckdb(each, folder) for each in ("cube", "job")}
        same = np.array_equal(local.count(plans().numerator, facts(folder)).counts[..., :2, :-1], by_hand(folder))
        turns = [{each: task() for each, task in tasks.items()} for _ in range(rounds)]
        memory = {each: _memory(each, folder) for each in TASKS}
        parts = _memory("in parts", folder)
    print(
        f"{rows:,} records, {plans().numerator.cells:,} cells; seconds, "
        f"median (least to most) of {rounds} rounds in turns, and memory"
    )
    seconds = {each: [turn[each][0] for turn in turns] for each in tasks}
    memory |= {each: max(turn[each][2] for turn in turns) for each in tasks if each not in memory}
    for each, spread in seconds.items():
        worked = Spread.of([turn[each][1] for turn in turns])
        print(f"{each:18}{Spread.of(spread)}   processor {worked}   {memory[each]:6.0f} MiB")
    ratios = {each: over(seconds["engine"], seconds[each]) for each in ("scan", "by hand")}
    for (each, ratio), limit in zip(ratios.items(), (MOST_OVER_SCAN, MOST_OVER_HAND), strict=True):
        print(f"{'engine / ' + each:18}{ratio}   target {limit:g}")
    if DUCKDB.exists():
        print(f"{'DuckDB / engine':18}{over(seconds['DuckDB, cube'], seconds['engine'])}")
        print(f"{'DuckDB / job':18}{over(seconds['DuckDB, job'], seconds['job'])}")
    else:
        print("DuckDB is not here to compare with; make test-ibis installs it")
    print(
        f"memory of the engine {memory['engine']:.0f} MiB, target {MOST_MEMORY}; "
        f"{'the same' if same else 'OTHER'} counts as by hand"
    )
    print(f"memory of a cube larger than that, counted in parts: {parts:.0f} MiB, target {MOST_MEMORY}")
    missed = (ratios["scan"].median > MOST_OVER_SCAN, ratios["by hand"].median > MOST_OVER_HAND)
    return sum(missed) + sum(each > MOST_MEMORY for each in (memory["engine"], parts)) + (not same)


def areas() -> list[str]:
    return [f"E{number:08d}" for number in range(AREAS)]


def facts(folder: Path) -> list[Path]:
    return sorted(folder.glob("facts-*.parquet"))


def write(folder: Path, rows: int) -> None:
    """Records in no order, ten million a file; residents by area, year, sex and age; and what areas are part of."""
    for number, start in enumerate(range(0, rows, A_FILE)):
        _write_facts(folder / f"facts-{number}.parquet", min(A_FILE, rows - start), number)
    shape = np.indices((AREAS, len(YEARS), 2, BANDS)).reshape(4, -1)
    middles = pa.array([date(year, 6, 30) for year in YEARS])
    residents = {
        "unit": pa.array(areas()).take(pa.array(shape[0])),
        "date": middles.take(pa.array(shape[1])),
        "sex": pa.array(SEXES).take(pa.array(shape[2])),
        "age": pa.array((shape[3] * 5).astype(np.int16)),
        "persons": pa.array(np.random.default_rng(1).integers(20, 90, shape.shape[1], dtype=np.int32)),
    }
    pq.write_table(pa.table(residents), folder / "population.parquet", row_group_size=GROUP)
    parts = {name: [f"{name}-{number // size:05d}" for number in range(AREAS)] for name, size in LEVELS.items()}
    pq.write_table(pa.table({"unit": areas(), **parts}), folder / "lookup.parquet")


def _write_facts(path: Path, rows: int, seed: int) -> None:
    draw = np.random.default_rng(20261125 + seed)
    codes, sexes = pa.array(areas()), pa.array(SEXES)
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


def plans() -> Plans:
    """All areas by year, sex and the ages of the mortality rate."""
    return _plans(MEASURE, [date(year, 1, 1) for year in (*YEARS, YEARS[-1] + 1)])


def _plans(measure: Measure, firsts: list[date]) -> Plans:
    periods = tuple(Period(f"from {first}", first, end - timedelta(1)) for first, end in pairwise(firsts))
    return plan(measure, Request(tuple(areas()), periods, ("sex",)))


def _measure() -> Measure:
    path = ROOT / "definitions" / "measures" / "mortality-rate.toml"
    return reading.read(path.read_bytes(), path.name)


MEASURE = _measure()


def scan(folder: Path) -> None:
    """Decode the columns and forget them."""
    _over_groups(folder, lambda table: None)


def by_hand(folder: Path) -> np.ndarray:
    """The counts of this one job."""
    counts, lock = np.zeros(AREAS * len(YEARS) * 2 * BANDS, dtype=np.int64), Lock()
    codes, sexes = pa.array(areas()), pa.array(SEXES)
    edges = [(date(year, 1, 1) - EPOCH).days for year in (*YEARS, YEARS[-1] + 1)]
    years = np.repeat(np.arange(len(YEARS), dtype=np.int32), np.diff(edges))

    def count(table: pa.Table) -> None:
        for batch in table.to_batches():
            unit, sex = _looked_up(batch["unit"], codes), _looked_up(batch["sex"], sexes)
            day = batch["date"].cast(pa.int32()).to_numpy() - edges[0]
            age = np.minimum(batch["age"].to_numpy() // 5, BANDS - 1)
            key = ((unit * len(YEARS) + years.take(day)) * 2 + sex) * BANDS + age
            with lock:
                np.add.at(counts, key, 1)

    _over_groups(folder, count)
    return counts.reshape(AREAS, len(YEARS), 2, BANDS)


def _looked_up(column: pa.DictionaryArray, words: pa.Array) -> np.ndarray:
    return pc.index_in(column.dictionary, value_set=words).to_numpy().take(column.indices.to_numpy())


def _over_groups(folder: Path, use: Callable[[pa.Table], None]) -> None:
    """Every row group of every file, on two threads."""

    def one(group: tuple[Path, int]) -> None:
        with pq.ParquetFile(group[0], read_dictionary=["unit", "sex"]) as file:
            use(file.read_row_group(group[1], columns=COLUMNS, use_threads=False))

    groups = [(path, place) for path in facts(folder) for place in range(pq.read_metadata(path).num_row_groups)]
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(one, groups):
            pass


def engine(folder: Path) -> None:
    """The cube by the definition."""
    local.count(plans().numerator, facts(folder))


def in_parts(folder: Path) -> None:
    """A cube that is larger than the memory set for it."""
    quarters = [date(year, month, 1) for year in YEARS for month in (1, 4, 7, 10)]
    ages = AgeBands.parse((*map(str, range(90)), "90+"))
    wanted = _plans(replace(MEASURE, ages=ages), [*quarters, date(YEARS[-1] + 1, 1, 1)]).numerator
    assert wanted.cells * CELL > MOST_MEMORY << 20
    parts = local.count_in_parts(wanted, facts(folder), memory=PART)
    counted = sum(int(part.counts.sum()) for part in parts)
    assert counted == sum(pq.read_metadata(path).num_rows for path in facts(folder))


def job(folder: Path) -> float:
    """The rates of every level; their sum, by which DuckDB's can be held against them."""
    wanted, lookup = plans(), pq.read_table(folder / "lookup.parquet").to_pydict()
    assert wanted.denominator is not None
    events = local.count(wanted.numerator, facts(folder))
    people = local.count(wanted.denominator, [folder / "population.parquet"])
    total = 0.0
    for name in ("", *LEVELS):
        if name:
            parts = {unit: ((code, 1),) for unit, code in zip(lookup["unit"], lookup[name], strict=True)}
            above, below = (each.roll_up(Lookup(name, parts)) for each in (events, people))
        else:
            above, below = events, people
        total += float(np.nansum(compute(MEASURE, above, below).estimate.value))
        total += float(np.nansum(compute(MEASURE, above.total("sex"), below.total("sex")).estimate.value))
    return total


TASKS: dict[str, Callable[[Path], object]] = {"scan": scan, "by hand": by_hand, "engine": engine, "job": job}
Timed = Callable[[], tuple[float, float, float]]
"""Seconds by the clock, seconds of processor, and MiB where they are known."""


def _timed(task: Callable[[Path], object], folder: Path) -> Timed:
    def run() -> tuple[float, float, float]:
        begun, worked = time.perf_counter(), time.process_time()
        task(folder)
        return time.perf_counter() - begun, time.process_time() - worked, 0.0

    return run


def _by_duckdb(task: str, folder: Path) -> Timed:
    def run() -> tuple[float, float, float]:
        command = [str(DUCKDB), str(ROOT / "benchmarks" / "duck.py"), task, str(folder)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        return float(told[0]), float(told[1]), float(told[2])

    return run


def most() -> float:
    """The most memory that this process took, MiB; what its parent took is not in it, as it is in getrusage's."""
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(told.split()[0]) / 1024


def _memory(task: str, folder: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.engine", task, str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


if __name__ == "__main__":
    if sys.argv[1] in (alone := {**TASKS, "in parts": in_parts}):
        alone[sys.argv[1]](Path(sys.argv[2]))
        print(most())
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
