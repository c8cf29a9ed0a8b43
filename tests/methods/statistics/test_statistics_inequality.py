"""Regressed slopes, concentration indices and the WHO's measures: the peer's answers, its defects, edges, laws."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.methods.statistics.oracle import PEER_RUNS, agree, read

from folkmoot.methods.statistics import (
    InvalidRows,
    Method,
    Status,
    Survey,
    concentration_index,
    concentration_index_of_individuals,
    inequality,
    regressions,
    slope_index_of_individuals,
    slope_index_regression,
    summary_measures,
)

few = settings(max_examples=25, deadline=None)
Z = 1.959963984540054
SHARES = np.array([31.0, 27, 35, 44, 52])
POPULATION = np.array([120.0, 100, 90, 110, 95])
ERRORS = np.array([2.0, 1.5, 1.0, 2.5, 1.2])
CORRECTIONS = {
    "aci": {},
    "rci": {"kind": "relative"},
    "rci_wagstaff": {"correction": "wagstaff", "bounds": (0, 100)},
    "rci_erreygers": {"correction": "erreygers", "bounds": (0, 100)},
    "aci_bounded": {"correction": "bounded", "bounds": (0, 100)},
}
DIRECT = ("bgv", "bgsd", "covar", "idisu", "idisw", "mdbu", "mdbw", "mdmu", "mdmw", "mdru", "mdrw", "ti", "mld")


@pytest.fixture(scope="module")
def runs():
    """The peer's answers by case and name, and its inputs by case."""
    expected = read(PEER_RUNS / "who_expected.csv")
    keys = zip(expected["case"], expected["fn"], strict=True)
    answers = {key: {name: expected[name][row] for name in expected} for row, key in enumerate(keys)}
    tables = [read(PEER_RUNS / f"who_{name}_input.csv") for name in ("ordered", "nonordered")]
    return answers, *({case: cells(table, case) for case in set(table["case"])} for table in tables)


def cells(table, case):
    return {name: column[table["case"] == case] for name, column in table.items()}


def agree_with(found, answer, relative=1e-12, *, limits=True):
    agree(found.value, answer["estimate"], relative)
    if limits:
        agree(found.lower[0], answer["lowerci"], relative)
        agree(found.upper[0], answer["upperci"], relative)


# Ranked measures.


@pytest.mark.parametrize("link", ["logit", "linear"])
def test_regressed_slopes_of_the_peer(runs, link):
    answers, ordered, _ = runs
    for case, given_ in ordered.items():
        found = slope_index_regression(
            given_["estimate"], given_["population"], per=100, link="logit" if link == "logit" else "identity"
        )
        precise = 1e-6 if link == "linear" else 1e-5  # the peer differentiates in steps, and stops fitting at 1e-8
        agree_with(found.sii, answers[case, f"sii_{link}"], precise)
        agree_with(found.rii, answers[case, f"rii_{link}"], precise)


@pytest.mark.parametrize("name", CORRECTIONS)
def test_concentration_indices_of_the_peer(runs, name):
    answers, ordered, _ = runs
    for case, given_ in ordered.items():
        found = concentration_index(given_["estimate"], given_["population"], **CORRECTIONS[name])
        agree_with(found, answers[case, name], 1e-11)


def test_a_survey_of_individuals_as_the_peer_has_it(shared):
    folder = shared / "oracles" / "samples"
    if not folder.is_dir():
        pytest.skip("the peer's samples are not on this machine")
    people, expected = (
        read(folder / "sample_healthequal_IndividualSample.csv"),
        read(folder / "who_sample_expected.csv"),
    )
    design = Survey(people["weight"], people["psu"], people["strata"])
    for column in ("sba", "dtp3"):
        slope = slope_index_of_individuals(people[column], people["subgroup_order"], design)
        absolute, relative = (
            concentration_index_of_individuals(people[column], people["subgroup_order"], design, kind=kind)
            for kind in ("absolute", "relative")
        )
        for name, found in (("sii", slope.sii), ("rii", slope.rii), ("aci", absolute), ("rci", relative)):
            row = (expected["fn"] == name) & (expected["args"] == f"{column} weight,psu,strata")
            agree_with(found, {key: values[row][0] for key, values in expected.items()}, 1e-6)


def test_counting_each_person_once_finds_the_slope_of_the_persons():
    people, ill = np.array([40, 60, 50]), np.array([8, 18, 25])
    grouped = slope_index_regression(ill / people, people, weighting="population")
    values = np.concatenate([np.repeat([1, 0], [x, n - x]) for x, n in zip(ill, people, strict=True)])
    alone = slope_index_of_individuals(values, np.repeat([1, 2, 3], people), Survey(np.ones(150)))
    agree(grouped.sii.value, alone.sii.value, 1e-9)
    agree(grouped.rii.value, alone.rii.value, 1e-9)
    assert grouped.sii.value > 0
    assert grouped.rii.method == Method.LOG_NORMAL


