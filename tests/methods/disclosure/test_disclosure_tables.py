import numpy as np
import pytest

from folkmoot.methods.disclosure.tables import TOP, Axis, DoesNotAddUp, equations, table, with_margins


def test_margins_are_appended_on_every_axis_and_every_sum_is_an_equation():
    made = with_margins([[1, 2], [3, 4]])
    assert made.counts.tolist() == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    assert equations(made).shape == (6, 9)
    assert not (equations(made) @ made.counts.ravel()).any()


def test_a_hierarchy_has_totals_of_totals():
    county = Axis((2, 2, 4, 4, TOP))
    made = table([1, 2, 3, 4, 7], [county])
    assert county.sums == ((2, (0, 1)), (4, (2, 3)))
    assert equations(made).toarray().tolist() == [[1, 1, -1, 0, 0], [0, 0, 1, 1, -1]]


def test_a_total_that_is_not_its_sum_is_refused_with_its_place():
    with pytest.raises(DoesNotAddUp, match=r"the total at \(2,\) is 4"):
        table([1, 2, 4], [Axis.with_total(2)])


def test_a_table_without_totals_has_no_equations():
    assert equations(table([1, 2], [Axis.without_total(2)])).shape == (0, 2)


def test_a_shape_that_does_not_fit_its_axes_is_refused():
    with pytest.raises(ValueError, match="its axes"):
        table([1, 2, 3], [Axis.with_total(3)])


def test_a_total_off_by_one_deep_in_a_table_is_named_by_its_place_and_not_its_parts():
    counts = with_margins([[1000, 2], [3, 4]]).counts
    counts[1:, 2] += 1
    with pytest.raises(DoesNotAddUp, match=r"the total at \(1, 2\) is 8, which"):
        table(counts, [Axis.with_total(2)] * 2)
    counts[1:, 2] -= 1
    counts[0, 1] += 1
    with pytest.raises(DoesNotAddUp, match=r"the total at \(2, 1\) is 6, which"):
        table(counts, [Axis.with_total(2)] * 2)


def test_minus_one_stands_for_no_total():
    assert Axis((2, 2, -1)) == Axis.with_total(2)


def test_a_total_may_stand_first():
    assert Axis((TOP, 0, 0)).sums == ((0, (1, 2)),)
    assert table([3, 1, 2], [Axis((TOP, 0, 0))]).counts.tolist() == [3, 1, 2]


@pytest.mark.parametrize("parents", [(5, TOP), (0, TOP), (2, TOP), (-2, TOP)])
def test_a_total_must_be_another_position_of_the_axis(parents):
    with pytest.raises(ValueError, match="not another of the axis"):
        Axis(parents)


def test_three_axes_add_up_in_every_direction():
    made = with_margins(np.arange(8).reshape(2, 2, 2))
    assert made.counts.shape == (3, 3, 3)
    assert made.counts[2, 2, 2] == 28
    assert equations(made).shape == (27, 27)


@pytest.mark.parametrize("group", [(0, (0, 1)), (2, ()), (9, (0, 1)), (2, (0, 9))])
def test_a_group_is_made_of_other_positions(group):
    with pytest.raises(ValueError, match="not others of the axis"):
        Axis((TOP, TOP, TOP), (group,))
