"""The check that a field holds one of some known words."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q


def one_of(words: type[StrEnum], field: str, name: str, *, empty: bool = False) -> models.CheckConstraint:
    """A constraint of that name: the field holds one of the words, or nothing where it may be empty."""
    known = [*([""] if empty else []), *(word.value for word in words)]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=name)
