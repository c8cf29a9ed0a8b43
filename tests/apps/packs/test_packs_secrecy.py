"""Which words of an exempt part are looked for, and that the check proves itself before it is believed."""

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Operator, String

from folkmoot.adapters.typeset.inspect import Judgement
from folkmoot.apps.packs.queries import secrecy
from folkmoot.apps.packs.queries.papers import Paper
from folkmoot.apps.packs.queries.secrecy import Leaked, Unproved, prove, refuse, refuse_shown
from folkmoot.apps.reports.queries import AttachedPdf
from folkmoot.methods.document.inline import Text
from folkmoot.methods.document.model import (
    Column,
    Document,
    Paragraph,
    PartKind,
    Section,
    Source,
    Table,
    Unpublished,
)

WORDS = "The crossing is offered to Bramblewick Ferries. It costs little."


def paper(part: str, title: str, *texts: str) -> Paper:
    blocks = tuple(Paragraph(f"p-{number}", (Text(text),)) for number, text in enumerate(texts, 1))
    document = Document(part, PartKind.REPORT, title, (Section("s", "Recommendation", blocks),))
    return Paper(part, document.kind, title, document)


def planted(exempt: list[Paper], public: list[Paper], **files: bytes) -> dict[str, str]:
    return secrecy.planted(exempt, public, files.__getitem__)


def test_sentences_and_titles_are_looked_for_one_by_one():
    found = planted([paper("isc6", "Offer of the ferries", WORDS)], [])
    assert found == {
        "Offer of the ferries": "isc6",
        "Recommendation": "isc6",
        "The crossing is offered to Bramblewick Ferries.": "isc6",
        "It costs little.": "isc6",
    }


def test_titles_and_headings_that_the_public_knows_are_not_looked_for():
    found = planted([paper("isc6", "Offer of the ferries", WORDS)], [paper("isc5", "Offer of the ferries", "Lamps.")])
    assert set(found) == {"The crossing is offered to Bramblewick Ferries.", "It costs little."}


def test_a_sentence_with_words_of_its_own_is_looked_for_even_where_a_public_part_has_it():
    found = planted(
        [paper("isc6", "Offer of the ferries", WORDS)], [paper("isc5", "Lamps", f"Lamps cost little. {WORDS}")]
    )
    assert "The crossing is offered to Bramblewick Ferries." in found


def test_a_sentence_that_many_reports_have_may_stand_in_both():
    usual = "The Committee is RECOMMENDED to note this report."
    public = [paper("isc4", "Roads", usual), paper("isc5", "Report on lamps", "The Committee is RECOMMENDED to think.")]
    assert "The Committee is RECOMMENDED to" not in planted(
        [paper("isc6", "Offer of the ferries", "The Committee is RECOMMENDED to")],
        [paper("isc5", "Lamps", "The Committee is RECOMMENDED to")],
    )
    assert usual not in planted([paper("isc6", "Offer of the ferries", usual)], public)


def test_cells_captions_and_reasons_are_looked_for():
    table = Table(
        "t", "Prices that were offered", (Column("Bidder"), Column("Price")),
        (("Bramblewick Ferries", "19"), ("Nettlecombe Boats", "21")), Source(""), notes=("Told in confidence",),
    )  # fmt: skip
    picture = Unpublished("u", "A map of the crossing", "The map names the landing place")
    document = Document("isc6", PartKind.REPORT, "Offers", (Section("s", "", (table, picture)),))
    found = planted([Paper("isc6", document.kind, "Offers", document)], [])
    assert set(found) == {
        "Prices that were offered", "Bramblewick Ferries", "Nettlecombe Boats", "Told in confidence",
        "A map of the crossing", "The map names the landing place",
    }  # fmt: skip


def pdf(text: str) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Title"] = text
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_words_in_a_public_file_are_refused_with_part_and_place():
    refuse({"Bramblewick Ferries": "isc6"}, [pdf("Nothing to see")])
    with pytest.raises(Leaked, match="isc6, .*Bramblewick"):
        refuse({"Bramblewick Ferries": "isc6"}, [pdf("Nothing to see"), pdf("the BRAMBLEWICK-FERRIES of the Fell")])


def test_a_check_that_does_not_see_the_words_where_they_stand_is_not_believed():
    prove({"Bramblewick Ferries": "isc6"}, [pdf("Bramblewick Ferries")])
    with pytest.raises(Unproved, match="Bramblewick Ferries.*isc6"):
        prove({"Bramblewick Ferries": "isc6"}, [pdf("Nothing to see")])


def test_half_of_a_sentence_that_a_page_breaks_will_do():
    prove({"The crossing is offered to Bramblewick Ferries": "isc6"}, [pdf("offered to Bramblewick Ferries")])


def uploaded(part: str, sha256: str) -> Paper:
    judgement = Judgement(pages=1, title="", tagged=True, accessible_faults=(), archival_faults=())
    return Paper(part, PartKind.ANNEX, "A plan", AttachedPdf(part, "A plan", "plan.pdf", sha256, judgement, ""))


def page(text: str) -> bytes:
    """A PDF whose one page shows the text."""
    made = pikepdf.new()
    made.add_blank_page()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    made.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font))
    made.pages[0].contents_add(pikepdf.unparse_content_stream([
        ([], Operator("BT")), ([Name.F, 9], Operator("Tf")), ([String(text)], Operator("Tj")), ([], Operator("ET")),
    ]))  # fmt: skip
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_an_uploaded_pdf_is_looked_for_run_by_run_of_the_words_that_it_shows():
    files = {"a": page("Bramblewick Ferries offers the crossing for nineteen thousand pounds"), "b": page("It is cold")}
    found = planted([uploaded("isc6-annex-1", "a")], [uploaded("isc5-annex-1", "b")], **files)
    assert found == {
        "Bramblewick Ferries offers the": "isc6-annex-1",
        "crossing for nineteen thousand": "isc6-annex-1",
    }
    prove(found, [files["a"]])
    with pytest.raises(Leaked, match="isc6-annex-1, page 1.*crossing for nineteen thousand"):
        refuse(found, [page("We hear that the crossing for nineteen thousand pounds is cheap")])


def test_everyday_words_that_a_public_upload_shows_too_are_not_looked_for():
    files = {"a": page("asked to note this"), "b": page("asked to note this")}
    assert planted([uploaded("isc6-annex-1", "a")], [uploaded("isc5-annex-1", "b")], **files) == {}


@pytest.mark.parametrize(
    "shown",
    [
        b"<p>The <b>Bramble</b>wick&nbsp;Ferries</p>",
        b'<img src="a.svg" alt="bramblewick  ferries">',
        b"DESCRIPTION:Bramblewi\r\n ck Ferries",
        b'{"title": "Bramblewick Ferries"}',
    ],
)
def test_words_that_a_page_or_a_feed_would_show_are_refused_with_their_address(shown):
    refuse_shown({"Bramblewick Ferries": "isc6"}, [("/meetings/1/", b"<p>Nothing to see</p>")])
    with pytest.raises(Leaked, match="would be public. isc6, at /meetings/1/: 'Bramblewick Ferries'"):
        refuse_shown({"Bramblewick Ferries": "isc6"}, [("/changes.atom", b""), ("/meetings/1/", shown)])
    refuse_shown({}, [("/meetings/1/", shown)])