def test_groups_on_a_line_are_on_it():
    rank = (np.cumsum(POPULATION) - POPULATION / 2) / POPULATION.sum()
    found = slope_index_regression(20 + 30 * rank, POPULATION, link="identity", per=100)
    agree([found.sii.value, found.rii.value, found.intercept.value], [30, 2.5, 20], 1e-10)
    np.testing.assert_allclose(found.sii.upper, 30, rtol=1e-8)


@pytest.mark.parametrize(
    ("value", "population", "status"),
    [
        ([np.nan, 20, 30], [9, 9, 9], Status.MISSING),
        ([10, 20, 30], [9, np.nan, 9], Status.MISSING),
        ([10, 20, 30], [9, 0, 9], Status.ZERO_DENOMINATOR),
        ([10, 20, 30], [9, -1, 9], Status.NEGATIVE),
        ([10, -20, 30], [9, 9, 9], Status.NEGATIVE),
        ([10, 120, 30], [9, 9, 9], Status.COUNT_GT_DENOMINATOR),
        ([0, 0, 0], [9, 9, 9], Status.BELOW_MINIMUM_COUNT),
        ([0, 0, 100], [9, 9, 9], Status.BELOW_MINIMUM_COUNT),
    ],
)
def test_a_row_that_cannot_be_fitted_is_flagged_and_the_other_stands(value, population, status):
    found = slope_index_regression([value, [10, 20, 30]], [population, [9, 9, 9]], per=100)
    for result in (found.sii, found.rii, found.intercept):
        assert result.status.tolist() == [status, Status.OK]
        assert np.isnan(result.value[0])
        assert np.isfinite(result.upper[1]).all()


@pytest.mark.parametrize("steps", [1, 2])
def test_a_fit_that_does_not_settle_gives_nothing(monkeypatch, steps):
    monkeypatch.setattr(regressions, "STEPS", steps)
    assert slope_index_regression([10, 20, 30], [9, 9, 9], per=100).sii.status == Status.BELOW_MINIMUM_COUNT


def test_an_unknown_weighting_is_refused():
    with pytest.raises(ValueError, match="weighting is one of"):
        slope_index_regression([1, 2], [1, 2], weighting="mine")


def test_limits_stand_on_either_side():
    found = slope_index_regression(SHARES, POPULATION, per=100)
    for each in (found.sii, found.rii, found.intercept):
        assert each.lower[0] < each.value < each.upper[0]


def test_persons_who_weigh_nothing_are_nobody():
    nobody = [1, 0, 1], [1, 2, 3], Survey([0, 0, 0])
    assert slope_index_of_individuals(*nobody).sii.status == Status.MISSING
    assert concentration_index_of_individuals(*nobody).status == Status.MISSING


def test_two_groups_have_a_slope_and_no_limits():
    found = slope_index_regression([20, 30], [50, 50], per=100)
    assert found.sii.status == found.rii.status == Status.TOO_FEW_AREAS
    assert found.sii.value > 0
    assert np.isnan(found.sii.lower).all()


def test_a_line_through_nothing_has_no_ratio_limits():
    found = slope_index_regression([0, 1, 2.0], [2, 2, 2], link="identity", weighting="population")
    assert found.rii.status == Status.WIDE_INTERVAL
    assert found.rii.value < 0
    assert np.isnan(found.rii.lower).all()
    assert found.sii.status == Status.OK


@pytest.mark.parametrize("value", [5.0, [5.0]])
def test_ranked_measures_need_two_groups(value):
    for function in (slope_index_regression, concentration_index):
        with pytest.raises(ValueError, match="two or more"):
            function(value, value)


def test_a_bad_row_stops_the_batch_only_when_asked_to():
    for function in (slope_index_regression, concentration_index, inequality):
        with pytest.raises(InvalidRows, match="MISSING"):
            function([1, np.nan, 1], [1, 1, 1], on_invalid="raise")


def test_columns_of_other_lengths_are_refused():
    for function in (slope_index_of_individuals, concentration_index_of_individuals):
        with pytest.raises(ValueError, match="columns of one length"):
            function([1.0, 2], [1.0], Survey([1.0, 1]))
        with pytest.raises(ValueError, match="an entry for each of the 2 persons"):
            function([1.0, 2], [1.0, 2], Survey([1.0, 1], clusters=[1]))


