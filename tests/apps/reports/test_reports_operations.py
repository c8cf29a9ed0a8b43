from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.reports.conftest import ANNEX, NOW, SOURCE, TEN

from folkmoot.adapters.typeset.inspect import Unreadable
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import ItemKind, Provenance
from folkmoot.apps.records import operations as records
from folkmoot.apps.reports import operations, queries, rules
from folkmoot.apps.reports.models import Block, BlockRevision, Report
from folkmoot.apps.reports.terms import Aspect
from folkmoot.methods.document import source
from folkmoot.methods.document.inline import plain
from folkmoot.methods.document.source import BadSource

LATER = NOW + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def report(item):
    return take(item)


def take(item, text: str = SOURCE, **changes) -> Report:
    given = {"item_id": item.pk, "content": text.encode(), "name": "isc6.toml", "by": None, "at": NOW}
    return operations.import_report(**(given | changes))


def block(report: Report, key: str) -> Block:
    return report.blocks.get(key=key)


def paragraph(key: str, text: str, **more) -> dict:
    return {"type": "paragraph", "id": key, "text": text, **more}


def revise(found: Block, text: str, *, base: int = 1, by=None, at=LATER) -> BlockRevision:
    content = paragraph(found.key, text, number=True)
    return operations.revise_block(block_id=found.pk, content=content, base=base, by=by, at=at, reason="clearer")


def words(report: Report, key: str) -> str:
    found = queries.document(report)
    return next(plain(each.content) for section in found.sections for each in section.blocks if each.id == key)


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("did", flat=True))


def pack_ids(report: Report) -> list[str]:
    return [each.id for section in queries.document(report).sections for each in section.blocks]


# --- taking a report in


def test_a_report_comes_out_as_its_file_describes_it(item, meeting):
    report = take(item)
    assert queries.document(report) == source.read(SOURCE.encode(), "isc6.toml", queries.bind)
    assert queries.reports_of(meeting) == [report]
    assert (report.contact_officer, report.background_papers) == ("Ada Invented", "Nil")
    assert events()[-1] == Event.REPORT_CREATED


def test_the_same_file_twice_changes_nothing(report, item):
    before = (events(), BlockRevision.objects.count())
    assert take(item, at=LATER) == report
    assert (events(), BlockRevision.objects.count()) == before


def test_a_changed_file_makes_revisions_of_the_changed_blocks_only(report, item):
    take(item, SOURCE.replace("More women", "Many more women"), at=LATER)
    assert words(report, "p-2").startswith("Many more women")
    assert list(BlockRevision.objects.filter(number=2).values_list("block__key", "at")) == [("p-2", LATER)]
    assert events()[-1] == Event.REPORT_BLOCK_REVISED


def test_a_changed_heading_is_audited_as_such(report, item):
    take(item, SOURCE.replace("Director of Invention", "Director of Discovery"), at=LATER)
    report.refresh_from_db()
    assert report.author_post == "Director of Discovery"
    assert events()[-1] == Event.REPORT_DESCRIBED


def test_a_block_gone_from_the_file_is_removed_and_its_id_stays_taken(report, item):
    start, end = SOURCE.index('[[section.block]]\ntype = "list"'), SOURCE.index('[[section]]\nid = "figures"')
    shorter = SOURCE[:start] + SOURCE[end:]
    take(item, shorter, at=LATER)
    assert pack_ids(report) == ["p-1", "p-2", "table-1"]
    assert block(report, "recommendations").removed_at == LATER
    with pytest.raises(operations.IdTaken, match="isc6: the id 'rec-a' was that of something removed"):
        operations.add_block(
            report_id=report.pk, section="figures", content=paragraph("rec-a", "New."), by=None, at=LATER
        )
    with pytest.raises(operations.IdTaken, match="'rec"):
        take(item, at=LATER)


