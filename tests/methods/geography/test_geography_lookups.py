import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.geography import lookups
from folkmoot.methods.geography.lookups import BadLookup

POINTS = [("L1", "W1"), ("L1", "W2"), ("L1", "W2"), ("L2", "W1"), ("L3", "W2"), ("L3", "W1")]


def test_points_are_counted_by_smaller_and_larger_area():
    assert lookups.counted(POINTS) == {"L1": {"W1": 1, "W2": 2}, "L2": {"W1": 1}, "L3": {"W1": 1, "W2": 1}}


def test_most_of_the_points_decide_and_of_equals_the_first_code():
    found = lookups.by_majority(lookups.counted(POINTS))
    assert found == {"L1": (("W2", 1.0),), "L2": (("W1", 1.0),), "L3": (("W1", 1.0),)}


def test_shares_name_every_area_that_holds_a_point():
    found = lookups.by_share(lookups.counted(POINTS))
    assert found == {"L1": (("W1", 1 / 3), ("W2", 2 / 3)), "L2": (("W1", 1.0),), "L3": (("W1", 0.5), ("W2", 0.5))}


def test_an_area_without_points_in_a_larger_one_is_not_part_of_it():
    assert lookups.by_share({"L1": {"W1": 0, "W2": 2}}) == {"L1": (("W2", 1.0),)}


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("XYZ"))))
def test_shares_and_majorities_always_make_a_lookup(points: list[tuple[str, str]]):
    counts = lookups.counted(points)
    for parts in (lookups.by_majority(counts), lookups.by_share(counts)):
        assert lookups.checked(parts).keys() == {source for source, _ in points}


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((("W1", 0.5), ("W2", 0.4)), "the parts of L1 are W1 0.5, W2 0.4; they must be above 0 and add up to 1"),
        ((("W1", 1.5), ("W2", -0.5)), "the parts of L1 are W1 1.5, W2 -0.5"),
        ((("W1", float("nan")),), "the parts of L1 are W1 nan"),
        ((), "the parts of L1 are nothing"),
        ((("W2", 0.5), ("W1", 0.25), ("W1", 0.25)), "L1 is given to W1 twice"),
    ],
)
def test_parts_that_lose_or_double_somebody_are_refused(parts: tuple[tuple[str, float], ...], told: str):
    with pytest.raises(BadLookup, match=told):
        lookups.checked({"L0": (("W1", 1.0),), "L1": parts})


def test_an_extent_is_all_that_an_area_holds():
    parts = {"L1": (("W1", 1.0),), "L2": (("W1", 0.5), ("W2", 0.5))}
    assert lookups.extents(parts) == {"W1": frozenset({"L1", "L2"}), "W2": frozenset({"L2"})}
