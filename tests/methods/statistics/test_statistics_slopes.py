"""Slope and relative indices: the peer's answers, its defects, the edges, and what must hold whatever the values."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import brentq
from scipy.special import expit, logit, ndtri
from tests.methods.statistics.oracle import PEER_RUNS, agree, read

from folkmoot.methods.statistics import InvalidRows, Method, Status, slope_index

BOTH = (0.95, 0.998)
POPULATION = np.array([120.0, 100, 90, 110, 95])
VALUES = np.array([71.0, 74, 73, 78, 80])
RATES = np.array([9.0, 7, 6.5, 5, 3.5])
SHARES = np.array([0.31, 0.27, 0.2, 0.22, 0.14])
few = settings(max_examples=25, deadline=None)


def peer_cases():
    expected = read(PEER_RUNS / "sii_expected.csv")
    return sorted(set(zip(expected["case"], expected["transform"], expected["multiplier"], strict=True)))


def uncertainty(case, cells):
    share = cells["prop"]
    return {
        "le_se": (cells["le"], {"se": cells["le_se"]}),
        "prop_cl": (share, {"lower": cells["prop_lcl"], "upper": cells["prop_ucl"], "scale": "logit"}),
        "prop_count": (share, {"se": np.sqrt(share * (1 - share) / cells["population"]), "scale": "logit"}),
        "rate_cl": (cells["rate"], {"lower": cells["rate_lcl"], "upper": cells["rate_ucl"], "scale": "log"}),
    }[case]


def index_of_areas(case, areas, given_, **options):
    """One call for each number of groups there is, since the groups are an axis; the areas' results one by one."""
    for area in areas:
        rows = given_["area"] == area
        cells = {name: column[rows] for name, column in given_.items()}
        value, error = uncertainty(case, cells)
        yield slope_index(value, cells["population"], **error, **options)


@pytest.mark.parametrize(("case", "transform", "multiplier"), peer_cases())
def test_the_indices_and_limits_of_the_peer(case, transform, multiplier):
    given_, expected = read(PEER_RUNS / "sii_input.csv"), read(PEER_RUNS / "sii_expected.csv")
    rows = (expected["case"] == case) & (expected["transform"] == transform) & (expected["multiplier"] == multiplier)
    areas = expected["area"][rows]
    found = list(index_of_areas(case, areas, given_, levels=BOTH, per=multiplier, transform=transform == "TRUE"))
    for name in ("sii", "rii"):
        results = [getattr(each, name) for each in found]
        agree(np.array([each.value for each in results]), expected[name][rows])
        for place, (level, noise) in enumerate((("95_0", 0.05), ("99_8", 0.15))):  # the peer's draws vary more far out
            for limit in ("lower", "upper"):
                ours = np.array([getattr(each, limit)[place] for each in results])
                error = np.array([each.upper[0] - each.lower[0] for each in results]) / 3.92
                assert (np.abs(ours - expected[f"{name}_{limit}{level}cl"][rows]) < noise * error).all()
    unit = (
        abs(multiplier) if transform == "FALSE" else 1
    )  # the peer leaves the intercept of untransformed fits unscaled
    agree(np.array([each.intercept.value for each in found]) / unit, expected["intercept"][rows])


def test_the_peers_own_test_cases(shared):
    folder = shared / "oracles" / "peer_tests"
    if not folder.is_dir():
        pytest.skip("the peers' test data are not on this machine")
    given_, expected = read(folder / "sii_input.csv"), read(folder / "sii_expected.csv")
    for row, case in enumerate(expected["case"]):
        rows = given_["case"] == case
        scale = ("identity", "log", "logit")[int(expected["ValueType"][row])]
        cells = {name: given_[name][rows] for name in ("Population", "Value", "LowerCL", "UpperCL", "StandardError")}
        limits = {"lower": cells["LowerCL"], "upper": cells["UpperCL"]}
        found = slope_index(
            cells["Value"],
            cells["Population"],
            **(limits if scale != "identity" else {"se": cells["StandardError"]}),
            scale=scale,
            transform=expected["transform"][row] == "True",
            per=float(expected["multiplier"][row]),
            levels=float(expected["conf_1"][row]),
        )
        agree(found.sii.value, expected["sii"][row])
        for name, result in (("sii", found.sii), ("rii", found.rii)):
            error = (result.upper[0] - result.lower[0]) / 3.92
            for limit in ("lower", "upper"):
                peers = expected[f"{name}_{limit}cl_1"][row]
                assert np.isnan(peers) or abs(getattr(result, limit)[0] - peers) < 0.15 * error


