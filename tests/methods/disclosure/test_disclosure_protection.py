"""Protection and attack, held against every table that fits, found one by one."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from folkmoot.methods.disclosure.attack import Link, NotFeasible, Release, audit
from folkmoot.methods.disclosure.rules import NHS_2018, UNDER_5, threshold
from folkmoot.methods.disclosure.secondary import Reason, protect
from folkmoot.methods.disclosure.tables import TOP, Axis, table, with_margins

UNDER_3 = threshold(3)


def enumerated(protected, rule, most=16):
    """The least and the most of each cell over every whole 2 x 2 table that fits what is shown."""
    counts, hidden = protected.table.counts, protected.hidden
    floor = np.where(hidden, np.minimum(rule.low, counts), counts)[:2, :2].ravel()
    stop = np.where(hidden, most, counts + 1)[:2, :2].ravel()
    inner = np.array(list(itertools.product(*map(range, floor, stop)))).reshape(-1, 2, 2)
    rows = np.concatenate([inner, inner.sum(axis=2, keepdims=True)], axis=2)
    tables = np.concatenate([rows, rows.sum(axis=1, keepdims=True)], axis=1)
    least = np.where(hidden, np.minimum(rule.low, counts), counts)
    fits = ((tables == counts) | hidden).all(axis=(1, 2)) & (tables >= least).all(axis=(1, 2))
    return tables[fits].min(axis=0), tables[fits].max(axis=0)


def covers(protected, rule, **more):
    """Whether each withheld small count could be anything that the rule withholds."""
    found = audit(protected.release, rule, **more)
    small = protected.reasons == Reason.SMALL
    wide = (found.lower <= rule.low) & (found.upper >= rule.high)
    return bool((wide | protected.exposed)[small].all())


def test_a_single_small_count_is_guarded_by_a_rectangle_of_others():
    made = with_margins([[20, 3, 30], [12, 40, 9], [50, 60, 70]])
    protected = protect(made, UNDER_5)
    assert protected.reasons[0, 1] == Reason.SMALL
    assert (protected.reasons == Reason.GUARD).sum() == 3
    assert np.isnan(protected.values[protected.hidden]).all()
    assert covers(protected, UNDER_5)


def test_without_secondary_suppression_the_totals_give_the_count_away():
    made = with_margins([[20, 3, 30], [12, 40, 9], [50, 60, 70]])
    protected = protect(made, UNDER_5, secondary=False)
    found = audit(protected.release, UNDER_5)
    assert found.lower[0, 1] == found.upper[0, 1] == 3


def test_a_table_without_small_counts_is_only_rounded():
    protected = protect(with_margins([[20, 31], [12, 43]]), NHS_2018)
    assert not protected.hidden.any()
    assert protected.values[0].tolist() == [20, 30, 50]


def test_a_hierarchy_is_guarded_at_every_level():
    wards = Axis((2, 2, 6, 5, 5, 6, TOP))
    counts = np.array([[4, 30, 34, 25, 18, 43, 77], [21, 16, 37, 30, 41, 71, 108]])
    made = table(np.vstack([counts, counts.sum(axis=0)]), [Axis.with_total(2), wards])
    protected = protect(made, UNDER_5)
    assert protected.hidden[0, 0]
    assert covers(protected, UNDER_5, whole=True)


def test_three_axes_are_guarded_and_the_audit_asks_for_whole_numbers():
    inner = np.array([[[2, 9], [14, 11]], [[10, 16], [8, 25]]])
    protected = protect(with_margins(inner), UNDER_3)
    assert covers(protected, UNDER_3)


def test_zeros_are_shown_unless_they_may_guard():
    made = with_margins([[2, 0], [0, 30]])
    assert not protect(made, UNDER_5).hidden[0, 1]
    allowed = protect(made, UNDER_5, zeros_hide=True)
    assert allowed.hidden[0, 1]
    assert covers(allowed, UNDER_5)


def test_where_only_zeros_stand_beside_a_count_its_totals_are_withheld_instead():
    protected = protect(with_margins([[2, 0], [0, 30]]), UNDER_5)
    assert not protected.hidden[0, 1]
    assert (protected.reasons == Reason.GUARD).any()
    assert covers(protected, UNDER_5)


def test_the_audit_equals_every_table_that_fits():
    protected = protect(with_margins([[2, 9], [7, 1]]), UNDER_3)
    least, most = enumerated(protected, UNDER_3)
    found = audit(protected.release, UNDER_3)
    np.testing.assert_array_equal(found.lower, least)
    np.testing.assert_array_equal(found.upper, most)
    assert found.exact.all()


def test_whole_numbers_can_be_narrower_than_fractions():
    """Three pairwise sums of three cells: halves fit where whole numbers do not."""
    made = with_margins([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    hidden = np.zeros(made.counts.shape, dtype=bool)
    hidden[:2, :2, :2] = True
    release = Release(made, hidden)
    exactly = audit(release, threshold(2, zeros=True), whole=True)
    loosely = audit(release, threshold(2, zeros=True), whole=False)
    assert (exactly.lower >= loosely.lower).all()
    assert (exactly.upper <= loosely.upper).all()
    assert exactly.upper[0, 0, 0] == 1


def test_a_cell_that_nothing_bounds_reaches_to_infinity():
    made = table([3, 4, 9], [Axis.without_total(3)])
    found = audit(protect(made, UNDER_5).release, UNDER_5)
    assert found.lower.tolist() == [1, 1, 9]
    assert found.upper.tolist() == [np.inf, np.inf, 9]


# ── several releases of the same table ──


def test_a_count_that_last_week_showed_cannot_be_hidden_now():
    made = with_margins([[3, 30], [20, 10]])
    last_week = Release(made, np.zeros((3, 3), dtype=bool))
    protected = protect(made, UNDER_5, history=[last_week], link=Link.SAME)
    assert protected.exposed[0, 0]
    found = audit(protected.release, UNDER_5, [last_week], Link.SAME)
    assert found.lower[0, 0] == found.upper[0, 0] == 3


def test_small_growth_between_two_shown_counts_is_withheld():
    """The published case: week on week, a neighbourhood's cumulative count showed how few new cases it had."""
    before = protect(with_margins([[10, 30], [20, 40]]), UNDER_5)
    now = with_margins([[12, 38], [29, 55]])
    protected = protect(now, UNDER_5, history=[before.release])
    assert protected.reasons[0, 0] == Reason.DIFFERENCE
    assert protected.hidden[0].sum() >= 2


