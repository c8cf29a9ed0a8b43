"""Every page of the office has its place in the navigation, and nobody is led to a page that they may not open."""

from __future__ import annotations

import pytest
from tests.architecture.addresses import ADDRESSES

from folkmoot.apps.accounts.terms import PERMISSIONS_OF, Role
from folkmoot.sites.office import ways
from folkmoot.sites.office.urls import urlpatterns

NAMES = {pattern.name for pattern in urlpatterns}
WHO = {name.removeprefix("office:"): who for name, method, kind, who, *_ in ADDRESSES if (method, kind) == ("GET", "-")}


def test_every_address_of_the_office_stands_under_one_way():
    assert {name for name in NAMES if name not in ways.WAY_OF} == set(), "give it a place in sites/office/ways.py"
    assert set(ways.WAY_OF) - NAMES == set()
    named = [name for part in ways.PARTS for way in part.ways for name in (way.name, *way.below)]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("role", Role)
def test_the_navigation_holds_what_a_role_may_open_and_nothing_else(role):
    every = {way.name for part in ways.PARTS for way in part.ways}
    offered = {way.name for part in ways.PARTS for way in part.ways if way.open_to(PERMISSIONS_OF[role])}
    allowed = {name for name in every if WHO[name] == "signed" or role.value in WHO[name].split()}
    assert offered - allowed == set()
    assert allowed - offered <= {"bodies"}  # everybody may read the rules where a page leads to them; few keep them
