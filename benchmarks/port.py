"""Runs PHStatsMethods on the arrays of a file, in its own environment; prints the seconds of each task as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time

import numpy as np
import pandas as pd
from PHStatsMethods import ph_dsr, ph_ISRate, ph_proportion, ph_rate

LEVELS = [0.95, 0.998]


def main(path: str) -> None:
    given = np.load(path)
    long = pd.DataFrame({name: given[name] for name in ("area", "sex", "age", "x", "n", "w", "ref_x", "ref_n")})
    rows = pd.DataFrame({"events": given["events"], "population": given["population"]})
    keys = ["area", "sex"]
    tasks = {
        "DSR": lambda: ph_dsr(long, "x", "n", "w", keys, confidence=LEVELS, euro_standard_pops=False),
        "ISR": lambda: ph_ISRate(long, "x", "n", "ref_x", "ref_n", keys, confidence=LEVELS),
        "Wilson": lambda: ph_proportion(rows, "events", "population", confidence=LEVELS),
        "rates": lambda: ph_rate(rows, "events", "population", confidence=LEVELS),
    }
    seconds = {}
    for name, task in tasks.items():
        begun = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):  # ph_dsr prints
            task()
        seconds[name] = time.perf_counter() - begun
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(sys.argv[1])
