import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.statistics.oracle import PEER_RUNS, agree, read

from folkmoot.methods.statistics import (
    AgeBands,
    BadBands,
    Method,
    Status,
    decompose,
    healthy_life_expectancy,
    life_table,
    poisson_limits,
    years_of_life_lost,
)

BANDS = AgeBands((0, 1, *range(5, 95, 5)))
RATES = np.array(
    [4e-3, 2e-4, 1e-4, 1e-4, 3e-4, 5e-4, 6e-4, 8e-4, 1.1e-3, 1.7e-3,
     2.6e-3, 4e-3, 6e-3, 9.5e-3, 1.5e-2, 2.4e-2, 4.2e-2, 7.5e-2, 0.13, 0.24]
)  # fmt: skip
PEOPLE = np.array([600, 2400, *[3000] * 15, 1500, 900, 400], dtype=float) * 10
DEATHS = np.round(PEOPLE * RATES)


def by_area(table, *columns):
    """Figures as (areas, ages), missing where a row is missing."""
    areas, ages = np.unique(table["area"]), np.array(BANDS.starts)
    rows, places = np.searchsorted(areas, table["area"]), np.searchsorted(ages, table["startage"])
    for column in columns:
        found = np.full((len(areas), len(ages)), np.nan)
        found[rows, places] = table[column]
        yield found


