"""What waits for whoever is signed in, by what their roles let them do: the first page of the office.

A new kind of task is a function that yields `Task`s, behind the permission of whoever does it, in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.reports.terms import PERMISSION_TO_CLEAR
from folkmoot.sites.office.today import after, before, figures, people
from folkmoot.sites.office.today.tasks import Desk, Task

Source = Callable[[Desk], Iterator[Task]]

# Whoever holds one of the permissions is shown what the source finds; None stands for everybody.
SOURCES: tuple[tuple[frozenset[Permission] | None, Source], ...] = (
    (None, people.own),
    (frozenset({Permission.MANAGE_MEETINGS}), before.meetings),
    (frozenset({Permission.MANAGE_MEETINGS}), before.planned),
    (frozenset({Permission.WRITE_REPORTS}), before.to_write),
    (frozenset(PERMISSION_TO_CLEAR.values()), before.to_clear),
    (frozenset({Permission.MANAGE_REQUESTS}), before.asked),
    (frozenset({Permission.DECIDE_LATE_REQUESTS}), before.late),
    (frozenset({Permission.KEEP_MINUTES}), after.to_record),
    (frozenset({Permission.KEEP_MINUTES, Permission.CHECK_MINUTES}), after.minutes),
    (frozenset({Permission.FOLLOW_UP}), after.actions),
    (frozenset({Permission.FOLLOW_UP}), after.recommendations),
    (frozenset({Permission.KEEP_PROGRAMME}), after.suggestions),
    (frozenset({Permission.SCORE_TOPICS}), after.longlist),
    (frozenset({Permission.APPROVE_MEASURES}), figures.vintages),
    (frozenset({Permission.READ_REQUESTERS}), figures.letters),
    (frozenset({Permission.KEEP_REGISTER}), people.registers),
    (frozenset({Permission.MANAGE_ACCOUNTS}), people.accounts),
    (frozenset({Permission.READ_AUDIT}), people.sign_ins),
)


def tasks_of(desk: Desk) -> list[Task]:
    """Everything that waits for somebody, what is due first; what has no day comes last."""
    found = chain.from_iterable(source(desk) for needed, source in SOURCES if needed is None or needed & desk.held)
    return sorted(dict.fromkeys(found), key=lambda task: (task.due is None, task.due or desk.today))
