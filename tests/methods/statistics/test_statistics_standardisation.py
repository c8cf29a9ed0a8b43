"""Direct and indirect standardisation, age bands and standard populations."""

import math

import numpy as np
import pytest

from folkmoot.methods.statistics import (
    FIVE_YEARS_TO_90,
    STANDARDS,
    AgeBands,
    BadBands,
    InvalidRows,
    Method,
    Status,
    direct_rate,
    indirect,
    poisson_limits,
    standard_population,
)

NAN = math.nan


def close(found, expected, rtol=1e-12):
    np.testing.assert_allclose(found, expected, rtol=rtol)


def test_a_direct_rate_worked_by_hand():
    found = direct_rate([[10.0, 40]], [[1000.0, 800]], [3, 1], per=1000)
    value, variance = 0.75 * 10 + 0.25 * 50, 0.75**2 * 10 + 0.25**2 * 62.5
    close(found.value, [value])
    close(found.variance, [variance])
    close(found.crude, [50 / 1.8])
    close([found.numerator, found.denominator], [[50], [1800]])
    lower, upper = poisson_limits(50.0)
    close(found.lower[0], value + math.sqrt(variance / 50) * (lower - 50))
    close(found.upper[0], value + math.sqrt(variance / 50) * (upper - 50))
    assert found.method.tolist() == [Method.DOBSON]


def test_fewer_than_ten_events_give_no_direct_rate_unless_asked_for():
    few = direct_rate([4.0, 5], [100.0, 100], [1, 1])
    assert few.status == Status.BELOW_MINIMUM_COUNT
    assert np.isnan([few.value, few.crude, few.variance]).all()
    assert direct_rate([5.0, 5], [100.0, 100], [1, 1]).status == Status.OK
    asked = direct_rate([4.0, 5], [100.0, 100], [1, 1], minimum_count=5)
    assert asked.status == Status.OK
    exact = poisson_limits(9.0, method="exact")
    spread = math.sqrt(asked.variance / 9)
    close(asked.lower, asked.value + spread * (exact[0] - 9))
    assert direct_rate([4.0, 5], [100.0, 100], [1, 1], method="gamma").status == Status.OK
    strict = direct_rate([4.0, 5], [100.0, 100], [1, 1], method="gamma", minimum_count=10)
    assert strict.status == Status.BELOW_MINIMUM_COUNT


def test_gamma_limits_of_one_band_are_the_exact_ones():
    found = direct_rate([4.0], [1000.0], [1], method="gamma", per=1000)
    lower, upper = poisson_limits(4.0, method="exact")
    close(found.lower, lower)
    close(found.upper, upper)
    assert found.method == Method.GAMMA
    none = direct_rate([0.0], [1000.0], [1], method="gamma", per=1000)
    assert none.lower == 0
    close(none.upper, [-math.log(0.025)])
    assert none.status == Status.OK


def test_bad_bands_of_an_area_flag_the_area():
    events = [[NAN, 20], [-1, 20], [20, 20], [20, 20], [20, 20], [20, math.inf]]
    population = [[9.0, 9], [9, 9], [0, 9], [-9, 9], [NAN, 9], [9, 9]]
    found = direct_rate(events, population, [1, 1])
    assert found.status.tolist() == [
        Status.MISSING,
        Status.NEGATIVE,
        Status.ZERO_DENOMINATOR,
        Status.NEGATIVE,
        Status.MISSING,
        Status.MISSING,
    ]
    assert np.isnan(found.value).all()
    assert found.method.tolist() == [Method.NONE] * 6
    with pytest.raises(InvalidRows, match="6 of 6 rows"):
        direct_rate(events, population, [1, 1], on_invalid="raise")
    assert direct_rate(events, population, [1, 1], missing_count="zero").status[0] == Status.OK


def test_a_missing_count_is_zero_only_when_asked_for():
    found = direct_rate([NAN, 20], [100.0, 100], [1, 1], missing_count="zero", per=100)
    close(found.value, 10)


