import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaincc
from scipy.stats import poisson
from tests.methods.statistics.oracle import PEER_RUNS, agree, read

from folkmoot.methods.statistics import (
    Overdispersion,
    Status,
    funnel_at_counts,
    funnel_axis,
    funnel_class,
    funnel_limits,
    overdispersion,
    poisson_limits,
)

BISECTED = 5e-5  # the peers find Poisson limits by bisection; see the oracles' notes


def peers_words(words: np.ndarray) -> np.ndarray:
    return np.array(["Not applicable" if word.startswith("Not app") else word for word in words.tolist()])


# ── limits ──


def proportion_funnel(inputs, expected, names, total="n", events="x", within=1e-12):
    centre = 100 * inputs[events].sum() / inputs[total].sum()
    found = funnel_limits("proportion", centre, expected["Population"], per=100)
    for column, (side, level) in names.items():
        np.testing.assert_allclose(getattr(found, side)[:, level], expected[column], atol=within, rtol=within)


def test_proportion_limits_equal_the_peers():
    names = {
        "lower_2s_limit": ("lower", 0), "upper_2s_limit": ("upper", 0),
        "lower_3s_limit": ("lower", 1), "upper_3s_limit": ("upper", 1),
    }  # fmt: skip
    expected = read(PEER_RUNS / "funnel_proportion_limits.csv")
    proportion_funnel(read(PEER_RUNS / "funnel_proportion_input.csv"), expected, names, within=1e-9)


@pytest.mark.parametrize("axis", ["", "_with_axis_variation"])
def test_proportion_limits_equal_the_peers_own_tests(shared, axis):
    inputs = read(shared / "oracles/peer_tests/funnel_prop_inputs.csv")
    expected = read(shared / f"oracles/peer_tests/funnel_prop_outputs{axis}.csv")
    if axis:
        small = inputs["denominator"] < 31000
        inputs = {name: column[small] for name, column in inputs.items()}
    names = {
        "Lower2s0025limit": ("lower", 0), "Upper2s0025limit": ("upper", 0),
        "Lower3s0001limit": ("lower", 1), "Upper3s0001limit": ("upper", 1),
    }  # fmt: skip
    proportion_funnel(inputs, expected, names, "denominator", "numerator", 1e-6)


@pytest.mark.parametrize(("statistic", "centre"), [("isr", 100.0), ("count", 1.0)])
def test_ratio_limits_equal_the_peers_where_a_count_lies_on_them(statistic, centre):
    expected = read(PEER_RUNS / f"funnel_ratio_limits_{statistic}.csv")
    count = expected["Observed_events"]
    on_lower, on_upper = funnel_at_counts(count)
    for place, sigma in enumerate(("2s", "3s")):
        np.testing.assert_allclose(on_lower[:, place], expected[f"lower_{sigma}_exp_events"], rtol=BISECTED)
        np.testing.assert_allclose(on_upper[:, place], expected[f"upper_{sigma}_exp_events"], rtol=BISECTED)
        drop = 0 if statistic == "isr" else 1
        drawn = centre * count / on_lower[:, place] - drop
        np.testing.assert_allclose(drawn, expected[f"lower_{sigma}_limit"], rtol=BISECTED, atol=BISECTED)


@pytest.mark.parametrize("kind", ["crude", "dsr"])
def test_rate_limits_equal_the_peers(kind):
    expected = read(PEER_RUNS / f"funnel_rate_limits_{kind}.csv")
    years, per, centre = 3, 1e5, expected["baseline"][0]
    on_lower, on_upper = funnel_at_counts(expected["Events"])
    for place, sigma in enumerate(("2s", "3s")):
        a_year = on_lower[:, place] / centre * per / years
        np.testing.assert_allclose(a_year, expected[f"lower_{sigma}_population_1_year"], rtol=BISECTED)
        limits = funnel_limits("rate", centre, years * on_lower[:, place] / centre * per / years, per=per)
        np.testing.assert_allclose(limits.lower[:, place], expected[f"lower_{sigma}_limit"], rtol=BISECTED)
        upper = funnel_limits("rate", centre, on_upper[:, place] / centre * per, per=per).upper[:, place]
        np.testing.assert_allclose(upper, expected[f"upper_{sigma}_limit"], rtol=BISECTED)


def test_limits_at_a_size_are_the_counts_limits_turned_round():
    counts = np.array([1, 5, 50, 5000, 5e6])
    on_lower, on_upper = funnel_at_counts(counts, levels=[0.95])
    agree(funnel_limits("ratio", 1, on_lower[:, 0], levels=0.95).lower[:, 0] * on_lower[:, 0], counts, 1e-9)
    agree(funnel_limits("ratio", 1, on_upper[:, 0], levels=0.95).upper[:, 0] * on_upper[:, 0], counts, 1e-9)