def test_nobody_has_no_index():
    nobody = [np.nan, np.nan], [1, 2], Survey([1, 1])
    found = slope_index_of_individuals(*nobody)
    assert found.sii.status == found.rii.status == Status.MISSING
    assert concentration_index_of_individuals(*nobody).status == Status.MISSING
    assert np.isnan(found.sii.upper).all()


def test_persons_all_alike_have_no_logit():
    everyone = [1, 1, 1], [1, 2, 3], Survey([1, 1, 1])
    assert slope_index_of_individuals(*everyone).sii.status == Status.BELOW_MINIMUM_COUNT
    assert concentration_index_of_individuals([0, 0, 0], [1, 2, 3], Survey([1, 1, 1])).value == 0
    nothing = concentration_index_of_individuals([0, 0, 0], [1, 2, 3], Survey([1, 1, 1]), kind="relative")
    assert nothing.status == Status.ZERO_DENOMINATOR


def test_a_stratum_with_one_cluster_is_held_against_the_mean_of_all():
    values, order = [1, 0, 1, 1, 0, 1], [1, 2, 3, 1, 2, 3]
    alone = Survey(np.ones(6), clusters=[1, 2, 3, 4, 5, 6], strata=[1, 1, 1, 1, 1, 2])
    found = concentration_index_of_individuals(values, order, alone)
    assert np.isfinite(found.upper).all()
    assert found.upper[0] > found.value


def test_limits_from_the_groups_errors_are_those_of_draws():
    rng = np.random.default_rng(3)
    drawn = SHARES + ERRORS * rng.standard_normal((20_000, 5))
    for options in CORRECTIONS.values():
        found = concentration_index(SHARES, POPULATION, se=ERRORS, **options)
        sd = concentration_index(drawn, POPULATION, **options).value.std()
        np.testing.assert_allclose((found.upper[0] - found.lower[0]) / (2 * Z), sd, rtol=0.03)
        assert found.method == Method.ANALYTIC


@pytest.mark.parametrize("name", CORRECTIONS)
def test_limits_from_the_groups_errors_are_those_of_the_change_with_each_group(name):
    options = CORRECTIONS[name]
    moved = np.eye(5) * 1e-4
    up, down = (concentration_index(SHARES + step, POPULATION, **options).value for step in (moved, -moved))
    error = np.sqrt((((up - down) / 2e-4 * ERRORS) ** 2).sum())
    found = concentration_index(SHARES, POPULATION, se=ERRORS, **options)
    agree([found.lower[0], found.upper[0]], [found.value - Z * error, found.value + Z * error], 1e-6)


def test_a_wide_index_of_wagstaff_moves_with_the_mean():
    value, error = np.array([1.0, 20, 90, 95]), np.array([0.5, 8, 3, 1])
    options = {"correction": "wagstaff", "bounds": (0, 100)}
    moved = np.eye(4) * 1e-4
    up, down = (concentration_index(value + step, np.ones(4), **options).value for step in (moved, -moved))
    found = concentration_index(value, np.ones(4), se=error, **options)
    agree(found.upper[0] - found.value, Z * np.sqrt((((up - down) / 2e-4 * error) ** 2).sum()), 1e-6)


@pytest.mark.parametrize(
    ("value", "population", "options", "status"),
    [
        ([np.nan, 2, 3], [1, 1, 1], {}, Status.MISSING),
        ([1, 2, 3], [1, 0, 1], {}, Status.ZERO_DENOMINATOR),
        ([1, 2, 3], [1, -1, 1], {}, Status.NEGATIVE),
        ([1, 2, 3], [1, 1, 1], {"se": [1, -1, 1]}, Status.NEGATIVE),
        ([-1, 0, 1], [1, 1, 1], {"kind": "relative"}, Status.ZERO_DENOMINATOR),
        ([1, 2, 3], [1, 1, 1], {"correction": "bounded", "bounds": (0, 2)}, Status.COUNT_GT_DENOMINATOR),
        ([0, 0, 0], [1, 1, 1], {"correction": "wagstaff", "bounds": (0, 2)}, Status.ZERO_DENOMINATOR),
    ],
)
def test_a_row_without_a_concentration_index_is_flagged(value, population, options, status):
    found = concentration_index(value, population, **options)
    assert found.status == status
    assert np.isnan(found.value)
    assert np.isnan(found.lower).all()


