"""Places in the office: what is held and missing, and one lookup beside another."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.places import invented

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.places import operations
from folkmoot.apps.places.terms import LookupRule
from folkmoot.methods.geography.groups import MostDeprived

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.STORE = tmp_path / "store"


@pytest.fixture
def analyst() -> Client:
    user = accounts.create_user(
        username="analyst", password="three invented words", first_name="I", last_name="N", by=None, at=invented.NOW
    )
    accounts.give_role(user=user, role=Role.ANALYST, by=None, at=invented.NOW)
    client = Client()
    client.force_login(user)
    return client


def told(client: Client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(f"office:{name}", args=args), query)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_before_anything_is_imported_the_page_says_what_is_missing_and_how_to_import(analyst):
    page = told(analyst, "geography")
    for said in ("England is not listed.", "folkmoot import lookup FILE", "folkmoot import population FILE",
                 "folkmoot import boundaries FILE", "folkmoot places group KEY"):  # fmt: skip
        assert said in page


def test_everything_held_is_listed_and_marked_where_invented(analyst):
    invented.list_units()
    invented.take_index()
    invented.take_lookup("i-share", invented.SHARE, LookupRule.SHARE)
    invented.take_population()
    operations.define_group(
        key="some", title="Some wards", rule=MostDeprived(), index="i-index", lookup="i-share", on=invented.JUNE,
        by=None, at=invented.NOW,
    )  # fmt: skip
    page = told(analyst, "geography")
    for said in ("Invented wards, 2020 Invented i-wd20 ward 2020 3 none", "is divided by the share of its postcodes",
                 "1 4 of 4 0 1", "30 June 2020 24 age , 90 and over together", "Some wards Invented",
                 "2 of Invented wards, 2020, as at 30 June 2020, edition 1."):  # fmt: skip
        assert said.replace("age ,", "age,") in page


def test_a_lookup_stands_beside_another_with_the_groups_that_each_gives(analyst):
    invented.list_units()
    invented.take_index()
    invented.take_lookup(source=invented.SOURCE)
    invented.take_lookup("i-share", invented.SHARE, LookupRule.SHARE)
    assert "4 of 4 that are listed" in told(analyst, "lookup", "i-majority")
    page = told(analyst, "lookup", "i-majority", other="i-share")
    assert "1 of 4 go elsewhere or are divided otherwise." in page
    assert "1 here, 2 by the other lookup, 1 by both." in page
    assert "Alder and Ash IW1 2 2 both Birch IW9 none 1 the other" in page
    assert "Inventon 001B IL2 Alder and Ash Alder and Ash 75%, Birch 25%" in page
    address = reverse("office:lookup", args=["i-majority"])
    assert analyst.get(address, {"other": "i-majority"}).status_code == 404


def test_a_lookup_alone_has_nothing_to_stand_beside(analyst):
    invented.list_units()
    invented.take_lookup()
    assert "No other lookup between the same kinds of area is held." in told(analyst, "lookup", "i-majority")
