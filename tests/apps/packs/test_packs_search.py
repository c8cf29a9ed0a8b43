"""One search behind one function, the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import Classification
from folkmoot.apps.packs import published
from folkmoot.apps.packs.models import Pack, PackPart, PackVersion, Passage
from folkmoot.apps.packs.terms import PackKind
from folkmoot.methods.document.model import PartKind
from folkmoot.methods.document.searching import fold

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db
TEXTS = {
    "p-1": "Unfair differences in health are called inequalities, and a council’s services can narrow an inequality.",
    "p-2": "Minute 5/21 was taken by Colm Ó Caomhánaigh.",
    "p-3": "The front-door team answers contacts of families.",
    "p-4": "Health, " + "and more words " * 60 + "but inequalities only at the end.",
    "p-5": "Nothing else to be found [or {marked}] * here.",
}


@pytest.fixture
def meeting():
    committee = committees.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, by=None, at=NOW
    )
    meeting = committees.call_meeting(organization=committee, starts_at=NOW, venue="Hall", by=None, at=NOW)
    pack = Pack.objects.create(meeting=meeting, kind=PackKind.PUBLIC)
    version = PackVersion.objects.create(
        pack=pack, number=1, content="c", built_at=NOW, published_at=NOW, sha256="a", size=1, pages=1,
        large_print_sha256="b", large_print_size=1, large_print_pages=1, claims_accessible=True, claims_archival=True,
    )  # fmt: skip
    part = PackPart.objects.create(
        version=version, order=1, part="isc6", kind=PartKind.REPORT, title="A report", document="d", numbered=True,
        first_folio="1", last_folio="6", agenda_number="6",
    )  # fmt: skip
    Passage.objects.bulk_create(
        Passage(part=part, order=order, block=block, words=words, folded=fold(words))
        for order, (block, words) in enumerate(TEXTS.items())
    )
    return meeting


def blocks(asked: str) -> list[str]:
    return [hit.block_id for hit in published.search(asked).hits]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("inequality", {"p-1", "p-4"}),
        ("healthy inequalities", set()),
        ("HEALTH the inequality", {"p-1", "p-4"}),
        ('"health inequalities"', set()),
        ('"differences in health"', {"p-1"}),
        ("Caomhanaigh", {"p-2"}),
        ("caomhánaigh", {"p-2"}),
        ("5/21", {"p-2"}),
        ("21/5", set()),
        ("front-door", {"p-3"}),
        ("families' contact", {"p-3"}),
        ("the", set()),
        ("", set()),
    ],
)
def test_a_search_finds_the_passages_that_hold_all_the_words(meeting, asked, found):
    assert set(blocks(asked)) == found


def test_the_passage_that_says_it_shortest_comes_first(meeting):
    assert blocks("health inequalities") == ["p-1", "p-4"]


def test_a_hit_says_where_it_stands_and_marks_what_was_looked_for(meeting):
    (hit,) = published.search("caomhanaigh").hits
    assert (hit.meeting_id, hit.part_id, hit.title, hit.pages) == (meeting.pk, "isc6", "A report", "(Pages 1 - 6)")
    assert [piece.text for piece in hit.snippet if piece.found] == ["Caomhánaigh"]
    assert "".join(piece.text for piece in hit.snippet) == TEXTS["p-2"]


def test_text_that_looks_like_a_mark_stays_text(meeting):
    (hit,) = published.search("marked").hits
    assert "".join(piece.text for piece in hit.snippet) == TEXTS["p-5"]
    assert [piece.text for piece in hit.snippet if piece.found] == ["marked"]


def test_a_page_of_hits_keeps_the_whole_number(meeting):
    first, second, beyond = (published.search("health", limit=1, offset=offset) for offset in (0, 1, 2))
    assert [page.total for page in (first, second, beyond)] == [2, 2, 2]
    assert first.hits[0].block_id != second.hits[0].block_id
    assert beyond.hits == ()


def test_passages_that_are_gone_are_not_found(meeting):
    Passage.objects.filter(block="p-2").delete()
    assert blocks("caomhanaigh") == []


@pytest.mark.parametrize("asked", ["inequality", "health"])
def test_a_search_takes_the_same_number_of_queries_however_many_hits(meeting, asked, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        published.search(asked)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("\"'*()-+:^{}[]&|!<>\\%_ aåNEARORND", max_size=40)))
def test_any_input_is_safe(meeting, asked):
    results = published.search(asked)
    assert results.total >= len(results.hits)