def test_an_index_may_lack_limits():
    two = concentration_index([1, 2], [1, 1])
    assert two.status == Status.TOO_FEW_AREAS
    assert two.value > 0
    three = concentration_index([1, 2, 4], [1, 1, 1])
    assert three.status == Status.OK
    assert three.lower[0] < three.value < three.upper[0]
    unknown = concentration_index([1, 2, 3], [1, 1, 1], se=[1, np.nan, 1])
    assert unknown.status == Status.MISSING
    assert unknown.value > 0
    assert np.isnan(unknown.upper).all()


def test_a_value_on_a_bound_is_within():
    found = concentration_index([0, 50, 100], [1, 1, 1], correction="bounded", bounds=(0, 100))
    assert found.status == Status.OK


@pytest.mark.parametrize("correction", ["wagstaff", "erreygers", "bounded"])
def test_a_value_on_a_bound_is_within_them_and_one_beyond_is_not(correction):
    options = {"correction": correction, "bounds": (10, 90)}
    assert concentration_index([10, 50, 90], [1, 1, 1], **options).status == Status.OK
    for beyond in ([9, 50, 90], [10, 50, 91]):
        assert concentration_index(beyond, [1, 1, 1], **options).status == Status.COUNT_GT_DENOMINATOR


@pytest.mark.parametrize("kind", ["absolute", "relative"])
def test_a_person_without_a_weight_a_value_or_an_order_is_left_out(kind):
    values, order = [1.0, 0, 3, 1, 0, 1, 2], [1.0, 2, 3, 1, 2, 3, 2]
    alone = concentration_index_of_individuals(values, order, Survey(np.ones(7)), kind=kind)
    beside = concentration_index_of_individuals(
        [*values, 9, np.nan, 9], [*order, 3, 1, np.nan], Survey([*np.ones(7), 0, 1, 1]), kind=kind
    )
    for name in ("value", "lower", "upper", "numerator", "denominator"):
        agree(getattr(beside, name), getattr(alone, name))
    assert beside.status == Status.OK


def test_a_bounded_relative_index_counts_from_the_lower_bound():
    found = concentration_index([30, 40, 50], [1, 1, 1], kind="relative", correction="bounded", bounds=(20, 100))
    agree(found.value, concentration_index([10, 20, 30], [1, 1, 1], kind="relative").value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "total"}, "kind is one of"),
        ({"correction": "mine", "bounds": (0, 1)}, "correction is one of"),
        ({"correction": "wagstaff"}, "goes with the bounds"),
        ({"bounds": (0, 1)}, "goes with the bounds"),
        ({"correction": "wagstaff", "bounds": (1, 0)}, "the lower bound is below"),
        ({"correction": "wagstaff", "bounds": (1, 1)}, "the lower bound is below"),
    ],
)
def test_corrections_that_cannot_be_meant_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        concentration_index([1, 2], [1, 1], **options)


# The 21 measures.


def test_measures_of_the_peer_without_order(runs):
    answers, _, nonordered = runs
    for case, given_ in nonordered.items():
        reference = int(np.argmax(given_["reference"]))
        options = {"favourable": bool(given_["favourable"][0]), "per": 100}
        groups = given_["estimate"], given_["population"]
        plain = inequality(*groups, se=given_["se"], **options)
        referred = inequality(*groups, se=given_["se"], reference=reference, **options)
        counted = inequality(*groups, **options)
        for name in DIRECT:
            found = referred if name.startswith("mdr") else plain
            ours = found["cov" if name == "covar" else name]
            agree_with(ours, answers[case, name], limits=name == "bgv")
        for name in ("d", "r"):
            agree_with(plain[name], answers[case, f"{name}_nonordered"])
            agree_with(referred[name], answers[case, f"{name}_reference"])
        agree_with(counted["par"], answers[case, "par_nonordered"])
        agree_with(counted["paf"], answers[case, "paf_nonordered"], limits=False)
        half = (counted["paf"].upper[0] - counted["paf"].lower[0]) / 2
        agree(half, 100 * Z * answers[case, "paf_nonordered"]["se"], 1e-9)


def test_measures_of_the_peer_in_order(runs):
    answers, ordered, _ = runs
    for case, given_ in ordered.items():
        options = {"favourable": bool(given_["favourable"][0]), "ordered": True, "per": 100}
        found = inequality(given_["estimate"], given_["population"], se=given_["se"], **options)
        plain = inequality(given_["estimate"], given_["population"], **options)
        for name in ("d", "r"):
            agree_with(found[name], answers[case, f"{name}_ordered"])
        for name in ("par", "paf"):
            agree_with(plain[name], answers[case, f"{name}_ordered"], limits=False)
        for name in ("aci", "rci"):
            agree_with(plain[name], answers[case, name], 1e-11)
        for name in ("sii", "rii"):
            agree_with(plain[name], answers[case, f"{name}_logit"], 1e-5)


