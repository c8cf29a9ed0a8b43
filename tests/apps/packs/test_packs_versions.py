from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import Classification, MeetingStatus
from folkmoot.apps.packs import published
from folkmoot.apps.packs.models import Pack, PackPart, PackVersion
from folkmoot.apps.packs.terms import PackKind
from folkmoot.methods.document.model import PartKind

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    committee = committees.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, code="ISC", by=None, at=NOW
    )
    found = committees.call_meeting(
        organization=committee, starts_at=datetime(2021, 11, 11, 10, tzinfo=UTC), venue="Hall", by=None, at=NOW
    )
    return committees.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)


def version(meeting, number: int, *, kind: PackKind = PackKind.PUBLIC, published: bool = True) -> PackVersion:
    pack, _ = Pack.objects.get_or_create(meeting=meeting, kind=kind)
    row = PackVersion.objects.create(
        pack=pack, number=number, content="c" * 64, built_at=NOW, sha256="a" * 64, size=1000, pages=8,
        large_print_sha256="b" * 64, large_print_size=2000, large_print_pages=14, claims_accessible=True,
        claims_archival=False, faults=[["isc6-annex-1", "it is not tagged"]], changes=["Page 5 is changed."],
        published_at=NOW if published else None,
    )  # fmt: skip
    PackPart.objects.create(
        version=row, order=1, part="agenda", kind=PartKind.AGENDA, title="Agenda", document="d" * 64, numbered=False
    )
    PackPart.objects.create(
        version=row, order=2, part="isc6", kind=PartKind.REPORT, title="A report", document="e" * 64, numbered=True,
        first_folio="1", last_folio="6", agenda_number="6",
    )  # fmt: skip
    PackPart.objects.create(
        version=row, order=3, part="isc6-annex-1", kind=PartKind.ANNEX, title="An annex", attachment="f" * 64,
        numbered=True, first_folio="7", last_folio="7", agenda_number="6",
    )  # fmt: skip
    return row


def test_the_world_sees_published_versions_of_the_public_pack_the_newest_first(meeting):
    version(meeting, 1)
    version(meeting, 2)
    version(meeting, 3, published=False)
    version(meeting, 1, kind=PackKind.RESTRICTED)

    assert [(line.number, line.newest) for line in published.versions(meeting.pk)] == [(2, True), (1, False)]
    assert published.version(meeting.pk, 3) is None
    assert published.version(meeting.pk).line.number == 2
    assert published.published_at(meeting.pk) == NOW
    assert [change.number for change in published.changes()] == [2, 1]
    assert published.changes(committee="another") == ()


def test_a_version_says_its_parts_their_pages_and_what_keeps_it_from_a_claim(meeting):
    version(meeting, 1)
    view = published.version(meeting.pk, 1)
    assert [(part.id, part.pages, part.attached) for part in view.parts] == [
        ("agenda", "", False), ("isc6", "(Pages 1 - 6)", False), ("isc6-annex-1", "(Page 7)", True)
    ]  # fmt: skip
    assert (view.claims_accessible, view.claims_archival) == (True, False)
    assert [(fault.title, fault.reason) for fault in view.faults] == [("An annex", "it is not tagged")]


def test_a_meeting_without_a_pack_has_none(meeting):
    assert published.versions(meeting.pk) == ()
    assert published.version(meeting.pk) is None
    assert published.published_at(meeting.pk) is None


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"number": 9}, {"changes": []}, {"published_at": None}])
def test_the_database_refuses_every_change_to_a_version(meeting, change):
    row = version(meeting, 1)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PackVersion.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_every_change_to_a_part(meeting):
    row = version(meeting, 1, published=False)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        row.parts.update(title="Another")


def test_a_version_is_published_once(meeting):
    row = version(meeting, 1, published=False)
    assert PackVersion.objects.filter(pk=row.pk).update(published_at=NOW) == 1
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PackVersion.objects.filter(pk=row.pk).update(published_at=NOW)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_number_of_queries_however_long(meeting, number, django_assert_num_queries):
    for each in range(1, number + 1):
        version(meeting, each)
    with django_assert_num_queries(1):
        assert len(published.versions(meeting.pk)) == number
    with django_assert_num_queries(1):
        assert len(published.changes()) == number
