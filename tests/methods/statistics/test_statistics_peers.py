"""The peers' names return the peers' columns, and their defects do not come along."""

import copy

import numpy as np
import pytest
from tests.methods.statistics.oracle import PEER_RUNS, agree, read

from folkmoot.methods.statistics import byar_limits, direct_rate, indirect, peers, quantiles, rate
from folkmoot.methods.statistics.core import Status


def test_the_columns_of_r_at_one_level():
    columns = peers.phe_proportion([20, 30], [100, 200])
    assert list(columns) == ["value", "lowercl", "uppercl", "confidence", "statistic", "method"]
    assert columns["confidence"].tolist() == ["95%", "95%"]
    assert columns["statistic"].tolist() == ["proportion of 1", "proportion of 1"]
    assert columns["method"].tolist() == ["Wilson", "Wilson"]


def test_the_columns_of_r_at_two_levels():
    columns = peers.phe_rate([2, 20], [100, 100], confidence=(0.95, 0.998), multiplier=100)
    assert list(columns)[1:5] == ["lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl"]
    assert columns["confidence"].tolist() == ["95%, 99.8%"] * 2
    assert columns["statistic"].tolist() == ["rate per 100"] * 2
    assert columns["method"].tolist() == ["Exact", "Byars"]
    agree(columns["lower99_8cl"][1], 8.922802365144193)


def test_the_columns_of_the_port():
    columns = peers.ph_rate([20], [100], confidence=[0.95, 0.998], multiplier=100000)
    assert list(columns) == [
        *("Value", "lower_95_ci", "upper_95_ci", "lower_99_8_ci", "upper_99_8_ci"),
        *("Confidence", "Statistic", "Method"),
    ]
    assert columns["Statistic"].tolist() == ["Rate per 100000"]
    agree(columns["upper_99_8_ci"], [38085.03562504191])


def test_means_under_both_names():
    ours = peers.phe_mean([1.0, 2, 3, 5], ["a", "a", "b", "b"])
    assert list(ours)[:4] == ["group", "value_sum", "value_count", "stdev"]
    assert ours["group"].tolist() == ["a", "b"]
    agree(ours["lowercl"], [-4.853102368087347, -8.706204736174694])
    port = peers.ph_mean([1.0, 2, 3, 5])
    assert list(port)[:4] == ["value_sum", "value_count", "stdev", "Value"]
    assert port["Statistic"].tolist() == ["Mean"]
    assert port["Method"].tolist() == ["Student's t-distribution"]


def test_direct_rates_from_long_columns():
    table, expected = read(PEER_RUNS / "dsr_input.csv"), read(PEER_RUNS / "dsr_expected.csv")
    columns = peers.phe_dsr(table["count"], table["pop"], table["stdpop"], table["area"], multiplier=1000)
    rows = (expected["conf"] == 0.95) & (expected["mult"] == 1000)
    for name in ("total_count", "total_pop", "value", "lowercl", "uppercl"):
        agree(columns[name], expected[name][rows])
    assert columns["statistic"].tolist()[:2] == ["dsr NA for total count < 10", "dsr per 1000"]
    assert columns["group"].tolist() == sorted(set(table["area"].tolist()))
    assert peers.ph_dsr([30.0], [1000.0], [1.0])["Statistic"].tolist() == ["DSR per 100000"]


@pytest.mark.parametrize(
    ("function", "file", "unit", "option"),
    [
        (peers.calculate_ISRate, "israte", "mult", "multiplier"),
        (peers.calculate_ISRatio, "isratio", "refvalue", "refvalue"),
    ],
)
def test_indirect_rates_and_ratios_from_long_columns(function, file, unit, option):
    table, reference = read(PEER_RUNS / "isr_input.csv"), read(PEER_RUNS / "isr_reference.csv")
    expected = read(PEER_RUNS / f"{file}_expected.csv")
    groups = len(table["count"]) // len(reference["age"])
    ref_events, ref_population = (np.tile(reference[name], groups) for name in ("x_ref", "n_ref"))
    wanted = expected[unit].max()
    columns = function(table["count"], table["pop"], ref_events, ref_population, table["area"], **{option: wanted})
    rows = (expected["conf"] == 0.95) & (expected[unit] == wanted)
    for name in ("observed", "expected", "value", "lowercl", "uppercl"):
        agree(columns[name], expected[name][rows])
    if file == "israte":
        agree(columns["ref_rate"], expected["ref_rate"][rows])
        assert columns["statistic"][0] == "indirectly standardised rate per 100000"
    else:
        assert columns["statistic"][0] == "indirectly standardised ratio x 100"


