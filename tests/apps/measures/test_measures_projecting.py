"""Projections: made by a rule of what is released, never changed, and shown beside targets once they are released."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.apps.measures.conftest import COVERAGE, NOW, carry, receive
from tests.engine import county

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.measures import operations, published, queries
from folkmoot.apps.measures.models import Forecast, Target
from folkmoot.apps.measures.operations import AlreadyProjected, Unprojectable
from folkmoot.apps.measures.terms import Method, Outlook, Series
from folkmoot.methods.projection.forecasts import BadForecast
from folkmoot.methods.projection.trajectories import Path

pytestmark = pytest.mark.django_db
YEARS = tuple(range(2016, 2022))
FALLS = (60, 58, 51, 50, 44, 40)  # in each ward of 1,000 residents
WIDE = replace(COVERAGE, first=2016)
BROKEN = '[[break]]\non = 2019-06-01\nwhy = "Another form was asked."\n'


def take(numbers: tuple[int, ...] = FALLS) -> None:
    """So many falls a year in each ward."""
    rows = [(ward, year, "Male", number) for ward in county.PARTS for year, number in zip(YEARS, numbers, strict=True)]
    receive("falls", county.falls(rows))
    receive("residents", county.residents(YEARS))


@pytest.fixture
def released(compute):
    """Six years of falls, released."""
    take()
    return carry(compute(coverage=WIDE))


def project(**changes):
    given = {"measure": "falls", "unit": "C1", "method": Method.LINE, "periods": 6, "until": date(2024, 12, 31)}
    return operations.store_projection(**(given | {"by": None, "at": NOW} | changes))


def aim(value: float, on: date, **changes):
    given = {"measure": "falls", "unit": "C1", "path": Path(((on, value),)), "rule": f"{value} at most", "by": None,
             "made_on": date(2020, 6, 1), "source": "A strategy", "invented": True, "at": NOW}  # fmt: skip
    return operations.set_target(**(given | changes))


def test_a_projection_is_stored_with_its_rule_its_limits_and_what_it_was_made_from(released):
    target = project(unit="Mootshire")
    assert (target.series, target.unit, target.made_on, target.invented) == (
        Series.PROJECTION, "C1", NOW.date(), True,
    )  # fmt: skip
    assert target.rule == (
        "a straight line through the last 6 periods (2016 to 2021), by least squares; the limits hold 95% of single "
        "figures about it"
    )
    assert [day for day, _ in target.points] == ["2022-12-31", "2023-12-31", "2024-12-31"]
    assert all(later < earlier for (_, earlier), (_, later) in pairwise(target.points))
    made = target.forecast
    assert (made.method, made.periods, made.made_from) == (Method.LINE, 6, released.measures.get())
    assert all(low < value < high for (_, value), (low, high) in zip(target.points, made.limits, strict=True))


def test_the_same_projection_twice_is_one_and_another_on_the_same_day_is_refused(released):
    assert project() == project()
    with pytest.raises(AlreadyProjected, match="stored today: a straight line .* make another tomorrow"):
        project(method=Method.LEVEL)
    assert project(method=Method.LEVEL, at=NOW + timedelta(1)).made_on == NOW.date() + timedelta(1)
    assert project(unit="W1", method=Method.RATE).unit == "W1"


def test_a_projection_never_changes(released):
    target = project()
    for rows in (Target.objects.filter(pk=target.pk), Forecast.objects.filter(target=target)):
        changed = {"rule": "other"} if rows.model is Target else {"periods": 5}
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changed)


@pytest.mark.parametrize("changes", [{"method": "a wish"}, {"periods": 2}])
def test_only_a_rule_of_ours_of_enough_periods_is_a_forecast(released, changes):
    target = aim(3.0, date(2024, 12, 31))
    given = {"method": Method.LINE, "periods": 5, "made_from": released.measures.get(), "limits": [[1, 2]]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Forecast.objects.create(target=target, **(given | changes))


def test_nobody_projects_without_the_permission_and_only_what_is_released(compute, person):
    with pytest.raises(NotAllowed, match="analyst"):
        project(by=person("clerk", Role.CLERK))
    with pytest.raises(queries.UnknownValue, match="no measure 'falls' that was released"):
        project()


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"unit": "Nowhere"}, queries.UnknownValue, "Nowhere"),
        ({"periods": 7}, Unprojectable, "there are 6 periods, not 7; take fewer"),
        ({"periods": 2}, BadForecast, "needs 3 figures or more"),
        ({"until": date(2021, 12, 31)}, BadForecast, "choose a day after 31 December 2021"),
        ({"until": date(2060, 12, 31)}, BadForecast, "leaves what it can be \\(0 or more\\)"),
    ],
)
def test_what_cannot_be_projected_is_refused_with_what_to_do(released, changes, error, said):
    with pytest.raises(error, match=said):
        project(**changes)
    assert not Target.objects.exists()


def test_a_withheld_value_or_a_break_in_the_series_is_not_projected_across(compute):
    take((*FALLS[:3], 0, *FALLS[4:]))
    carry(compute(county.definition(below=f"{county.BELOW}\n{BROKEN}"), coverage=WIDE))
    with pytest.raises(Unprojectable, match="2019 is not comparable with 2018: Another form was asked. Take fewer."):
        project()
    assert project(periods=3).forecast.periods == 3
    receive("falls", county.falls([("W1", year, "Male", 3 if year == 2019 else 50) for year in YEARS]))
    carry(compute(coverage=WIDE), accept_exposed=True)
    with pytest.raises(Unprojectable, match="2019 has no value that the world can read; take only periods after it"):
        project(unit="W1", periods=4)


def test_years_together_that_overlap_are_not_projected(compute):
    take()
    pooled = county.definition(year_type="pooled", more="pooled_years = 2")
    carry(compute(pooled, coverage=WIDE))
    with pytest.raises(Unprojectable, match="2016 to 2017 and 2017 to 2018 overlap"):
        project(periods=5)


def test_what_may_fall_below_zero_is_projected_below_zero(compute):
    take((90, 80, 60, 40, 20, 5))
    change = county.definition("change", comparison="not compared", more="complete = true")
    carry(compute(change, coverage=WIDE))
    assert project(periods=5, until=date(2030, 12, 31)).points[-1][1] < 0


def test_the_world_reads_a_projection_once_it_is_computed_and_released(released, compute):
    project()
    assert published.course("falls", "", "C1").projections == ()
    carry(compute(coverage=WIDE))
    (path,) = published.course("falls", "", "C1").projections
    assert path.values == ()
    assert [point.period for point in path.points] == ["2022", "2023", "2024"]
    assert all(point.lower < point.value < point.upper for point in path.points)
    assert (path.made_on, path.source, path.bound) == (NOW.date(), f"Release {released.pk} of this measure", "")


def test_a_projection_ends_where_it_ends(released, compute):
    project(until=date(2022, 12, 31))
    years = (*YEARS, 2022, 2023)
    receive("falls", county.falls([(ward, year, "Male", 40) for ward in county.PARTS for year in years]))
    receive("residents", county.residents(years))
    carry(compute(coverage=replace(WIDE, last=2023)))
    (path,) = published.paths("falls", unit="C1")
    assert [period for period, _ in path.values] == ["2022"]


def test_a_course_stands_beside_the_parent_and_the_year_before(released):
    found = published.course("falls", "", "W1")
    assert [unit.code for unit in found.beside] == ["D1"]
    assert [step.value.period for step in found.steps] == [str(year) for year in YEARS]
    assert found.steps[0].before is None
    assert found.steps[1].before.other_period == "2016"
    assert found.steps[1].beside[0].unit == "D1"
    assert published.course("falls", "", "C1").beside == ()
    assert published.course("falls", "", "nowhere") is published.course("trips", "", "W1") is None


@pytest.mark.parametrize(
    ("value", "outlook"),
    [(1.0, Outlook.MISSED), (3.0, Outlook.UNLIKELY), (3.4, Outlook.LIKELY), (9.0, Outlook.MET)],
)
def test_a_target_to_come_is_told_beside_the_newest_value_and_what_is_foreseen(released, compute, value, outlook):
    project()
    aim(value, date(2024, 6, 30))
    carry(compute(coverage=WIDE))
    (found,) = published.course("falls", "", "C1").aims
    assert (found.now.period, found.distance) == ("2021", pytest.approx(4 - value))
    assert (found.met, found.outlook, found.foreseen.period) == (None, outlook, "2023")
    assert (found.path.bound, found.path.source, found.at.period) == ("at most", "A strategy", "30 June 2024")


def test_nothing_is_foreseen_of_a_target_beyond_the_projection_or_without_one(released, compute):
    project(until=date(2022, 12, 31))
    aim(3.0, date(2030, 12, 31))
    aim(3.0, date(2022, 12, 31), unit="D1")
    carry(compute(coverage=WIDE))
    for unit in ("C1", "D1"):
        (found,) = published.course("falls", "", unit).aims
        assert (found.outlook, found.foreseen) == (None, None)


def test_a_target_that_is_due_was_met_or_missed_by_the_value_of_then(compute):
    take()
    aim(4.4, date(2020, 12, 31))
    aim(4.4, date(2020, 12, 31), unit="D1", made_on=date(2019, 1, 1))
    aim(4.3, date(2020, 12, 31), unit="D2")
    aim(4.3, date(2015, 12, 31), unit="W1")
    carry(compute(coverage=WIDE))
    (met,), (missed,) = (published.course("falls", "", unit).aims for unit in ("D1", "D2"))
    assert (met.now.period, met.met, missed.met) == ("2020", True, False)
    assert published.course("falls", "", "W1").aims == ()


def test_a_target_of_what_is_not_judged_says_how_far_it_is_and_no_more(compute):
    take()
    aim(4.5, date(2020, 12, 31))
    aim(4.5, date(2024, 12, 31), made_on=date(2021, 1, 1))
    carry(compute(county.definition(polarity="not judged"), coverage=WIDE))
    project()
    carry(compute(county.definition(polarity="not judged"), coverage=WIDE))
    due, to_come = published.course("falls", "", "C1").aims
    assert (due.met, due.path.bound, to_come.outlook) == (None, "", None)
    assert to_come.foreseen is not None


def test_breaks_of_the_definition_are_part_of_the_course(compute):
    take()
    carry(compute(county.definition(below=f"{county.BELOW}\n{BROKEN}"), coverage=WIDE))
    (found,) = published.course("falls", "", "C1").breaks
    assert (found.on, found.why) == (date(2019, 6, 1), "Another form was asked.")


def test_the_file_of_one_unit_holds_those_beside_it_and_what_is_foreseen(released, compute):
    project()
    carry(compute(coverage=WIDE))
    rows = published.csv("falls", unit="C1").splitlines()
    assert {row.split(",")[3] for row in rows[1:]} == {"C1"}
    assert [row.split(",")[5] for row in rows if ",projection," in row] == ["2022", "2023", "2024"]
    assert {row.split(",")[3] for row in published.csv("falls", unit="W1").splitlines()[1:]} == {"W1", "D1"}