def test_the_peers_samples(shared):
    folder = shared / "oracles" / "samples"
    if not folder.is_dir():
        pytest.skip("the peer's samples are not on this machine")
    expected = read(folder / "who_sample_expected.csv")
    answers = {
        (*key,): {name: expected[name][row] for name in expected}
        for row, key in enumerate(zip(expected["dataset"], expected["fn"], expected["args"], strict=True))
    }
    regions = read(folder / "sample_healthequal_NonorderedSample.csv")
    found = inequality(regions["estimate"], regions["population"], se=regions["se"], favourable=True, per=100)
    agree_with(found["bgv"], answers["NonorderedSample", "bgv", "pop,se"])
    for name in ("mld", "ti"):
        agree_with(found[name], answers["NonorderedSample", name, "pop,se"], limits=False)
    for name, peers in (("bgsd", "bgsd"), ("cov", "covar"), ("idisw", "idisw"), ("mdmw", "mdmw")):
        agree_with(found[name], answers["NonorderedSample", peers, "pop,se,sim=1000"], limits=False)
    wealth = read(folder / "sample_healthequal_OrderedSample.csv")
    slope = slope_index_regression(wealth["estimate"], wealth["population"], per=100)
    agree_with(slope.sii, answers["OrderedSample", "sii", "pop"], 1e-5)
    agree_with(slope.rii, answers["OrderedSample", "rii", "pop"], 1e-5)


@pytest.mark.parametrize(
    "name", ["mld", "ti", "paf", "par", "bgv", "bgsd", "cov", "mdmw", "mdbw", "idisw", "idisu", "d"]
)
def test_10_the_standard_error_is_in_the_unit_of_the_measure(name):
    rng = np.random.default_rng(11)
    value, people = np.array([22.0, 41, 35, 58, 74, 66]), np.array([900.0, 400, 1500, 700, 800, 300])
    error = np.array([1.5, 2.0, 1.0, 1.8, 1.2, 2.2])
    drawn = inequality(value + error * rng.standard_normal((20_000, 6)), people, measures=[name])[name].value
    found = inequality(value, people, measures=[name], se=error)[name]
    reported = (found.upper[0] - found.lower[0]) / (2 * Z)
    if name.startswith(("md", "idis")):  # whose lower limits also leave out what chance adds
        reported = (found.upper[0] - found.value) / Z
    np.testing.assert_allclose(reported, drawn.std(), rtol=0.05)


def test_differences_that_chance_makes_are_taken_for_none():
    rng = np.random.default_rng(12)
    drawn = 50 + 2 * rng.standard_normal((2000, 8))
    for name in ("mdmu", "mdmw", "idisu", "idisw", "mdbw"):
        found = inequality(drawn, np.ones(8), measures=[name], se=np.full(8, 2.0))[name]
        assert np.mean(found.lower[:, 0] == 0) > 0.9
        assert (found.value > 0).all()


@pytest.mark.parametrize("favourable", [True, False])
@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("name", sorted(summary_measures.MEASURES))
def test_each_measure_moves_with_each_estimate_as_it_says(name, ordered, favourable):
    share = np.array([0.1, 0.25, 0.3, 0.15, 0.2])
    known = np.ones(5, dtype=bool)

    def measured(value):
        groups = summary_measures.Groups(value, np.zeros(5), share, known, favourable, ordered, 2)
        with np.errstate(all="ignore"):  # as the caller does, who flags rows that cannot be computed
            return summary_measures.MEASURES[name](groups)

    value = np.array([22.0, 47, 35, 58, 74])
    moved = [(measured(value + step).value - measured(value - step).value) / 2e-4 for step in 1e-4 * np.eye(5)]
    np.testing.assert_allclose(measured(value).line, moved, rtol=1e-6, atol=1e-6)


def test_each_correction_moves_with_each_estimate_as_it_says():
    for options in (*CORRECTIONS.values(), {"kind": "relative", "correction": "bounded", "bounds": (-5, 100)}):
        for at, step in enumerate(1e-4 * np.eye(5)):
            ends = [concentration_index(SHARES + sign * step, POPULATION, **options).value for sign in (1, -1)]
            found = concentration_index(SHARES, POPULATION, se=np.eye(5)[at], **options)
            np.testing.assert_allclose(found.upper[0] - found.value, Z * abs(ends[0] - ends[1]) / 2e-4, rtol=1e-6)