def test_a_ratio_funnel_has_no_lower_limit_where_even_no_events_would_not_surprise():
    assert funnel_limits("ratio", 100, [0.5, 3.0], per=100).lower[:, 0].tolist() == [0, 0]


def test_a_proportion_funnel_ends_at_the_unit_whatever_it_is():
    """The peers cap it at 100 for every multiplier."""
    per_thousand = funnel_limits("proportion", 900, [1, 1e6], per=1000)
    assert per_thousand.upper[0, 0] == 1000
    assert 900 < per_thousand.upper[1, 0] < 1000
    assert per_thousand.lower[1, 0] > 100


def test_an_empty_size_has_no_limits():
    found = funnel_limits("rate", 50, [0, np.nan, 100], per=1e5)
    assert np.isnan(found.lower[:2]).all()
    assert np.isfinite(found.upper[2]).all()


@pytest.mark.parametrize(("kind", "centre"), [("proportion", 101), ("proportion", -1), ("ratio", 0), ("rate", -3)])
def test_a_centre_that_cannot_be_is_refused(kind, centre):
    with pytest.raises(ValueError, match="cannot be"):
        funnel_limits(kind, centre, [10], per=100)


def test_proportion_limits_are_score_limits_in_the_unit_of_the_centre():
    reach = np.array([1.959963984540054, 3.090232306167813]) * np.sqrt(0.3 * 0.7 / 400)
    found = funnel_limits("proportion", 0.3, 400)
    agree(found.lower, 0.3 - reach, 1e-9)
    agree(found.upper, 0.3 + reach, 1e-9)
    assert found.levels == (0.95, 0.998)
    agree(funnel_limits("proportion", 30, 400, per=100).upper, 30 + 100 * reach, 1e-9)


def test_a_centre_of_none_or_of_all_and_a_size_of_one_have_limits():
    assert funnel_limits("proportion", 0, 10, per=100).upper.tolist() == [0, 0]
    assert funnel_limits("proportion", 100, 10, per=100).lower.tolist() == [100, 100]
    assert np.isfinite(funnel_limits("proportion", 0.5, 1).upper).all()
    assert np.isfinite(funnel_limits("ratio", 1, 1).upper).all()
    assert np.isnan(funnel_limits("proportion", 0.5, 0).upper).all()


@pytest.mark.parametrize("expected", [1e-6, 1e-3, 0.02, 0.026, 0.5, 3.0, 40.0, 1e4])
def test_the_count_on_the_upper_limit_makes_what_is_expected_its_own_limit(expected):
    """Also where the limit is a part of a count."""
    found = funnel_limits("ratio", 1, expected).upper * expected
    agree(gammaincc(found, expected), np.array([0.975, 0.999]), 1e-12)


def test_a_rate_funnel_is_the_ratio_funnel_of_its_expected_counts():
    rate, ratio = funnel_limits("rate", 250, [2000, 9000], per=1e5), funnel_limits("ratio", 1, [5, 22.5])
    agree(rate.lower, 250 * ratio.lower)
    agree(rate.upper, 250 * ratio.upper)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind is one of"):
        funnel_limits("means", 1, [10])
    with pytest.raises(ValueError, match="kind is one of"):
        funnel_class("means", 1, [10])
    with pytest.raises(ValueError, match="kind is one of"):
        overdispersion("means", [1, 2], [10, 20])


# ── which areas lie outside ──


def test_proportion_classes_equal_the_peers():
    rows = read(PEER_RUNS / "funnel_proportion_significance.csv")
    found = funnel_class("proportion", rows["x"], rows["n"], centre=rows["x"].sum() / rows["n"].sum())
    assert found.labels().tolist() == rows["significance"].tolist()


def test_ratio_classes_equal_the_peers():
    rows = read(PEER_RUNS / "funnel_ratio_significance.csv")
    assert funnel_class("ratio", rows["obs"], rows["expected"]).labels().tolist() == rows["significance"].tolist()


@pytest.mark.parametrize("kind", ["crude", "dsr"])
def test_rate_classes_equal_the_peers(kind):
    rows = read(PEER_RUNS / f"funnel_rate_significance_{kind}.csv")
    centre = read(PEER_RUNS / f"funnel_rate_limits_{kind}.csv")["baseline"][0]
    found = funnel_class(
        "rate", rows["events"], rows["pop"], centre=centre, per=1e5,
        rate=rows["rate"], minimum_count=10 if kind == "dsr" else 0,
    )  # fmt: skip
    assert found.labels().tolist() == peers_words(rows["significance"]).tolist()


