"""What must hold whatever the counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from folkmoot.methods.statistics import (
    direct_rate,
    indirect,
    mean,
    proportion,
    quantiles,
    rate,
    rate_difference,
    rate_ratio,
)
from folkmoot.methods.statistics.poisson import poisson_limits

few = settings(max_examples=25, deadline=None)
LEVELS = (0.8, 0.95, 0.998)
counts = st.integers(0, 10_000).map(float)
sizes = st.integers(10_000, 1_000_000).map(float)
levels = st.floats(0.5, 0.999)


def by_age(elements, rows=3, bands=4):
    return arrays(np.float64, (rows, bands), elements=elements)


def widen(found):
    """The limits hold the value, and are wider at each higher level."""
    known = ~np.isnan(found.lower).any(-1)
    lower, upper = found.lower[known], found.upper[known]
    assert (lower <= found.value[known][..., np.newaxis] + 1e-9 * abs(found.value[known][..., np.newaxis])).all()
    assert (upper >= found.value[known][..., np.newaxis] - 1e-9 * abs(found.value[known][..., np.newaxis])).all()
    assert (np.diff(lower, axis=-1) <= 0).all()
    assert (np.diff(upper, axis=-1) >= 0).all()


def same(one, other):
    for name in ("value", "lower", "upper", "status", "method", "numerator", "denominator"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), name)


@pytest.mark.parametrize("method", ["wilson", "clopper-pearson", "jeffreys"])
@few
@given(x=counts, n=sizes)
def test_limits_of_proportions_hold_the_value_and_widen(method, x, n):
    found = proportion([x, n - x], [n, n], levels=LEVELS, method=method)
    widen(found)
    assert (found.lower >= 0).all()
    assert (found.upper <= 1).all()


@pytest.mark.parametrize("method", ["wilson", "clopper-pearson", "jeffreys"])
@few
@given(x=counts, n=sizes)
def test_the_share_that_has_not_mirrors_the_share_that_has(method, x, n):
    found = proportion([x, n - x], [n, n], method=method)
    np.testing.assert_allclose(found.upper[1], 1 - found.lower[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("method", ["byar", "exact", "gamma"])
@few
@given(x=counts, n=sizes)
def test_limits_of_rates_hold_the_value_and_widen(method, x, n):
    widen(rate([x], [n], levels=LEVELS, method=method))


@few
@given(x=counts, level=levels)
def test_limits_of_counts_rise_with_the_count(x, level):
    for method in ("byar", "exact"):
        lower, upper = poisson_limits([x, x + 1], levels=level, method=method, exact_below=0)
        if method == "exact":
            assert lower[0, 0] < lower[1, 0]
        assert upper[0, 0] < upper[1, 0]


@few
@given(events=by_age(counts), population=by_age(sizes), per=st.sampled_from([1.0, 100.0, 1e5]))
def test_the_unit_scales_values_and_limits(events, population, per):
    for one, other in (
        (proportion(events, population), proportion(events, population, per=per)),
        (rate(events, population, per=1), rate(events, population, per=per)),
        (
            direct_rate(events, population, np.arange(1, 5), per=1),
            direct_rate(events, population, range(1, 5), per=per),
        ),
    ):
        np.testing.assert_allclose(one.value * per, other.value, rtol=1e-12)
        np.testing.assert_allclose(one.lower * per, other.lower, rtol=1e-12)
        np.testing.assert_allclose(one.upper * per, other.upper, rtol=1e-12)


@few
@given(events=by_age(counts), population=by_age(sizes), weights=arrays(np.float64, 4, elements=st.floats(0.1, 9)))
def test_direct_rates_hold_whatever_the_order_of_bands_and_areas(events, population, weights):
    found = direct_rate(events, population, weights, levels=LEVELS)
    widen(found)
    bands, areas = np.random.default_rng(1).permutation(4), np.random.default_rng(2).permutation(3)
    shuffled = direct_rate(events[areas][:, bands], population[areas][:, bands], weights[bands], levels=LEVELS)
    np.testing.assert_allclose(shuffled.value, found.value[areas], rtol=1e-12)
    np.testing.assert_allclose(shuffled.upper, found.upper[areas], rtol=1e-12)
    one_by_one = [direct_rate(events[area], population[area], weights, levels=LEVELS) for area in range(3)]
    np.testing.assert_allclose([each.value for each in one_by_one], found.value, rtol=1e-13)
    np.testing.assert_allclose([each.lower for each in one_by_one], found.lower, rtol=1e-12)


@few
@given(events=by_age(counts), population=by_age(sizes), weights=arrays(np.float64, 4, elements=st.floats(0.1, 9)))
def test_equal_rates_at_every_age_need_no_standard(events, population, weights):
    found = direct_rate(population * 0.01, population, weights, per=1)
    np.testing.assert_allclose(found.value, 0.01, rtol=1e-12)
    np.testing.assert_allclose(found.crude, 0.01, rtol=1e-12)


@few
@given(events=by_age(counts), population=by_age(sizes))
def test_gamma_limits_hold_the_value_and_widen(events, population):
    widen(direct_rate(events, population, np.ones(4), levels=LEVELS, method="gamma"))


@few
@given(events=by_age(counts), population=by_age(sizes))
def test_an_area_against_itself_is_100(events, population):
    for row in range(3):
        if events[row].sum():
            found = indirect(events[row], population[row], events[row], population[row], levels=LEVELS)
            np.testing.assert_allclose(found.value, 100, rtol=1e-12)
            widen(found)


@few
@given(events=by_age(counts), population=by_age(sizes))
def test_observed_totals_and_observed_by_age_are_the_same(events, population):
    reference = np.arange(1.0, 5), np.full(4, 100.0)
    same(indirect(events, population, *reference), indirect(events.sum(-1), population, *reference))


@few
@given(x=arrays(np.float64, 9, elements=counts), n=arrays(np.float64, 9, elements=sizes))
def test_rows_do_not_know_one_another(x, n):
    whole = rate(x, n, levels=LEVELS)

    parts = [rate(x[part], n[part], levels=LEVELS) for part in (slice(0, 4), slice(4, 9))]
    for name in ("value", "lower", "upper", "status", "method"):
        np.testing.assert_array_equal(np.concatenate([getattr(each, name) for each in parts]), getattr(whole, name))


@few
@given(values=arrays(np.float64, 8, elements=st.floats(-1e6, 1e6)), shift=st.floats(-1e3, 1e3))
def test_means_move_with_their_values(values, shift):
    one, other = mean(values, levels=LEVELS), mean(values + shift, levels=LEVELS)
    widen(one)
    np.testing.assert_allclose(other.value, one.value + shift, atol=1e-6)
    np.testing.assert_allclose(other.upper - other.lower, one.upper - one.lower, atol=1e-5)


@few
@given(values=arrays(np.float64, 12, elements=st.integers(0, 20).map(float)), q=st.integers(2, 6))
def test_quantiles_keep_ties_together_and_follow_the_values(values, q):
    for rule in ("ohid", "percentile"):
        found = quantiles(values, q, rule=rule, highest_is="q").value
        order = np.argsort(values, kind="stable")
        assert (np.diff(found[order]) >= 0).all()
        assert all(len(set(found[values == value])) == 1 for value in set(values.tolist()))
        assert found.min() >= 1
        assert found.max() <= q


@few
@given(values=arrays(np.float64, 12, elements=st.integers(0, 20).map(float)), q=st.integers(2, 6))
def test_ntile_makes_groups_of_equal_size_and_weights_of_one_change_nothing(values, q):
    sizes = np.bincount(quantiles(values, q, rule="ntile").value.astype(int), minlength=q + 1)[1:]
    assert sizes.max() - sizes.min() <= 1
    weighted = quantiles(values, q, weights=np.full(12, 7.0))
    np.testing.assert_array_equal(weighted.value, quantiles(values, q).value)


@few
@given(
    x=st.integers(1, 500), y=st.integers(1, 500), n=sizes, m=sizes, method=st.sampled_from(["log", "exact", "mover"])
)
def test_ratios_turned_over_turn_their_limits_over(x, y, n, m, method):
    one, other = rate(x, n, levels=LEVELS), rate(y, m, levels=LEVELS)
    there, back = (rate_ratio(*pair, levels=LEVELS, method=method) for pair in ((one, other), (other, one)))
    widen(there)
    np.testing.assert_allclose(there.lower, 1 / back.upper, rtol=1e-9)


@few
@given(x=counts, y=counts, n=sizes, m=sizes, method=st.sampled_from(["normal", "mover"]))
def test_differences_turned_round_turn_their_limits_round(x, y, n, m, method):
    one, other = rate(x, n, levels=LEVELS), rate(y, m, levels=LEVELS)
    there, back = (rate_difference(*pair, levels=LEVELS, method=method) for pair in ((one, other), (other, one)))
    widen(there)
    np.testing.assert_allclose(there.lower, -back.upper, rtol=1e-9)