def test_the_port_keeps_its_names_for_indirect_rates():
    columns = peers.ph_ISRate([266.0], [1000.0], [5.0], [100.0])
    assert list(columns)[:4] == ["Observed", "Expected", "ref_rate", "Value"]
    assert list(peers.ph_ISRatio([266.0], [1000.0], [5.0], [100.0]))[:3] == ["Observed", "Expected", "Value"]


def test_quantiles_under_the_names_of_r():
    columns = peers.phe_quantile([1, 2, 3, 4], nquantiles=2)
    assert columns["quantile"].tolist() == [2, 2, 1, 1]
    assert columns["nquantiles"].tolist() == [2] * 4
    assert columns["groupvars"].tolist() == ["None"] * 4
    assert columns["qinverted"].tolist() == ["highest quantile represents lowest values"] * 4
    other = peers.ph_quantile([1, 2, 3, 4], ["a"] * 4, nquantiles=2, invert=False)
    assert other["quantile"].tolist() == [1, 1, 2, 2]
    assert other["groupvars"].tolist() == ["group"] * 4
    assert other["qinverted"].tolist() == ["lowest quantile represents lowest values"] * 4


def test_groups_of_unequal_length_are_named():
    with pytest.raises(ValueError, match="group b has not as many rows as a"):
        peers.phe_dsr([1, 2, 3], [9, 9, 9], [1, 1, 1], ["a", "a", "b"])


# The defects of the peers that concern these methods, by their number in the notes on statistics.


def test_1_a_zero_count_does_not_stop_the_batch():
    found = rate([0, 30], [1000, 1000], per=1000)
    agree(found.value, [0, 30])
    agree(found.lower[0], [0])
    agree(found.upper[0], [-np.log(0.025)])
    for as_ in ("rate", "ratio"):
        standardised = indirect([[0.0, 0], [3, 4]], [[100.0, 50], [100, 50]], [9, 9], [900, 900], as_=as_)
        assert standardised.status.tolist() == [0, 0]
        assert standardised.lower[0, 0] == 0
        assert np.isfinite(standardised.upper).all()


def test_2_byar_limits_are_those_of_the_level_asked_for():
    lower, upper = byar_limits([5, 20], levels=0.95)
    agree(np.round(lower[:, 0], 2), [1.61, 12.21])
    agree(np.round(upper[:, 0], 2), [11.67, 30.89])


def test_3_no_confidence_is_95_percent_and_means_need_no_groups():
    for function, columns in (
        (peers.ph_ISRate, ([9.0], [10.0], [1.0], [10.0])),
        (peers.ph_mean, ([1.0, 2.0, 4.0],)),
        (peers.ph_rate, ([12.0], [100.0])),
    ):
        assert function(*columns, confidence=None)["Confidence"].tolist() == ["95%"]
    agree(peers.ph_rate([12.0], [100.0], multiplier=1e5)["Value"], [12000])


def test_4_the_inputs_stay_as_they_were_and_nothing_is_printed(capsys):
    events, population, standard = np.array([[4.0, 9.0]]), np.array([[90.0, 95.0]]), np.array([1.0, 3.0])
    before = copy.deepcopy((events, population, standard))
    direct_rate(events, population, standard)
    assert all((now == then).all() for now, then in zip((events, population, standard), before, strict=True))
    assert all(each.flags.writeable for each in (events, population, standard))
    assert capsys.readouterr() == ("", "")