def test_age_may_lie_on_another_axis():
    events, population = np.arange(10.0, 22).reshape(2, 2, 3), np.full((2, 2, 3), 100.0)
    there = direct_rate(events.swapaxes(0, -1), population.swapaxes(0, -1), [1, 2, 3], axis=0)
    close(there.value, direct_rate(events, population, [1, 2, 3]).value.T)
    ratio = indirect(events.swapaxes(0, -1), population.swapaxes(0, -1), [1, 2, 3], [9, 9, 9], axis=0)
    close(ratio.value, indirect(events, population, [1, 2, 3], [9, 9, 9]).value.T)


def test_shapes_that_do_not_fit_are_refused():
    for call, message in (
        (lambda: direct_rate([1.0, 2], [1.0, 2, 3], [1, 1, 1]), "the population has 3 age bands"),
        (lambda: direct_rate([1.0, 2], [1.0, 2], [1, 1, 1]), "standard: 2 age bands, but the last axis has the shape"),
        (lambda: direct_rate([[1.0, 2]], [1.0, 2], [1, 1], frequency=[1, 2]), "events.* are by frequency"),
        (lambda: indirect([1.0, 2], [1.0, 2, 3], [1, 1, 1], [9, 9, 9]), "the population has 3 age bands"),
        (lambda: indirect([1.0], [1.0], [1, 1], [9]), "reference_events: 1 age bands"),
        (lambda: indirect([1.0], [1.0], [1], [9, 9]), "reference_population: 1 age bands"),
    ):
        with pytest.raises(ValueError, match=message):
            call()


@pytest.mark.parametrize("weights", [[1, -1], [0, 0], [1, NAN]])
def test_a_standard_without_weights_is_refused(weights):
    with pytest.raises(ValueError, match="weights of a standard population"):
        direct_rate([1.0, 2], [1.0, 2], weights)


def test_an_indirect_ratio_and_rate_worked_by_hand():
    population, reference = [[1000.0, 500]], ([20, 90], [4000, 3000])
    expected = 1000 * 20 / 4000 + 500 * 90 / 3000
    ratio = indirect([[12.0, 18]], population, *reference)
    close(ratio.value, [30 / expected * 100])
    close(ratio.expected, [expected])
    close(ratio.denominator, [expected])
    close(ratio.reference_rate, [110 / 7000 * 1e5])
    lower, upper = poisson_limits(30.0)
    close(ratio.lower[0], lower / expected * 100)
    close(ratio.upper[0], upper / expected * 100)
    assert ratio.method.tolist() == [Method.BYAR]
    as_rate = indirect([30.0], population, *reference, as_="rate")
    close(as_rate.value, [30 / expected * 110 / 7000 * 1e5])
    close(indirect([30.0], population, *reference, per=1).value, [30 / expected])
    close(indirect([30.0], population, *reference, as_="rate", per=1000).value, as_rate.value / 100)
    assert indirect([3.0], population, *reference).method.tolist() == [Method.EXACT_POISSON]
    assert indirect([30.0], population, *reference, method="exact").method.tolist() == [Method.EXACT_POISSON]
    exact = indirect([30.0], population, *reference, method="exact")
    close(exact.lower[0], poisson_limits(30.0, method="exact")[0] / expected * 100)
    close(indirect([30.0], population, *reference, exact_below=31).lower, exact.lower)


def test_areas_without_anything_expected_are_flagged():
    population = [[0.0, 0], [-1, 5], [NAN, 5], [5, 5]]
    found = indirect([5.0, 5, 5, NAN], population, [1, 1], [9, 9])
    assert found.status.tolist() == [Status.ZERO_DENOMINATOR, Status.NEGATIVE, Status.MISSING, Status.MISSING]
    assert np.isnan(found.value).all()
    zero = indirect([[NAN, 3.0]], [[5.0, 5]], [1, NAN], [9, 9], missing_count="zero")
    assert zero.status.tolist() == [Status.OK]
    close(zero.value, [3 / (5 / 9) * 100])
    close(indirect([3.0], [[5.0, NAN]], [1, 1], [9, 9], missing_count="zero").expected, [5 / 9])


