"""What cubes must be for values to follow from them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from folkmoot.engine import reading
from folkmoot.engine.computing import BadCubes, Reference, compute
from folkmoot.engine.cube import Cube
from folkmoot.engine.definition import Measure
from folkmoot.engine.plan import Period, Plan, Request, plan

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "measures"
SHIPPED = {measure.id: measure for measure in reading.read_folder(FOLDER)}
HIPS, RATE = SHIPPED["hip-fracture-admissions"], SHIPPED["covid-case-rate"]
CHANGE = SHIPPED["children-in-care-change"]
YEARS = tuple(Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in (2019, 2021))


def filled(wanted: Plan | None, number: int = 10) -> Cube:
    assert wanted is not None
    return Cube(wanted, np.full(wanted.shape, number, dtype=np.int64), 0, {})


def cubes(measure: Measure, *breakdowns: str, units: tuple[str, ...] = ("A", "B"), years: int = 2) -> tuple[Cube, Cube]:
    wanted = plan(measure, Request(units, YEARS[:years], breakdowns))
    return filled(wanted.numerator), filled(wanted.denominator, 1000)


def test_values_are_by_the_axes_of_the_numerator_and_age_is_taken_up():
    found = compute(HIPS, *cubes(HIPS, "sex"), Reference(*cubes(HIPS)))
    assert [axis.id for axis in found.axes] == ["unit", "period", "sex"]
    assert found.estimate.value.shape == (2, 2, 3)
    np.testing.assert_allclose(found.estimate.value, 100)


def test_those_without_an_age_are_left_out_and_counted():
    found = compute(HIPS, *cubes(HIPS), Reference(*cubes(HIPS)))
    assert found.left_out == 2 * 2 * 10
    assert compute(RATE, *cubes(RATE)).left_out == 0


def test_a_reference_is_taken_by_age_whatever_its_breakdown():
    found = compute(HIPS, *cubes(HIPS), Reference(*cubes(HIPS, "sex", units=("England",))))
    np.testing.assert_allclose(found.estimate.value, 100)


def test_a_denominator_without_the_breakdown_serves_every_category():
    shares = SHIPPED["risk-factors-plans"]
    found = compute(shares, *cubes(shares, "factor"))
    assert found.estimate.value.shape == (2, 2, 10)
    np.testing.assert_allclose(found.estimate.value, 1)


def test_several_levels_are_kept_and_lines_show_the_first():
    found = compute(RATE, *cubes(RATE), levels=(0.95, 0.998))
    assert found.estimate.lower.shape[-1] == 2
    first = next(found.lines())
    assert first.labels == ("A", "2019", "0-4")
    assert (first.value, first.numerator, first.denominator) == (1000, 10, 1000)
    assert first.lower == found.estimate.lower[0, 0, 0, 0]


def refused(measure: Measure, *given: Cube | Reference | None) -> str:
    with pytest.raises(BadCubes) as error:
        compute(measure, *given)
    return str(error.value)


def test_cubes_that_do_not_fit_are_refused_with_what_is_wanted():
    (events, people), (others, _) = cubes(RATE), cubes(RATE, units=("C",))
    ages, _ = cubes(SHIPPED["injury-admissions-0-4"])
    hips = cubes(HIPS)
    wide = Cube(replace(hips[0].plan, axes=hips[0].plan.axes[:2]), hips[0].counts[..., 0], 0, {})
    assert "a crude rate takes the cube of its denominator too" in refused(RATE, events)
    assert "a count takes no denominator" in refused(SHIPPED["covid-cases"], events, people)
    assert "axis 'unit' is not the same in every cube" in refused(RATE, events, others)
    assert "axis 'age' is not the same in every cube" in refused(HIPS, hips[0], wide, Reference(*hips))
    assert "axis 'age' is not the same in every cube" in refused(HIPS, wide, wide, Reference(*hips))
    told = "a reference belongs to indirectly standardised ratio and healthy life expectancy, and only to those"
    assert told in refused(HIPS, *hips)
    healthy = SHIPPED["healthy-life-expectancy-at-birth-male"]
    assert told in refused(healthy, *cubes(healthy))
    assert "a reference belongs to" in refused(RATE, events, people, Reference(*hips))
    assert "the reference is not by the same ages" in refused(HIPS, *hips, Reference(ages, ages))
    assert "a change needs two periods or more" in refused(CHANGE, *cubes(CHANGE, years=1))


def test_units_with_events_and_no_population_are_named_with_their_events():
    events, people = cubes(RATE, "sex")
    people.counts[1, 0] = 0
    people.counts[0, 0, :2] = 0  # an age alone has people in the unit still
    found = compute(RATE, events, people)
    assert found.without_population == {"B": 10 * 3 * 19}
    assert compute(RATE, *cubes(RATE)).without_population == {}
    assert compute(SHIPPED["covid-cases"], cubes(RATE)[0].total("age")).without_population == {}


def test_a_survey_is_of_the_same_units_and_ages_as_the_deaths():
    healthy = SHIPPED["healthy-life-expectancy-at-birth-male"]
    wanted = plan(healthy, Request(("A",), YEARS))
    assert wanted.survey is not None
    poor, asked = wanted.survey
    assert poor.axes == asked.axes == wanted.numerator.axes
    assert [condition.column for condition in poor.where] == ["sex", "general_health", "general_health"]
    deaths, people = filled(wanted.numerator), filled(wanted.denominator, 1000)
    well, ill = (
        compute(healthy, deaths, people, Reference(filled(poor, number), filled(asked, 100))) for number in (0, 50)
    )
    np.testing.assert_allclose(ill.estimate.value, well.estimate.value / 2)
