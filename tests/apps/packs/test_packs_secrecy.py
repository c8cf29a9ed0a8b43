"""Which words of an exempt part are looked for, and that the check proves itself before it is believed."""

import io

import pikepdf
import pytest

from folkmoot.apps.packs.queries.papers import Paper
from folkmoot.apps.packs.queries.secrecy import Leaked, Unproved, planted, prove, refuse
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
