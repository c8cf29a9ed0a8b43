"""Members read the newest papers with notes of their own, which stay in their place when a pack is issued again."""

import pytest
from django.conf import settings as django_settings
from tests.sites.office.world import NOW

from folkmoot.adapters.store.files import Store
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.packs.models import Note, PackPart, PackVersion
from folkmoot.apps.packs.terms import PackKind
from folkmoot.methods.document import wire
from folkmoot.methods.document.inline import Text
from folkmoot.methods.document.model import Document, Item, ItemList, ListStyle, Paragraph, PartKind, Section


def text(answer):
    return answer.content.decode()


def issued(office, number, *paragraphs, kind=PackKind.PUBLIC, exempt=""):
    """A published version of the meeting's pack with one paper, and how it was bound is of no matter here."""
    blocks = tuple(Paragraph(key, (Text(words),), place) for place, (key, words) in enumerate(paragraphs, 1))
    asked = ItemList("recs", ListStyle.LETTER, (Item("rec-a", (Text("build a crossing"),)),))
    found = Document("isc1", PartKind.REPORT, "Walking", (Section("walking", "Who walks", (*blocks, asked)),))
    pack = (office.version if kind is PackKind.PUBLIC else office.restricted).pack
    version = PackVersion.objects.create(
        pack=pack, number=number, content=str(number) * 64, built_at=NOW, sha256="a" * 64, size=1, pages=1,
        large_print_sha256="b" * 64, large_print_size=1, large_print_pages=1, claims_accessible=True,
        claims_archival=True, published_at=NOW,
    )  # fmt: skip
    sha256 = Store(django_settings.STORE).put(wire.dump(found).encode())
    return PackPart.objects.create(
        version=version, order=1, part="isc1", kind=PartKind.REPORT, title="Walking", document=sha256, numbered=True,
        first_folio="1", last_folio="2", agenda_number="2", exempt_ground=exempt,
    )  # fmt: skip


@pytest.fixture
def address(office):
    return f"/office/meetings/{office.meeting.pk}/papers/isc1/"


def test_a_note_is_private_and_stays_in_its_place_when_the_pack_is_issued_again(office, as_role, address):
    issued(office, 2, ("p-1", "More children walk."), ("p-2", "Buses are late."))
    member, other = as_role(Role.COUNCILLOR), as_role(Role.CHAIR)
    for block, words in (("p-1", "Ask how many."), ("p-2", "Which lines?")):
        assert member.post(address, {"block": block, "text": words}).url == address
    assert "Ask how many." in text(member.get(address))
    assert "Ask how many." not in text(other.get(address))
    issued(office, 3, ("p-0", "A new paragraph."), ("p-1", "More children walk than last year."))
    again = text(member.get(address))
    assert 'href="#p-1"' in again
    assert "The paragraph is gone from the newest version. It said: 2. Buses are late." in again
    assert "2 notes of yours" in text(member.get(f"/office/meetings/{office.meeting.pk}/papers/"))


def test_a_note_is_changed_and_taken_away_by_its_member(office, as_role, address):
    issued(office, 2, ("p-1", "More children walk."))
    member = as_role(Role.COUNCILLOR)
    for words in ("One.", "Two."):
        member.post(address, {"block": "rec-a", "text": words})
    assert [note.text for note in Note.objects.all()] == ["Two."]
    assert "selected" in text(member.get(f"{address}?block=rec-a"))
    member.post(address, {"block": "rec-a", "text": " "})
    assert not Note.objects.exists()
    assert "Select a valid choice" in text(member.post(address, {"block": "nowhere", "text": "Lost."}))


def test_an_exempt_paper_is_read_by_those_who_may(office, as_role, address):
    issued(office, 2, ("p-1", "What it costs."), kind=PackKind.RESTRICTED, exempt="3")
    assert "Exempt under paragraph 3" in text(as_role(Role.COUNCILLOR).get(address))
    assert as_role(Role.ANALYST).get(address).status_code == 404
    assert "No pack of this meeting is published yet." in text(
        as_role(Role.ANALYST).get(f"/office/meetings/{office.meeting.pk}/papers/")
    )
