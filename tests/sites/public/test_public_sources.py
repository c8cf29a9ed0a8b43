"""What the world may read of the data sets that measures are counted from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from folkmoot.adapters.feeds.received import of_table
from folkmoot.apps.records import operations
from folkmoot.apps.records.terms import Provenance

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings) -> None:
    settings.STORE = tmp_path / "store"
    caches["pages"].clear()


def take(units: list[str], *, public: bool) -> None:
    received = of_table(
        pa.table({"unit": units}), data_set="visits", title="Visits", source="An invented clinic", licence="OGL v3"
    )
    operations.receive_facts(received=[received], public=public, provenance=Provenance.INVENTED, by=None, at=NOW)


def test_a_public_data_set_shows_its_source_licence_and_vintages_and_never_a_row(client: Client):
    take(["Secret Street"], public=True)
    take(["Secret Street", "Hidden Lane"], public=True)
    page = client.get(reverse("public:source", args=["visits"])).content.decode()
    assert "An invented clinic" in page
    assert "OGL v3" in page
    assert "1 row appeared, 0 vanished, 0 changed" in page
    assert 'class="fm-invented"' in page
    assert "Secret Street" not in page
    assert reverse("public:source", args=["visits"]) in client.get(reverse("public:data")).content.decode()


def test_a_restricted_data_set_is_not_there_for_the_world(client: Client):
    take(["Secret Street"], public=False)
    assert client.get(reverse("public:source", args=["visits"])).status_code == 404
    assert client.get(reverse("public:table", args=["visits"])).status_code == 404
    assert "visits" not in client.get(reverse("public:data")).content.decode()
