"""Who may sign in, and the trail of what was done."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who can sign in."""
