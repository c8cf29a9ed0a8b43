"""Computing in the background: the worker computes what an analyst asked for, and says how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from django.core.cache import cache
from django.utils import timezone
from django_tasks import TaskContext, task

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.measures import operations, queries
from folkmoot.apps.places.queries import UnknownPlaces

A_DAY = 24 * 60 * 60
REFUSALS = (ValueError, LookupError, NotAllowed, UnknownPlaces, OSError)
"""What stands in the way of computing, each with a message that says what to do."""


class Outcome(TypedDict):
    """What came of it: a vintage, or why there is none."""

    vintage: int | None
    refused: str


@task(takes_context=True)
def compute(context: TaskContext, definitions: list[str], coverage: str, by: int) -> Outcome:
    """Compute the measures of definition files for a coverage file, leaving out those without records."""
    said: list[str] = []
    key = _key(str(context.task_result.id))

    def tell(words: str) -> None:
        said.append(words)
        cache.set(key, said, A_DAY)

    try:
        covered = queries.read_coverage(Path(coverage))
        vintage = operations.compute_measures(
            definitions=[queries.Definition.read(Path(each)) for each in definitions],
            coverage=covered.coverage,
            title=covered.title,
            sources=covered.sources,
            skip_missing=True,
            by=User.objects.get(pk=by),
            at=timezone.now(),
            progress=tell,
        )
    except REFUSALS as refused:
        return Outcome(vintage=None, refused=str(refused))
    return Outcome(vintage=vintage.pk, refused="")


def progress(run: str) -> Sequence[str]:
    """What a run of `compute` has said so far."""
    found: Sequence[str] = cache.get(_key(run), ())
    return found


def _key(run: str) -> str:
    return f"measures-compute-{run}"