def test_the_limits_are_those_of_a_weighted_sum_of_normals():
    found = slope_index(VALUES, POPULATION, se=np.full(5, 0.8))
    share = POPULATION / POPULATION.sum()
    rank = np.cumsum(share) - share / 2 - 0.5
    weights = share * rank / (share * rank**2).sum()
    agree(found.sii.value, (weights * VALUES).sum())
    agree(found.sii.upper - found.sii.lower, 2 * 1.959963984540054 * 0.8 * np.sqrt((weights**2).sum()))
    agree(found.sii.numerator - found.sii.denominator, found.sii.value)
    agree(found.intercept.value, found.rii.denominator)
    assert found.sii.method == found.intercept.method == Method.ANALYTIC
    assert found.rii.method == Method.FIELLER


def test_the_limits_of_rates_are_those_of_a_sum_of_log_normals_to_four_cumulants():
    share = POPULATION / POPULATION.sum()
    rank = np.cumsum(share) - share / 2 - 0.5
    slope = share * rank / (share * rank**2).sum()
    grown = np.exp(0.15**2)  # each rate is its median times exp(0.15 z)
    mean = RATES * np.sqrt(grown)
    moments = [1, grown - 1, grown**3 - 3 * grown + 2, grown**6 - 4 * grown**3 - 3 * grown**2 + 12 * grown - 6]

    def quantile(weights, z):
        k2, k3, k4 = (((weights * mean) ** order * moments[order - 1]).sum() for order in (2, 3, 4))
        skew, excess = k3 / k2**1.5, k4 / k2**2
        score = z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * excess / 24 - (2 * z**3 - 5 * z) * skew**2 / 36
        return (weights * mean).sum() + score * np.sqrt(k2)

    found = slope_index(RATES, POPULATION, se=RATES * 0.15, scale="log", levels=BOTH)
    assert (found.sii.method, found.rii.method) == (Method.ANALYTIC, Method.FIELLER)
    first, last = share - slope / 2, share + slope / 2
    for place, z in enumerate((1.959963984540054, 3.090232306167813)):
        agree(
            [found.sii.lower[place], found.sii.upper[place]], [quantile(slope, -z), quantile(slope, z)], relative=1e-9
        )
        agree(
            [found.intercept.lower[place], found.intercept.upper[place]],
            [quantile(first, -z), quantile(first, z)],
            relative=1e-9,
        )
        for ratio, reach in ((found.rii.lower[place], -z), (found.rii.upper[place], z)):
            assert abs(quantile(last - ratio * first, reach)) < 1e-4 * (last * mean).sum()


@pytest.mark.parametrize(
    ("values", "options"),
    [
        (VALUES, {}),
        (RATES, {"scale": "log"}),
        (SHARES, {"scale": "logit"}),
        (RATES, {"scale": "log", "transform": True}),
        (SHARES, {"scale": "logit", "transform": True, "per": -100}),
    ],
)
def test_drawing_finds_the_limits_that_need_no_drawing(values, options):
    rng = np.random.default_rng(4)
    exact = slope_index(values, POPULATION, se=values * 0.06, levels=BOTH, **options)
    drawn = slope_index(
        values, POPULATION, se=values * 0.06, levels=BOTH, interval="simulate", rng=rng, draws=200_000, **options
    )
    for name in ("sii", "rii", "intercept"):
        one, other = getattr(exact, name), getattr(drawn, name)
        agree(other.value, one.value)
        error = (one.upper[0] - one.lower[0]) / 3.92
        np.testing.assert_allclose(other.lower, one.lower, rtol=0, atol=0.1 * error)
        np.testing.assert_allclose(other.upper, one.upper, rtol=0, atol=0.1 * error)
        assert other.method == Method.SIMULATED


