"""What an amended pack says of itself."""

from folkmoot.apps.packs.operations.changes import sentences
from folkmoot.methods.numbering.folios import Part, number

TITLES = {"agenda": "Agenda", "isc6": "A report", "isc7": "Another", "isc8": "A third"}


def pack(**pages: str) -> list[Part]:
    return [Part(part, tuple(letters), part != "agenda") for part, letters in pages.items()]


def amended(before: list[Part], after: list[Part]) -> tuple[str, ...]:
    old = number(before).leaves
    return sentences(number(after, old).leaves, old, TITLES, TITLES)


def test_a_first_version_changes_nothing():
    assert sentences(number(pack(isc6="ab")).leaves, (), TITLES, {}) == ()


def test_the_same_pages_are_said_to_be_the_same():
    assert amended(pack(agenda="x", isc6="ab"), pack(agenda="x", isc6="ab")) == ("No page is changed.",)


def test_a_changed_page_is_named_by_its_folio():
    assert amended(pack(isc6="ab", isc7="cd"), pack(isc6="ab", isc7="xd")) == ("Another: page 3 is changed.",)


def test_several_changed_pages_are_listed():
    assert amended(pack(isc6="abcd"), pack(isc6="axyz")) == ("A report: pages 2, 3 and 4 are changed.",)


def test_pages_put_in_and_taken_out_are_named():
    assert amended(pack(isc6="abcd"), pack(isc6="abxycd")) == ("A report: pages 2a and 2b are added.",)
    assert amended(pack(isc6="abcdef"), pack(isc6="abef")) == ("A report: pages 3 and 4 are taken out.",)


def test_parts_put_in_and_taken_out_are_named_with_their_pages():
    assert amended(pack(isc6="ab"), pack(isc6="ab", isc8="c")) == ("A third is new (Pages 3 - 4).",)
    assert amended(pack(isc6="ab", isc7="cd"), pack(isc6="ab")) == ("Another is taken out (Pages 3 - 4).",)


def test_front_matter_has_no_pages_to_name():
    assert amended(pack(agenda="x", isc6="ab"), pack(agenda="y", isc6="ab")) == ("Agenda is changed.",)
    assert amended(pack(isc6="ab"), pack(agenda="y", isc6="ab")) == ("Agenda is new.",)