def test_a_block_moves_with_its_file_and_keeps_its_revisions(report, item):
    heading, table = '[[section]]\nid = "figures"\ntitle = "Figures"\n', '[[section.block]]\ntype = "table"'
    moved = SOURCE.replace(heading, "").replace(table, heading + table)
    take(item, moved, at=LATER)
    assert block(report, "p-2").section.key == "recommendation"
    assert pack_ids(report) == ["p-1", "recommendations", "p-2", "table-1"]
    assert not BlockRevision.objects.filter(number=2).exists()


def test_what_was_edited_here_stays_and_the_files_version_waits_beside_it(report, item):
    found = block(report, "p-2")
    revise(found, "Edited here.")
    take(item, SOURCE.replace("More women", "Many more women"), at=LATER)
    assert words(report, "p-2") == "Edited here."
    (draft,) = queries.open_drafts(found)
    assert draft.content["text"].startswith("Many more women")
    take(item, SOURCE.replace("More women", "Even more women"), at=LATER)
    assert words(report, "p-2") == "Edited here."


def test_an_edited_or_added_block_survives_a_file_without_it(report, item):
    revise(block(report, "p-2"), "Edited here.")
    operations.add_block(
        report_id=report.pk, section="figures", content=paragraph("p-0", "First."), by=None, at=LATER, after=""
    )
    operations.add_block(
        report_id=report.pk, section="figures", content=paragraph("p-3", "Next."), by=None, at=LATER, after="p-2"
    )
    start, end = (
        SOURCE.index('[[section.block]]\ntype = "paragraph"\nid = "p-2"'),
        SOURCE.index('[[section.block]]\ntype = "table"'),
    )
    take(item, SOURCE[:start] + SOURCE[end:], at=LATER)
    assert pack_ids(report) == ["p-1", "recommendations", "p-2", "p-3", "table-1", "p-0"]


def test_a_file_that_names_a_block_added_here_waits_beside_it(report, item):
    operations.add_block(report_id=report.pk, section="figures", content=paragraph("p-3", "Ours."), by=None, at=LATER)
    theirs = SOURCE + '\n[[section.block]]\ntype = "paragraph"\nid = "p-3"\ntext = "Theirs."\n'
    take(item, theirs, at=LATER)
    assert words(report, "p-3") == "Ours."
    assert [draft.content["text"] for draft in queries.open_drafts(block(report, "p-3"))] == ["Theirs."]


def test_a_file_with_a_fault_is_refused_whole(report, item):
    with pytest.raises(BadSource, match="isc6.toml.*'p-2'"):
        take(item, SOURCE.replace("Director of", "Chief of").replace("More women", "[x](javascript:y)"), at=LATER)
    report.refresh_from_db()
    assert report.author_post == "Director of Invention"


def test_a_figure_without_data_is_named_by_part_block_and_data_set(report):
    found = block(report, "table-1")
    content = {**queries.current(found).content, "data_set": "nothing"}
    with pytest.raises(BadSource, match="isc6.*table-1.*'nothing'"):
        operations.revise_block(block_id=found.pk, content=content, base=1, by=None, at=LATER)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('kind = "report"', 'kind = "annex"', r"isc6.toml, \[report\], kind: is 'annex'; here it should be 'report'"),
        ("invented = true", 'exempt = "9"', "exempt: '9' is no paragraph of Schedule 12A"),
        ("invented = true", 'signatures = ["Chair"]', "only minutes are signed"),
    ],
)
def test_a_file_of_another_kind_is_refused(item, before, after, message):
    with pytest.raises(BadSource, match=message):
        take(item, SOURCE.replace(before, after))


def test_a_part_has_one_place_in_the_pack(report, exempt_item):
    with pytest.raises(operations.PartTaken, match="isc6.toml: the meeting's pack has a part 'isc6' elsewhere"):
        take(exempt_item)
    with pytest.raises(operations.PartTaken):
        operations.create_report(item_id=exempt_item.pk, part="isc6", title="X", author="", by=None, at=NOW)


# --- annexes