def test_the_limits_of_a_simulation_are_the_sorted_draws_numbered_as_the_peer_does():
    drawn = np.random.default_rng(8).standard_normal((1000, 5)) + VALUES
    share = POPULATION / POPULATION.sum()
    rank = np.cumsum(share) - share / 2 - 0.5
    slopes = np.sort(drawn @ (share * rank / (share * rank**2).sum()))
    found = slope_index(
        VALUES, POPULATION, se=np.ones(5), interval="simulate", draws=1000, rng=np.random.default_rng(8)
    )
    agree([found.sii.lower[0], found.sii.upper[0]], [slopes[24], slopes[974]])


def test_as_many_draws_as_the_peers_unless_told():
    defaults = {name: each.default for name, each in inspect.signature(slope_index).parameters.items()}
    assert (defaults["draws"], defaults["limits_level"], defaults["levels"]) == (100_000, 0.95, 0.95)
    assert (defaults["per"], defaults["transform"]) == (1, False)


def test_of_few_draws_the_lowest_and_the_highest_are_the_limits():
    drawn = np.sort(np.random.default_rng(8).standard_normal((10, 2)) @ [-2, 2] + 6)
    found = slope_index(
        [1.0, 4.0], [5.0, 5.0], se=[1.0, 1.0], interval="simulate", draws=10, rng=np.random.default_rng(8), levels=0.998
    )
    agree([found.sii.lower[0], found.sii.upper[0]], drawn[[0, -1]])


def test_a_generator_is_not_touched_where_nothing_is_simulated():
    rng, untouched = np.random.default_rng(8), np.random.default_rng(8)
    found = slope_index(VALUES, POPULATION, se=np.ones(5), rng=rng)
    assert found.sii.method == Method.ANALYTIC
    agree(found.sii.lower, slope_index(VALUES, POPULATION, se=np.ones(5)).sii.lower)
    assert rng.standard_normal() == untouched.standard_normal()


@pytest.mark.parametrize("size", [1e-3, 0.5, 1e6])
def test_populations_may_be_shares_or_thousands(size):
    found = slope_index(VALUES, POPULATION / POPULATION.sum() * size, se=np.ones(5))
    assert found.sii.status == Status.OK
    agree(found.sii.upper, slope_index(VALUES, POPULATION, se=np.ones(5)).sii.upper)