def test_proportion_and_ratio_classes_equal_the_peers_own_tests(shared):
    rows = read(shared / "oracles/peer_tests/funnel_prop_inputs.csv")
    centre = rows["numerator"].sum() / rows["denominator"].sum()
    found = funnel_class("proportion", rows["numerator"], rows["denominator"], centre=centre)
    assert found.labels().tolist() == rows["significance"].tolist()
    rows = read(shared / "oracles/peer_tests/funnel_ratio_inputs.csv")
    assert funnel_class("ratio", rows["obs"], rows["expected"]).labels().tolist() == rows["significance"].tolist()


def test_a_crude_rate_is_held_against_its_population():
    found = funnel_class("rate", [0, 0, 30], [1e6, 10, 1e5], centre=10, per=1e5)
    assert found.place.tolist() == [-2, 0, 2]


def test_a_standardised_rate_takes_the_place_of_the_crude_one_from_the_first_event_on():
    """One event is as many as expected at the crude rate of 10; at a rate of 1,000 it is a hundred times that."""
    crude = funnel_class("rate", 1, 10_000, centre=10, per=1e5)
    standardised = funnel_class("rate", [1, 1, 0], 10_000, centre=10, per=1e5, rate=[1000, 10, 1000])
    assert crude.place == 0
    assert standardised.place.tolist() == [1, 0, 0]
    assert standardised.status.tolist() == [0, 0, 0]


def test_areas_without_events_are_judged_unless_a_least_count_is_asked_for():
    assert funnel_class("ratio", 0, 5).labels() == "Low (0.025)"
    assert funnel_class("ratio", [9, 10], [5, 5], minimum_count=10).status.tolist() == [
        Status.BELOW_MINIMUM_COUNT | Status.NOT_COMPARED,
        Status.OK,
    ]


def test_a_proportion_of_nobody_is_not_judged_and_its_limits_are_those_of_its_size():
    found = funnel_class("proportion", [1, 0, 30, 39.5, 43], [0, 0, 100, 100, 100], centre=30, per=100)
    assert found.place.tolist() == [0, 0, 0, 1, 1]
    assert found.status.tolist()[2:] == [0, 0, 0]
    assert (found.status[:2] != 0).all()
    alone = funnel_class("proportion", [1, 0], [1, 1], centre=0.5)
    assert alone.labels().tolist() == ["Not significant"] * 2
    assert funnel_class("proportion", 1, 1, centre=0.01).place == 2


def test_a_part_of_an_event_may_be_expected_and_a_rate_is_held_against_one_unless_told():
    assert funnel_class("ratio", [0, 9], 0.5).labels().tolist() == ["Not significant", "High (0.001)"]
    found = funnel_class("rate", [30, 40], [20, 20])
    assert found.place.tolist() == funnel_class("ratio", [30, 40], [20, 20]).place.tolist() == [1, 2]


def test_rows_that_cannot_be_judged_say_why():
    found = funnel_class("ratio", [1, np.nan, -1, 4], [0, 5, 5, 5], minimum_count=5)
    assert found.labels().tolist() == ["Not applicable"] * 4
    assert Status(int(found.status[0])) == Status.ZERO_DENOMINATOR | Status.BELOW_MINIMUM_COUNT | Status.NOT_COMPARED
    assert Status(int(found.status[1])) == Status.MISSING | Status.NOT_COMPARED
    assert Status.NEGATIVE in Status(int(found.status[2]))
    assert Status(int(found.status[3])) == Status.BELOW_MINIMUM_COUNT | Status.NOT_COMPARED


def test_an_area_on_a_limit_lies_inside():
    lower, _ = poisson_limits(20.0, levels=0.95)
    assert funnel_class("ratio", 20, lower[0]).place == 0
    assert funnel_class("ratio", 20, np.nextafter(lower[0], 0)).place == 1


@given(st.floats(0.1, 1e5), st.floats(0.5, 0.999))
def test_exact_ratio_limits_hold_their_level(expected, level):
    """The chance of a whole count outside the limits is never above what the level leaves."""
    found = funnel_limits("ratio", 1.0, expected, levels=level)
    least, most = found.lower[0] * expected, found.upper[0] * expected
    below = poisson.cdf(np.ceil(least - 1e-6) - 1, expected)
    above = poisson.sf(np.floor(most + 1e-6), expected)
    assert below <= (1 - level) / 2 + 1e-9
    assert above <= (1 - level) / 2 + 1e-9


