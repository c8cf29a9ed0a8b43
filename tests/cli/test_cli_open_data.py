"""The open data beside the checkout imports as its publishers serve it, by the command, once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.cli.open_data import KIND_OF, NOT_FACTS, OPTIONS, listed

from folkmoot.apps.records import queries
from folkmoot.cli.imports import import_command

pytestmark = pytest.mark.django_db  # a test database is only made where a test asks for it


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(import_command, [str(word) for word in words])


def facts(key: str) -> pa.Table:
    return pa.concat_tables([pq.read_table(path) for path in queries.facts(key).paths])


def one(table: pa.Table, column: str, **where: object) -> object:
    """The cell of the one row that holds these values."""
    for name, value in where.items():
        table = table.filter(pc.equal(table[name], value))
    (found,) = table[column].to_pylist()
    return found


@pytest.fixture(scope="module", autouse=True)
def printed(
    shared: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Result]]:
    before = settings.STORE
    settings.STORE = tmp_path_factory.mktemp("store")
    with django_db_blocker.unblock(), transaction.atomic():
        yield {name: typed(kind, shared / "data" / name, *OPTIONS.get(name, ())) for name, kind in KIND_OF.items()}
        transaction.set_rollback(True)
    settings.STORE = before


def test_every_file_that_fits_imports_without_editing_and_the_others_say_why_not(
    shared: Path, printed: dict[str, Result]
):
    for name in listed(shared / "data" / "README.md"):
        if name in KIND_OF:
            print(f"{name}: {KIND_OF[name]}")  # noqa: T201 - what goes where is worth reading
            assert printed[name].exit_code == 0, printed[name].output
            assert "rows refused   0\n" in printed[name].output
        else:
            (reason,) = [reason for begins, reason in NOT_FACTS.items() if name.startswith(begins)]
            print(f"{name}: not facts: {reason}")  # noqa: T201


def test_no_row_is_lost(shared: Path):
    assert queries.facts("covid_cases_msoa").rows == 692_713
    assert queries.facts("dfe_lait").rows == 380_800
    assert queries.facts("fingertips_la_series_to_2020").rows == 51_253


def test_oxfordshires_figures_are_those_of_the_pack():
    oxfordshire = {"la_code": "E10000025"}
    plans, started = facts("dfe_protection_plans"), facts("dfe_protection_plans_started")
    looked_after = {"population_type": "Children looked after at 31 March each year", "time_period": "2020"}
    assert one(plans, "cpp_at31", time_period="2021", **oxfordshire) == 451
    assert one(facts("dfe_looked_after"), "children_count", **looked_after, **oxfordshire) == 767
    assert one(started, "cpp_start", time_period="2020", **oxfordshire) == 747


def test_suppression_marks_stand_beside_the_figure_and_are_neither_blank_nor_zero():
    workers = facts("dfe_social_workers")
    low = workers.filter(pc.equal(workers["absence_rate_fte_mark"], "low"))
    assert low["absence_rate_fte"].null_count == len(low) == 2
    plans = facts("dfe_protection_plans")
    assert pc.sum(pc.equal(plans["2_years_or_more_mark"], "c")).as_py() == 500
    assert pc.sum(pc.equal(plans["2_years_or_more"], 0)).as_py() > 0


def test_a_blank_limit_of_fingertips_stays_blank():
    found = facts("fingertips_api_csv_ae_attendances_0_4")
    assert found["lower_99_8"].null_count == found["lower_99_8_mark"].null_count == len(found)
    assert one(found, "figure", remark="Value suppressed for disclosure control reasons") is None


def test_both_layouts_of_fingertips_are_read_by_one_layout_of_ours(printed):
    older, newer = facts("fingertips_api_csv_district_2019"), facts("fingertips_api_csv_ae_attendances_0_4")
    assert len(older.column_names) + 1 == len(newer.column_names)
    assert set(newer.column_names) - set(older.column_names) == {
        "period_range", "compared_to_pcns_v_27_10_23_value_or_percentiles",
    }  # fmt: skip


def test_codes_stay_codes_and_periods_get_their_last_day():
    lait = facts("dfe_lait")
    days = dict(zip(lait["period"].to_pylist(), lait["date"].to_pylist(), strict=True))
    assert set(map(type, lait["la_number"].unique().to_pylist())) == {str}
    assert {period: days[period] for period in ("2016-17 (OT)", "2014-16", "2018 (Rev)", "2013/14-15/16")} == {
        "2016-17 (OT)": date(2017, 3, 31),
        "2014-16": date(2016, 12, 31),
        "2018 (Rev)": date(2018, 12, 31),
        "2013/14-15/16": date(2016, 3, 31),
    }


def test_authorities_that_changed_their_code_within_a_series_keep_both():
    referrals = facts("dfe_referrals")
    dorset = referrals.filter(pc.equal(referrals["la_name"], "Dorset"))
    assert set(dorset["la_code"].to_pylist()) == {"E06000059", "E10000009"}


def test_what_is_shown_with_the_facts_is_kept_with_them():
    found = queries.facts("dfe_looked_after")
    assert (found.licence, found.period) == ("Open Government Licence v3.0", "31 March 2019 to 31 March 2021")
    assert "Open Government Licence" in found.attribution
    assert not found.public
    assert queries.facts("qof_2019_20_prevalence_lad").period == "31 March 2020"
