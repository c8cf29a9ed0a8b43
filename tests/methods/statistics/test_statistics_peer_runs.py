"""The same numbers as the R packages on seeded inputs with planted edge cases."""

import numpy as np
import pytest
from tests.methods.statistics.oracle import PEER_RUNS, agree, at_level, levels_of, read

from folkmoot.methods.statistics import (
    FIVE_YEARS_TO_90,
    AgeBands,
    direct_rate,
    indirect,
    mean,
    proportion,
    quantiles,
    rate,
    standard_population,
)
from folkmoot.methods.statistics.core import Method, Status

BANDS = len(FIVE_YEARS_TO_90)


def areas(column):
    """A long column of the standardisation files as one row an area."""
    return column.reshape(-1, BANDS)


def agree_by_area(found, expected, multiplier):
    rows = expected["area"].astype(int) - 1
    agree(found.value[rows] * multiplier, expected["value"])
    agree(at_level(found.lower, found.levels, expected["conf"], rows) * multiplier, expected["lowercl"])
    agree(at_level(found.upper, found.levels, expected["conf"], rows) * multiplier, expected["uppercl"])
    return rows


def test_proportions_agree_with_wilson_in_r():
    table = read(PEER_RUNS / "proportion.csv")
    found = proportion(table["x"], table["n"], levels=levels_of(table["conf"]))
    rows = np.arange(len(table["x"]))
    agree(found.value * table["mult"], table["value"])
    agree(at_level(found.lower, found.levels, table["conf"], rows) * table["mult"], table["lowercl"])
    agree(at_level(found.upper, found.levels, table["conf"], rows) * table["mult"], table["uppercl"])


def test_rates_agree_with_exact_and_byar_in_r():
    table = read(PEER_RUNS / "rate.csv")
    found = rate(table["x"], table["n"], levels=levels_of(table["conf"]), per=1)
    rows = np.arange(len(table["x"]))
    agree(found.value * table["mult"], table["value"])
    agree(at_level(found.lower, found.levels, table["conf"], rows) * table["mult"], table["lowercl"])
    agree(at_level(found.upper, found.levels, table["conf"], rows) * table["mult"], table["uppercl"])
    names = np.where(found.method == Method.BYAR, "Byars", "Exact")
    np.testing.assert_array_equal(names, table["method"])


def test_means_agree_with_student_in_r():
    table, expected = read(PEER_RUNS / "mean_input.csv"), read(PEER_RUNS / "mean_expected.csv")
    found = mean(table["value"], table["group"], levels=levels_of(expected["conf"]))
    rows = np.searchsorted(found.groups, expected["group"])
    agree(found.value[rows], expected["value"])
    agree(found.numerator[rows], expected["value_sum"])
    agree(found.denominator[rows], expected["value_count"])
    agree(found.deviation[rows], expected["stdev"])
    agree(at_level(found.lower, found.levels, expected["conf"], rows), expected["lowercl"])
    agree(at_level(found.upper, found.levels, expected["conf"], rows), expected["uppercl"])


def test_direct_rates_agree_with_dobson_in_r():
    table, expected = read(PEER_RUNS / "dsr_input.csv"), read(PEER_RUNS / "dsr_expected.csv")
    found = direct_rate(
        areas(table["count"]),
        areas(table["pop"]),
        standard_population("ESP2013", FIVE_YEARS_TO_90),
        levels=levels_of(expected["conf"]),
        per=1,
        missing_count="zero",
    )
    rows = agree_by_area(found, expected, expected["mult"])
    agree(found.numerator[rows], expected["total_count"])
    agree(found.denominator[rows], expected["total_pop"])
    np.testing.assert_array_equal(found.status[rows] == Status.BELOW_MINIMUM_COUNT, np.isnan(expected["value"]))


def test_direct_rates_under_75_agree_with_r():
    table, expected = read(PEER_RUNS / "dsr_input.csv"), read(PEER_RUNS / "dsr_under75_expected.csv")
    under_75 = AgeBands(tuple(range(0, 75, 5)), end=75)
    found = direct_rate(
        areas(table["count"])[:, : len(under_75)],
        areas(table["pop"])[:, : len(under_75)],
        standard_population("ESP2013", under_75),
        levels=levels_of(expected["conf"]),
        per=1,
        missing_count="zero",
    )
    rows = agree_by_area(found, expected, expected["mult"])
    agree(found.denominator[rows], expected["total_pop"])


def test_gamma_limits_agree_with_epitools():
    table, expected = read(PEER_RUNS / "dsr_input.csv"), read(PEER_RUNS / "dsr_gamma_epitools_expected.csv")
    found = direct_rate(
        areas(table["count"]),
        areas(table["pop"]),
        areas(table["stdpop"])[0],
        levels=levels_of(expected["conf"]),
        method="gamma",
    )
    rows = expected["area"].astype(int) - 1
    agree(found.value[rows], expected["adj_rate"])
    agree(found.crude[rows], expected["crude_rate"])
    agree(at_level(found.lower, found.levels, expected["conf"], rows), expected["lci"])
    agree(at_level(found.upper, found.levels, expected["conf"], rows), expected["uci"])


def test_direct_rates_of_repeat_events_agree_with_r():
    table = read(PEER_RUNS / "dsr_nonindependent_input.csv")
    expected = read(PEER_RUNS / "dsr_nonindependent_expected.csv")
    times = np.unique(table["freq"])
    by_frequency = table["persons"].reshape(-1, BANDS, len(times)).swapaxes(1, 2)
    population = table["pop"].reshape(-1, BANDS, len(times))[..., 0]
    standard = table["stdpop"].reshape(-1, BANDS, len(times))[0, :, 0]
    levels = levels_of(expected["conf"])
    found = direct_rate(by_frequency, population, standard, levels=levels, per=1, frequency=times)
    rows = agree_by_area(found, expected, expected["mult"])
    agree(found.numerator[rows], expected["total_count"])
    agree(found.denominator[rows], expected["total_pop"])


@pytest.mark.parametrize(("file", "as_", "unit"), [("israte", "rate", "mult"), ("isratio", "ratio", "refvalue")])
def test_indirect_rates_and_ratios_agree_with_r(file, as_, unit):
    table, expected = read(PEER_RUNS / "isr_input.csv"), read(PEER_RUNS / f"{file}_expected.csv")
    reference = read(PEER_RUNS / "isr_reference.csv")
    found = indirect(
        areas(table["count"]),
        areas(table["pop"]),
        reference["x_ref"],
        reference["n_ref"],
        levels=levels_of(expected["conf"]),
        as_=as_,
        per=1,
        missing_count="zero",
    )
    rows = agree_by_area(found, expected, expected[unit])
    agree(found.numerator[rows], expected["observed"])
    agree(found.expected[rows], expected["expected"])
    if as_ == "rate":
        agree(found.reference_rate[rows] * expected["mult"], expected["ref_rate"])


@pytest.mark.parametrize("highest_is", [1, "q"])
@pytest.mark.parametrize("q", [2, 4, 5, 7, 10])
def test_quantiles_agree_with_r(q, highest_is):
    table = read(PEER_RUNS / "quantile.csv")
    rows = (table["nquantiles"] == q) & (table["invert"] == ("TRUE" if highest_is == 1 else "FALSE"))
    found = quantiles(table["value"][rows], q, groups=table["group"][rows], highest_is=highest_is)
    agree(found.value, table["quantile"][rows], relative=0)