def test_a_simulation_leaves_the_global_random_state_alone():
    before = np.random.get_state()
    slope_index(VALUES, POPULATION, se=np.ones(5), interval="simulate", draws=10, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(np.random.get_state()[1], before[1])


def test_7_a_multiplier_below_1_keeps_the_limits_in_order():
    whole = slope_index(RATES, POPULATION, se=RATES * 0.05, scale="log", transform=True)
    half = slope_index(RATES, POPULATION, se=RATES * 0.05, scale="log", transform=True, per=0.5)
    agree(half.sii.value, whole.sii.value / 2)
    agree(half.sii.lower, whole.sii.lower / 2)
    agree(half.rii.value, whole.rii.value)
    agree(half.rii.upper, whole.rii.upper)
    assert half.rii.lower[0] < half.rii.value < half.rii.upper[0]


@pytest.mark.parametrize("transform", [False, True])
def test_7b_results_are_named_alike_with_and_without_transform(transform):
    found = slope_index(RATES, POPULATION, se=RATES * 0.05, scale="log", transform=transform)
    assert found.sii.lower.shape == found.sii.upper.shape == found.rii.lower.shape == (1,)


@pytest.mark.parametrize("transform", [False, True])
def test_a_negative_unit_turns_the_slope_round_and_the_ratio_over(transform):
    one, other = (
        slope_index(SHARES, POPULATION, se=SHARES * 0.05, scale="logit", transform=transform, per=per)
        for per in (100, -100)
    )
    agree(other.sii.value, -one.sii.value)
    agree(other.sii.lower, -one.sii.upper)
    agree(other.rii.value, 1 / one.rii.value)
    agree(other.rii.upper, 1 / one.rii.lower)
    agree(other.intercept.value, one.intercept.value)
    agree(other.intercept.lower, one.intercept.lower)


def test_without_errors_there_are_indices_and_no_limits():
    found = slope_index(VALUES, POPULATION)
    assert found.sii.status == Status.OK
    assert found.sii.method == found.rii.method == Method.NONE
    assert np.isnan(found.sii.lower).all()
    assert np.isfinite(found.rii.value)


def test_limits_at_another_level_are_turned_into_the_same_errors():
    z = 3.090232306167813
    one = slope_index(VALUES, POPULATION, lower=VALUES - z, upper=VALUES + z, limits_level=0.998)
    agree(one.sii.upper, slope_index(VALUES, POPULATION, se=np.ones(5)).sii.upper)


@pytest.mark.parametrize(
    ("changes", "options", "status"),
    [
        ({"value": np.nan}, {}, Status.MISSING),
        ({"population": np.nan}, {}, Status.MISSING),
        ({"population": 0}, {}, Status.ZERO_DENOMINATOR),
        ({"population": -1}, {}, Status.NEGATIVE),
        ({"se": -1}, {}, Status.NEGATIVE),
        ({"value": -1}, {"scale": "log"}, Status.NEGATIVE),
        ({"value": 1.5}, {"scale": "logit"}, Status.COUNT_GT_DENOMINATOR),
        ({"value": 0}, {"scale": "log", "transform": True}, Status.BELOW_MINIMUM_COUNT),
        ({"value": 1}, {"scale": "logit", "transform": True}, Status.BELOW_MINIMUM_COUNT),
    ],
)
def test_a_bad_row_is_flagged_and_the_other_stands(changes, options, status):
    rows = {
        "value": np.vstack([SHARES, SHARES]),
        "population": np.vstack([POPULATION, POPULATION]),
        "se": np.full((2, 5), 0.01),
    }
    for name, cell in changes.items():
        rows[name][0, 2] = cell
    found = slope_index(**rows, **options)
    for result in (found.sii, found.rii, found.intercept):
        assert Status(int(result.status[0])) & status
        assert np.isnan(result.value[0])
        assert np.isnan(result.upper[0]).all()
        assert result.status[1] == Status.OK
        assert np.isfinite(result.upper[1]).all()


@pytest.mark.parametrize(
    ("changes", "options", "status"),
    [
        ({"se": np.nan}, {}, Status.MISSING),
        ({"value": 0}, {"scale": "log"}, Status.BELOW_MINIMUM_COUNT),
        ({"value": 1}, {"scale": "logit"}, Status.BELOW_MINIMUM_COUNT),
    ],
)
def test_a_row_without_known_uncertainty_keeps_its_value(changes, options, status):
    rows = {"value": SHARES.copy(), "se": np.full(5, 0.01)}
    for name, cell in changes.items():
        rows[name][1] = cell
    found = slope_index(rows["value"], POPULATION, se=rows["se"], **options)
    assert found.sii.status == status
    assert np.isfinite(found.sii.value)
    assert np.isnan(found.sii.lower).all()
    assert found.sii.method == Method.NONE


def test_a_limit_of_zero_has_no_logarithm_and_leaves_the_value():
    lower = SHARES - 0.05
    lower[4] = 0
    found = slope_index(SHARES, POPULATION, lower=lower, upper=SHARES + 0.05, scale="log")
    assert found.sii.status == found.rii.status == Status.BELOW_MINIMUM_COUNT
    assert np.isfinite(found.sii.value)


def test_a_ratio_to_what_may_be_nothing_has_no_limits():
    found = slope_index([0.5, 1, 2, 3, 4], POPULATION, se=np.full(5, 2.0))
    assert found.rii.status == Status.WIDE_INTERVAL
    assert np.isfinite(found.rii.value)
    assert np.isnan(found.rii.upper).all()
    assert found.sii.status == Status.OK
    assert np.isfinite(found.sii.upper).all()


def test_sums_far_from_normal_are_drawn_at_fixed_points():
    wide = {"value": SHARES, "population": POPULATION, "se": SHARES * 0.5, "scale": "logit", "levels": BOTH}
    found, again = slope_index(**wide), slope_index(**wide)
    drawn = slope_index(**wide, interval="simulate", rng=np.random.default_rng(6), draws=400_000)
    assert found.sii.method == found.rii.method == Method.SIMULATED
    agree(again.sii.lower, found.sii.lower)
    error = (drawn.sii.upper[0] - drawn.sii.lower[0]) / 3.92
    np.testing.assert_allclose(found.sii.lower, drawn.sii.lower, rtol=0, atol=0.2 * error)
    np.testing.assert_allclose(found.sii.upper, drawn.sii.upper, rtol=0, atol=0.2 * error)
    endless = slope_index(SHARES, POPULATION, se=SHARES * 1.5, scale="logit", levels=BOTH)
    assert endless.rii.status == Status.WIDE_INTERVAL
    beside = slope_index([SHARES, SHARES], POPULATION, se=[SHARES * 0.5, SHARES * 0.05], scale="logit")
    assert beside.sii.method.tolist() == [Method.SIMULATED, Method.ANALYTIC]


def crookedness(values, error):
    """How unsure the value at rank 0 is, and the most skew or excess of a line of log-normal values."""
    share = POPULATION / POPULATION.sum()
    rank = np.cumsum(share) - share / 2 - 0.5
    slope = share * rank / (share * rank**2).sum()
    grown = np.exp(error**2)
    means = values * np.sqrt(grown)
    moments = (grown - 1, grown**3 - 3 * grown + 2, grown**6 - 4 * grown**3 - 3 * grown**2 + 12 * grown - 6)
    sums = [
        [((weights * means) ** order * moment).sum() for order, moment in enumerate(moments, 2)]
        for weights in (share - slope / 2, slope, share + slope / 2)
    ]
    unsure = np.sqrt(sums[0][0]) / ((share - slope / 2) * means).sum()
    return unsure, max(abs(each) for k2, k3, k4 in sums for each in (k3 / k2**1.5, k4 / k2**2))


@pytest.mark.parametrize(("values", "unsure"), [(RATES, False), (RATES[::-1] - 2.5, True)])
def test_a_line_is_drawn_where_its_skew_is_above_two_fifths_or_its_start_unsure_by_a_quarter(values, unsure):
    threshold = brentq(lambda error: max(crookedness(values, error) / np.array([0.25, 0.4])) - 1, 0.01, 1)
    assert (crookedness(values, threshold)[0] > 0.249) == unsure
    for error, method in ((threshold * 0.999, Method.ANALYTIC), (threshold * 1.001, Method.SIMULATED)):
        assert slope_index(values, POPULATION, se=values * error, scale="log").sii.method == method


def test_the_fixed_points_are_those_of_robertss_sequence():
    root = brentq(lambda x: x**6 - x - 1, 1, 2, xtol=1e-15)
    points = (0.5 + np.arange(1, 2**15 + 1)[:, np.newaxis] * root ** -np.arange(1.0, 6)) % 1
    drawn = expit(logit(SHARES) + 0.5 / (1 - SHARES) * ndtri(points))
    share = POPULATION / POPULATION.sum()
    rank = np.cumsum(share) - share / 2 - 0.5
    weights = share * rank / (share * rank**2).sum()
    slopes, first = np.sort(drawn @ weights), np.sort(drawn @ (share - weights / 2))
    ratios = np.sort(1 + (drawn @ weights) / (drawn @ (share - weights / 2)))
    found = slope_index(SHARES, POPULATION, se=SHARES * 0.5, scale="logit", levels=BOTH)
    for result, sums in ((found.sii, slopes), (found.rii, ratios), (found.intercept, first)):
        agree(result.lower, sums[[818, 32]], relative=1e-9)
        agree(result.upper, sums[[31948, 32734]], relative=1e-9)


@pytest.mark.parametrize(("scale", "error"), [("identity", 0.05), ("log", 0.05), ("log", 0.5)])
def test_areas_may_lie_along_several_axes(scale, error):
    values = RATES * np.arange(1.0, 7).reshape(3, 2, 1)
    found = slope_index(values, POPULATION, se=values * error, scale=scale, levels=BOTH)
    for place in ((0, 0), (2, 1)):
        alone = slope_index(values[place], POPULATION, se=values[place] * error, scale=scale, levels=BOTH)
        for name in ("sii", "rii", "intercept"):
            one, other = getattr(found, name), getattr(alone, name)
            assert (one.method[place], one.status[place]) == (other.method, other.status)
            agree(one.value[place], other.value)
            agree(one.lower[place], other.lower)


def test_a_ratio_to_nothing_has_no_value():
    found = slope_index([-0.5, 0.5], [1.0, 1.0])
    assert slope_index([1.0, 3.0], [1.0, 1.0]).sii.denominator == 0
    assert slope_index([1.0, 3.0], [1.0, 1.0]).rii.status == Status.ZERO_DENOMINATOR
    assert found.rii.status == Status.OK


def test_a_bad_row_stops_the_batch_only_when_asked_to():
    with pytest.raises(InvalidRows, match="MISSING"):
        slope_index([1, np.nan, 3], [1, 1, 1], on_invalid="raise")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"scale": "cubic"}, "scale is one of"),
        ({"interval": "guess"}, "interval is one of"),
        ({"transform": True}, "transform fits the line on another scale"),
        ({"interval": "simulate"}, "pass a numpy Generator"),
        ({"lower": VALUES}, "or both limits"),
        ({"se": VALUES, "lower": VALUES, "upper": VALUES}, "give the standard errors, or both limits"),
    ],
)
def test_what_cannot_be_meant_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        slope_index(VALUES, POPULATION, **options)


