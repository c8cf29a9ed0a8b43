"""Levels, flags, frozen results and blocks: what every function shares."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

import folkmoot.methods.statistics as package
from folkmoot.methods.statistics import Method, Status, core, proportion, rate
from folkmoot.methods.statistics.core import InvalidRows, as_levels, limits_by_level, normal_quantiles


@pytest.mark.parametrize("levels", [0, 1, 95, -0.5, (0.95, 1.5), (), np.nan])
def test_levels_outside_0_and_1_are_refused(levels):
    with pytest.raises(ValueError, match="write 95 % as 0.95"):
        as_levels(levels)


def test_levels_keep_the_order_given():
    assert as_levels(0.95) == (0.95,)
    assert as_levels((0.998, 0.95)) == (0.998, 0.95)
    np.testing.assert_allclose(normal_quantiles((0.95, 0.998)), [1.959963984540054, 3.090232306167813], rtol=1e-14)


def test_shapes_broadcast_and_levels_come_last():
    found = proportion(np.full((3, 1), 2.0), [10.0, 20.0], levels=(0.8, 0.9, 0.95, 0.99))
    assert found.value.shape == found.status.shape == found.method.shape == (3, 2)
    assert found.numerator.shape == found.denominator.shape == (3, 2)
    assert found.lower.shape == found.upper.shape == (3, 2, 4)
    assert found.levels == (0.8, 0.9, 0.95, 0.99)


def test_a_single_row_has_the_shape_of_a_single_row():
    found = proportion(2, 10)
    assert found.value.shape == ()
    assert found.lower.shape == (1,)


def test_no_rows_give_no_rows():
    found = rate([], [], levels=(0.95, 0.998))
    assert found.value.shape == (0,)
    assert found.lower.shape == (0, 2)


def test_each_bad_row_says_what_is_wrong_with_it():
    events = [1.0, np.nan, 1, -1, 1, 9, 1, np.inf, 3]
    population = [5.0, 5, np.nan, 5, 0, 5, -5, 5, np.inf]
    found = proportion(events, population)
    assert found.status.tolist() == [
        Status.OK,
        Status.MISSING,
        Status.MISSING,
        Status.NEGATIVE,
        Status.ZERO_DENOMINATOR,
        Status.COUNT_GT_DENOMINATOR,
        Status.NEGATIVE,
        Status.MISSING | Status.COUNT_GT_DENOMINATOR,
        Status.MISSING,
    ]
    assert found.value.tolist()[0] == 0.2
    assert np.isnan(found.value[1:]).all()
    assert np.isnan(found.lower[1:]).all()
    assert np.isnan(found.upper[1:]).all()
    assert found.method.tolist() == [Method.WILSON] + [Method.NONE] * 8
    np.testing.assert_array_equal(found.numerator, events)
    np.testing.assert_array_equal(found.denominator, population)


def test_several_reasons_hold_at_once():
    assert proportion([np.nan], [0.0]).status.tolist() == [Status.MISSING | Status.ZERO_DENOMINATOR]
    assert rate([-1.0], [0.0]).status.tolist() == [Status.NEGATIVE | Status.ZERO_DENOMINATOR]


def test_a_count_above_its_denominator_is_flagged_where_nothing_else_is_wrong():
    assert proportion([9.0, 1.0], [5.0, 5.0]).status.tolist() == [Status.COUNT_GT_DENOMINATOR, Status.OK]


def test_a_rate_may_count_more_events_than_people():
    assert rate([9.0, np.nan], [5.0, 5.0]).status.tolist() == [Status.OK, Status.MISSING]


def test_bad_rows_stop_the_batch_only_when_asked_to():
    with pytest.raises(InvalidRows, match=r"2 of 4 rows cannot be used; the first is row \[0, 1\] \(NEGATIVE\)"):
        proportion([[1.0, -1], [2, 3]], [[5.0, 5], [0, 5]], on_invalid="raise")
    with pytest.raises(InvalidRows, match=r"1 of 1 rows cannot be used; the first is row \[\] \(MISSING\)"):
        rate(np.nan, 5, on_invalid="raise")
    assert proportion(1, 5, on_invalid="raise").value == 0.2
    with pytest.raises(ValueError, match="on_invalid is one of 'flag', 'raise', got 'ignore'"):
        proportion(1, 5, on_invalid="ignore")


def test_every_kind_of_invalid_input_stops_the_batch_and_no_rule_does():
    stopping = {each for each in Status if each & core.INVALID}
    assert stopping == {
        *(Status.MISSING, Status.ZERO_DENOMINATOR, Status.NEGATIVE),
        *(Status.COUNT_GT_DENOMINATOR, Status.INCOMPLETE_BANDS),
    }


def test_results_are_frozen_and_the_inputs_stay_writable():
    events, population = np.array([1.0, 2]), np.array([5.0, 5])
    found = proportion(events, population)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.value = events
    for name in ("value", "lower", "upper", "numerator", "denominator", "status", "method"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[0] = 0
    events[0] = 3


def test_blocks_change_nothing(monkeypatch):
    events, population = np.arange(60.0).reshape(10, 6), np.full((10, 6), 100.0)
    whole = rate(events, population, levels=(0.9, 0.99))
    for block in (1, 7, 12, 59):
        monkeypatch.setattr(core, "BLOCK", block)
        parts = rate(events, population, levels=(0.9, 0.99))
        np.testing.assert_array_equal(parts.lower, whole.lower)
        np.testing.assert_array_equal(parts.upper, whole.upper)


def test_a_block_holds_about_as_many_rows_as_it_says(monkeypatch):
    monkeypatch.setattr(core, "BLOCK", 12)
    seen = []
    limits_by_level(lambda x, z: (seen.append(x.shape), (x, x))[1], (1.0,), np.zeros((5, 6)))
    assert seen == [(2, 6), (2, 6), (1, 6)]


def test_importing_the_package_loads_neither_django_nor_scipy_stats():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, folkmoot.methods.statistics as s; s.rate([1], [2]); s.direct_rate([1], [2], [3]);"
            "print(sorted({'django', 'scipy.stats', 'pandas', 'pyarrow', 'nanoarrow'} & set(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout == "[]\n"


def test_every_public_name_is_found_and_no_other():
    for name in package.__all__:
        assert getattr(package, name) is not None
    assert sorted(package.__all__) == sorted(name for names in package._NAMES.values() for name in names)
    with pytest.raises(AttributeError, match="no attribute 'ratio'"):
        _ = package.ratio


def test_the_codes_keep_their_numbers():
    assert [int(each) for each in Status] == [2**place for place in range(13)]
    assert [int(each) for each in Method] == list(range(len(Method)))