def test_near_equality_the_logarithmic_indices_vary_as_the_variance_does():
    found = inequality(np.full(6, 40.0), POPULATION.sum() * np.arange(1, 7), se=np.arange(1.0, 7))
    for name in ("ti", "mld"):
        agree(found[name].upper, 500 * found["bgv"].upper / 40**2, 1e-9)


def test_10_the_slope_and_its_limits_are_in_one_unit():
    hundred, one = (slope_index_regression(SHARES / 100 * per, POPULATION, per=per).sii for per in (100, 1))
    agree(hundred.value, one.value * 100, 1e-9)
    agree(hundred.upper, one.upper * 100, 1e-9)


def test_11_a_missing_estimate_stops_no_measure():
    value = np.array([22.0, 41, np.nan, 58, 74, 66, 50])
    people, error = np.full(7, 100.0), np.full(7, 2.0)
    rest = np.isfinite(value)
    found = inequality(value, people, se=error, reference=0)
    without = inequality(value[rest], people[rest], se=error[rest], reference=0)
    for name, whole in without.items():
        assert found[name].status == Status.MISSING
        agree(found[name].value, whole.value)
        agree(found[name].lower, whole.lower, 1e-9)
        agree(found[name].upper, whole.upper, 1e-9)


def test_11_too_many_missing_estimates_leave_none():
    found = inequality([22.0, 41, np.nan, 58], np.ones(4), se=np.ones(4))
    assert {int(each.status) for each in found.values()} == {Status.MISSING}
    assert all(np.isnan(each.value) for each in found.values())
    forced = inequality([22.0, 41, np.nan, 58], np.ones(4), se=np.ones(4), missing_share=1)
    assert all(np.isfinite(each.value) and np.isfinite(each.upper).all() for each in forced.values())
    ordered = inequality([22.0, 41, np.nan, 58], np.ones(4), ordered=True, per=100, missing_share=1)
    assert np.isnan([ordered[name].value for name in ("d", "r", "par", "paf", "aci", "rci", "sii", "rii")]).all()
    assert np.isfinite(ordered["mld"].value)
    lost = inequality([22.0, 41, np.nan, 58], np.ones(4), reference=2, missing_share=1)
    assert lost["mdrw"].status == lost["d"].status == Status.MISSING
    assert np.isnan(lost["mdrw"].value)


def test_11_no_errors_mean_no_limits_and_no_stop():
    found = inequality(SHARES, POPULATION, reference=0)
    for name in ("mdbu", "mdbw", "mdru", "mdrw", "mdmu", "mdmw", "bgv", "d", "par"):
        assert found[name].status == Status.OK
        assert np.isfinite(found[name].value)
        assert np.isnan(found[name].lower).all()
        assert found[name].method == Method.NONE


def test_a_unit_gives_limits_from_counts_to_the_attributable_measures_only():
    found = inequality(SHARES, POPULATION, per=100)
    assert {name for name, each in found.items() if np.isfinite(each.lower).all()} == {"par", "paf"}


def test_11_the_callers_random_state_is_left_alone():
    before = np.random.get_state()
    inequality(SHARES, POPULATION, se=ERRORS, interval="simulate", rng=np.random.default_rng(2))
    np.testing.assert_array_equal(np.random.get_state()[1], before[1])


def test_11_the_mean_moves_with_the_draws():
    options = {"se": ERRORS, "measures": ["mdmw", "idisw", "cov", "bgsd"], "reference": 0}
    exact = inequality(SHARES, POPULATION, **options)
    drawn = inequality(SHARES, POPULATION, interval="simulate", draws=20_000, rng=np.random.default_rng(5), **options)
    for name, found in drawn.items():
        assert found.method == Method.SIMULATED
        agree(found.value, exact[name].value)
        one, other = (each.upper[0] - each.lower[0] for each in (found, exact[name]))
        np.testing.assert_allclose(one, other, rtol=0.12)


def test_the_limits_of_a_simulation_are_percentiles_of_the_draws():
    drawn = SHARES + ERRORS * np.random.default_rng(3).standard_normal((1000, 5))
    share = POPULATION / POPULATION.sum()
    away = drawn - (drawn @ share)[:, np.newaxis]
    for name, draws in (("mdmw", np.abs(away) @ share), ("bgsd", np.sqrt(away**2 @ share))):
        found = inequality(
            SHARES, POPULATION, measures=[name], se=ERRORS, interval="simulate", rng=np.random.default_rng(3)
        )[name]
        agree([found.lower[0], found.upper[0]], np.quantile(draws, [0.025, 0.975]), 1e-9)


