"""The tracker of actions prints itself into the next agenda."""

import pytest
from tests.apps.actions.conftest import NOW, world  # noqa: F401 - a fixture

from folkmoot.adapters.store.files import Store
from folkmoot.apps.actions import operations
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import ItemKind
from folkmoot.apps.packs.queries.papers import gather
from folkmoot.methods.document.model import Table, walk


@pytest.mark.django_db
def test_an_item_of_the_agenda_for_the_tracker_brings_its_paper(world, tmp_path):  # noqa: F811
    operations.record_action(
        meeting_id=world.held.pk, origin="Minute 5/21", text="count the crossings", owner="Director",
        due=NOW.date(), by=None, at=NOW,
    )  # fmt: skip
    committees.add_agenda_item(
        meeting_id=world.to_come.pk, title="Actions", kind=ItemKind.TRACKER, number="3", by=None, at=NOW
    )
    (paper,) = gather(world.to_come, Store(tmp_path)).public
    table = next(each for each in walk(paper.content) if isinstance(each, Table))
    assert (paper.agenda_number, table.rows[0][0]) == ("3", "count the crossings")
