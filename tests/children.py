"""Forked children that do some work, to the end or until they are killed; the parent keeps no database open."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable

from django.db import connection


def alone(work: Callable[[], None]) -> float:
    """Do the work in a child; how long it took, in seconds. Ends this process when the child failed."""
    begun = time.monotonic()
    _, status = os.waitpid(child(work), 0)
    if status:
        sys.exit("a process that was not killed failed; its words stand above")
    return time.monotonic() - begun


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