@pytest.mark.parametrize(("missing", "options"), [(3, {}), (1, {"missing_share": 0.05}), (5, {"missing_share": 0.25})])
def test_11_as_many_may_be_missing_as_the_share_says_and_no_more(missing, options):
    value = np.arange(1.0, 21)
    value[:missing] = np.nan
    assert np.isfinite(inequality(value, np.ones(20), measures=["bgv"], **options)["bgv"].value)
    value[missing] = np.nan
    assert np.isnan(inequality(value, np.ones(20), measures=["bgv"], **options)["bgv"].value)


@pytest.mark.parametrize(("measure", "least"), [("d", 2), ("r", 2), ("bgv", 3), ("mld", 3), ("paf", 3)])
def test_a_measure_needs_three_groups_and_a_comparison_two(measure, least):
    value = np.array([1.0, 2, 4])
    assert inequality(value[:least], np.ones(least), measures=[measure])[measure].status == Status.OK
    fewer = inequality(value[: least - 1], np.ones(least - 1), measures=[measure])[measure]
    assert fewer.status == Status.TOO_FEW_AREAS
    assert np.isnan(fewer.value)


def test_measures_that_need_something_are_left_out_or_refused():
    plain = inequality(SHARES, POPULATION)
    assert not {"aci", "rci", "sii", "rii", "mdru", "mdrw"} & set(plain)
    assert len(inequality(SHARES, POPULATION, ordered=True, per=100, reference=0)) == 21
    assert "sii" not in inequality(SHARES, POPULATION, ordered=True)
    for name, words in (("sii", "ordered=True"), ("mdru", "a reference"), ("gini", "a measure is one of")):
        with pytest.raises(ValueError, match=words):
            inequality(SHARES, POPULATION, measures=[name])
    with pytest.raises(ValueError, match="per=100"):
        inequality(SHARES, POPULATION, measures=["rii"], ordered=True)
    assert list(inequality(SHARES, POPULATION, measures=["rci"], ordered=True)) == ["rci"]
    assert list(inequality(SHARES, POPULATION, measures=["rii"], ordered=True, per=100)) == ["rii"]


def test_wrong_calls_are_refused():
    with pytest.raises(ValueError, match="pass a numpy Generator"):
        inequality(SHARES, POPULATION, interval="simulate")
    with pytest.raises(ValueError, match="interval is one of"):
        inequality(SHARES, POPULATION, interval="guess")
    with pytest.raises(ValueError, match="got a single value"):
        inequality(1.0, 1.0)


@pytest.mark.parametrize(
    ("value", "population", "options", "measure", "status"),
    [
        ([1, 2, 3], [1, np.nan, 1], {}, "bgv", Status.MISSING),
        ([1, 2, 3], [1, -1, 1], {}, "bgv", Status.NEGATIVE),
        ([1, 2, 3], [1, 1, 1], {"se": [1, -1, 1]}, "bgv", Status.NEGATIVE),
        ([1, 2, 3], [0, 0, 0], {}, "bgv", Status.ZERO_DENOMINATOR),
        ([1, 2], [1, 1], {}, "bgv", Status.TOO_FEW_AREAS),
        ([1], [1], {}, "d", Status.TOO_FEW_AREAS),
        ([-1, 2, 3], [1, 1, 1], {}, "ti", Status.NEGATIVE),
        ([0, 2, 3], [1, 1, 1], {}, "r", Status.ZERO_DENOMINATOR),
        ([-1, 0, 1], [1, 1, 1], {}, "cov", Status.ZERO_DENOMINATOR),
    ],
)
def test_a_row_without_a_measure_is_flagged(value, population, options, measure, status):
    found = inequality(value, population, **options)[measure]
    assert found.status == status
    assert np.isnan(found.value)


def test_an_unknown_error_matters_only_where_it_is_needed():
    found = inequality(SHARES, POPULATION, se=[2.0, np.nan, 1, 2, 1])
    assert found["bgv"].status == Status.MISSING
    assert np.isfinite(found["bgv"].value)
    assert np.isnan(found["bgv"].upper).all()
    assert inequality(SHARES, POPULATION, se=[2.0, 1, np.nan, 2, 1])["d"].status == Status.OK


def test_what_would_be_for_the_worse_is_no_gain():
    found = inequality([50, 40, 30], [1, 1, 1], se=[1, 1, 1], ordered=True)
    assert found["par"].value == found["par"].lower[0] == 0
    assert inequality([50, 40, 30], [1, 1, 1], ordered=True, favourable=False)["par"].value == -10


def test_an_estimate_of_zero_has_a_logarithm_of_its_own():
    found = inequality([0, 2, 3], [1, 1, 1])
    assert np.isfinite(found["mld"].value)
    agree(found["ti"].value, 1000 * (2 / 5 * np.log(6 / 5) + 3 / 5 * np.log(9 / 5)), 1e-4)


