"""Forked children that do some work, to the end or until they are killed; the parent keeps no database open.

The modules tests/apps/*/killed.py kill fifty of them each; tests/apps/test_killed.py runs those modules.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable

from django.db import connection

from folkmoot.adapters.store.files import Store

KILLS = 50


def alone(work: Callable[[], None]) -> float:
    """Do the work in a child; how long it took, in seconds. Ends this process when the child failed."""
    begun = time.monotonic()
    _, status = os.waitpid(child(work), 0)
    if status:
        sys.exit("a process that was not killed failed; its words stand above")
    return time.monotonic() - begun


def fifty_kills(seed: int, longest: float, work: Callable[[int], None], look: Callable[[], None], first: int) -> int:
    """Kill the work fifty times and look at what is left after every ten; the number that the last work was given.

    `longest` is how long the work takes, in seconds; `work` is given a number, `first` and on.
    """
    kills, number, kill = 0, first - 1, Killer(random.Random(seed), longest)
    while kills < KILLS:
        number += 1
        kills += kill(lambda number=number: work(number))
        if kills % 10 == 0:
            alone(look)
    alone(look)
    sys.stdout.write(f"{kills} kills in {number - first + 1} rounds, seed {seed}")
    return number


def look_whole(store: Store) -> None:
    """Nothing in the store or in the database is torn, once what was left unfinished is swept."""
    store.sweep()
    assert store.verify() == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []


class Killer:
    """Kills children at random moments of their work.

    `longest` is how long the work takes, in seconds. A child that ends before its moment came shows that the work takes
    less than that, and shortens the moments to come: else a machine that was busy at first would make this last.
    """

    def __init__(self, chance: random.Random, longest: float) -> None:
        self.chance, self.longest = chance, longest

    def __call__(self, work: Callable[[], None]) -> bool:
        """Begin the work in a child and kill it at a random moment; whether it was still at work then."""
        begun, moment = time.monotonic(), self.chance.uniform(0, 1.1 * self.longest)
        process, ended, status = child(work), 0, 0
        while not ended and time.monotonic() - begun < moment:
            time.sleep(0.002)
            ended, status = os.waitpid(process, os.WNOHANG)
        if not ended:
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            sys.exit("a process failed before it was killed; its words stand above")
        if not os.WIFSIGNALED(status):
            self.longest = min(self.longest, time.monotonic() - begun)
        return os.WIFSIGNALED(status)


def child(work: Callable[[], None]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        work()
        connection.close()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def together(*works: Callable[[], None]) -> None:
    """Do all the work at the same time, in a child each. Ends this process when one failed."""
    children = [child(work) for work in works]
    statuses = [os.waitpid(process, 0)[1] for process in children]
    if any(statuses):
        sys.exit("one of several processes failed; its words stand above")