@given(st.floats(0.01, 0.99), st.integers(1, 10**6))
def test_limits_narrow_with_size_and_widen_with_the_level(centre, size):
    found = funnel_limits("proportion", centre, [size, 4 * size], levels=(0.9, 0.95, 0.998))
    width = found.upper - found.lower
    assert (width[1] <= width[0] + 1e-12).all()
    assert (np.diff(width, axis=-1) >= 0).all()
    assert (found.lower <= centre).all()
    assert (found.upper >= centre).all()


# ── the axis ──


def test_the_axis_equals_the_peers():
    expected = read(PEER_RUNS / "funnel_proportion_limits.csv")["Population"]
    assert funnel_axis(read(PEER_RUNS / "funnel_proportion_input.csv")["n"]).tolist() == expected.tolist()


def test_an_axis_of_sizes_alike_begins_near_the_smallest(shared):
    sizes = read(shared / "oracles/peer_tests/funnel_prop_inputs.csv")["denominator"]
    expected = read(shared / "oracles/peer_tests/funnel_prop_outputs_with_axis_variation.csv")["Population"]
    assert funnel_axis(np.r_[sizes[sizes < 31000].max(), 16000]).tolist() == expected.tolist()


def test_the_axis_of_exact_powers_of_ten_is_rounded_right():
    """The peers' rounding counts the letters of 1e+05."""
    assert funnel_axis([100_000 / 1.05, 10])[-1] == 100_000


def test_an_axis_begins_at_one_only_where_the_largest_size_is_over_twice_the_smallest():
    assert funnel_axis([10, 20])[0] == 9
    assert funnel_axis([10, 21])[0] == 1
    assert funnel_axis([1, 2])[0] == 1
    assert funnel_axis([0, 2])[0] == 1
    assert funnel_axis([123, 200])[0] == 100
    assert funnel_axis([0.5, 0.9])[0] == 1


def test_an_axis_has_a_hundred_points_unless_told_each_at_least_one_above_the_last():
    assert len(funnel_axis([10, 5000])) == 100
    assert funnel_axis([1, 100], points=3).tolist() == [1, 10, 110]
    assert funnel_axis([1, 3], points=6).tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("sizes", [[0, 0], [-1, 4], [np.inf, 2]])
def test_sizes_that_cannot_be_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes must be"):
        funnel_axis(sizes)


# ── over-dispersion ──


def test_areas_that_vary_by_chance_alone_leave_the_limits_as_they_are():
    rng = np.random.default_rng(20211111)
    expected = rng.uniform(50, 500, 400)
    found = overdispersion("ratio", rng.poisson(expected), expected)
    assert found.phi < 1.1
    widened = funnel_limits("ratio", 1, 200, overdispersion=found)
    plain = funnel_limits("ratio", 1, 200)
    np.testing.assert_allclose(widened.upper, plain.upper, rtol=0.03)


@pytest.mark.parametrize(("method", "scale"), [("winsor", "root"), ("truncate", "log"), ("winsor", "log")])
def test_the_variance_between_areas_is_found_again(method, scale):
    rng = np.random.default_rng(20211111)
    expected = rng.uniform(200, 900, 3000)
    observed = rng.poisson(expected * np.exp(rng.normal(0, 0.2, 3000)))
    found = overdispersion("ratio", observed, expected, method=method, scale=scale)
    true = 0.04 if scale == "log" else 0.01
    assert 0.4 * true < found.tau2 < 1.1 * true  # trimming makes it smaller
    limits = funnel_limits("ratio", 1, 400, overdispersion=found)
    assert limits.upper[0] > funnel_limits("ratio", 1, 400).upper[0]


def test_over_dispersed_proportions_and_rates_widen_too():
    rng = np.random.default_rng(7)
    base = rng.integers(200, 2000, 500)
    share = np.clip(rng.normal(0.3, 0.08, 500), 0.01, 0.99)
    found = overdispersion("proportion", rng.binomial(base, share), base, centre=0.3)
    limits = funnel_limits("proportion", 30, [500, 0], per=100, overdispersion=found)
    assert limits.lower[0, 0] < funnel_limits("proportion", 30, 500, per=100).lower[0]
    assert np.isnan(limits.lower[1]).all()
    rates = overdispersion("rate", rng.poisson(base * share), base, centre=300, per=1000)
    assert rates.tau2 > 0


OBSERVED = np.array([30, 55, 61, 80, 150, 20, 44, 95, 70, 33.0])
EXPECTED = np.array([40, 50, 45, 90, 100, 35, 40, 80, 60, 50.0])


