"""The invented county at sizes up to England: rows, seconds and peak memory, each in a process of its own.

`python -m benchmarks.county` draws 5 million rows; `python -m benchmarks.county england` some 315 million, which
needs 0.4 GB of disk.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = ("60000", "county", "1000000")
MOST_MEMORY = 1024  # MiB, whatever the size


def main(sizes: tuple[str, ...] = SIZES) -> int:
    """Print the table; how many sizes took too much memory."""
    print(f"{'size':>10}{'people':>14}{'rows':>14}{'seconds':>10}{'MiB':>8}   at most {MOST_MEMORY} MiB")
    missed = 0
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.county", "draw", size]
        told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
        people, rows, seconds, memory = int(told[0]), int(told[1]), float(told[2]), float(told[3])
        print(f"{size:>10}{people:>14,}{rows:>14,}{seconds:>10.1f}{memory:>8.0f}")
        missed += memory > MOST_MEMORY
    return missed


def draw(size: str) -> None:
    """Draw every data set of a size and print people, rows, seconds and peak memory in MiB."""
    from folkmoot.cli.county import geography, writing
    from folkmoot.cli.county.data_sets import DATA_SETS
    from folkmoot.cli.county.geography import WARDS, Size

    began = time.monotonic()
    wards = geography.wards_for(int(size), 1) if size.isdecimal() else WARDS[Size(size)]
    places = geography.invent(wards, 1)
    with tempfile.TemporaryDirectory() as folder:
        rows = sum(writing.write(each, places, 1, Path(folder)).rows for each in DATA_SETS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(places.people, rows, time.monotonic() - began, peak)


if __name__ == "__main__":
    if sys.argv[1:2] == ["draw"]:
        draw(sys.argv[2])
    else:
        sys.exit(main(tuple(sys.argv[1:]) or SIZES))
