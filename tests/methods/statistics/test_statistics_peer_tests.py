"""The peers' own test data, read from the reference material where it is at hand (its licence keeps it out of here)."""

import numpy as np
import pytest
from tests.methods.statistics.oracle import agree, read

from folkmoot.methods.statistics import (
    FIVE_YEARS_TO_90,
    AgeBands,
    byar_limits,
    direct_rate,
    from_long,
    indirect,
    mean,
    proportion,
    quantiles,
    rate,
    standard_population,
)
from folkmoot.methods.statistics.core import Method

BOTH = (0.95, 0.998)
DIRECT = ("testdata_big", "testdata_small", "testdata_tiny")


@pytest.fixture(scope="session")
def peer(shared):
    folder = shared / "oracles" / "peer_tests"
    if not folder.is_dir():
        pytest.skip("the peers' test data are not on this machine")
    return lambda name: read(folder / f"{name}.csv")


def agree_at_both(found, expected, rows=slice(None), expected_rows=slice(None)):
    agree(found.value[rows], expected["value"][expected_rows])
    for place, level in enumerate(("95_0", "99_8")):
        agree(found.lower[rows, place], expected[f"lower{level}cl"][expected_rows])
        agree(found.upper[rows, place], expected[f"upper{level}cl"][expected_rows])


def test_byar_and_wilson_limits(peer):
    table = peer("ci_byars_wilson")
    for row in range(len(table["x"])):
        level = float(table["confidence"][row].rstrip("%")) / 100
        if table["method"][row] == "Byars":
            lower, upper = byar_limits(table["x"][row], levels=level)
        else:
            found = proportion(table["x"][row], table["n"][row], levels=level)
            lower, upper = found.lower, found.upper
        agree(lower[0], table["lowercl"][row])
        agree(upper[0], table["uppercl"][row])


def test_proportions(peer):
    table = peer("proportion")
    found = proportion(table["Numerator"], table["Denominator"], levels=BOTH)
    for place, level in enumerate(("95_0", "99_8")):
        agree(found.lower[:, place] * table["multiplier"], table[f"lower{level}cl"])
        agree(found.upper[:, place] * table["multiplier"], table[f"upper{level}cl"])
    agree(found.value * table["multiplier"], table["value"])


def test_proportions_of_summed_counts(peer):
    table = peer("proportion_grouped_expected")
    found = proportion(table["Numerator"], table["Denominator"])
    agree(found.value, table["value"])
    agree(found.lower[:, 0], table["lowercl"])
    agree(found.upper[:, 0], table["uppercl"])


def test_rates(peer):
    table = peer("rate")
    found = rate(table["Numerator"], table["Denominator"], levels=BOTH, per=1)
    for place, level in enumerate(("95_0", "99_8")):
        agree(found.lower[:, place] * table["multiplier"], table[f"lower{level}cl"])
        agree(found.upper[:, place] * table["multiplier"], table[f"upper{level}cl"])
    names = np.where(found.method == Method.BYAR, "Byars", np.where(found.method == Method.NONE, "", "Exact"))
    known = ~np.isnan(table["value"])
    np.testing.assert_array_equal(names[known], table["method"][known])


def test_rates_of_summed_counts(peer):
    table = peer("rate_grouped_expected")
    found = rate(table["Numerator"], table["Denominator"], per=table["multiplier"][0])
    agree(found.value, table["value"])
    agree(found.lower[:, 0], table["lowercl"])
    agree(found.upper[:, 0], table["uppercl"])


def test_means_by_area_and_of_all(peer):
    table, expected = peer("mean_input"), peer("mean_expected")
    agree_at_both(mean(table["values"], table["area"], levels=BOTH), expected, expected_rows=slice(0, 2))
    agree_at_both(mean(table["values"][np.newaxis], levels=BOTH), expected, expected_rows=slice(2, 3))


def test_a_missing_value_makes_the_mean_of_its_group_missing(peer):
    table, expected = peer("mean_input_phstats"), peer("mean_expected_with_missing_phstats")
    found = mean(table["values"], table["area"], levels=BOTH)
    agree(found.value, expected["Value"][:2])
    agree(found.denominator, expected["value_count"][:2])
    agree(found.lower[:, 0], expected["lower_95_ci"][:2])


def test_direct_rates(peer):
    table, expected = peer("dsr_input"), peer("dsr_expected")
    standard = standard_population("ESP2013", FIVE_YEARS_TO_90)
    found = direct_rate(
        table["count"].reshape(3, -1),
        table["pop"].reshape(3, -1),
        standard,
        levels=BOTH,
        per=1e4,
        missing_count="zero",
    )
    assert table["area"][:: len(standard)].tolist() == list(DIRECT)
    agree_at_both(found, expected, expected_rows=[expected["area"].tolist().index(area) for area in DIRECT])


def test_direct_rates_on_the_standard_of_1976(peer):
    table, expected = peer("dsr_input_esp1976"), peer("dsr_expected")
    bands = AgeBands(tuple(range(0, 90, 5)))
    found = direct_rate(table["count"], table["pop"], standard_population("ESP1976", bands), per=1e5)
    row = expected["area"].tolist().index("testdata_1976")
    per = expected["multiplier"][row] / 1e5
    agree(found.value * per, expected["value"][row])
    agree(found.lower[0] * per, expected["lower95_0cl"][row])
    agree(found.upper[0] * per, expected["upper95_0cl"][row])


