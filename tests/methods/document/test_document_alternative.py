import pytest

from folkmoot.methods.document.alternative import describe
from folkmoot.methods.document.model import Chart, ChartKind, Column, Source, Table

BARS = Chart(ChartKind.BARS, "Month", ("Cases",))


def table(*rows: tuple[str, ...], invented: bool = False) -> Table:
    columns = (Column("Month"), Column("Cases"), Column("Plans"))
    return Table("t", "Values", columns, rows, Source("A pack"), invented=invented)


def test_the_highest_and_the_lowest_are_told_by_their_numbers():
    found = describe("Cases by month.", BARS, table(("May", "9", "1"), ("April", "1000", "2"), ("June", "80", "3")))
    assert found == (
        "Bar chart: Cases by month. Values: May (9), April (1,000), June (80); highest April (1,000), lowest May (9)."
    )


def test_each_of_several_series_has_its_name():
    both = Chart(ChartKind.GROUPED_BARS, "Month", ("Cases", "Plans"), "people")
    assert describe("Both", both, table(("May", "9", "1"), ("June", "80", "3"))) == (
        "Grouped bar chart: Both. Unit: people. Cases: May (9), June (80); highest June (80), lowest May (9). "
        "Plans: May (1), June (3); highest June (3), lowest May (1)."
    )


def test_an_axis_that_is_cut_and_figures_that_are_invented_are_said_to_be():
    cut = Chart(ChartKind.LINES, "Month", ("Cases",), from_zero=False)
    assert describe("Cases", cut, table(("May", "9", "1"), invented=True)) == (
        "Line chart: Cases. The figures are invented. The axis does not begin at zero. "
        "Values: May (9); highest May (9), lowest May (9)."
    )


def test_a_month_without_a_figure_is_neither_the_highest_nor_the_lowest():
    assert describe("Cases", BARS, table(("May", "", "1"), ("June", "80", "3"))).endswith(
        "Values: May (no figure), June (80); highest June (80), lowest June (80)."
    )


@pytest.mark.parametrize(("rows", "ending"), [(12, "lowest 0 (0)."), (13, "All 13 values are in the table.")])
def test_twelve_values_are_listed_and_thirteen_are_left_to_the_table(rows, ending):
    found = describe("Cases", BARS, table(*((str(row), str(row), "") for row in range(rows))))
    assert found.endswith(ending)
    assert ("1 (1), 2 (2), " in found) is (rows == 12)