def variance_between(scores, weights):
    """DerSimonian and Laird's estimate, from Cochran's Q about the centre."""
    heterogeneity = (scores**2).sum() - (len(scores) - 1)
    return heterogeneity / (weights.sum() - (weights**2).sum() / weights.sum())


ROOT = (np.sqrt(OBSERVED / EXPECTED) - 1) * 2 * np.sqrt(EXPECTED)
LOG = np.log(OBSERVED / EXPECTED) * np.sqrt(EXPECTED)


def test_over_dispersion_pulls_the_outer_tenths_in():
    low, high = np.quantile(ROOT, [0.1, 0.9])
    pulled = np.clip(ROOT, low, high)
    found = overdispersion("ratio", OBSERVED, EXPECTED)
    assert found.scale == "root"
    assert found.phi == pytest.approx((pulled**2).mean())
    assert found.tau2 == pytest.approx(variance_between(pulled, 4 * EXPECTED))
    rates = overdispersion("rate", OBSERVED, EXPECTED * 50, centre=2000, per=1e5)
    assert rates.tau2 == pytest.approx(found.tau2)
    by_default = overdispersion("rate", OBSERVED, EXPECTED)
    assert by_default.phi == pytest.approx(found.phi)


def test_over_dispersion_can_leave_the_outer_fifths_out():
    low, high = np.quantile(LOG, [0.2, 0.8])
    kept = (low <= LOG) & (high >= LOG)
    found = overdispersion("ratio", OBSERVED, EXPECTED, method="truncate", trim=0.2, scale="log")
    assert found.phi == pytest.approx((LOG[kept] ** 2).mean())
    assert found.tau2 == pytest.approx(variance_between(LOG[kept], EXPECTED[kept]))


def test_over_dispersion_keeps_areas_on_the_bounds_and_leaves_out_those_without_a_score():
    kept = overdispersion("ratio", [*OBSERVED, 0], [*EXPECTED, 10], method="truncate", trim=0, scale="log")
    assert kept.phi == pytest.approx((LOG**2).mean())
    assert kept.tau2 == pytest.approx(variance_between(LOG, EXPECTED))


def test_over_dispersion_of_proportions_is_that_of_the_arcsines_of_their_roots():
    base = EXPECTED * 4
    scores = (np.arcsin(np.sqrt(OBSERVED / base)) - np.arcsin(np.sqrt(0.25))) * 2 * np.sqrt(base)
    found = overdispersion("proportion", OBSERVED, base, centre=25, per=100, trim=0)
    assert found.phi == pytest.approx((scores**2).mean())
    assert found.tau2 == pytest.approx(variance_between(scores, 4 * base))


Z = 1.959963984540054


def test_widened_limits_add_the_variance_between_areas_on_its_own_scale():
    root, log = Overdispersion(2, 0.01, "root"), Overdispersion(2, 0.04, "log")
    reach = Z * np.sqrt(1 / 160 + 0.01)
    found = funnel_limits("ratio", 100, 40, per=100, overdispersion=root, levels=0.95)
    agree(np.r_[found.lower, found.upper], 100 * np.array([(1 - reach) ** 2, (1 + reach) ** 2]), 1e-9)
    reach = Z * np.sqrt(1 / 40 + 0.04)
    found = funnel_limits("ratio", 100, 40, per=100, overdispersion=log, levels=0.95)
    agree(np.r_[found.lower, found.upper], 100 * np.exp([-reach, reach]), 1e-9)
    rate = funnel_limits("rate", 100, 400, per=1000, overdispersion=log, levels=0.95)
    agree(rate.upper, found.upper)


def test_widened_limits_of_proportions_end_at_none_and_all():
    wide = Overdispersion(2, 0.01, "root")
    reach = Z * np.sqrt(0.25 / 100 + 0.01)
    found = funnel_limits("proportion", 0.3, [100, 1], overdispersion=wide, levels=0.95)
    middle = np.arcsin(np.sqrt(0.3))
    agree(found.lower[:, 0], np.array([np.sin(middle - reach) ** 2, 0]), 1e-9)
    agree(found.upper[:, 0], np.array([np.sin(middle + reach) ** 2, 1]), 1e-9)
    assert funnel_limits("ratio", 1, 0.5, overdispersion=wide, levels=0.95).lower == 0


def test_a_single_area_has_no_variance_between_areas():
    assert overdispersion("ratio", [30], [20.0]).tau2 == 0
    assert overdispersion("ratio", EXPECTED, EXPECTED).tau2 == 0


def test_proportions_have_no_log_scale():
    with pytest.raises(ValueError, match="root scale"):
        overdispersion("proportion", [3], [10], scale="log")
