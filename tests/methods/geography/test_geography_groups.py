import numpy as np
import pytest

from folkmoot.methods.geography import deprivation, groups
from folkmoot.methods.geography.groups import BadRule, MostDeprived

DECILES = {"L1": 1, "L2": 2, "L3": 3, "L4": 2}
MAJORITY = {"L1": (("W1", 1.0),), "L2": (("W1", 1.0),), "L3": (("W2", 1.0),), "L4": (("W3", 1.0),)}


def test_a_group_holds_the_areas_with_one_of_the_most_deprived_or_more():
    assert groups.held(MostDeprived(), DECILES, MAJORITY) == {"W1": 2, "W3": 1}


def test_a_rule_may_ask_for_more_of_them_and_for_fewer_deciles():
    assert groups.held(MostDeprived(at_least=2), DECILES, MAJORITY) == {"W1": 2}
    assert groups.held(MostDeprived(deciles=1), DECILES, MAJORITY) == {"W1": 1}


def test_another_lookup_gives_another_group():
    other = MAJORITY | {"L4": (("W2", 1.0),)}
    assert groups.held(MostDeprived(), DECILES, other) == {"W1": 2, "W2": 1}


def test_an_area_divided_between_several_counts_in_each():
    shares = {"L4": (("W2", 0.1), ("W3", 0.9))}
    assert groups.held(MostDeprived(), DECILES, shares) == {"W2": 1, "W3": 1}


def test_an_area_that_the_index_does_not_rank_does_not_count():
    assert groups.held(MostDeprived(), {}, MAJORITY) == {}


@pytest.mark.parametrize(("deciles", "at_least"), [(0, 1), (10, 1), (2, 0)])
def test_a_rule_that_says_nothing_is_refused(deciles: int, at_least: int):
    with pytest.raises(BadRule, match="1 to 9 of the ten deciles"):
        MostDeprived(deciles, at_least)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (MostDeprived(), "at least one LSOA among the 20% most deprived of England by the IMD (deciles 1 and 2)."),
        (MostDeprived(1, 12), "at least 12 LSOAs among the 10% most deprived of England by the IMD (decile 1)."),
        (MostDeprived(3), "at least one LSOA among the 30% most deprived of England by the IMD (deciles 1 to 3)."),
    ],
)  # fmt: skip
def test_a_rule_is_a_sentence(rule: MostDeprived, words: str):
    assert rule.words(larger="ward", smaller="LSOA", index="IMD") == f"Each ward with {words}"


def test_a_score_is_the_weighted_sum_of_the_seven_domains():
    domains = {domain: np.array([10.0, 0.0]) for domain in deprivation.DOMAIN_WEIGHTS} | {"crime": [10.0, 100.0]}
    assert deprivation.score(domains) == pytest.approx([9.99, 9.3])


def test_a_transformed_score_spreads_ranks_from_0_to_100_and_equal_ranks_share_the_middle():
    found = deprivation.transformed([1, 2, 2, 4])
    assert found[0] == pytest.approx(100)
    assert found[1] == found[2] == pytest.approx(deprivation.transformed([1, 3, 4, 2, 5, 6, 7, 8])[2])
