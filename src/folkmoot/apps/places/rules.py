"""May somebody change what is known of places?"""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission


def may_import(user: User | None) -> Allowed | Refused:
    """Whether somebody may take in geography and define groups; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.IMPORT_DATA)