def test_annexes_are_documents_and_pdfs_in_the_order_in_which_they_came(report, store, a_pdf):
    operations.add_annex(report_id=report.pk, content=ANNEX.encode(), name="a.toml", by=None, at=NOW)
    attached = [
        operations.attach_pdf(
            report_id=report.pk, title="A guide", content=a_pdf, name="guide.pdf", store=store, by=None, at=NOW
        )
        for _ in range(2)
    ]
    assert attached[0] == attached[1]
    document, pdf = queries.annexes(report)
    assert (document.id, document.kind.value) == ("isc6-annex-1", "annex")
    assert (pdf.part, pdf.title, pdf.judgement.pages) == ("isc6-annex-2", "A guide", 1)
    assert store.read(pdf.sha256) == a_pdf
    assert events().count(Event.ATTACHMENT_ADDED) == 1


def test_an_unreadable_pdf_is_refused_and_named(report, store):
    with pytest.raises(Unreadable, match="guide.pdf"):
        operations.attach_pdf(
            report_id=report.pk, title="X", content=b"no", name="guide.pdf", store=store, by=None, at=NOW
        )
    assert queries.annexes(report) == []


def test_an_annex_takes_an_id_that_no_other_has(report, store, a_pdf):
    attached = operations.attach_pdf(
        report_id=report.pk, title="G", content=a_pdf, name="g.pdf", store=store, by=None, at=NOW
    )
    with pytest.raises(operations.PartTaken, match="an attached PDF is the part 'isc6-annex-1'"):
        operations.add_annex(report_id=report.pk, content=ANNEX.encode(), name="a.toml", by=None, at=NOW)
    second = ANNEX.replace("annex-1", "annex-2").encode()
    operations.add_annex(report_id=report.pk, content=second, name="b.toml", by=None, at=NOW)
    other = operations.attach_pdf(
        report_id=report.pk, title="H", content=a_pdf + b"\n", name="h.pdf", store=store, by=None, at=NOW
    )
    assert (attached.part, other.part) == ("isc6-annex-1", "isc6-annex-3")


def test_annexes_are_kept_back_with_their_report(item, store, a_pdf):
    report = take(item, SOURCE.replace("invented = true", 'exempt = "3"'))
    operations.add_annex(report_id=report.pk, content=ANNEX.encode(), name="a.toml", by=None, at=NOW)
    operations.attach_pdf(report_id=report.pk, title="G", content=a_pdf, name="g.pdf", store=store, by=None, at=NOW)
    assert [annex.exempt for annex in queries.annexes(report)] == ["3", "3"]


# --- editing


def test_a_new_report_begins_with_empty_sections_that_are_not_printed(item):
    report = operations.create_report(
        item_id=item.pk, part="isc6", title="New", author="Director", contact_officer="Ada", background_papers="Nil",
        by=None, at=NOW,
    )  # fmt: skip
    assert [section.key for section in report.sections.all()][:2] == ["recommendation", "executive-summary"]
    operations.add_block(
        report_id=report.pk, section="recommendation", content=paragraph("p-1", "Note."), by=None, at=NOW
    )
    assert [section.id for section in queries.document(report).sections] == ["recommendation"]
    assert rules.unfinished(report) == ()


def test_an_edit_keeps_the_id_and_says_who_when_and_why(report, user):
    author = user(Role.REPORT_AUTHOR)
    revision = revise(block(report, "p-2"), "Clearer words.", by=author)
    assert (revision.draft, revision.by, revision.at, revision.reason) == (False, author, LATER, "clearer")
    assert words(report, "p-2") == "Clearer words."
    assert [each.number for each in block(report, "p-2").revisions.all()] == [1, 2]


def test_a_save_over_a_newer_revision_is_kept_as_a_draft_and_both_are_shown(report, user):
    one, two = user(Role.REPORT_AUTHOR, "one"), user(Role.REPORT_AUTHOR, "two")
    found = block(report, "p-2")
    revise(found, "First to save.", by=one)
    late = revise(found, "Second to save.", by=two)
    assert late.draft
    assert words(report, "p-2") == "First to save."
    assert queries.open_drafts(found) == [late]

    revise(found, "Both together.", base=2, by=two)

    assert words(report, "p-2") == "Both together."
    assert queries.open_drafts(found) == []