def test_a_reference_without_people_or_figures_flags_every_area():
    for events, population, flag in (
        ([1.0, 1], [9.0, 0], Status.ZERO_DENOMINATOR),
        ([1.0, 1], [9.0, -9], Status.ZERO_DENOMINATOR),
        ([NAN, 1], [9.0, 9], Status.MISSING),
        ([1.0, 1], [NAN, 9], Status.MISSING),
        ([-1.0, 2], [9.0, 9], Status.NEGATIVE),
        ([1.0, 1], [9.0, math.inf], Status.MISSING),
    ):
        found = indirect([5.0, 6], [[5.0, 5], [6, 6]], events, population)
        assert all(status & flag for status in found.status.tolist())
    with pytest.raises(InvalidRows):
        indirect([5.0], [[5.0]], [1], [0], on_invalid="raise")


def test_a_reference_is_joined_on_labels():
    bands = AgeBands((0, 5, 10))
    events, exposed = {"10+": 3.0, "0-4": 1.0, "5-9": 2.0}, {"5-9": 20.0, "0-4": 10.0, "10+": 40.0}
    found = indirect([9.0], [[5.0, 6, 7]], events, exposed, bands=bands)
    close(found.value, indirect([9.0], [[5.0, 6, 7]], [1, 2, 3], [10, 20, 40]).value)
    words = direct_rate([20.0, 30], [90.0, 90], {"old": 3, "young": 1}, bands=("young", "old"))
    close(words.value, direct_rate([20.0, 30], [90.0, 90], [1, 3]).value)


def test_a_join_on_labels_names_what_it_lacks():
    with pytest.raises(BadBands, match="standard: nothing for the age bands 5-9, 10\\+"):
        direct_rate([1.0, 2, 3], [9.0, 9, 9], {"0-4": 1}, bands=AgeBands((0, 5, 10)))
    with pytest.raises(BadBands, match="say which bands the age axis holds"):
        direct_rate([1.0], [9.0], {"0-4": 1})
    with pytest.raises(BadBands, match="2 age bands, but 1 on the last axis"):
        direct_rate([1.0], [9.0], [1], bands=("0-4", "5+"))


def test_bands_are_read_as_people_write_them():
    assert AgeBands.parse(["0-4", "05-09", "10 to 14", "15–19", "20+"]) == AgeBands((0, 5, 10, 15, 20))
    assert AgeBands.parse(["<1", "1-4", "Aged 5 to 89 years", "90 and over"]) == AgeBands((0, 1, 5, 90))
    assert AgeBands.parse(["Under 1", "1", "2_3", "4 plus"]) == AgeBands((0, 1, 2, 4))
    assert AgeBands.parse(["0-64", "65-74"]) == AgeBands((0, 65), end=75)
    assert AgeBands.parse([0, 5, 10]) == AgeBands((0, 5, 10))
    assert AgeBands.in_order(["90+", "0-4", "5-89"]) == AgeBands((0, 5, 90))
    assert AgeBands.parse(["10-14 years", "15 years and over"]) == AgeBands((10, 15))


@pytest.mark.parametrize("label", ["all ages", "", "0-", "old", "1-2-3"])
def test_a_label_that_says_no_ages_is_named(label):
    with pytest.raises(BadBands, match="cannot read the age band"):
        AgeBands.parse(["0-4", label])


def test_gaps_overlaps_and_disorder_are_named():
    with pytest.raises(BadBands, match="'10-14' does not follow '0-4'"):
        AgeBands.parse(["0-4", "10-14"])
    with pytest.raises(BadBands, match="'4-9' does not follow '0-4'"):
        AgeBands.parse(["0-4", "4-9"])
    with pytest.raises(BadBands, match="'5-9' does not follow '90\\+'"):
        AgeBands.parse(["90+", "5-9"])
    for starts, end in (((), None), ((5, 5), None), ((-1, 5), None), ((0, 5), 5), ((5, 0), None)):
        with pytest.raises(BadBands, match="rise from 0 or more"):
            AgeBands(starts, end)
    with pytest.raises(BadBands, match="rise from 0"):
        AgeBands.parse([])