def test_cumulative_growth_bounds_a_withheld_count_from_below():
    before = protect(with_margins([[3, 30], [20, 40]]), UNDER_5)
    now = with_margins([[4, 52], [41, 60]])
    protected = protect(now, UNDER_5, history=[before.release])
    found = audit(protected.release, UNDER_5, [before.release])
    assert covers(protected, UNDER_5, history=[before.release])
    assert (found.lower <= now.counts).all()
    assert (found.upper >= now.counts).all()


def test_last_weeks_shown_count_is_the_least_that_this_weeks_can_be():
    before = Release(with_margins([[3, 30], [20, 40]]), np.zeros((3, 3), dtype=bool))
    now = with_margins([[4, 52], [41, 60]])
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[:2, :2] = True
    found = audit(Release(now, hidden), UNDER_5, [before])
    assert found.lower[0, 0] == 3


def test_counts_that_fall_are_not_cumulative():
    before = Release(with_margins([[9, 30], [20, 40]]), np.zeros((3, 3), dtype=bool))
    with pytest.raises(NotFeasible, match="a count fell"):
        protect(with_margins([[4, 30], [20, 40]]), UNDER_5, history=[before])


def test_releases_of_another_shape_are_refused():
    before = Release(with_margins([[9, 30]]), np.zeros((2, 3), dtype=bool))
    with pytest.raises(ValueError, match="the cells of the newest"):
        protect(with_margins([[4, 30], [20, 40]]), UNDER_5, history=[before], link=Link.SAME)


def test_releases_that_contradict_each_other_fit_no_table():
    shown = np.zeros((2, 3), dtype=bool)
    first, second = with_margins([[9, 30]]), with_margins([[8, 32]])
    hidden = shown.copy()
    hidden[:, :2] = True
    with pytest.raises(NotFeasible, match="no table fits"):
        audit(Release(first, hidden), UNDER_5, [Release(second, shown)], Link.SAME)


# ── properties ──

small_tables = arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(0, 30))


@settings(deadline=None, max_examples=60)
@given(small_tables)
def test_every_withheld_small_count_survives_the_audit(inner):
    protected = protect(with_margins(inner), UNDER_5)
    assert covers(protected, UNDER_5)


@settings(deadline=None, max_examples=40)
@given(small_tables)
def test_the_truth_always_lies_in_its_interval_and_what_is_shown_stays_known(inner):
    protected = protect(with_margins(inner), NHS_2018)
    found = audit(protected.release, NHS_2018)
    truth = protected.table.counts
    assert (found.lower <= truth).all()
    assert (found.upper >= truth).all()
    shown = ~protected.hidden
    assert (found.lower[shown] == truth[shown]).all()
    assert (found.upper[shown] == truth[shown]).all()


@settings(deadline=None, max_examples=40)
@given(small_tables)
def test_the_quick_audit_never_claims_a_wider_interval_than_the_exact_one(inner):
    protected = protect(with_margins(inner), UNDER_5)
    quick, exact = audit(protected.release, UNDER_5, exact=False), audit(protected.release, UNDER_5)
    assert (quick.lower >= exact.lower - 1e-6).all()
    assert (quick.upper <= exact.upper + 1e-6).all()


@settings(deadline=None, max_examples=25)
@given(arrays(np.int64, (2, 2), elements=st.integers(1, 9)))
def test_the_audit_of_small_tables_equals_every_table_that_fits(inner):
    protected = protect(with_margins(inner), UNDER_3)
    if not protected.hidden[:, 2].any() and not protected.hidden[2].any():
        least, most = enumerated(protected, UNDER_3, most=19)
        found = audit(protected.release, UNDER_3)
        np.testing.assert_array_equal(found.lower, least)
        np.testing.assert_array_equal(found.upper, most)
