"""Every specification holds on every backend, and the reference page is made of them."""

import math
from pathlib import Path

import pytest
from tests.engine import specifications
from tests.engine.specifications import FILES, MEASURES, Specification

from folkmoot.engine.backends import Counting
from folkmoot.engine.definition import Estimator
from folkmoot.methods.statistics import Status


def shown(found: specifications.Value, axes: list[str]) -> dict[str, str]:
    """A value as the tables write it: each figure with as many places as stand there."""
    numbers = {"value": found.value, "lower": found.lower, "upper": found.upper, "numerator": found.numerator}
    numbers["denominator"] = found.denominator
    row = dict(zip(axes, found.labels, strict=True))
    for name, number in numbers.items():
        row[name] = "" if math.isnan(number) else repr(number)
    row["status"] = "" if found.status is Status.OK else str(found.status.name).replace("|", ", ")
    return row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_values_of_a_specification_follow_on_every_backend(path: Path, counting: Counting, tmp_path: Path):
    check(path, specifications.through(counting), tmp_path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_values_of_a_specification_follow_from_the_oracle(path: Path, tmp_path: Path):
    check(path, specifications.on_reference, tmp_path)


def check(path: Path, backend: specifications.Backend, tmp_path: Path) -> None:
    """That a backend comes to the values of a specification, and to no others."""
    wanted = specifications.read(path)
    found = specifications.values(wanted, backend, tmp_path)
    expected = wanted.tables["Values"]
    axes = [name for name in expected[0] if name in axes_of(wanted)]
    rows = {each.labels: shown(each, axes) for each in found}
    for stated in expected:
        row = rows.pop(tuple(stated[name] for name in axes))
        for name, cell in stated.items():
            assert agrees(cell, row[name]), f"{stated}: {name} is {row[name]}"
    assert all(row["numerator"] in ("", "0.0") for row in rows.values()), "a value is not stated"


def axes_of(wanted: Specification) -> set[str]:
    return {"unit", "period", "age", *(each.id for each in MEASURES[wanted.measure].breakdowns)}


def agrees(stated: str, found: str) -> bool:
    """Whether a figure, rounded to the places that are stated, is the stated one; words must be the same."""
    try:
        places = len(stated.partition(".")[2])
        return abs(float(stated) - float(found)) <= 0.5 * 10**-places + 1e-9
    except ValueError:
        return stated == found


def test_every_estimator_has_a_specification():
    specified = {MEASURES[specifications.read(path).measure].estimator for path in FILES}
    taken_over = {Estimator.PUBLISHED}  # nothing is computed of them
    assert specified == {measure.estimator for measure in MEASURES.values()} - taken_over


def test_the_reference_page_is_up_to_date():
    told = "the page is out of date; run python -m tests.engine.specifications"
    assert specifications.PAGE.read_text() == specifications.page(), told