estimates = arrays(np.float64, 6, elements=st.floats(5, 95))
people = arrays(np.float64, 6, elements=st.integers(50, 5000).map(float))


def all_of(value, population, **options):
    return inequality(value, population, ordered=True, per=100, reference=1, **options)


@few
@given(level=st.floats(5, 95), population=people)
def test_equal_groups_are_equal(level, population):
    for name, each in inequality(np.full(6, level), population, se=np.ones(6), reference=1).items():
        np.testing.assert_allclose(each.value, 1 if name == "r" else 0, atol=1e-6)
        assert each.upper[0] > each.value + 1e-3 or name.startswith(("sii", "rii"))
    assert concentration_index(np.full(6, level), population).value == 0
    for link in ("logit", "identity"):  # rounding to whole cases, as the WHO's tools do, may part equal proportions
        found = slope_index_regression(np.full(6, level), population, per=100, link=link, weighting="population")
        np.testing.assert_allclose(found.sii.value, 0, atol=1e-9)
        np.testing.assert_allclose(found.rii.value, 1, atol=1e-9)


@few
@given(value=estimates, population=people)
def test_limits_hold_the_measure_and_widen(value, population):
    found = all_of(value, population, se=value * 0.03, levels=(0.5, 0.95, 0.998))
    for each in found.values():
        if np.isfinite(each.lower).all():
            assert (each.lower <= each.value + 1e-9).all()
            assert (each.upper >= each.value - 1e-9).all()
            assert (np.diff(each.lower) <= 1e-12).all()
            assert (np.diff(each.upper) >= -1e-12).all()


@few
@given(value=estimates, population=people, unit=st.sampled_from([0.01, 10.0]))
def test_units_scale_the_absolute_measures_and_leave_the_relative_ones(value, population, unit):
    squared = {"bgv"}
    absolute = {"d", "aci", "sii", "bgsd", "mdbu", "mdbw", "mdmu", "mdmw", "mdru", "mdrw", "par"}
    one = all_of(value, population, se=value * 0.03)
    other = inequality(value * unit, population * 3, se=value * unit * 0.03, ordered=True, per=100 * unit, reference=1)
    for name, each in one.items():
        if name in ("sii", "rii"):
            continue  # their whole numbers of cases depend on the population
        factor = unit**2 if name in squared else unit if name in absolute else 1
        np.testing.assert_allclose(other[name].value, each.value * factor, rtol=1e-7, atol=1e-7)
        np.testing.assert_allclose(other[name].upper, each.upper * factor, rtol=1e-6, atol=1e-6)


@few
@given(value=estimates, population=people, seed=st.integers(0, 99))
def test_groups_without_order_may_come_in_any(value, population, seed):
    places = np.random.default_rng(seed).permutation(6)
    one = inequality(value, population, se=value * 0.03)
    other = inequality(value[places], population[places], se=value[places] * 0.03)
    for name, each in one.items():
        np.testing.assert_allclose(other[name].value, each.value, rtol=1e-9, atol=1e-9)


@few
@given(value=arrays(np.float64, (3, 6), elements=st.floats(5, 95)), population=people)
def test_rows_do_not_know_one_another(value, population):
    batch = all_of(value, population, se=value * 0.03)
    for row in range(3):
        for name, each in all_of(value[row], population, se=value[row] * 0.03).items():
            np.testing.assert_allclose(batch[name].value[row], each.value, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(batch[name].upper[row], each.upper, rtol=1e-6, atol=1e-9)


@few
@given(value=estimates, population=people)
def test_moving_the_worst_group_up_narrows_the_spread(value, population):
    ordered = np.sort(value)
    raised = ordered.copy()
    raised[0] = ordered[1]
    spread = [inequality(each, population)["d"].value for each in (ordered, raised)]
    assert all(first >= second for first, second in pairwise(spread))


def test_a_batch_is_drawn_row_by_row():
    drawn = {"interval": "simulate", "draws": 500, "measures": ["mdbu"]}
    alone = inequality(SHARES, POPULATION, se=ERRORS, rng=np.random.default_rng(4), **drawn)["mdbu"]
    batch = inequality(np.stack([SHARES, 2 * SHARES]), POPULATION, se=ERRORS, rng=np.random.default_rng(4), **drawn)
    assert batch["mdbu"].lower.shape == (2, 1)
    assert batch["mdbu"].lower[0] == alone.lower
    assert batch["mdbu"].upper[0] == alone.upper
    assert batch["mdbu"].value[1] > batch["mdbu"].value[0]
