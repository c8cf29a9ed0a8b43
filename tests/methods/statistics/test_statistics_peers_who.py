"""The names of healthequal, and of PHEindicatormethods for slopes, life tables and funnels, give the peers' answers."""

import numpy as np
import pytest
from tests.methods.statistics.oracle import PEER_RUNS, agree, read

from folkmoot.methods.statistics import Survey, concentration_index_of_individuals, peers, peers_who
from folkmoot.methods.statistics import slope_index_of_individuals as slope_of_individuals

MEASURES = (
    "bgv", "bgsd", "covar", "idisu", "idisw", "mdbu", "mdbw", "mdmu", "mdmw", "mdru", "mdrw", "ti", "mld",
)  # fmt: skip


@pytest.fixture(scope="module")
def runs():
    expected = read(PEER_RUNS / "who_expected.csv")
    answers = {
        key: expected["estimate"][row] for row, key in enumerate(zip(expected["case"], expected["fn"], strict=True))
    }
    tables = {name: read(PEER_RUNS / f"who_{name}_input.csv") for name in ("ordered", "nonordered")}
    return answers, *(
        {case: {name: column[table["case"] == case] for name, column in table.items()} for case in set(table["case"])}
        for table in tables.values()
    )


def test_measures_without_order(runs):
    answers, _, nonordered = runs
    for case, rows in nonordered.items():
        options = {"favourable_indicator": rows["favourable"], "reference_subgroup": rows["reference"]}
        for name in MEASURES:
            found = getattr(peers_who, name)(rows["estimate"], rows["population"], rows["se"], **options)
            assert found["measure"] == name
            agree(found["estimate"], answers[case, name])
            assert found["lowerci"] <= found["estimate"] <= found["upperci"]
        agree(peers_who.d(rows["estimate"], se=rows["se"], **options)["estimate"], answers[case, "d_reference"])
        plain = peers_who.r(rows["estimate"], favourable_indicator=rows["favourable"])
        agree(plain["estimate"], answers[case, "r_nonordered"])
        assert np.isnan(plain["lowerci"])


def test_measures_in_order_whatever_the_order_of_the_rows(runs):
    answers, ordered, _ = runs
    for case, rows in ordered.items():
        turned = {name: column[::-1] for name, column in rows.items()}
        groups = turned["estimate"], turned["subgroup_order"], turned["population"]
        agree(peers_who.aci(*groups)["estimate"], answers[case, "aci"], 1e-11)
        agree(peers_who.rci(*groups)["estimate"], answers[case, "rci"], 1e-11)
        bounded = {"lmin": 0, "lmax": 100}
        agree(peers_who.aci(*groups, **bounded)["estimate"], answers[case, "aci_bounded"], 1e-11)
        agree(peers_who.rci(*groups, method="wagstaff", **bounded)["estimate"], answers[case, "rci_wagstaff"], 1e-11)
        agree(peers_who.sii(*groups, scaleval=100)["estimate"], answers[case, "sii_logit"], 1e-9)
        agree(peers_who.rii(*groups, scaleval=100, linear=True)["estimate"], answers[case, "rii_linear"], 1e-9)
        options = {
            "subgroup_order": turned["subgroup_order"],
            "ordered_dimension": 1,
            "favourable_indicator": rows["favourable"],
        }
        for name in ("d", "r", "par", "paf"):
            function = getattr(peers_who, name)
            found = function(turned["estimate"], turned["population"], turned["se"], scaleval=100, **options)
            agree(found["estimate"], answers[case, f"{name}_ordered"])
        counted = peers_who.par(turned["estimate"], turned["population"], scaleval=100, **options)
        assert np.isfinite(counted["upperci"])


def test_a_missing_estimate_stops_only_what_needs_all():
    assert np.isnan(peers_who.mld([10, 20, np.nan, 30], [1, 1, 1, 1])["estimate"])
    assert np.isfinite(peers_who.mld([10, 20, np.nan, 30], [1, 1, 1, 1], force=True)["estimate"])


def test_persons_of_a_survey():
    value, order, weight, unit, stratum = (
        [0, 1, 0, 1, 1, 1],
        [1, 1, 2, 2, 3, 3],
        np.ones(6),
        range(6),
        [1, 1, 1, 2, 2, 2],
    )
    design = Survey(weight, unit, stratum)
    found = peers_who.sii(value, order, weight=weight, psu=unit, strata=stratum)
    agree(found["estimate"], slope_of_individuals(value, order, design).sii.value)
    found = peers_who.aci(value, order, weight=weight, psu=unit, strata=stratum)
    agree(found["upperci"], concentration_index_of_individuals(value, order, design).upper[0])