def test_life_expectancy_equals_the_peers():
    deaths, people = by_area(read(PEER_RUNS / "life_expectancy_input.csv"), "deaths", "pops")
    expected = read(PEER_RUNS / "life_expectancy_expected.csv")
    value, *limits = by_area(expected, "value", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")
    found = life_table(deaths, people, BANDS, levels=(0.95, 0.998)).expectancy
    agree(found.value, value)
    for place, level in enumerate((0, 1)):
        agree(found.lower[..., level], limits[2 * place])
        upper = np.where(np.isinf(limits[2 * place + 1]), np.nan, limits[2 * place + 1])  # see the next test
        agree(found.upper[..., level], upper)


def test_without_deaths_in_the_open_band_there_are_no_limits_and_the_flag_says_why():
    """The peer prints an infinite upper and no lower limit beside a missing value."""
    deaths = DEATHS.copy()
    deaths[-1] = 0
    found = life_table(deaths, PEOPLE, BANDS).expectancy
    assert np.isnan(found.value).all()
    assert np.isnan(found.upper).all()
    assert (found.status == Status.NO_DEATHS_IN_OPEN_BAND).all()


@pytest.mark.parametrize("open_at", [80, 85, 90, 95])
def test_any_open_band_can_be_used(open_at):
    """The peer takes exactly twenty bands, 90+ the last."""
    bands = AgeBands((0, 1, *range(5, open_at + 5, 5)))
    people = np.full(len(bands), 3000.0)
    rates = np.r_[RATES[:-1], 0.2, 0.35][: len(bands)]
    found = life_table(people * rates, people, bands)
    assert 70 < found.expectancy.value[0] < 90
    assert found.expectancy.value.shape == (len(bands),)


def test_a_table_may_begin_at_any_age():
    whole = life_table(DEATHS, PEOPLE, BANDS).expectancy
    from_65 = life_table(DEATHS[14:], PEOPLE[14:], AgeBands(BANDS.starts[14:])).expectancy
    agree(from_65.value, whole.value[14:])
    agree(from_65.upper, whole.upper[14:])


def test_single_years_give_what_wide_bands_give():
    single = AgeBands(tuple(range(91)))
    rates = np.interp(np.arange(91), [0, 1, *range(7, 93, 5), 96][: len(RATES)], RATES)
    found = life_table(1e6 * rates, np.full(91, 1e6), single).expectancy.value[0]
    assert found == pytest.approx(life_table(1e6 * RATES, np.full(20, 1e6), BANDS).expectancy.value[0], abs=0.6)


def test_the_columns_are_those_of_a_life_table():
    table = life_table(DEATHS, PEOPLE, BANDS)
    assert table.survivors[0] == 100_000
    assert table.dying[-1] == 1
    np.testing.assert_allclose(table.years.sum(), table.years_left[0])
    first = 4e-3 / (1 + 4e-3 * 0.9)
    assert table.dying[0] == pytest.approx(first, rel=1e-12)
    assert table.survivors[1] == pytest.approx(100_000 * (1 - first), rel=1e-12)
    assert table.expectancy.numerator[0] == DEATHS.sum()
    assert (table.expectancy.method == Method.CHIANG).all()


def test_chiangs_own_variance_leaves_the_last_band_out():
    silcocks, chiang = (life_table(DEATHS, PEOPLE, BANDS, open_variance=v).expectancy for v in ("silcocks", "chiang"))
    assert (silcocks.upper - silcocks.lower > chiang.upper - chiang.lower).all()
    assert chiang.upper[-1, 0] == chiang.lower[-1, 0]


def test_bad_tables_are_flagged_and_the_others_computed():
    deaths, people = np.tile(DEATHS, (6, 1)), np.tile(PEOPLE, (6, 1))
    deaths[1, 3], deaths[2, 3], people[3, 3] = np.nan, -1, 0
    deaths[4, 3] = people[4, 3] + 1
    people[5] = 5000 / 20
    deaths[5] = np.maximum(people[5] * RATES, 1)
    found = life_table(deaths, people, BANDS).expectancy
    assert np.isfinite(found.value[0]).all()
    assert np.isnan(found.value[1:]).all()
    flags = [
        Status.OK, Status.MISSING, Status.NEGATIVE, Status.ZERO_DENOMINATOR | Status.COUNT_GT_DENOMINATOR & 0,
        Status.COUNT_GT_DENOMINATOR, Status.BELOW_MINIMUM_POPULATION,
    ]  # fmt: skip
    assert found.status[:, 0].tolist() == [int(flag) for flag in flags]


def test_people_just_above_the_least_and_deaths_of_all_of_a_band_are_taken():
    """The young all survive here but in one band, whose deaths may be as many as its people."""
    bands = AgeBands((0, 50, 80))
    found = life_table(
        [[100, 2450, 40], [100, 2450, 40], [100, 2451, 40]], [[2000, 2450, n] for n in (550, 551, 551)], bands
    )
    assert found.expectancy.status[:, 0].tolist() == [
        Status.BELOW_MINIMUM_POPULATION,
        Status.OK,
        Status.COUNT_GT_DENOMINATOR,
    ]
    assert life_table([1, 5], [1, 9], AgeBands((0, 50)), minimum_population=9).expectancy.status[0] == Status.OK


def test_after_a_band_that_none_survives_nothing_is_expected():
    deaths = DEATHS.copy()
    deaths[18] = PEOPLE[18]
    table = life_table(deaths, PEOPLE, BANDS)
    assert table.survivors[19] == 0
    assert table.years[19] == 0
    assert table.expectancy.value[19] == 0
    assert np.isnan(table.expectancy.upper[19]).all()
    assert np.isfinite(table.expectancy.upper[0]).all()
    healthy = healthy_life_expectancy(table, POOR, SAMPLE)
    assert healthy.value[19] == 0
    assert np.isfinite(healthy.upper[0]).all()


def test_a_band_without_deaths_adds_nothing_to_the_variance():
    deaths = DEATHS.copy()
    deaths[3] = 0
    table = life_table(deaths, PEOPLE, BANDS)
    assert table.spread[3] == 0
    assert table.dying[3] == 0
    agree(healthy_life_expectancy(table, np.zeros(20), SAMPLE).upper, table.expectancy.upper, 1e-10)


def test_a_single_death_adds_chiangs_variance_of_a_single_death():
    deaths = DEATHS.copy()
    deaths[0] = 1
    table = life_table(deaths, PEOPLE, BANDS)
    dying = table.dying[0]
    reach = 0.9 + table.expectancy.value[1]
    assert table.spread[0] == pytest.approx((1e5 * reach) ** 2 * dying**2 * (1 - dying) / 1, rel=1e-12)
    last = table.survivors[19] ** 2 / (DEATHS[19] * (DEATHS[19] / PEOPLE[19]) ** 2)
    assert table.spread[19] == pytest.approx(last, rel=1e-12)
    agree(healthy_life_expectancy(table, np.zeros(20), SAMPLE).upper, table.expectancy.upper, 1e-10)


def test_infants_live_a_tenth_of_their_year_only_where_the_bands_hold_it():
    wide = life_table([40, 500, 900], [10_000, 40_000, 9000], AgeBands((0, 5, 60)))
    assert wide.dying[0] == pytest.approx(5 * 0.004 / (1 + 5 * 0.004 * 0.5), rel=1e-12)
    told = life_table(DEATHS, PEOPLE, BANDS, first_year=0.3)
    rate = DEATHS[0] / PEOPLE[0]
    assert told.dying[0] == pytest.approx(rate / (1 + rate * 0.7), rel=1e-12)


@pytest.mark.parametrize(("years", "wide"), [(19.9, False), (20.1, True)])
def test_an_interval_over_twenty_years_wide_leaves_only_its_limits(years, wide):
    plain = life_table(DEATHS, PEOPLE, BANDS).expectancy
    part = ((plain.upper - plain.lower)[0, 0] / years) ** 2
    table = life_table(DEATHS * part, PEOPLE * part, BANDS, minimum_population=0, levels=(0.8, 0.95))
    found = table.expectancy
    assert found.status[0] == (Status.WIDE_INTERVAL if wide else Status.OK)
    assert np.isnan(found.value[0]) == wide
    assert (found.upper - found.lower)[0, 1] == pytest.approx(years)
    healthy = healthy_life_expectancy(table, POOR, SAMPLE)
    assert healthy.status[0] == Status.OK
    assert np.isfinite(healthy.value[0])
    gap = decompose(table, table)
    assert gap.total.status == Status.OK
    assert gap.total.value == 0
    other = life_table(DEATHS * part, PEOPLE * part, BANDS, minimum_population=0, maximum_width=years + 0.01)
    assert other.expectancy.status[0] == Status.OK


def test_bands_that_do_not_fit_are_refused():
    with pytest.raises(BadBands, match="each of its 20 bands"):
        life_table(DEATHS[:-1], PEOPLE[:-1], BANDS)
    with pytest.raises(ValueError, match="open_variance is one of"):
        life_table(DEATHS, PEOPLE, BANDS, open_variance="greenwood")  # type: ignore[arg-type]
    with pytest.raises(BadBands, match="the last of them open"):
        life_table(DEATHS, PEOPLE, AgeBands(BANDS.starts, 95))


@settings(deadline=None)
@given(st.integers(0, 19), st.floats(1.01, 5))
def test_life_expectancy_falls_when_any_rate_rises(band, factor):
    deaths = DEATHS.copy()
    deaths[band] = min(deaths[band] * factor, PEOPLE[band])
    worse = life_table(deaths, PEOPLE, BANDS).expectancy.value[0]
    assert worse < life_table(DEATHS, PEOPLE, BANDS).expectancy.value[0]


@settings(deadline=None)
@given(st.lists(st.integers(500, 999), min_size=2, max_size=2, unique=True), st.floats(0.5, 20))
def test_limits_widen_with_the_level_and_narrow_with_the_people(levels, factor):
    small = life_table(DEATHS, PEOPLE, BANDS, levels=[level / 1000 for level in sorted(levels)]).expectancy
    assert small.lower[0, 1] < small.lower[0, 0] < small.value[0] < small.upper[0, 0] < small.upper[0, 1]
    large = life_table(DEATHS * factor, PEOPLE * factor, BANDS, levels=0.95).expectancy
    plain = life_table(DEATHS, PEOPLE, BANDS, levels=0.95).expectancy
    assert large.value[0] == pytest.approx(plain.value[0])
    ratio = (large.upper - large.lower)[0, 0] / (plain.upper - plain.lower)[0, 0]
    assert ratio == pytest.approx(factor**-0.5)


# ── in good health ──

POOR = np.linspace(0.03, 0.6, 20)
SAMPLE = np.full(20, 400.0)


def test_healthy_years_are_the_years_lived_well():
    table = life_table(DEATHS, PEOPLE, BANDS)
    found = healthy_life_expectancy(table, POOR, SAMPLE)
    assert found.value[0] == pytest.approx(((1 - POOR) * table.years).sum() / 100_000, rel=1e-12)
    assert (found.value < table.expectancy.value).all()
    assert healthy_life_expectancy(table, np.zeros(20), SAMPLE).value[0] == table.expectancy.value[0]


def test_the_survey_part_of_the_variance_is_sullivans():
    table = life_table(DEATHS, PEOPLE, BANDS)
    found = healthy_life_expectancy(table, POOR, SAMPLE, mortality=False)
    error = np.sqrt((table.years**2 * POOR * (1 - POOR) / SAMPLE).sum()) / 100_000
    assert found.upper[0, 0] - found.value[0] == pytest.approx(1.959963984540054 * error, rel=1e-9)
    both = healthy_life_expectancy(table, POOR, SAMPLE)
    assert both.upper[0, 0] > found.upper[0, 0]


def test_in_perfect_health_the_variance_is_that_of_life_expectancy():
    table = life_table(DEATHS, PEOPLE, BANDS)
    found = healthy_life_expectancy(table, np.zeros(20), SAMPLE)
    agree(found.upper, table.expectancy.upper, 1e-10)


def test_the_variance_of_healthy_years_is_that_of_many_surveys_and_years():
    rng = np.random.default_rng(20211111)
    draws = 4000
    tables = life_table(rng.poisson(DEATHS, (draws, 20)), PEOPLE, BANDS)
    surveys = rng.binomial(400, POOR, (draws, 20)) / 400
    spread = np.nanstd(healthy_life_expectancy(tables, surveys, SAMPLE).value[:, 0])
    found = healthy_life_expectancy(life_table(DEATHS, PEOPLE, BANDS), POOR, SAMPLE)
    assert (found.upper - found.value[:, None])[0, 0] / 1.96 == pytest.approx(spread, rel=0.05)


def test_in_the_last_band_the_error_of_healthy_years_is_the_healthy_part_of_the_error():
    table = life_table(DEATHS, PEOPLE, BANDS)
    found = healthy_life_expectancy(table, POOR, np.full(20, 1e15))
    error, whole = (each.upper[19, 0] - each.value[19] for each in (found, table.expectancy))
    assert error == pytest.approx((1 - POOR[19]) * whole, rel=1e-6)


def test_all_or_none_may_be_in_poor_health():
    table = life_table(DEATHS, PEOPLE, BANDS)
    assert (healthy_life_expectancy(table, np.ones(20), np.ones(20)).value == 0).all()
    some = np.where(np.arange(20) == 3, np.nan, SAMPLE)
    assert (healthy_life_expectancy(table, POOR, some).status == Status.MISSING).all()
    assert (healthy_life_expectancy(table, -POOR, SAMPLE).status == Status.MISSING).all()


def test_health_that_cannot_be_is_flagged():
    table = life_table(DEATHS, PEOPLE, BANDS)
    wrong, none = POOR.copy(), SAMPLE.copy()
    wrong[4], none[4] = 1.2, 0
    assert (healthy_life_expectancy(table, wrong, SAMPLE).status == Status.MISSING).all()
    assert (healthy_life_expectancy(table, POOR, none).status == Status.ZERO_DENOMINATOR).all()
    assert np.isnan(healthy_life_expectancy(table, POOR, none).value).all()


# ── gaps ──

WORSE = np.round(PEOPLE * RATES * np.linspace(1.5, 1.1, 20))


def test_the_ages_add_up_to_the_gap():
    first, second = life_table(WORSE, PEOPLE, BANDS), life_table(DEATHS, PEOPLE, BANDS)
    gap = decompose(first, second)
    assert gap.by_cause is None
    assert gap.total.value == pytest.approx(second.expectancy.value[0] - first.expectancy.value[0], rel=1e-12)
    assert gap.by_age.value.sum() == pytest.approx(float(gap.total.value), rel=1e-10)
    assert (gap.by_age.value >= 0).all()


def test_the_causes_add_up_to_their_age():
    causes_a = np.stack([WORSE * 0.25, WORSE * 0.75], axis=-1)
    causes_b = np.stack([DEATHS * 0.2, DEATHS * 0.8], axis=-1)
    gap = decompose(life_table(WORSE, PEOPLE, BANDS), life_table(DEATHS, PEOPLE, BANDS), causes=(causes_a, causes_b))
    assert gap.by_cause is not None
    np.testing.assert_allclose(gap.by_cause.value.sum(axis=-1), gap.by_age.value, atol=1e-12)


def test_a_causes_part_of_an_age_is_its_part_of_the_difference_in_rates():
    share_a, share_b = np.array([0.25, 0.75]), np.array([0.4, 0.6])
    first, second = life_table(WORSE, 2 * PEOPLE, BANDS), life_table(DEATHS, PEOPLE, BANDS)
    gap = decompose(first, second, causes=(WORSE[:, None] * share_a, DEATHS[:, None] * share_b))
    rates = (DEATHS / PEOPLE)[:, None] * share_b - (WORSE / PEOPLE / 2)[:, None] * share_a
    expected = gap.by_age.value[:, None] * rates / rates.sum(axis=-1, keepdims=True)
    assert gap.by_cause is not None
    np.testing.assert_allclose(gap.by_cause.value, expected, rtol=1e-9)


def test_tables_alike_have_no_gap_in_any_age_or_cause():
    same, causes = life_table(DEATHS, PEOPLE, BANDS), DEATHS[:, None] * np.array([0.2, 0.8])
    gap = decompose(same, same, causes=(causes, causes))
    assert gap.by_cause is not None
    assert (gap.by_age.value == 0).all()
    assert (gap.by_cause.value == 0).all()


def alive(infants):
    """The part of 10,000 infants who live to be one, where those who die live a tenth of the year."""
    return 1 - infants / 10_000 / (1 + 0.9 * infants / 10_000)


def part_of_infants(infants_a, infants_b, older_b):
    """Arriaga's part of the first of two bands, the second held by 90,000 people."""
    return (alive(infants_b) - alive(infants_a)) * (0.9 + 90_000 / older_b)


def test_the_limits_of_an_age_follow_from_the_derivatives_of_its_part():
    people, counts = np.array([10_000.0, 90_000]), np.array([60.0, 40, 1000])
    tables = [life_table(deaths, people, AgeBands((0, 1))) for deaths in ([60, 900], [40, 1000])]
    found = decompose(*tables).by_age
    value = part_of_infants(*counts)
    slopes = [(part_of_infants(*(counts + step)) - value) / 1e-4 for step in 1e-4 * np.eye(3)]
    error = np.sqrt((np.square(slopes) * counts).sum())
    assert found.value[0] == pytest.approx(value, rel=1e-9)
    assert found.upper[0, 0] - found.value[0] == pytest.approx(1.959963984540054 * error, rel=1e-5)


def test_deaths_of_no_named_cause_stay_unexplained():
    first, second = life_table(WORSE, PEOPLE, BANDS), life_table(DEATHS, PEOPLE, BANDS)
    gap = decompose(first, second, causes=(WORSE[:, None] * 0.3, DEATHS[:, None] * 0.3))
    assert gap.by_cause is not None
    np.testing.assert_allclose(gap.by_cause.value[:, 0], 0.3 * gap.by_age.value, atol=1e-12)


def test_the_limits_of_a_gap_are_those_of_many_years():
    rng = np.random.default_rng(20211111)
    draws = 1500
    moved = decompose(
        life_table(rng.poisson(WORSE, (draws, 20)), PEOPLE, BANDS),
        life_table(rng.poisson(DEATHS, (draws, 20)), PEOPLE, BANDS),
    )
    gap = decompose(life_table(WORSE, PEOPLE, BANDS), life_table(DEATHS, PEOPLE, BANDS))
    for age in (0, 12, 17, 19):
        half = (gap.by_age.upper - gap.by_age.lower)[age, 0] / 2 / 1.96
        assert half == pytest.approx(np.nanstd(moved.by_age.value[:, age]), rel=0.1)
    assert float(gap.total.upper[0] - gap.total.lower[0]) / 3.92 == pytest.approx(
        np.nanstd(moved.total.value), rel=0.07
    )


def test_the_limits_of_a_cause_are_those_of_many_years():
    rng = np.random.default_rng(20211111)
    share_a, share_b = np.array([0.4, 0.6]), np.array([0.25, 0.75])
    many_a = rng.poisson(WORSE[:, None] * share_a, (300, 20, 2)).astype(float)
    many_b = rng.poisson(DEATHS[:, None] * share_b, (300, 20, 2)).astype(float)
    tables = [life_table(many.sum(axis=-1), PEOPLE, BANDS) for many in (many_a, many_b)]
    moved = decompose(*tables, causes=(many_a, many_b)).by_cause
    gap = decompose(
        life_table(WORSE, PEOPLE, BANDS), life_table(DEATHS, PEOPLE, BANDS),
        causes=(WORSE[:, None] * share_a, DEATHS[:, None] * share_b),
    ).by_cause  # fmt: skip
    assert moved is not None
    assert gap is not None
    for age in (14, 17):
        half = (gap.upper - gap.lower)[age, 0, 0] / 3.92
        assert half == pytest.approx(np.nanstd(moved.value[:, age, 0]), rel=0.2)


def test_a_gap_with_a_bad_table_is_flagged():
    people = PEOPLE.copy()
    people[3] = 0
    gap = decompose(life_table(DEATHS, people, BANDS), life_table(DEATHS, PEOPLE, BANDS))
    assert gap.total.status == Status.ZERO_DENOMINATOR
    assert np.isnan(gap.by_age.value).all()


def test_tables_of_other_bands_are_refused():
    other = AgeBands((0, 1, *range(5, 90, 5)))
    with pytest.raises(ValueError, match="collapse them"):
        decompose(life_table(DEATHS, PEOPLE, BANDS), life_table(DEATHS[:-1], PEOPLE[:-1], other))


# ── years of life lost ──


def test_years_lost_until_an_age_count_from_the_middle_of_the_band():
    found = years_of_life_lost([[2, 0, 1], [0, 0, 0]], AgeBands((0, 10, 75)), until=75)
    assert found.value.tolist() == [2 * 70, 0]
    assert found.lower[1, 0] == 0
    assert found.upper[1, 0] == pytest.approx(70 * poisson_limits(0.0)[1][0])  # as if all died in the first band
    late = years_of_life_lost([1, 2, 4, 8], AgeBands((0, 40, 70, 80), 90), until=75)
    assert late.value == 1 * 55 + 2 * 20
    early = years_of_life_lost([1, 2, 4, 8], AgeBands((0, 40, 70, 80), 90), until=60)
    assert early.value == 1 * 40 + 2 * 5
    assert late.numerator == 15
    assert late.denominator == 1


def test_years_lost_by_a_standard_expectancy_have_dobsons_limits():
    deaths, expectancy = np.array([4.0, 10, 30]), np.array([70.0, 40, 10])
    found = years_of_life_lost(deaths, AgeBands((0, 30, 60)), expectancy=expectancy)
    lower, upper = poisson_limits(44.0)
    scale = np.sqrt((deaths * expectancy**2).sum() / 44)
    assert found.value == 280 + 400 + 300
    assert found.lower[0] == pytest.approx(980 + scale * (lower[0] - 44), rel=1e-12)
    assert found.upper[0] == pytest.approx(980 + scale * (upper[0] - 44), rel=1e-12)


def test_years_lost_of_bad_rows_are_flagged():
    found = years_of_life_lost([[1, np.nan], [-1, 2]], AgeBands((0, 75)), until=75)
    assert found.status.tolist() == [Status.MISSING, Status.NEGATIVE]
    assert np.isnan(found.lower).all()


def test_years_lost_need_one_way_of_counting():
    with pytest.raises(ValueError, match="give either"):
        years_of_life_lost([1, 2], AgeBands((0, 75)))
    with pytest.raises(ValueError, match="give either"):
        years_of_life_lost([1, 2], AgeBands((0, 75)), until=75, expectancy=[1, 2])
    with pytest.raises(BadBands, match="begins at 65, before 75"):
        years_of_life_lost([1, 2], AgeBands((0, 65)), until=75)