@pytest.mark.parametrize(("value", "population"), [(1.0, 1.0), ([1.0], [1.0]), ([1.0, 2.0], 3.0)])
def test_an_index_needs_two_groups(value, population):
    with pytest.raises(ValueError, match="two or more"):
        slope_index(value, population)


positive = st.floats(0.05, 0.95)
people = st.integers(50, 5000).map(float)


@few
@given(level=positive, population=arrays(np.float64, 6, elements=people))
def test_equal_groups_have_no_slope(level, population):
    for options in ({}, {"scale": "log"}, {"scale": "logit", "transform": True}):
        found = slope_index(np.full(6, level), population, se=np.full(6, 0.01), **options)
        assert found.sii.value == 0
        assert found.rii.value == 1


@few
@given(
    values=arrays(np.float64, 6, elements=positive),
    population=arrays(np.float64, 6, elements=people),
    share=st.floats(0.005, 0.1),
)
def test_limits_hold_the_index_and_widen_with_the_level(values, population, share):
    for options in (
        {},
        {"scale": "log"},
        {"scale": "log", "transform": True},
        {"scale": "logit"},
        {"scale": "logit", "transform": True, "per": -1},
    ):
        found = slope_index(values, population, se=values * share, levels=(0.8, 0.95, 0.998), **options)
        for result in (found.sii, found.rii):
            if np.isfinite(result.lower).all() and found.sii.denominator > 0 and found.sii.numerator > 0:
                assert (result.lower <= result.value + 1e-12).all()
                assert (result.upper >= result.value - 1e-12).all()
                assert (np.diff(result.lower) <= 1e-12).all()
                assert (np.diff(result.upper) >= -1e-12).all()