def test_bands_know_their_labels_spans_and_widths():
    bands = AgeBands((0, 1, 5, 90))
    assert bands.labels == ("0", "1-4", "5-89", "90+")
    assert bands.spans == ((0, 1), (1, 5), (5, 90), (90, None))
    assert bands.widths.tolist() == [1, 4, 85, math.inf]
    assert len(bands) == 4
    assert AgeBands((0, 65), end=75).labels == ("0-64", "65-74")
    assert AgeBands.parse(bands.labels) == bands


def test_bands_are_checked_and_found():
    bands = AgeBands((0, 5, 10))
    bands.check(["0-4", "5-9", "10+"])
    with pytest.raises(BadBands, match="expected the age bands 0-4, 5-9, 10\\+, got 0-4, 5\\+"):
        bands.check(["0-4", "5+"])
    assert bands.positions(["5-9", "nobody", "10+", "0-4", "0-9", 5, 7]).tolist() == [1, -1, 2, 0, -1, 1, -1]


def test_bands_are_summed_into_wider_ones():
    bands = AgeBands((0, 1, 5, 10, 15))
    wider = AgeBands((0, 5, 15))
    assert bands.collapse([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]], wider).tolist() == [[3, 7, 5], [9, 5, 1]]
    assert bands.collapse([1, 2, 3, 4, 5], bands.open_at(5)).tolist() == [1, 2, 12]
    for other in (AgeBands((0, 3)), AgeBands((1, 5)), AgeBands((0, 5), end=20)):
        with pytest.raises(BadBands, match="cannot be summed into"):
            bands.collapse([1, 2, 3, 4, 5], other)
    with pytest.raises(BadBands, match="5 age bands, but the last axis"):
        bands.collapse([1, 2], wider)
    for age, of in ((7, bands), (5, AgeBands((0, 5), end=10))):
        with pytest.raises(BadBands, match="no open band can begin at"):
            of.open_at(age)


def test_the_standards_add_up_and_say_where_they_come_from():
    assert standard_population("ESP2013").sum() == 100_000
    assert standard_population("ESP1976").sum() == 100_000
    assert standard_population("WHO2000").sum() == 100_035
    for standard in STANDARDS.values():
        assert len(standard.bands) == len(standard.persons)
        assert any(year in standard.source for year in ("2013", "1976", "2001"))


def test_the_european_standard_in_the_nineteen_bands():
    expected = [
        *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
        *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
    ]
    assert standard_population("ESP2013", FIVE_YEARS_TO_90).tolist() == expected
    assert standard_population(bands=FIVE_YEARS_TO_90).tolist() == expected


@pytest.mark.parametrize(("age", "last"), [(80, 5000), (85, 2500), (90, 1000), (95, 200)])
def test_the_last_band_may_be_open_at_80_85_90_or_95(age, last):
    bands = AgeBands(tuple(range(0, age + 5, 5)))
    assert standard_population("ESP2013", bands)[-1] == last
    assert standard_population("ESP2013", bands).sum() == 100_000


def test_a_standard_stops_where_the_bands_do():
    under_75 = AgeBands(tuple(range(0, 75, 5)), end=75)
    assert standard_population("ESP2013", under_75).sum() == 100_000 - 4000 - 2500 - 1500 - 1000
    assert standard_population("WHO2000", AgeBands((0, 5), end=10)).tolist() == [8860, 8690]
    assert standard_population("ESP1976", AgeBands((0, 1, 5, 85))).tolist() == [1600, 6400, 91000, 1000]


def test_a_standard_is_not_cut_finer_than_it_is_published():
    with pytest.raises(BadBands, match="ESP1976 has no band edge at 90"):
        standard_population("ESP1976", FIVE_YEARS_TO_90)
    with pytest.raises(BadBands, match="WHO2000 has no band edge at 1; its bands are 0-4, 5-9"):
        standard_population("WHO2000", AgeBands((0, 1, 5)))
    with pytest.raises(ValueError, match="name is one of 'ESP2013', 'ESP1976', 'WHO2000'"):
        standard_population("ESP2030")


def test_a_closed_last_band_past_the_standards_own_is_refused():
    with pytest.raises(BadBands, match="no band edge at 100"):
        standard_population("ESP2013", AgeBands((0, 95), end=100))
