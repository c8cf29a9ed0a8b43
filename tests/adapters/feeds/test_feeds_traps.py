"""What publishers do to those who read their files, a test for each trap that was met."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from folkmoot.adapters.feeds.layout_files import read
from folkmoot.adapters.feeds.receiving import receive

DFE = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name"
OXFORDSHIRE = "2020,Reporting year,Local authority,E92000001,England,E12000008,South East"


@pytest.fixture
def taken(root: Path, tmp_path: Path):
    def take(kind: str, content: str | bytes):
        (tmp_path / "file.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        return receive(tmp_path / "file.csv", read(root / f"definitions/feeds/{kind}.toml"))

    return take


def looked_after(headings: str, at: str, number: str = "931", figure: str = "767") -> str:
    last = f"{number},Oxfordshire,E10000025,143000,54,Children looked after {at} 31 March each year,{figure}"
    return (
        f"{DFE},old_la_code,la_name,new_la_code,population_estimate,rate_per_10000,{headings}\n{OXFORDSHIRE},{last}\n"
    )


def test_headings_and_a_category_that_changed_between_releases_are_the_same(taken):
    newer = taken("dfe-looked-after", looked_after("population_type,children_count", "at")).table
    older = taken("dfe-looked-after", looked_after("population_count,number", "on")).table
    assert older == newer
    assert newer["children_count"].to_pylist() == [767]


@pytest.mark.parametrize("mark", ["*", "c", "S", "s", "x", "z", "u", "-", "low", ":", ".."])
def test_a_mark_is_kept_beside_the_figure_that_is_not_there(taken, mark):
    table = taken("dfe-looked-after", looked_after("population_type,children_count", "at", figure=mark)).table
    assert table["children_count"].to_pylist() == [None]
    assert table["children_count_mark"].to_pylist() == [mark]


def test_a_blank_is_no_mark_and_a_zero_is_neither(taken):
    blank, zero = (
        taken("dfe-looked-after", looked_after("population_type,children_count", "at", figure=figure)).table
        for figure in ("", "0")
    )
    assert (blank["children_count"].to_pylist(), blank["children_count_mark"].to_pylist()) == ([None], [None])
    assert (zero["children_count"].to_pylist(), zero["children_count_mark"].to_pylist()) == ([0], [None])


def test_a_number_of_an_authority_that_became_a_float_is_its_code_and_a_byte_order_mark_no_heading(taken):
    content = looked_after("population_type,children_count", "at", number="931.0")
    table = taken("dfe-looked-after", b"\xef\xbb\xbf" + content.encode()).table
    assert (table["la_number"].to_pylist(), table["time_period"].to_pylist()) == (["931"], ["2020"])


def test_the_tools_periods_are_read_and_0_is_none(taken):
    periods = {
        "2016": date(2016, 12, 31), "2016-17 (OT)": date(2017, 3, 31), "2014-16": date(2016, 12, 31),
        "2025 (prov)": date(2025, 12, 31), "0": None,
    }  # fmt: skip
    rows = "".join(f"RTA,Injuries,{period},Oxfordshire,1.5,931,South East\n" for period in periods)
    table = taken("dfe-lait", f"short_desc,data_item,period,area,value,la_number,region\n{rows}").table
    assert table["date"].to_pylist() == list(periods.values())


def test_one_authority_for_two_is_taken_as_printed(taken):
    head = f"{DFE},old_la_code,new_la_code,la_name,inpost_fte\n"
    row = "2021,Reporting year,Local authority,E92000001,England,E13000002,Outer London,314 / 318,"
    table = taken("dfe-social-workers", f"{head}{row}E09000021 / E09000027,Kingston and Richmond,210\n").table
    assert table["unit"].to_pylist() == ["E09000021 / E09000027"]


def test_months_without_a_year_get_theirs_from_the_layout(taken):
    head = "msoa11cd,msoa11nm,msoa11hclnm,month,deaths_all,deaths_covid,deaths_not_covid\n"
    rows = "E02005921,Cherwell 001,Banbury,April,7,1,6\nE02005921,Cherwell 001,Banbury,March - June 2020,9,1,8\n"
    table = taken("ons-deaths-msoa-2020", head + rows).table
    assert table["date"].to_pylist() == [date(2020, 4, 30), date(2020, 6, 30)]