@pytest.mark.parametrize(
    ("case", "value_type", "value", "errors"),
    [
        ("le_se", 0, "le", {"se": "le_se"}),
        ("rate_cl", 1, "rate", {"lower_cl": "rate_lcl", "upper_cl": "rate_ucl"}),
        ("prop_cl", 2, "prop", {"lower_cl": "prop_lcl", "upper_cl": "prop_ucl"}),
    ],
)
def test_slope_indices_under_the_names_of_r(case, value_type, value, errors):
    table, expected = read(PEER_RUNS / "sii_input.csv"), read(PEER_RUNS / "sii_expected.csv")
    deciles = [area for area in np.unique(table["area"]) if (table["area"] == area).sum() == 10]
    rows = np.flatnonzero(np.isin(table["area"], deciles))[::-1]
    wanted = np.isin(expected["area"], deciles) & (expected["case"] == case) & (expected["transform"] == "FALSE")
    columns = peers.phe_sii(
        table["quantile"][rows],
        table["population"][rows],
        table[value][rows],
        table["area"][rows],
        value_type=value_type,
        confidence=(0.95, 0.998),
        multiplier=expected["multiplier"][wanted][0],
        **{name: table[column][rows] for name, column in errors.items()},
    )
    assert list(columns)[:5] == ["group", "sii", "rii", "sii_lower95_0cl", "sii_upper95_0cl"]
    for name in ("sii", "rii"):
        agree(columns[name], expected[name][wanted])
    error = (columns["sii_upper95_0cl"] - columns["sii_lower95_0cl"]) / 3.92
    assert (abs(columns["sii_lower95_0cl"] - expected["sii_lower95_0cl"][wanted]) < 0.05 * error).all()


def test_life_expectancy_under_the_names_of_r():
    table, expected = read(PEER_RUNS / "life_expectancy_input.csv"), read(PEER_RUNS / "life_expectancy_expected.csv")
    whole = [area for area in np.unique(table["area"]) if (table["area"] == area).sum() == 20]
    rows, wanted = np.isin(table["area"], whole), np.isin(expected["area"], whole)
    columns = peers.phe_life_expectancy(
        *(table[name][rows][::-1] for name in ("deaths", "pops", "startage", "area")), confidence=(0.95, 0.998)
    )
    order = np.lexsort((expected["startage"][wanted], expected["area"][wanted]))
    sound = np.isfinite(expected["value"][wanted][order])
    assert sound.sum() > 100
    for name in ("value", "lower95_0cl", "upper99_8cl", "pops_used", "dths_used"):
        agree(columns[name][sound], expected[name][wanted][order][sound], 1e-11)
    assert columns["group"].shape == columns["startage"].shape


@pytest.mark.parametrize("kind", ["crude", "dsr"])
def test_significance_of_rates_under_the_names_of_r(kind):
    rows = read(PEER_RUNS / f"funnel_rate_significance_{kind}.csv")
    columns = peers.assign_funnel_significance(
        rows["events"], rows["pop"], statistic="rate", rate=rows["rate"], rate_type=kind, multiplier=1e5
    )
    assert columns["significance"].tolist() == rows["significance"].tolist()


def test_significance_of_ratios_and_proportions_under_the_names_of_r():
    rows = read(PEER_RUNS / "funnel_ratio_significance.csv")
    found = peers.assign_funnel_significance(rows["obs"], rows["expected"], statistic="ratio")
    assert found["significance"].tolist() == rows["significance"].tolist()
    rows = read(PEER_RUNS / "funnel_proportion_significance.csv")
    found = peers.assign_funnel_significance(rows["x"], rows["n"], statistic="proportion", multiplier=100)
    assert found["significance"].tolist() == rows["significance"].tolist()


def test_one_bound_alone_bounds_no_concentration_index():
    groups = ([10.0, 20, 40], [1, 2, 3], [1.0, 1, 1])
    whole = peers_who.aci(*groups)["estimate"]
    assert peers_who.aci(*groups, lmin=0.0)["estimate"] == whole
    assert peers_who.aci(*groups, lmin=0.0, lmax=100.0)["estimate"] != whole


def test_what_is_not_said_is_what_healthequal_takes():
    values, people, errors = [10.0, 20, 40], [5.0, 7, 9], [1.0, 1, 1]
    said = {"favourable_indicator": 1, "ordered_dimension": 0, "subgroup_order": None, "reference_subgroup": None}
    rest = {"scaleval": None, "conf_level": 0.95, "force": False}
    for measure in (peers_who.d, peers_who.par, peers_who.paf):
        assert measure(values, people, errors) == measure(values, people, errors, **said, **rest)
    assert peers_who.d(values) != peers_who.d(values, favourable_indicator=0)
