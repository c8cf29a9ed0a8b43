"""The furnished office, and clients signed in with a role."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from tests.sites.office.world import Office, furnish

from folkmoot.apps.accounts.terms import Role


@pytest.fixture
def office(db, settings, tmp_path: Path) -> Office:
    settings.STORE = tmp_path / "store"
    caches["pages"].clear()
    return furnish()


@pytest.fixture
def as_role(office: Office) -> Callable[[Role], Client]:
    def signed_in(role: Role) -> Client:
        client = Client()
        client.force_login(office.user(role))
        return client

    return signed_in
