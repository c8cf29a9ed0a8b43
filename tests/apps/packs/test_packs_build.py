"""Building and publishing: what a version holds, what is set again, what is refused, and that nothing is half done."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.apps.packs import invented
from tests.apps.packs.invented import NOW, SECRET

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.packs import operations, published, queries
from folkmoot.apps.packs.models import Pack, PackPart, PackVersion
from folkmoot.apps.packs.operations import Leaked, NotReady, Overtaken, Step
from folkmoot.apps.packs.queries.gate import gate
from folkmoot.apps.packs.terms import Edition, PackKind
from folkmoot.apps.records import operations as records
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports.models import Block
from folkmoot.methods.document.model import AgendaEntry, ItemList, PartKind
from folkmoot.methods.document.words import words

LONG = "Lamps are lit at dusk and put out at dawn, and somebody counts the hours between. "


def build(meeting, **more) -> PackVersion:
    return operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW, **more)


def publish(version: PackVersion) -> PackVersion:
    return operations.publish_pack(version_id=version.pk, by=None, at=NOW)


def revise(part: str, block: str, text: str) -> None:
    row = Block.objects.get(report__part=part, key=block)
    newest = row.revisions.latest("number")
    content = {**newest.content, "text": text}
    reports.revise_block(block_id=row.pk, content=content, base=newest.number, by=None, at=NOW)


def set_now(steps: list[Step]) -> list[str]:
    return [step.part for step in steps if step.set_now]


def forget(version: PackVersion) -> None:
    version.parts.all().delete()
    version.delete()


@pytest.fixture
def clerk(db):
    user = accounts.create_user(username="c", password="invented 123", first_name="I", last_name="C", by=None, at=NOW)
    accounts.give_role(user=user, role=Role.CLERK, by=None, at=NOW)
    return user


def test_a_version_holds_the_front_the_papers_and_where_they_come_from(sitting):
    version = build(sitting)
    parts = list(version.parts.values_list("part", "first_folio", "last_folio", "agenda_number"))
    assert parts == [
        ("notice", "", "", ""), ("membership", "", "", ""), ("about", "", "", ""), ("agenda", "", "", ""),
        ("figures", "", "", ""), ("interests", "", "", ""), ("isc4", "1", "2", "4"), ("isc5", "3", "4", "5"),
    ]  # fmt: skip
    assert (version.number, version.built_at, version.published_at, version.changes) == (1, NOW, None, [])
    (cited,) = [source for source in version.built_from if source.get("part") == "isc4"]
    assert [data["cells"] for data in cited["data"]] == ["", "A1:B3"]
    assert {"engine", "binding", "fonts"} <= version.built_from[-1].keys()
    assert (version.claims_accessible, version.claims_archival, version.faults) == (True, True, [])
    assert AuditEntry.objects.filter(did=Event.PACK_BUILT, key=str(version.pk)).count() == 1
    assert queries.store().verify() == []


def test_the_agenda_prints_pages_and_a_reports_own_recommendations(sitting):
    version = publish(build(sitting))
    agenda = published.part(sitting.pk, "agenda").document
    entries = [entry for section in agenda.sections for entry in section.blocks]
    assert [(entry.number, entry.title, entry.pages, entry.target) for entry in entries] == [
        ("1", "Apologies", "", ""),
        ("4", "Crossings of the Fell", "(Pages 1 - 2)", "isc4"),
        ("5", "Lamps", "(Pages 3 - 4)", "isc5"),
    ]
    assert all(isinstance(entry, AgendaEntry) for entry in entries)
    (recommended,) = [block for block in entries[1].blocks if isinstance(block, ItemList)]
    assert [item.id for item in recommended.items] == ["item-4-isc4-rec-a", "item-4-isc4-rec-b"]
    assert recommended.items[0].content[1].target == "isc4#table-1"
    assert version.parts.get(part="agenda").kind == PartKind.AGENDA


def test_the_front_shows_who_sits_there_and_that_nobody_is_co_opted(sitting):
    publish(build(sitting))
    said = words(published.part(sitting.pk, "membership").document)
    assert "Chair Councillor Ada Invented" in said["officers-1"]
    assert said["members-list-1"] == "Councillor Bob Invented"
    assert said["co-optees-list"] == "The committee has no co-opted members."


def test_building_twice_gives_the_same_bytes(sitting, settings, tmp_path: Path):
    first = build(sitting)
    forget(first)
    settings.STORE = tmp_path / "another"
    second = build(sitting)
    assert (first.sha256, first.large_print_sha256) == (second.sha256, second.large_print_sha256)


def test_nothing_changed_is_the_same_version(sitting):
    first = build(sitting)
    steps: list[Step] = []
    assert build(sitting, progress=steps.append) == first
    assert [step.words for step in steps] == ["Nothing changed since version 1."]
    assert PackVersion.objects.count() == 1


def test_a_version_whose_file_is_gone_is_built_again(sitting):
    first = build(sitting)
    queries.path(first).unlink()
    again = build(sitting)
    assert (again.number, again.sha256) == (2, first.sha256)
    assert queries.path(first).is_file()


def test_when_one_report_is_edited_only_it_is_set_again_and_the_result_is_that_of_a_full_build(
    sitting, settings, tmp_path: Path
):
    build(sitting)
    revise("isc5", "p-1", "Lamps are lit at noon.")
    steps: list[Step] = []

    version = build(sitting, progress=steps.append)

    assert set_now(steps) == ["isc5", "isc5"]  # the standard edition and the large print
    forget(version)
    settings.STORE = tmp_path / "empty"
    full = build(sitting)
    assert (full.sha256, full.large_print_sha256) == (version.sha256, version.large_print_sha256)


def test_a_corrected_figure_sets_its_report_again(sitting):
    build(sitting)
    records.correct_printed_table(key="cases", row=1, column="Cases", value="13", reason="Miscounted", by=None, at=NOW)
    steps: list[Step] = []
    build(sitting, progress=steps.append)
    assert set_now(steps) == ["isc4", "isc4"]


def test_an_amended_pack_is_a_new_version_that_says_what_changed_and_the_old_stays(sitting):
    first = publish(build(sitting))
    before = queries.path(first).read_bytes()
    revise("isc5", "p-1", LONG * 120)

    second = publish(build(sitting))

    assert second.number == 2
    part = second.parts.get(part="isc5")
    assert (part.first_folio, part.last_folio[:1]) == ("3", "4")
    assert [folio for _, _, folio in part.leaves][:4] == ["3", "4", "4a", "4b"][: len(part.leaves)]
    assert second.changes[-1].startswith("Lamps on the Fell: page")
    assert second.changes[0] == "Agenda is changed."
    assert second.parts.get(part="isc4").leaves == first.parts.get(part="isc4").leaves
    assert "changes" in {section.id for section in published.part(sitting.pk, "notice").document.sections}
    assert published.part(sitting.pk, "isc5", 1).document != published.part(sitting.pk, "isc5").document
    assert published.file(sitting.pk, 1).path.read_bytes() == before
    assert [line.number for line in published.versions(sitting.pk)] == [2, 1]


def test_a_missing_report_and_a_figure_without_data_are_named_together(sitting):
    invented.add_item(sitting, "7", "Something unwritten")
    records.correct_printed_table(key="cases", row=1, column="Cases", value="n/k", reason="", by=None, at=NOW)
    with pytest.raises(NotReady) as refused:
        build(sitting)
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "Item 4, Crossings of the Fell", "Item 7, Something unwritten"
    ]  # fmt: skip
    assert "figure-1" in refused.value.problems[0]
    assert {*refused.value.problems} <= {*gate(sitting, at=NOW).sentences}
    assert not Pack.objects.exists()


def test_a_meeting_without_an_agenda_has_no_pack(sitting):
    empty = committees.call_meeting(
        organization=sitting.organization, starts_at=NOW, venue="Fell Hall (invented)", by=None, at=NOW
    )
    with pytest.raises(NotReady, match="The agenda has no items. Add them first."):
        build(empty)


def test_a_reference_to_a_part_that_the_pack_does_not_have_is_named(sitting):
    revise("isc5", "p-1", "Lamps are lit as [the offer](ref:isc6#p-1) asks.")
    with pytest.raises(NotReady, match="The part isc5 refers to isc6"):
        build(sitting)
    assert not Pack.objects.exists()


def test_publishing_raises_the_publication_number_and_fills_the_search(sitting):
    version = build(sitting)
    number = publication_number()
    assert published.search("ferries").total == 0
    publish(version)
    assert publication_number() == number + 1
    assert {hit.part_id for hit in published.search("ferries").hits} == {"about", "isc4"}
    assert AuditEntry.objects.filter(did=Event.PACK_PUBLISHED).count() == 1


def test_the_search_reads_the_newest_version_only(sitting):
    publish(build(sitting))
    revise("isc5", "p-1", "Lanterns are lit at noon.")
    publish(build(sitting))
    assert published.search("dusk").total == 0
    assert [hit.block_id for hit in published.search("lantern").hits] == ["p-1"]


def test_a_version_is_published_once_and_not_behind_a_newer_one(sitting):
    first = build(sitting)
    revise("isc5", "p-1", "Lanterns are lit at noon.")
    second = publish(build(sitting))
    with pytest.raises(NotAllowed, match="Version 2 is published already"):
        publish(second)
    with pytest.raises(NotAllowed, match="newer version"):
        publish(first)


def test_a_build_that_was_overtaken_leaves_no_version(sitting):
    first = build(sitting)
    revise("isc5", "p-1", "Lanterns are lit at noon.")

    def overtake(step: Step) -> None:
        if step.words.startswith("Bound"):
            publish(first)

    with pytest.raises(Overtaken, match="Build it again"):
        build(sitting, progress=overtake)
    assert PackVersion.objects.get() == first
    assert build(sitting).number == 2


def test_who_builds_and_publishes_needs_the_permission(sitting, clerk):
    nobody = accounts.create_user(username="n", password="invented 123", first_name="I", last_name="N", by=None, at=NOW)
    with pytest.raises(NotAllowed):
        operations.build_pack(meeting_id=sitting.pk, by=nobody, at=NOW)
    version = operations.build_pack(meeting_id=sitting.pk, by=clerk, at=NOW)
    with pytest.raises(NotAllowed):
        operations.publish_pack(version_id=version.pk, by=nobody, at=NOW)
    with pytest.raises(NotReady, match="Lamps on the Fell has not been submitted"):
        operations.publish_pack(version_id=version.pk, by=clerk, at=NOW)
    invented.submit_reports(sitting)
    later = NOW + timedelta(hours=1)
    done = operations.publish_pack(version_id=version.pk, by=clerk, at=later)
    assert (done.built_by, done.published_by, done.published_at) == (clerk, clerk, later)


def test_files_are_named_for_what_they_are(sitting):
    publish(build(sitting))
    assert published.file(sitting.pk).name == "isc-2024-03-14-agenda-pack-v1.pdf"
    large = published.file(sitting.pk, edition=Edition.LARGE_PRINT)
    assert large.name == "isc-2024-03-14-agenda-pack-v1-large-print.pdf"
    assert large.size == large.path.stat().st_size


def test_the_list_of_tables_and_figures_leads_to_each(sitting):
    publish(build(sitting))
    (section,) = published.part(sitting.pk, "figures").document.sections
    assert section.title == "Crossings of the Fell"
    targets = [piece.target for item in section.blocks[0].items for piece in item.content]
    assert targets == ["isc4#table-1", "isc4#figure-1"]


def test_a_part_knows_its_neighbours(sitting):
    publish(build(sitting))
    part = published.part(sitting.pk, "isc4")
    assert (part.before.id, part.after.id) == ("interests", "isc5")
    assert published.part(sitting.pk, "isc5").after is None
    assert published.part(sitting.pk, "no-such") is None
    assert published.attachment(sitting.pk, "isc4") is None


def test_a_figure_is_drawn_from_the_frozen_part(sitting):
    publish(build(sitting))
    records.correct_printed_table(key="cases", row=1, column="Cases", value="999", reason="", by=None, at=NOW)
    drawn = published.figure(sitting.pk, "isc4", "figure-1")
    assert drawn.startswith("<svg")
    assert "Cases by ward" in drawn
    assert ">999<" not in drawn
    assert published.figure(sitting.pk, "isc4", "table-1") is None
    assert published.figure(sitting.pk, "no-such", "figure-1") is None


class TestExempt:
    def test_its_words_are_in_the_restricted_pack_and_in_no_public_one(self, sitting):
        invented.add_exempt_item(sitting)
        open_version, closed = build(sitting), build(sitting, restricted=True)
        assert not open_version.parts.filter(part="isc6").exists()
        part = closed.parts.get(part="isc6")
        assert (part.first_folio, part.exempt_ground) == ("5", "3")
        publish(open_version)
        entry = published.part(sitting.pk, "agenda").document.sections[0].blocks[-1]
        assert (entry.pages, entry.target) == ("", "")
        assert "Prices are still being agreed." in words(published.part(sitting.pk, "agenda").document)["item-6-exempt"]

    def test_its_pages_come_last_so_that_both_packs_have_the_same_page_numbers(self, sitting):
        invented.add_exempt_item(sitting)
        invented.add_item(
            sitting, "7", "Last", source=invented.SHORT_REPORT % ("isc7", "The last report", "It is short.")
        )
        open_version, closed = build(sitting), build(sitting, restricted=True)
        for part in open_version.parts.filter(numbered=True):
            assert closed.parts.get(part=part.part).first_folio == part.first_folio
        assert closed.parts.last().part == "isc6"

    def test_a_public_report_that_says_the_same_stops_the_pack(self, sitting):
        invented.add_exempt_item(sitting)
        revise("isc5", "p-1", f"Lamps are lit. {SECRET}")
        with pytest.raises(Leaked, match="isc6.*Bramblewick"):
            build(sitting)
        assert not PackVersion.objects.exists()
        assert build(sitting, restricted=True).parts.filter(part="isc6").exists()

    def test_a_version_built_before_the_item_was_exempt_is_not_published(self, sitting):
        revise("isc5", "p-1", f"Lamps are lit. {SECRET}")
        version = build(sitting)
        invented.add_exempt_item(sitting)
        with pytest.raises(Leaked):
            publish(version)
        assert not PackVersion.objects.filter(published_at__isnull=False).exists()

    def test_the_restricted_pack_is_not_the_worlds(self, sitting, clerk):
        invented.add_exempt_item(sitting)
        number = publication_number()
        publish(build(sitting, restricted=True))
        assert published.version(sitting.pk) is None
        assert published.search("Bramblewick").total == 0
        assert publication_number() == number
        author = accounts.create_user(
            username="a", password="invented 123", first_name="I", last_name="A", by=None, at=NOW
        )
        accounts.give_role(user=author, role=Role.REPORT_AUTHOR, by=None, at=NOW)
        with pytest.raises(NotAllowed):
            operations.build_pack(meeting_id=sitting.pk, by=author, at=NOW, restricted=True)
        assert queries.versions(sitting.pk, PackKind.RESTRICTED).get().number == 1

    def test_exempt_parts_are_only_in_restricted_versions(self, sitting):
        invented.add_exempt_item(sitting)
        build(sitting)
        build(sitting, restricted=True)
        kinds = PackPart.objects.exclude(exempt_ground="").values_list("version__pack__kind", flat=True)
        assert set(kinds) == {PackKind.RESTRICTED}