def test_direct_rates_of_repeat_events(peer):
    table, expected = peer("dsr_nonindependent_input"), peer("dsr_expected")
    areas, times = np.unique(table["area"]), np.unique(table["freq"])
    ages = np.array([FIVE_YEARS_TO_90.starts.index(int(label[:2])) for label in table["ageband"]])
    by_frequency, population = np.zeros((len(areas), len(times), 19)), np.full((len(areas), 19), np.nan)
    area, time = np.searchsorted(areas, table["area"]), np.searchsorted(times, table["freq"])
    by_frequency[area, time, ages] = np.nan_to_num(table["persons"])
    population[area, ages] = table["pop"]
    found = direct_rate(
        by_frequency,
        population,
        standard_population("ESP2013", FIVE_YEARS_TO_90),
        levels=BOTH,
        per=1e5,
        frequency=times,
    )
    names = expected["area"].tolist()
    rows = [names.index(area) for area in areas.tolist()]
    agree(found.value * expected["multiplier"][rows] / 1e5, expected["value"][rows], 1e-11)
    agree(found.lower[:, 0] * expected["multiplier"][rows] / 1e5, expected["lower95_0cl"][rows], 1e-11)
    agree(found.upper[:, 1] * expected["multiplier"][rows] / 1e5, expected["upper99_8cl"][rows], 1e-11)


@pytest.mark.parametrize(("as_", "per", "first"), [("rate", 1e5, 0), ("ratio", 1, 6)])
def test_indirect_rates_and_ratios(peer, as_, per, first):
    table, reference, expected = peer("isr_input"), peer("isr_reference"), peer("isr_expected")
    bands = reference["Age Band"].tolist()
    shuffled = np.random.default_rng(7).permutation(len(bands))
    found = indirect(
        table["count"].reshape(3, -1),
        table["pop"].reshape(3, -1),
        {bands[place]: reference["refcount"][place] for place in shuffled},
        {bands[place]: reference["refpop"][place] for place in shuffled},
        levels=BOTH,
        as_=as_,
        per=per,
        bands=bands,
        missing_count="zero",
    )
    rows = [expected["area"].tolist().index(area, first) for area in DIRECT]
    agree_at_both(found, expected, expected_rows=rows)
    agree(found.expected, expected["expected"][rows])


@pytest.mark.parametrize(("as_", "per", "first"), [("rate", 1e5, 12), ("ratio", 100, 14)])
def test_a_band_without_population_adds_nothing(peer, as_, per, first):
    table, reference, expected = peer("isr_zero_population_input"), peer("isr_reference"), peer("isr_expected")
    found = indirect(
        table["count"].reshape(2, -1),
        table["pop"].reshape(2, -1),
        reference["refcount"],
        reference["refpop"],
        levels=BOTH,
        as_=as_,
        per=per,
        missing_count="zero",
    )
    rows = slice(first, first + 2)
    agree(found.value, expected["value"][rows])
    agree(found.lower[:, 0], expected["lower95_0cl"][rows])
    agree(found.upper[:, 0], expected["upper95_0cl"][rows])


def test_observed_totals_given_separately(peer):
    table, totals = peer("isr_observed_phstats_df"), peer("isr_observed_phstats_obs")
    expected = peer("isr_observed_phstats_obs_results")
    keys = {name: table[name] for name in ("indicatorid", "year", "sex")}
    ages = table["ageband"].astype(int)
    own = from_long(keys, ages, table["refcount"], table["pop"])
    reference = from_long(keys, ages, table["refcount"], table["refpop"])

    def in_order(rows):
        return np.lexsort([rows[name] for name in ("sex", "year", "indicatorid")])

    observed = totals["observed"][in_order(totals)]
    found = indirect(observed, own.population, reference.events, reference.population, levels=0.95, per=1)
    expected = {name: column[in_order(expected)] for name, column in expected.items()}
    agree(found.expected, expected["expected"])
    agree(found.value, expected["Value"])
    agree(found.lower[:, 0], expected["lower_95_ci"])
    agree(found.upper[:, 0], expected["upper_95_ci"])


def test_quantiles(peer):
    table = peer("quantile")
    for setting, names in {"IndSexReg": ("IndSexRef", "ParentCode"), "IndSex": ("IndSexRef",), "None": ()}.items():
        of_setting = table["GroupSet"] == setting
        for q, inverted in sorted(set(zip(table["nquantiles"], table["invert"], strict=True))):
            rows = of_setting if setting == "None" else of_setting & (table["nquantiles"] == q)
            rows = rows & ((table["invert"] == inverted) | (setting == "None"))
            groups = np.array(["/".join(row) for row in zip(*(table[name][rows] for name in names), strict=True)])
            highest_is = 1 if inverted == "True" or not names else "q"
            q = int(q) if names else 4
            found = quantiles(table["Value"][rows], q, groups=groups if names else None, highest_is=highest_is)
            agree(found.value, table["QuantileInGrp"][rows], relative=0)