def test_a_draft_that_cannot_be_read_is_refused_too(report):
    found = block(report, "p-2")
    revise(found, "First.")
    with pytest.raises(BadSource, match="p-2"):
        revise(found, "[x](javascript:y)")


def test_a_block_keeps_its_id(report):
    with pytest.raises(operations.IdTaken, match="keeps its id; add another block for 'p-9'"):
        operations.revise_block(
            block_id=block(report, "p-2").pk, content=paragraph("p-9", "X"), base=1, by=None, at=NOW
        )
    with pytest.raises(operations.IdTaken, match="'p-2' is or was that of another block"):
        operations.add_block(report_id=report.pk, section="figures", content=paragraph("p-2", "X"), by=None, at=NOW)


def test_a_block_without_an_id_is_refused(report):
    with pytest.raises(BadSource, match="id: is missing"):
        operations.add_block(
            report_id=report.pk, section="figures", content={"type": "paragraph", "text": "X"}, by=None, at=NOW
        )


def test_numbers_follow_when_a_block_is_removed(report):
    operations.remove_block(block_id=block(report, "p-1").pk, by=None, at=LATER)
    paragraphs = [each for section in queries.document(report).sections for each in section.blocks if each.id == "p-2"]
    assert paragraphs[0].number == 1
    assert events()[-1] == Event.REPORT_BLOCK_REMOVED


def test_the_last_block_can_be_removed(item):
    report = operations.create_report(item_id=item.pk, part="isc6", title="New", author="", by=None, at=NOW)
    operations.add_block(report_id=report.pk, section="report", content=paragraph("p-1", "X"), by=None, at=NOW)
    operations.remove_block(block_id=block(report, "p-1").pk, by=None, at=NOW)
    assert queries.source_of(report)["section"] == []


def test_a_corrected_cell_shows_in_the_report(report):
    records.correct_printed_table(key="cases", row=1, column="Count", value="1", reason="x", by=None, at=LATER)
    table = queries.document(report).sections[1].blocks[1]
    assert table.rows[0] == ("Female", "1")


# --- who may


def test_an_exempt_report_is_read_by_those_entitled_and_by_its_author(exempt_item, report, user):
    author, other, councillor, nobody = (
        user(Role.REPORT_AUTHOR, "a"), user(Role.REPORT_AUTHOR, "b"), user(Role.COUNCILLOR), user(None, "n"),
    )  # fmt: skip
    secret = operations.create_report(item_id=exempt_item.pk, part="isc7", title="X", author="", by=author, at=NOW)
    assert [bool(rules.may_read_report(each, secret)) for each in (author, other, councillor, nobody)] == [
        True, False, False, False
    ]  # fmt: skip
    director, clerk = user(Role.DIRECTOR), user(Role.CLERK)
    assert [bool(rules.may_read_report(each, secret)) for each in (director, clerk)] == [True, True]
    # A draft is no paper yet: members read it when the pack is published.
    readers = (other, director, clerk, councillor, nobody)
    assert [bool(rules.may_read_report(each, report)) for each in readers] == [True, True, True, False, False]
    operations.add_block(report_id=secret.pk, section="report", content=paragraph("p-1", "Secret."), by=author, at=NOW)
    assert queries.document(secret).exempt == "3"
    with pytest.raises(NotAllowed, match="exempt"):
        operations.describe_report(report_id=secret.pk, by=other, at=NOW, title="Y")


