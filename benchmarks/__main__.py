"""Speed and memory as ratios beside a peer or a limit: `make bench`, or `python -m benchmarks NAME...` for some.

A benchmark is one file here with a `main` that prints its table and returns how many of its targets were missed, and
one line below. Seconds depend on the machine and on who else is using it; ratios within one run are what counts.
"""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = (
    "statistics",
    "indices",
    "coverage",
    "pack",
    "engine",
    "county",
    "requests",
    "matrix",
)


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all; 1 where a target was missed."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        sys.exit(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    missed = 0
    for name in names or BENCHMARKS:
        benchmark = import_module(f"benchmarks.{name}")
        print(f"\n{name}: {(benchmark.__doc__ or '').splitlines()[0]}", flush=True)
        missed += benchmark.main()
    print(f"\n{missed} targets missed" if missed else "\nevery target met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