@few
@given(
    values=arrays(np.float64, (4, 6), elements=positive),
    population=arrays(np.float64, (4, 6), elements=people),
    unit=st.sampled_from([0.01, 10.0, 1000.0]),
)
def test_units_scale_and_rows_do_not_know_one_another(values, population, unit):
    whole = slope_index(values, population, se=values * 0.02, levels=BOTH)
    scaled = slope_index(values * unit, population * 7, se=values * unit * 0.02, levels=BOTH)
    np.testing.assert_allclose(scaled.sii.value, whole.sii.value * unit, rtol=1e-9, atol=1e-12 * unit)
    np.testing.assert_allclose(scaled.sii.upper, whole.sii.upper * unit, rtol=1e-9, atol=1e-12 * unit)
    np.testing.assert_allclose(scaled.rii.value, whole.rii.value, rtol=1e-9)
    for scale in ("identity", "logit"):
        batch = slope_index(values, population, se=values * 0.02, scale=scale, levels=BOTH)
        for row in range(4):
            alone = slope_index(values[row], population[row], se=values[row] * 0.02, scale=scale, levels=BOTH)
            for name in ("sii", "rii", "intercept"):
                one, other = getattr(alone, name), getattr(batch, name)
                np.testing.assert_allclose(one.value, other.value[row], rtol=1e-12, atol=1e-15)
                np.testing.assert_allclose(one.lower, other.lower[row], rtol=1e-9, atol=1e-12)
                assert one.status == other.status[row]


@few
@given(values=arrays(np.float64, 6, elements=positive), population=arrays(np.float64, 6, elements=people))
def test_groups_in_the_other_order_slope_the_other_way(values, population):
    one = slope_index(values, population, se=values * 0.02)
    other = slope_index(values[::-1], population[::-1], se=values[::-1] * 0.02)
    np.testing.assert_allclose(other.sii.value, -one.sii.value, atol=1e-12)
    np.testing.assert_allclose(other.sii.lower, -one.sii.upper, atol=1e-12)