def test_who_writes_no_reports_changes_none(report, item, user):
    councillor = user(Role.COUNCILLOR)
    for act in (
        lambda: take(item, by=councillor),
        lambda: operations.submit_report(report_id=report.pk, by=councillor, at=NOW),
        lambda: revise(block(report, "p-2"), "X", by=councillor),
        lambda: operations.remove_block(block_id=block(report, "p-2").pk, by=councillor, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="Write and submit reports"):
            act()


def test_reports_of_a_printed_meeting_are_read_only(committee, user):
    printed = committees.call_meeting(
        organization=committee, starts_at=datetime(2021, 9, 30, 9, tzinfo=UTC), venue="Hall", by=None, at=NOW,
        provenance=Provenance.PRINTED,
    )  # fmt: skip
    item = committees.add_agenda_item(
        meeting_id=printed.pk, title="X", kind=ItemKind.REPORT, number="6", by=None, at=NOW
    )
    report = take(item)
    with pytest.raises(NotAllowed, match="as printed"):
        revise(block(report, "p-2"), "X", by=user(Role.CLERK))


# --- ready for a pack


def test_readiness_says_what_is_missing_and_how_to_mend_it(item):
    report = operations.create_report(item_id=item.pk, part="isc6", title="New", author="", by=None, at=NOW)
    missing = rules.readiness(report)
    assert len(missing) == 5
    assert missing[0] == "New has no recommendation. Add one to a section of the kind 'recommendation'."
    with pytest.raises(operations.Unready, match="names no contact officer"):
        operations.submit_report(report_id=report.pk, by=None, at=NOW)


def test_what_is_missing_can_be_supplied(report):
    operations.describe_report(report_id=report.pk, by=None, at=NOW, author="", contact_officer="")
    report.refresh_from_db()
    assert [line.partition(". ")[2][:4] for line in rules.unfinished(report)] == ["Give", "Add "]
    operations.describe_report(
        report_id=report.pk, by=None, at=NOW, title="T", author="A", contact_officer="B", background_papers="C"
    )
    report.refresh_from_db()
    assert (report.title, report.author_post, report.contact_officer, report.background_papers) == ("T", "A", "B", "C")
    assert rules.unfinished(report) == ()


def test_a_report_is_cleared_for_what_the_committee_asks_and_again_after_a_change(report, committee, user):
    for aspect, day in [(Aspect.FINANCE, date(2021, 5, 1)), (Aspect.LEGAL, date(2022, 1, 1))]:
        operations.require_clearance(organization=committee, aspect=aspect, effective_from=day, by=None, at=NOW)
    clearer = user(Role.FINANCE_CLEARER)
    with pytest.raises(NotAllowed, match="has not been submitted"):
        operations.clear_report(report_id=report.pk, aspect=Aspect.FINANCE, by=clearer, at=NOW)
    operations.submit_report(report_id=report.pk, by=None, at=NOW)
    report.refresh_from_db()
    assert rules.readiness(report) == (
        "Cases by sex (ISC6) is not cleared for finance. Ask somebody who may clear finance to clear it.",
    )

    operations.clear_report(report_id=report.pk, aspect=Aspect.FINANCE, by=clearer, at=NOW)
    assert rules.readiness(report) == ()

    revise(block(report, "p-2"), "Changed.")
    assert "changed after it was cleared for finance" in rules.readiness(report)[0]
    operations.clear_report(report_id=report.pk, aspect=Aspect.FINANCE, by=None, at=LATER)
    assert rules.readiness(report) == ()


def test_each_clearer_clears_their_own_aspect(report, user):
    operations.submit_report(report_id=report.pk, by=None, at=NOW)
    with pytest.raises(NotAllowed, match="legal"):
        operations.clear_report(report_id=report.pk, aspect=Aspect.LEGAL, by=user(Role.FINANCE_CLEARER), at=NOW)


def test_an_author_does_not_say_what_is_cleared(committee, user):
    with pytest.raises(NotAllowed):
        operations.require_clearance(
            organization=committee, aspect=Aspect.LEGAL, effective_from=TEN.date(), by=user(Role.REPORT_AUTHOR), at=NOW
        )


def test_the_database_keeps_annexes_in_order(report, item):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(agenda_item=item, annex_to=report, part="x", title="X", created_at=NOW)
