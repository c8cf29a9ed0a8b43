from folkmoot.methods.document.levels import levels
from folkmoot.methods.document.model import AgendaEntry, Document, Heading, Paragraph, PartKind, Section


def found(*sections: Section) -> dict[str, int]:
    return levels(Document("d", PartKind.REPORT, "A report", sections))


def test_headings_stand_below_their_section():
    blocks = (Heading("a", "A", 3), Paragraph("p", ()), Heading("b", "B", 4), Heading("c", "C", 3))
    assert found(Section("s", "A section", blocks)) == {"s": 2, "a": 3, "b": 4, "c": 3}


def test_a_section_without_a_title_moves_its_headings_up():
    blocks = (Heading("a", "A", 3), Heading("b", "B", 3), Heading("c", "C", 4))
    assert found(Section("s", "", blocks)) == {"a": 2, "b": 2, "c": 3}


def test_no_level_is_skipped():
    assert found(Section("s", "A section", (Heading("a", "A", 4),))) == {"s": 2, "a": 3}


def test_agenda_entries_are_headings_and_hold_others():
    entry = AgendaEntry("e", "1", "Welcome", blocks=(Heading("h", "H", 3),))
    assert found(Section("s", "", (entry,))) == {"e": 2, "h": 3}
