"""The invented county: reproducible, whole, unequal as it should be, and fit for the definitions of measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from folkmoot.cli.county import drawing, geography, illness, open_data, writing
from folkmoot.cli.county.data_sets import DATA_SETS, KEYS, DataSet
from folkmoot.cli.county.geography import Geography, Size
from folkmoot.cli.main import main
from folkmoot.engine import local, reading
from folkmoot.engine.computing import Reference, compute
from folkmoot.engine.cube import Lookup
from folkmoot.engine.definition import Estimator, Measure
from folkmoot.engine.plan import Period, Request, plan

SETS = {each.key: each for each in DATA_SETS}
FIVE_YEARS = Period("2017 to 2021", date(2017, 1, 1), date(2021, 12, 31))
MATRIX = (
    "life-expectancy-at-birth-male", "life-expectancy-at-birth-female", "income-deprivation-children",
    "income-deprivation", "ae-attendances-under-5", "injury-admissions-0-4", "reception-obesity", "year-6-obesity",
    "injury-admissions-0-14", "injury-admissions-15-24", "self-harm-stays", "copd-admissions", "chd-admissions",
    "stroke-admissions", "mi-admissions", "hip-fracture-admissions", "cancer-incidence", "cancer-mortality-under-75",
    "respiratory-mortality", "preventable-mortality-under-75",
)  # fmt: skip


@pytest.fixture(scope="module")
def county() -> Geography:
    """Sixteen wards of Mootshire, its first district."""
    return geography.invent(16, seed=7)


@pytest.fixture(scope="module")
def written(county: Geography, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    for data_set in DATA_SETS:
        writing.write(data_set, county, 7, folder)
    return folder


def rows(key: str, place: Geography, seed: int = 7, group: int = writing.GROUP) -> pa.Table:
    made = list(writing.tables(SETS[key], place, seed, group=group))
    return pa.concat_tables(made).combine_chunks()


@pytest.mark.parametrize("key", KEYS)
def test_the_same_seed_gives_the_same_rows_however_many_are_written_together(key, county):
    assert rows(key, county, group=997).equals(rows(key, county))


@pytest.mark.parametrize("key", ["deaths", "residents", "wellbeing_survey"])
def test_another_seed_gives_other_people(key):
    assert not rows(key, geography.invent(1, 1), 1).equals(rows(key, geography.invent(1, 2), 2))


@pytest.mark.parametrize("key", KEYS)
def test_a_ward_drawn_alone_is_the_same_as_among_its_neighbours(key, county):
    alone = geography.invent(1, 7)
    among = rows(key, county).filter(pc.is_in(pc.field("unit"), pa.array(alone.codes)))
    assert among.combine_chunks().equals(rows(key, alone))


def test_every_row_group_but_the_last_is_full(county, tmp_path):
    path = writing.write(SETS["deaths"], county, 7, tmp_path, group=500).path
    sizes = [pq.ParquetFile(path).metadata.row_group(i).num_rows for i in range(pq.ParquetFile(path).num_row_groups)]
    assert set(sizes[:-1]) == {500}
    assert 0 < sizes[-1] <= 500


def test_residents_population_and_register_count_the_same_people(county, written):
    persons = county.persons.sum()
    population = pq.read_table(written / "population.parquet")
    by_year = population.group_by("date").aggregate([("persons", "sum")])["persons_sum"].to_pylist()
    register = pq.read_table(written / "covid_vaccinations.parquet")
    assert pq.read_metadata(written / "residents.parquet").num_rows == persons
    assert by_year == [persons] * 5
    assert register.num_rows == pc.sum(register["nims_population"]).as_py() == county.persons[..., 12:].sum()


@pytest.mark.parametrize(("key", "persons"), [("iod2019_income", 91), ("iod2019_children", 16)])
def test_the_deprived_are_among_the_people_of_the_place(key, persons, county, written):
    found = pq.read_table(written / f"{key}.parquet")
    last_year = found.filter(pc.field("date") == date(2021, 6, 30))
    assert found.num_rows == 5 * last_year.num_rows
    assert last_year["persons"].to_pylist() == county.persons[..., :persons].sum((1, 2)).tolist()
    assert pc.all(pc.less_equal(found["deprived"], found["persons"])).as_py()


def test_preventable_deaths_are_some_of_the_deaths(written):
    deaths = pq.read_table(written / "deaths.parquet").to_pylist()
    some = pq.read_table(written / "preventable_deaths.parquet").to_pylist()
    assert 0 < len(some) < len(deaths)
    assert all(each in deaths for each in some[:50])
    assert {each["cause"] for each in some} <= set(illness.PREVENTABLE)
    assert max(each["age"] for each in some) < 75


def test_only_injuries_have_a_cause_from_outside(written):
    admissions = pq.read_table(written / "admissions.parquet")
    injured = pc.is_in(pc.utf8_slice_codeunits(admissions["diagnosis"], 0, 1), pa.array(["S", "T"]))
    assert pc.is_valid(admissions["cause"]).equals(injured)


def test_who_is_without_an_ethnic_group_stands_as_missing(written):
    cases = pq.read_table(written / "covid_cases.parquet")
    assert 0.15 < cases["ethnicity"].null_count / cases.num_rows < 0.23


def test_invented_places_cannot_be_taken_for_real_ones(county):
    places = {place for level in geography.LEVELS for place in county.above[level]}
    assert all(code.startswith("INV-") for code in (*county.codes, *(place.code for place in places)))
    assert len({place.code for place in places}) == 16 + 16 + 1 + 1 + 1
    assert all("oot" in place.name for place in places)
    assert county.invented


def test_a_county_has_five_districts_of_sixteen_wards():
    county = geography.invent(geography.WARDS[Size.COUNTY], 1)
    assert {level: len(set(county.above[level])) for level in geography.LEVELS} == {
        "ward": 80, "msoa": 80, "district": 5, "upper tier": 1, "region": 1,
    }  # fmt: skip
    assert len({place.name for place in county.above["ward"]}) == 80
    assert 550_000 < county.people < 650_000
    assert county.name == "Mootshire"


def test_a_second_county_has_a_name_of_its_own():
    above = geography.invent(81, 1).above
    assert above["upper tier"][-1].name == "Alder Mootshire"
    assert above["ward"][-1].name == above["ward"][0].name
    assert above["ward"][-1].code != above["ward"][0].code


def test_so_many_people_are_at_least_so_many():
    wards = geography.wards_for(20_000, 1)
    assert geography.invent(wards - 1, 1).people < 20_000 <= geography.invent(wards, 1).people


def test_deprivation_is_spread_over_all_tenths():
    decile = np.concatenate([ward.decile for ward in geography.invent(80, 1).wards()])
    assert set(decile.tolist()) == set(range(1, 11))


@pytest.mark.parametrize("key", ["deaths", "admissions", "child_measurements", "maternities", "wellbeing_survey"])
def test_every_year_that_begins_from_2017_to_2021_is_drawn_to_its_end(key, written):
    days = pq.read_table(written / f"{key}.parquet", columns=["date"])["date"]
    ends = pc.min_max(days).as_py()
    assert ends["min"] < date(2017, 1, 31)
    assert ends["max"] > (date(2022, 3, 1) if key == "child_measurements" else date(2022, 8, 1))
    assert ends["max"] <= date(2022, 8, 31)


# The measures.


@pytest.fixture(scope="module")
def large() -> Geography:
    """So many wards that chance does not hide what deprivation does."""
    return geography.invent(64, seed=7)


@pytest.fixture(scope="module")
def recorded(large: Geography, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    for key in set(KEYS) - {"residents", "covid_vaccinations", "wellbeing_survey"}:
        writing.write(SETS[key], large, 7, folder)
    return folder


def value(measure: Measure, place: Geography, folder: Path, parts: Lookup) -> np.ndarray:
    """A measure by the parts that a lookup names."""
    plans = plan(measure, Request(place.codes, (FIVE_YEARS,)))
    above = local.count(plans.numerator, [folder / f"{plans.numerator.data_set}.parquet"])
    below = plans.denominator and local.count(plans.denominator, [folder / f"{plans.denominator.data_set}.parquet"])
    reference = None
    if measure.estimator is Estimator.INDIRECT_RATIO:
        assert below is not None
        reference = Reference(above, below)
    assert above.counts.sum() > 0
    assert not any(reason in ("unit", "weight") for reason, _ in above.excluded)
    found = compute(measure, above.roll_up(parts), below and below.roll_up(parts), reference)
    by_age = found.estimate.value.reshape(2, -1)
    return np.asarray(np.nanmean(by_age, axis=-1))


def halves(place: Geography) -> Lookup:
    """The LSOAs that are more deprived than the middle one, and the others."""
    middle = float(np.median(place.standing))
    part = {code: "1" if each < middle else "2" for code, each in zip(place.codes, place.standing, strict=True)}
    return Lookup("halves", {code: ((name, 1.0),) for code, name in part.items()})


@pytest.mark.parametrize("name", MATRIX)
def test_every_indicator_of_the_matrix_computes_and_is_worse_where_people_are_deprived(name, large, recorded, root):
    path = root / "definitions/measures" / f"{name}.toml"
    measure = reading.read(path.read_bytes(), path.name)
    deprived, other = value(measure, large, recorded, halves(large))
    if name in ("hip-fracture-admissions", "cancer-incidence"):
        assert deprived > other * 0.9  # the gap is small
    elif name.startswith("life-expectancy"):
        assert 70 < deprived < other < 90
    else:
        assert deprived > other


def test_every_data_set_serves_a_definition_or_is_the_register_of_residents(root):
    measures = reading.read_folder(root / "definitions/measures")
    asked = {each.data_set for measure in measures for each in (measure.numerator, measure.denominator) if each}
    assert set(KEYS) - asked == {"residents"}


@pytest.mark.parametrize("key", KEYS)
def test_columns_that_definitions_ask_for_are_there(key, root):
    for measure in reading.read_folder(root / "definitions/measures"):
        for each in (measure.numerator, measure.denominator):
            if each is not None and each.data_set == key:
                wanted = {condition.column for condition in each.where} | ({each.weight} - {""})
                assert wanted <= set(SETS[key].columns), measure.id


# Real places.


@pytest.fixture(scope="module")
def open_folder(shared: Path) -> Path:
    return shared / "data"


def test_real_places_keep_their_populations(open_folder):
    county = open_data.read(open_folder, Size.COUNTY, 1)
    assert (county.name, county.people, len(county.codes)) == ("Oxfordshire", 696_880, 407)
    assert len(list(county.wards())) == 112
    assert not county.invented


def test_a_real_ward_drawn_alone_is_the_same_as_in_its_county(open_folder):
    county, ward = (open_data.read(open_folder, size, 1) for size in (Size.COUNTY, Size.WARD))
    among = rows("deaths", county).filter(pc.is_in(pc.field("unit"), pa.array(ward.codes)))
    assert among.combine_chunks().equals(rows("deaths", ward))


def test_a_number_of_people_is_made_of_whole_wards_of_the_county_first(open_folder):
    found = open_data.read(open_folder, 10_000, 1)
    assert 10_000 <= found.people < 20_000
    assert {place.code for place in found.above["upper tier"]} == {open_data.HOME}
    assert found.name == "Part of England"


def test_more_people_than_the_county_has_come_from_its_region(open_folder):
    found = open_data.read(open_folder, 700_000, 1)
    assert found.people >= 700_000
    assert {place.name for place in found.above["region"]} == {"South East"}


@pytest.mark.parametrize(
    ("size", "place"), [(Size.WARD, "E99999999"), (Size.COUNTY, "E12000008"), (Size.REGION, "nowhere")]
)
def test_an_unknown_place_is_told(size, place, open_folder):
    with pytest.raises(open_data.NoOpenData, match=f"{place} is the code of no"):
        open_data.read(open_folder, size, 1, place)


# The command.


def test_the_command_draws_what_is_asked_for_and_says_that_it_is_invented(tmp_path):
    ran = CliRunner().invoke(main, ["sample", "--out", str(tmp_path), "--size", "ward", "--only", "deaths"])
    assert ran.exit_code == 0, ran.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deaths.parquet", "places.csv"]
    assert "invented" in ran.output
    assert b"invented" in pq.read_metadata(tmp_path / "deaths.parquet").metadata[b"folkmoot"]
    assert (tmp_path / "places.csv").read_text().count("invented") == geography.LSOAS_A_WARD


def test_the_command_goes_on_where_it_was_stopped_and_keeps_no_file_of_other_people(tmp_path, monkeypatch):
    asked = ["sample", "--out", str(tmp_path), "--size", "ward", "--only", "deaths", "--only", "ae_attendances"]
    draw = writing.tables
    monkeypatch.setattr(writing, "tables", lambda of, *given, **more: _stopped(of.key, draw(of, *given, **more)))
    assert CliRunner().invoke(main, asked).exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deaths.parquet", "places.csv"]
    monkeypatch.undo()
    again = CliRunner().invoke(main, [*asked, "--continue"])
    assert re.search(r"deaths .* rows, there already", again.output)
    assert re.search(r"ae_attendances .* rows\n", again.output)
    assert "there already" not in CliRunner().invoke(main, [*asked, "--continue", "--seed", "2"]).output


def _stopped(key: str, drawn: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """As if somebody pressed Ctrl-C after the first rows of the attendances."""
    for table in drawn:
        yield table
        if key == "ae_attendances":
            raise KeyboardInterrupt


def test_the_command_draws_so_many_people(tmp_path):
    ran = CliRunner().invoke(main, ["sample", "--out", str(tmp_path), "--size", "9000", "--only", "deaths"])
    assert ran.exit_code == 0, ran.output
    assert "10 LSOAs" in ran.output


def test_the_command_draws_real_places(tmp_path, open_folder):
    asked = ["sample", "--out", str(tmp_path), "--size", "ward", "--only", "deaths", "--open-data", str(open_folder)]
    ran = CliRunner().invoke(main, asked)
    assert ran.exit_code == 0, ran.output
    assert "real places, invented people" in ran.output


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--size", "shire"], "'shire' is no size; give ward, county, region, england or a number of people"),
        (["--size", "0"], "'0' is no size"),
        (["--place", "E10000025"], "--place is the code of a real place and needs --open-data"),
        (["--open-data", "."], "does not hold lookups"),
    ],
)
def test_a_fault_is_told_in_a_sentence(asked, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, ["sample", "--out", str(tmp_path / "out"), *asked])
    assert ran.exit_code != 0
    assert told in ran.output


def test_a_curve_is_nothing_before_its_first_age_and_even_between_ages():
    curve = illness.Curve((10, 1), (20, 100))
    assert curve.at(np.array([0, 9, 10, 15, 20, 90])) == pytest.approx([0, 0, 1, 10, 100, 100])


def test_every_vocabulary_is_of_different_words():
    for data_set in DATA_SETS:
        for kind in data_set.columns.values():
            if isinstance(kind, tuple):
                assert len(set(kind)) == len(kind)


def test_dose_bands_begin_under_25_and_end_with_80_and_over(written):
    register = pq.read_table(written / "covid_vaccinations.parquet", columns=["age", "dose_age_band"]).to_pylist()
    bands = {each["age"]: each["dose_age_band"] for each in register}
    told = (bands[12], bands[24], bands[25], bands[79], bands[80], bands[90])
    assert told == ("under25", "under25", "25-29", "75-79", "80+", "80+")


def test_a_data_set_without_rows_is_written_all_the_same(tmp_path):
    nobody = DataSet("nobody", "Nobody", SETS["deaths"].columns, _nobody, "nobody")
    assert writing.write(nobody, geography.invent(1, 1), 1, tmp_path).rows == 0
    assert pq.read_table(tmp_path / "nobody.parquet").num_rows == 0


def _nobody(ward: geography.Ward, draw: drawing.Draw) -> drawing.Drawn:
    return {column: np.empty(0, dtype=np.int64) for column in SETS["deaths"].columns}
