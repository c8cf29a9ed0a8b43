"""PDFs from elsewhere: judged, bound as they came, named where they keep the pack from a claim, refused when bad."""

import io

import pikepdf
import pytest
from tests.adapters.typeset.parts import pdf
from tests.apps.packs.invented import NOW
from tests.apps.packs.reading import Reading

from folkmoot.adapters.typeset.inspect import Unreadable
from folkmoot.apps.packs import operations, published, queries
from folkmoot.apps.packs.models import Pack
from folkmoot.apps.packs.operations import NotReady
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports.models import Report

GOOD = pdf("= A leaflet\n#lorem(40)", title="A leaflet")
UNTAGGED = pdf("A scan of a leaflet", title="A scan", standards=())


def attach(content: bytes, name: str = "leaflet.pdf", part: str = "isc4"):
    report = Report.objects.get(part=part)
    return reports.attach_pdf(
        report_id=report.pk, title="The leaflet", content=content, name=name, store=queries.store(), by=None, at=NOW
    )


def build(meeting):
    return operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)


def test_an_attached_file_is_bound_as_it_came_with_folios_of_its_own(sitting):
    attach(GOOD)
    version = operations.publish_pack(version_id=build(sitting).pk, by=None, at=NOW)
    part = version.parts.get(part="isc4-annex-1")
    assert (part.attachment != "", part.document, part.first_folio, part.last_folio) == (True, "", "3", "4")
    assert (version.claims_accessible, version.claims_archival, version.faults) == (True, True, [])
    agenda = published.part(sitting.pk, "agenda").document
    assert agenda.sections[0].blocks[1].pages == "(Pages 1 - 4)"
    view = published.part(sitting.pk, "isc4-annex-1")
    assert (view.document, view.line.attached) == (None, True)
    assert published.attachment(sitting.pk, "isc4-annex-1").path.read_bytes() == GOOD
    reading = Reading(queries.path(version).read_bytes())
    assert reading.printed_folio(reading.target_of("isc4-annex-1")) == "Page 3"


def test_a_file_without_tags_keeps_the_pack_from_its_claims_and_is_named(sitting):
    attach(UNTAGGED, "scan.pdf")
    version = operations.publish_pack(version_id=build(sitting).pk, by=None, at=NOW)
    assert (version.claims_accessible, version.claims_archival) == (False, False)
    faults = published.version(sitting.pk).faults
    assert {fault.part for fault in faults} == {"isc4-annex-1"}
    assert faults[0].title == "The leaflet"
    with pikepdf.open(queries.path(version)) as opened:
        metadata = opened.Root.Metadata.read_bytes()
    assert b"pdfuaid:part" not in metadata
    assert b"pdfaid:part" not in metadata


def test_a_file_that_is_damaged_or_gone_from_the_store_is_named_with_its_item(sitting):
    attached = attach(GOOD)
    path = queries.store().path(attached.sha256)
    for spoil in (lambda: path.write_bytes(GOOD[:-100]), path.unlink):
        spoil()
        with pytest.raises(NotReady, match="Item 4, Crossings of the Fell: the attached file leaflet.pdf"):
            build(sitting)
    assert not Pack.objects.exists()
    queries.store().put(GOOD)
    assert build(sitting).number == 1


def encrypted() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(GOOD)) as opened:
        opened.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


@pytest.mark.parametrize(
    "bad", [GOOD[: len(GOOD) // 2], encrypted(), b"no pdf", b"%PDF-1.7\n" + b"0" * (51 * 2**20)],
    ids=["cut short", "encrypted", "not a PDF", "huge"],
)  # fmt: skip
def test_a_bad_file_is_refused_by_name_and_the_pack_is_built_without_it(sitting, bad):
    before = set(queries.store().root.rglob("*"))
    with pytest.raises(Unreadable, match="bad.pdf"):
        attach(bad, "bad.pdf")
    assert set(queries.store().root.rglob("*")) == before
    assert not build(sitting).parts.filter(kind="annex").exists()
