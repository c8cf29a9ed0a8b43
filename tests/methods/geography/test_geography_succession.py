import pytest

from folkmoot.methods.geography.succession import Link, Listed, Rule, links, plain


def listed(code: str, name: str = "", within: str = "", extent: str = "") -> Listed:
    return Listed(code, name, within, frozenset(extent.split()))


def test_a_new_code_on_the_same_ground_is_the_same_area():
    before, after = [listed("W1", "Elm", "D", "L1 L2")], [listed("W9", "Elm and Oak", "D", "L2 L1")]
    assert links(before, after) == (Link("W1", "W9", Rule.EXTENT, True),)


def test_the_same_code_on_other_ground_is_the_same_area_redrawn():
    before, after = [listed("W1", extent="L1 L2")], [listed("W1", extent="L1")]
    assert links(before, after) == (Link("W1", "W1", Rule.CODE, False),)


def test_ground_goes_before_code():
    before = [listed("W1", extent="L1"), listed("W2", extent="L2")]
    after = [listed("W1", extent="L2"), listed("W2", extent="L1")]
    assert links(before, after) == (Link("W1", "W2", Rule.EXTENT, True), Link("W2", "W1", Rule.EXTENT, True))


def test_the_same_name_in_the_same_district_links_what_ground_and_code_do_not():
    before, after = [listed("W1", "Kidmore End & Whitchurch", "D")], [listed("W9", "Kidmore End and Whitchurch", "D")]
    assert links(before, after) == (Link("W1", "W9", Rule.NAME, None),)


def test_the_same_name_in_another_district_links_nothing():
    assert links([listed("W1", "Abbey", "D1")], [listed("W9", "Abbey", "D2")]) == ()


def test_areas_without_names_are_not_of_one_name():
    assert links([listed("W1")], [listed("W9")]) == ()


def test_what_two_areas_share_links_neither():
    before = [listed("W1", "Abbey", "D"), listed("W2", "Abbey", "D")]
    assert links(before, [listed("W9", "Abbey", "D")]) == ()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (Link("W1", "W1", Rule.EXTENT, True), "the same code, the same ground"),
        (Link("W1", "W9", Rule.EXTENT, True), "a new code, the same ground"),
        (Link("W1", "W1", Rule.CODE, False), "the same code, other ground"),
        (Link("W1", "W9", Rule.NAME, None), "a new code"),
    ],
)
def test_a_link_says_what_became_of_the_area(link: Link, words: str):
    assert link.words == words


def test_names_are_compared_without_what_editions_write_differently():
    assert plain("St  Clement’s & Iffley-Fields") == plain("st clement's and Iffley Fields")


def test_every_rule_has_words():
    assert [rule.words for rule in Rule] == [
        "the same ground", "the same code", "the same name in the same district",
    ]  # fmt: skip
