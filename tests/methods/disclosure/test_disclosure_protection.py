"""Protection and attack, held against every table that fits, found one by one."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from folkmoot.methods.disclosure.attack import Evidence, Link, NotFeasible, Release, System, asks_whole, audit, system
from folkmoot.methods.disclosure.rules import NHS_2018, UNDER_5, Rule, threshold
from folkmoot.methods.disclosure.secondary import Reason, cheapest_change, protect
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
    by_default = audit(release, threshold(2, zeros=True))
    np.testing.assert_array_equal(by_default.lower, exactly.lower)
    np.testing.assert_array_equal(by_default.upper, exactly.upper)


def test_a_cell_that_nothing_bounds_reaches_to_infinity():
    made = table([3, 4, 9], [Axis.without_total(3)])
    found = audit(protect(made, UNDER_5).release, UNDER_5)
    assert found.lower.tolist() == [1, 1, 9]
    assert found.upper.tolist() == [np.inf, np.inf, 9]


def test_the_parts_of_a_withheld_total_that_nothing_bounds_reach_to_infinity_too():
    everything = Release(with_margins([3, 4]), np.ones(3, dtype=bool))
    for whole in (False, True):
        found = audit(everything, UNDER_5, whole=whole)
        assert found.lower.tolist() == [1, 1, 2]
        assert found.upper.tolist() == [np.inf] * 3


def test_the_audit_of_a_hierarchy_follows_its_totals_of_totals():
    """Two wards of a district, the district, another, the county; the county is shown, so all but 2 can be in one."""
    made = table([3, 9, 12, 10, 22], [Axis((2, 2, 4, 4, TOP))])
    found = audit(Release(made, np.array([True] * 4 + [False])), UNDER_5)
    assert found.lower.tolist() == [1, 1, 2, 1, 22]
    assert found.upper.tolist() == [20, 20, 21, 20, 22]


@pytest.mark.parametrize(("cell", "ends"), [(0, (1, 20)), (2, (2, 21))])
def test_solving_one_cell_finds_both_of_its_ends(cell, ends):
    made = table([3, 9, 12, 10, 22], [Axis((2, 2, 4, 4, TOP))])
    evidence = Evidence(system(Release(made, np.array([True] * 4 + [False])), UNDER_5), 5)
    evidence.solve(cell, whole=False)
    assert (evidence.lower[cell], evidence.upper[cell]) == ends
    assert evidence.exact.tolist() == [place in (cell, 4) for place in range(5)]


def test_the_codes_of_the_reasons_are_kept_in_files_and_never_change():
    assert [(reason.name, reason.value) for reason in Reason] == [
        ("SHOWN", 0),
        ("SMALL", 1),
        ("DIFFERENCE", 2),
        ("GUARD", 3),
    ]


# ── which cells are chosen ──


def reasons(protected):
    return [Reason(code).name for code in protected.reasons.ravel().tolist()]


def test_the_smallest_other_count_guards_a_lonely_one():
    assert reasons(protect(with_margins([3, 10, 8, 9]), UNDER_5)) == ["SMALL", "SHOWN", "GUARD", "SHOWN", "SHOWN"]


def test_a_count_of_one_that_the_rule_shows_guards_as_far_as_it_can():
    two_to_four = Rule("two to four", 2, 4)
    assert reasons(protect(with_margins([3, 1, 30]), two_to_four)) == ["SMALL", "GUARD", "GUARD", "SHOWN"]


def test_four_corners_guard_one_another_and_the_totals_stay():
    protected = protect(with_margins([[3, 20], [30, 40]]), UNDER_5)
    assert protected.hidden.tolist() == [[True, True, False], [True, True, False], [False, False, False]]
    assert protected.values[2].tolist() == [33, 60, 93]
    assert protected.exposed.tolist() == [[False] * 3] * 3


def test_two_ones_that_add_up_to_two_need_a_third():
    protected = protect(with_margins([1, 1, 20, 30]), UNDER_5)
    assert reasons(protected) == ["SMALL", "SMALL", "GUARD", "SHOWN", "SHOWN"]
    assert not protected.exposed.any()
    assert covers(protected, UNDER_5)


def test_two_small_counts_that_can_make_way_for_each_other_need_no_third():
    protected = protect(with_margins([4, 4, 20]), UNDER_5)
    assert reasons(protected) == ["SMALL", "SMALL", "SHOWN", "SHOWN"]
    assert audit(protected.release, UNDER_5).upper.tolist() == [7, 7, 20, 28]


def test_a_one_that_the_rule_shows_can_be_a_third():
    two_to_four = Rule("two to four", 2, 4)
    protected = protect(with_margins([2, 2, 1, 90]), two_to_four)
    assert reasons(protected)[:2] == ["SMALL", "SMALL"]
    assert covers(protected, two_to_four)
    assert not protected.exposed.any()


def test_zeros_guard_a_lonely_count_only_where_they_may():
    made = with_margins([2, 0, 30])
    assert reasons(protect(made, UNDER_5)) == ["SMALL", "SHOWN", "GUARD", "SHOWN"]
    assert reasons(protect(made, UNDER_5, zeros_hide=True))[:2] == ["SMALL", "GUARD"]


def test_where_zeros_are_withheld_a_row_of_them_is_withheld_with_its_total():
    hides_zeros = threshold(3, zeros=True)
    protected = protect(with_margins([[0, 0], [9, 8]]), hides_zeros)
    assert protected.hidden[0].all()
    assert covers(protected, hides_zeros)


ROOM = System(
    truth=np.array([50.0, 3, 5, 100]),
    free=np.array([False, True, False, False]),
    floor=np.array([50.0, 1, 5, 100]),
    equal=csr_array([[0.0, 1, 1, 1]]),
    grow=csr_array((0, 4)),
)
USABLE = np.array([False, True, True, True])


@pytest.mark.parametrize(
    ("cell", "step", "change"), [(1, 2, [0, 2, -2, 0]), (1, 6, [0, 6, -4, -2]), (3, -9, [0, 9, 0, -9])]
)
def test_the_cheapest_change_takes_the_smaller_count_as_far_as_it_can_fall(cell, step, change):
    np.testing.assert_allclose(cheapest_change(ROOM, USABLE, cell, step, UNDER_5), change, atol=1e-6)


def test_there_is_no_change_past_the_least_that_every_count_can_be():
    assert cheapest_change(ROOM, USABLE, 1, 4 + 99, UNDER_5) is not None
    assert cheapest_change(ROOM, USABLE, 1, 4 + 99 + 1, UNDER_5) is None


def test_many_counts_already_withheld_cost_less_than_one_that_is_shown():
    chain = System(
        truth=np.array([3.0, 90, 90, 90, 5]),
        free=np.array([True, True, True, True, False]),
        floor=np.ones(5),
        equal=csr_array([[1.0, 1, 0, 0, 1], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0]]),
        grow=csr_array((0, 5)),
    )
    found = cheapest_change(chain, np.ones(5, dtype=bool), 0, 1, UNDER_5)
    np.testing.assert_allclose(found, [1, -1, 1, -1, 0], atol=1e-6)


@pytest.mark.parametrize(("large", "longer"), [(1000, False), (4500, True)])
def test_a_longer_way_round_through_small_counts_is_taken_only_where_it_costs_less(large, longer):
    """Three counts cost 3 + 2 ln 6 + ln(1 + large), five small ones 5 (1 + ln 6): they cost the same near 4,400 - 1."""
    small = 5
    made = with_margins([[3, small, large], [large, small, small], [small, large, small]])
    hidden = np.zeros((4, 4), dtype=bool)
    hidden[0, 0] = True
    known = system(Release(made, hidden), UNDER_5)
    found = cheapest_change(known, np.ones(16, dtype=bool), 0, 1, UNDER_5)
    assert found is not None
    assert (np.abs(found) > 0.5).sum() == (6 if longer else 4)


# ── what the attacker knows ──


def test_the_attacker_knows_the_sums_and_the_least_that_each_withheld_count_can_be():
    known = system(Release(with_margins([3, 0, 9]), np.array([True, True, False, False])), UNDER_5)
    assert known.truth.tolist() == [3, 0, 9, 12]
    assert known.floor.tolist() == [1, 0, 9, 12]
    assert known.free.tolist() == [True, True, False, False]
    assert known.equal.toarray().tolist() == [[1, 1, 1, -1]]
    assert known.grow.shape == (0, 4)


def test_withholding_more_leaves_the_rest_of_the_system_as_it_was():
    before = Release(with_margins([2, 9]), np.zeros(3, dtype=bool))
    known = system(Release(with_margins([3, 9]), np.array([True, False, False])), UNDER_5, [before])
    more = known.hiding(np.array([False, True, False]), UNDER_5)
    assert more.free.tolist() == [True, True, False, False, False, False]
    assert more.floor.tolist() == [1, 1, 12, 2, 9, 11]
    assert known.floor.tolist() == [1, 9, 12, 2, 9, 11]


def test_releases_hang_together_step_by_step():
    line = [Release(table([count], [Axis.without_total(1)]), np.array([False])) for count in (9, 7, 7)]
    growing = system(line[0], UNDER_5, line[1:])
    assert growing.grow.toarray().tolist() == [[-1, 1, 0], [0, -1, 1]]
    assert growing.equal.shape == (0, 3)
    same = system(line[0], UNDER_5, line[1:], Link.SAME)
    assert same.equal.toarray().tolist() == [[-1, 1, 0], [0, -1, 1]]
    assert same.grow.shape == (0, 3)


def test_whole_numbers_are_asked_for_where_fractions_could_mislead_and_the_table_is_small():
    assert not asks_whole(2, 0, 4)
    assert asks_whole(3, 0, 60)
    assert not asks_whole(3, 0, 61)
    assert asks_whole(1, 1, 60)
    assert not asks_whole(1, 1, 61)


def test_the_quick_audit_solves_only_what_it_could_not_cover():
    made = with_margins([[3, 20], [30, 40]])
    guarded = audit(protect(made, UNDER_5).release, UNDER_5, exact=False)
    assert guarded.exact.tolist() == [[False, False, True], [False, False, True], [True, True, True]]
    assert guarded.lower[0, 0] == 1
    assert guarded.upper[0, 0] == 4
    bare = audit(protect(made, UNDER_5, secondary=False).release, UNDER_5, exact=False)
    assert bare.exact.all()
    assert bare.lower[0, 0] == bare.upper[0, 0] == 3


@pytest.mark.parametrize(
    ("lower", "upper", "is_open"),
    [
        (1, 4, False),
        (2, 4, True),
        (1, 3, True),
        (0, 5, False),
        (1 + 1e-6, 4 - 1e-6, False),
        (1 + 2e-6, 4, True),
        (1, 4 - 2e-6, True),
    ],
)
def test_a_withheld_count_is_open_until_its_interval_covers_what_the_rule_withholds(lower, upper, is_open):
    evidence = Evidence(system(Release(with_margins([3, 9]), np.array([True, True, False])), UNDER_5), 3)
    evidence.lower[0], evidence.upper[0] = lower, upper
    assert evidence.open(UNDER_5).tolist() == ([0] if is_open else [])


@pytest.mark.parametrize(("count", "is_open"), [(1, True), (4, True), (5, False)])
def test_only_withheld_small_counts_are_open(count, is_open):
    hidden = np.array([True, True, False])
    evidence = Evidence(system(Release(with_margins([count, 90]), hidden), UNDER_5), 3)
    assert evidence.open(UNDER_5).tolist() == ([0] if is_open else [])
    nothing_hidden = Evidence(system(shown(with_margins([count, 90])), UNDER_5), 3)
    assert nothing_hidden.open(UNDER_5).tolist() == []


# ── several releases of the same table ──


def row(*counts):
    return table(list(counts), [Axis.without_total(len(counts))])


def shown(made):
    return Release(made, np.zeros(made.counts.shape, dtype=bool))


def test_growth_from_one_to_the_rules_highest_is_withheld_and_no_other():
    before, now = row(10, 10, 10, 10), row(10, 11, 14, 15)
    alone = {"secondary": False, "history": [shown(before)]}
    assert reasons(protect(now, UNDER_5, **alone)) == ["SHOWN", "DIFFERENCE", "DIFFERENCE", "SHOWN"]
    assert reasons(protect(now, threshold(5, zeros=True), **alone))[0] == "SHOWN"
    assert not protect(now, UNDER_5, link=Link.SAME, **alone).hidden.any()


def test_growth_since_a_withheld_count_or_since_an_earlier_release_gives_nothing_away():
    withheld = Release(row(10, 10), np.array([True, False]))
    found = protect(row(12, 20), UNDER_5, secondary=False, history=[withheld, shown(row(9, 18))])
    assert not found.hidden.any()


def test_a_small_count_that_grew_is_withheld_as_small():
    assert reasons(protect(row(4, 30), UNDER_5, history=[shown(row(0, 30))])) == ["SMALL", "SHOWN"]


def test_a_small_count_above_last_weeks_shown_one_is_exposed():
    protected = protect(row(4, 30), UNDER_5, history=[shown(row(3, 30))])
    assert protected.exposed.tolist() == [True, False]


def test_a_small_count_above_last_weeks_withheld_one_is_guarded_and_not_exposed():
    before = protect(with_margins([3, 30, 40]), UNDER_5)
    protected = protect(with_margins([4, 52, 60]), UNDER_5, history=[before.release])
    assert reasons(protected) == ["SMALL", "GUARD", "SHOWN", "SHOWN"]
    assert not protected.exposed.any()
    assert covers(protected, UNDER_5, history=[before.release])


def test_a_guard_is_found_through_the_earlier_release_that_has_to_move_along():
    before = protect(with_margins([2, 1, 15]), UNDER_5)
    protected = protect(with_margins([2, 1, 20]), UNDER_5, history=[before.release])
    assert reasons(protected) == ["SMALL", "SMALL", "GUARD", "SHOWN"]
    assert not protected.exposed.any()
    found = audit(protected.release, UNDER_5, [before.release])
    assert found.lower.tolist() == [1, 1, 1, 23]
    assert found.upper.tolist() == [21, 21, 21, 23]


# ── and what they give away ──


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


def test_a_count_that_fell_by_one_is_not_cumulative_and_one_that_stayed_is():
    assert audit(shown(row(9, 4)), UNDER_5, [shown(row(9, 4))]).upper.tolist() == [9, 4]
    with pytest.raises(NotFeasible, match="a count fell"):
        audit(shown(row(9, 4)), UNDER_5, [shown(row(10, 4))])


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

small_tables = arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(0, 30))


@settings(deadline=None, max_examples=25)
@given(small_tables)
def test_every_withheld_small_count_survives_the_audit(inner):
    protected = protect(with_margins(inner), UNDER_5)
    assert covers(protected, UNDER_5)


@settings(deadline=None, max_examples=12)
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


@settings(deadline=None, max_examples=12)
@given(small_tables)
def test_the_quick_audit_never_claims_a_wider_interval_than_the_exact_one(inner):
    protected = protect(with_margins(inner), UNDER_5)
    quick, exact = audit(protected.release, UNDER_5, exact=False), audit(protected.release, UNDER_5)
    assert (quick.lower >= exact.lower - 1e-6).all()
    assert (quick.upper <= exact.upper + 1e-6).all()


@settings(deadline=None, max_examples=12)
@given(arrays(np.int64, (2, 2), elements=st.integers(1, 6)))
def test_the_audit_of_small_tables_equals_every_table_that_fits(inner):
    protected = protect(with_margins(inner), UNDER_3)
    if not protected.hidden[:, 2].any() and not protected.hidden[2].any():
        least, most = enumerated(protected, UNDER_3, most=13)
        found = audit(protected.release, UNDER_3)
        np.testing.assert_array_equal(found.lower, least)
        np.testing.assert_array_equal(found.upper, most)


def test_what_is_withheld_besides_is_guarded_like_a_small_count():
    made = with_margins([[20, 30, 30], [12, 40, 9], [50, 60, 70]])
    also = np.zeros(made.counts.shape, dtype=bool)
    also[0, 1] = True
    protected = protect(made, UNDER_5, also=also)
    assert protected.reasons[0, 1] == Reason.GUARD
    assert (protected.hidden.sum(0)[:3] != 1).all()
    assert (protected.hidden.sum(1)[:3] != 1).all()


def test_nobody_guards_a_zero_that_is_withheld_among_zeros():
    also = np.zeros((3, 3), dtype=bool)
    also[0, 0] = True
    protected = protect(with_margins([[0, 0], [0, 0]]), UNDER_5, also=also)
    assert protected.hidden.tolist() == also.tolist()


def test_a_group_of_positions_does_not_give_its_small_member_away():
    """Positions 0 to 3 add up to 4, and the first and third to 5 besides."""
    counts = np.array([[3], [40], [20], [15], [78], [23]])
    made = table(counts, (Axis((4, 4, 4, 4, TOP, TOP), ((5, (0, 2)),)), Axis.without_total(1)))
    protected = protect(made, UNDER_5)
    assert covers(protected, UNDER_5)
    assert protected.hidden[[2, 5], 0].any()
