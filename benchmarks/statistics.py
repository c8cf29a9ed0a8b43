"""Speed and memory of the statistics beside a bare NumPy sketch and PHStatsMethods: same data, same run, in turns.

The data hold no zero count, because PHStatsMethods stops at one. It runs once, in its own environment under build/,
and on the first rows only of the tasks that take it minutes; its seconds are then scaled, and the table says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks import sketch

from folkmoot.methods.statistics import direct_rate, from_long, indirect, proportion, rate

ROOT = Path(__file__).resolve().parents[1]
PEER = ROOT / "build" / "peers" / "phstatsmethods"
PEER_VERSION = "0.1.16"
LEVELS = (0.95, 0.998)
AREAS, SEXES, BANDS, ROWS = 7_000, 2, 20, 1_000_000
PORT_ROWS = 20_000
ROUNDS = 11
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Task:
    """One piece of work done by us and by the sketch, with its inputs and the most it may cost."""

    name: str
    ours: Callable[[], object]
    sketch: Callable[[], object]
    inputs: tuple[np.ndarray, ...]
    limit: float
    least_over_port: float | None = None
    port_scale: float = 1


def main() -> int:
    data = _data(np.random.default_rng(20211111))
    tasks = _tasks(data)
    port = _port(data)
    missed = []
    print(f"rows: {AREAS * SEXES * BANDS:,} long, {ROWS:,} single; levels {LEVELS}; median of {ROUNDS} rounds in turns")
    print(
        f"{'task':24}{'ours ms':>9}{'sketch ms':>11}{'ratio':>7}{'limit':>7}{'port / ours':>13}{'memory / input':>16}"
    )
    for task in tasks:
        ours, bare = _in_turns(task.ours, task.sketch)
        ratio, memory = ours / bare, _peak(task.ours) / sum(each.nbytes for each in task.inputs)
        beside = port.get(task.name, np.nan) * task.port_scale / ours
        scaled = "*" if task.port_scale != 1 else ""
        print(
            f"{task.name:24}{ours * 1e3:9.1f}{bare * 1e3:11.1f}{ratio:7.2f}{task.limit:7.1f}"
            f"{beside:12,.0f}{scaled or ' '}{memory:16.2f}"
        )
        if ratio > task.limit or memory > 3 or (task.least_over_port and beside < task.least_over_port):
            missed.append(task.name)
    print(
        f"* PHStatsMethods {PEER_VERSION} on {PORT_ROWS:,} rows, seconds scaled to {ROWS:,}; nan: it is not installed"
    )
    values, cells = data["events"], data["age"] + 100 * data["area"]
    root, count = _in_turns(lambda: np.sqrt(values), lambda: np.bincount(cells, data["x"]))
    print(f"for scale: np.sqrt of {ROWS:,} {root * 1e3:.1f} ms; np.bincount of {len(cells):,} {count * 1e3:.1f} ms")
    print(f"import folkmoot.methods.statistics: {_import_seconds():.2f} s")
    if missed:
        print(f"over the limit: {', '.join(missed)}")
    return len(missed)


def _data(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Long rows in no order and single rows; counts of 1 or more, since the port stops at a zero."""
    size = AREAS * SEXES * BANDS
    order = rng.permutation(size)
    band = (np.arange(size) % BANDS)[order]
    population = rng.integers(200, 4000, size).astype(np.float64)
    events = np.maximum(rng.poisson(population * 0.004), 1).astype(np.float64)
    single = rng.integers(50, 100_000, ROWS).astype(np.float64)
    return {
        "area": (np.arange(size) // (BANDS * SEXES))[order],
        "sex": (np.arange(size) // BANDS % SEXES)[order],
        "age": band * 5,
        "x": events,
        "n": population,
        "w": (np.linspace(7000, 500, BANDS))[band],
        "ref_x": np.linspace(900, 9000, BANDS).round()[band],
        "ref_n": np.full(size, 400_000.0),
        "population": single,
        "events": np.clip(rng.poisson(rng.choice([3e-4, 3e-3, 0.1], ROWS) * single), 1, single).astype(np.float64),
    }


def _tasks(d: dict[str, np.ndarray]) -> list[Task]:
    weights, reference = np.linspace(7000, 500, BANDS), (np.linspace(900, 9000, BANDS).round(), np.full(BANDS, 4e5))
    keys = {"area": d["area"], "sex": d["sex"]}
    long = tuple(d[name] for name in ("area", "sex", "age", "x", "n"))
    single = (d["events"], d["population"])

    def direct() -> object:
        dense = from_long(keys, d["age"], d["x"], d["n"])
        return direct_rate(dense.events, dense.population, weights, levels=LEVELS)

    def standardised() -> object:
        dense = from_long(keys, d["age"], d["x"], d["n"])
        return indirect(dense.events, dense.population, *reference, levels=LEVELS, as_="rate")

    def bare() -> list[np.ndarray]:
        return sketch.dense(d["area"] * SEXES + d["sex"], d["age"], d["x"], d["n"])

    scale = ROWS / PORT_ROWS
    return [
        Task("DSR", direct, lambda: sketch.direct(*bare(), weights, LEVELS, 1e5), long, 2.5, 80),
        Task("ISR", standardised, lambda: sketch.indirect(*bare(), *reference, LEVELS, 1e5), long, 2.5, 80),
        Task(
            "Wilson",
            lambda: proportion(*single, levels=LEVELS),
            lambda: sketch.wilson(*single, LEVELS),
            single,
            2,
            None,
            scale,
        ),
        Task(
            "rates",
            lambda: rate(*single, levels=LEVELS),
            lambda: sketch.rate(*single, LEVELS, 1e5),
            single,
            2,
            None,
            scale,
        ),
    ]


def _in_turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of both, run in turns so that a busy machine slows both alike."""
    seconds = np.empty((ROUNDS, 2))
    for turn in range(ROUNDS):
        for place, task in enumerate((one, other)):
            begun = time.perf_counter()
            task()
            seconds[turn, place] = time.perf_counter() - begun
    first, second = np.median(seconds, axis=0)
    return float(first), float(second)


def _peak(task: Callable[[], object]) -> float:
    """Bytes allocated at once, results included and inputs not."""
    tracemalloc.start()
    kept = task()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return float(peak)


def _import_seconds() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import folkmoot.methods.statistics"], check=True, cwd=ROOT / "src")
    return time.perf_counter() - begun


def _port(d: dict[str, np.ndarray]) -> dict[str, float]:
    """Seconds of PHStatsMethods by task; nothing where it cannot be installed."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", f"PHStatsMethods=={PEER_VERSION}"]
        if subprocess.run(install, check=False).returncode:
            return {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.npz"
        np.savez(path, **{name: each[:PORT_ROWS] if len(each) == ROWS else each for name, each in d.items()})
        run = subprocess.run(
            [python, ROOT / "benchmarks" / "port.py", path], check=True, capture_output=True, text=True
        )
    return json.loads(run.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