def test_4_a_standard_is_joined_on_labels_whatever_their_order():
    events, population = [[4.0, 9.0, 30.0]], [[90.0, 95.0, 60.0]]
    bands = ("0-4", "5-9", "10+")
    shuffled = direct_rate(events, population, {"10+": 5.0, "00-04": 1.0, "5 to 9": 3.0}, bands=bands)
    agree(shuffled.value, direct_rate(events, population, [1, 3, 5]).value)


def test_5_an_unknown_kind_of_result_is_refused():
    with pytest.raises(ValueError, match="as_ is one of 'ratio', 'rate', got 'isr'"):
        indirect([[1.0]], [[2.0]], [1.0], [2.0], as_="isr")


def test_8_a_missing_confidence_has_an_answer():
    with pytest.raises(ValueError, match="between 0 and 1"):
        peers.phe_proportion([1], [2], confidence=np.nan)


def test_one_group_without_population_does_not_stop_the_batch():
    found = direct_rate([[9.0, 9], [9, 9]], [[0.0, 10], [10, 10]], [1, 1])
    assert found.status.tolist() == [Status.ZERO_DENOMINATOR, Status.OK]
    agree(found.value, [np.nan, 90000])


def test_a_missing_score_is_in_no_quantile():
    found = quantiles([5.0, np.nan, 1.0, 3.0], 3)
    agree(found.value, [1, np.nan, 3, 2])
    assert found.status.tolist() == [Status.OK, Status.MISSING, Status.OK, Status.OK]


def same(one, other):
    assert list(one) == list(other)
    for name, column in one.items():
        np.testing.assert_array_equal(column, other[name], err_msg=name)


def test_what_is_not_said_is_what_r_takes():
    counts, people, standard, groups = [20.0, 30], [1000.0, 2000], [3.0, 1], ["a", "a"]
    same(peers.phe_proportion([2], [9]), peers.phe_proportion([2], [9], confidence=0.95, multiplier=1))
    same(peers.phe_rate([12], [900]), peers.phe_rate([12], [900], confidence=0.95, multiplier=100_000))
    same(peers.phe_mean([1, 2, 4]), peers.phe_mean([1, 2, 4], None, confidence=0.95))
    same(
        peers.phe_dsr(counts, people, standard),
        peers.phe_dsr(counts, people, standard, None, confidence=0.95, multiplier=100_000),
    )
    reference = ([5.0, 7], [400.0, 500])
    same(
        peers.calculate_ISRate(counts, people, *reference),
        peers.calculate_ISRate(counts, people, *reference, None, confidence=0.95, multiplier=100_000),
    )
    same(
        peers.calculate_ISRatio(counts, people, *reference),
        peers.calculate_ISRatio(counts, people, *reference, None, confidence=0.95, refvalue=1),
    )
    ten = np.arange(20.0)
    same(peers.phe_quantile(ten), peers.phe_quantile(ten, None, nquantiles=10, invert=True))
    order, values = np.arange(1.0, 6), np.array([0.2, 0.25, 0.22, 0.3, 0.35])
    slope = (order, np.full(5, 100.0), values)
    same(
        peers.phe_sii(*slope, se=[0.01] * 5),
        peers.phe_sii(*slope, None, value_type=0, se=[0.01] * 5, transform=False, confidence=0.95, multiplier=1),
    )
    ages, dead = np.arange(0, 100, 5), np.linspace(5, 90, 20)
    same(
        peers.phe_life_expectancy(dead, np.full(20, 1000.0), ages),
        peers.phe_life_expectancy(dead, np.full(20, 1000.0), ages, None, confidence=0.95),
    )
    assert peers.phe_dsr(counts, people, standard, groups)["group"].tolist() == ["a"]
    assert peers.phe_life_expectancy(dead, np.full(20, 1000.0), ages)["value"].shape == (20,)


def test_a_crude_rate_that_is_missing_leaves_the_others_their_class():
    found = peers.assign_funnel_significance(
        [5, 50, 45], [1000, 1000, 1000], statistic="rate", rate=[500, 5000, np.nan], rate_type="crude", multiplier=1e5
    )
    assert found["significance"].tolist()[:2] == ["Low (0.001)", "High (0.025)"]
