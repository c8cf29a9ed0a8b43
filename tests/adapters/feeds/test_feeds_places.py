"""Residents, indices, neighbours, and where files are from."""

from datetime import date
from pathlib import Path

import pytest

from folkmoot.adapters.feeds import deprivation, neighbours, origins, population
from folkmoot.adapters.feeds.reading import Unreadable
from folkmoot.methods.document.keys import BadSource

L1, L2 = "E01000001", "E01000002"


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


# Residents

RESIDENTS = f"lsoa11cd,lsoa11nm,all_ages,age_0,age_1,age_2plus\n{L2},Inventon 2,6,1,2,3\n{L1},Inventon 1,15,4,5,6\n"


def test_residents_become_a_row_a_unit_and_age_in_the_order_of_codes(tmp_path: Path):
    found = population.read(saved(tmp_path, "mye2020_invented_persons.csv", RESIDENTS))
    assert [tuple(row.values()) for row in found.table.to_pylist()] == [
        (L1, date(2020, 6, 30), 0, None, 4), (L1, date(2020, 6, 30), 1, None, 5), (L1, date(2020, 6, 30), 2, None, 6),
        (L2, date(2020, 6, 30), 0, None, 1), (L2, date(2020, 6, 30), 1, None, 2), (L2, date(2020, 6, 30), 2, None, 3),
    ]  # fmt: skip
    assert (found.open_age, found.on, found.areas.key) == (2, date(2020, 6, 30), "lsoa11")
    assert dict(found.names) == {L1: "Inventon 1", L2: "Inventon 2"}


def test_the_name_of_a_file_tells_the_sex(tmp_path: Path):
    found = population.read(saved(tmp_path, "mye2020_invented_females.csv", RESIDENTS))
    assert set(found.table["sex"].to_pylist()) == {"Female"}


def test_ages_without_a_total_or_an_open_age_and_names_are_taken_as_they_are(tmp_path: Path):
    found = population.read(saved(tmp_path, "mye2020.csv", f"ltla21_code,0,1\n{L1.replace('E01', 'E07')},1,2.0\n"))
    assert found.table["persons"].to_pylist() == [1, 2]
    assert (found.open_age, found.names) == (None, (("E07000001", ""),))


def test_a_row_whose_ages_do_not_add_up_is_refused_by_its_number_in_the_file(tmp_path: Path):
    text = RESIDENTS.replace("Inventon 1,15", "Inventon 1,16").replace(
        f"{L2},", "E0100000X,Faulty,6,1,2,x\n" + f"{L2},"
    )
    found = population.read(saved(tmp_path, "mye2020.csv", text))
    assert found.table["unit"].unique().to_pylist() == [L2]
    assert [str(each) for each in found.quality.refused][1:] == ["row 4, all_ages: the ages add up to 15, not to 16"]
    assert (found.quality.read, found.quality.kept, found.quality.refused_rows) == (3, 1, 2)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("mye.csv", RESIDENTS, "name the year of the estimates in the file's name"),
        ("mye2020.csv", "name,age_0\nx,1\n", "has no column of codes, such as lsoa11cd, or none of ages"),
        ("mye2020.csv", f"lsoa11cd,total\n{L1},1\n", "has no column of codes, such as lsoa11cd, or none of ages"),
    ],
)
def test_residents_of_no_place_age_or_year_are_refused(tmp_path: Path, name: str, text: str, reason: str):
    with pytest.raises(Unreadable, match=reason):
        population.read(saved(tmp_path, name, text))


# Indices

DOMAINS = "t_income,t_employment,t_education,t_health,t_crime,t_housing,t_environment"
INDEX = f"lsoa11cd,lsoa11nm,lad19cd,imd_decile,imd_score,{DOMAINS},income_num\n"
ROW = "E07000001,2,9.99,10,10,10,10,10,10,10"


def test_an_index_keeps_its_figures_and_the_blank_ones_blank(tmp_path: Path):
    text = INDEX + f"{L2},Inventon 2,{ROW},\n{L1},Inventon 1,{ROW},12\n"
    found = deprivation.read(saved(tmp_path, "iod2019.csv", text))
    assert found.table["unit"].to_pylist() == [L1, L2]
    assert found.table["imd_decile"].to_pylist() == [2, 2]
    assert found.table["income_num"].to_pylist() == [12, None]
    assert "lad19cd" not in found.table.column_names
    assert (found.on, dict(found.names)[L1]) == (date(2019, 9, 26), "Inventon 1")


def test_a_mark_stays_beside_its_figure(tmp_path: Path):
    found = deprivation.read(saved(tmp_path, "iod2016.csv", f"lsoa11cd,income_num\n{L1},*\n{L2},3\n"))
    assert found.table["income_num_mark"].to_pylist() == ["*", None]
    assert (found.on, found.names) == (date(2016, 12, 31), ((L1, ""), (L2, "")))


def test_a_score_that_its_domains_do_not_make_is_refused(tmp_path: Path):
    text = INDEX + f"{L1},Inventon 1,{ROW},1\n{L2},Inventon 2,{ROW.replace('9.99', '9.992')},1\n"
    found = deprivation.read(saved(tmp_path, "iod2019.csv", text))
    assert [str(each) for each in found.quality.refused] == [
        f"row 3, imd_score: {L2}: is 9.992, but its domains make 9.990"
    ]
    assert found.table["unit"].to_pylist() == [L1]


def test_a_decile_beyond_ten_is_refused(tmp_path: Path):
    found = deprivation.read(saved(tmp_path, "iod2019.csv", f"lsoa11cd,imd_decile\n{L1},11\n{L2},10\n"))
    assert found.table["unit"].to_pylist() == [L2]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("iod.csv", f"lsoa11cd,imd_decile\n{L1},1\n", "name the year of the index in the file's name"),
        ("iod2019.csv", "imd_decile,imd_rank\n1,1\n", "has no column of codes"),
        ("iod2019.csv", f"lsoa11cd\n{L1}\n", "has no column of codes, such as lsoa11cd, or none of figures"),
    ],
)
def test_an_index_of_no_place_or_year_is_refused(tmp_path: Path, name: str, text: str, reason: str):
    with pytest.raises(Unreadable, match=reason):
        deprivation.read(saved(tmp_path, name, text))


# Neighbours

NEIGHBOURS = "la_number,la_name,rank,neighbour_la_number,neighbour_name,closeness\n931,Oxton,1,825,Buckton,Close\n"


def test_neighbours_are_kept_with_their_rank_month_and_names(tmp_path: Path):
    found = neighbours.read(saved(tmp_path, "invented_april2021.csv", NEIGHBOURS))
    assert found.table.to_pylist() == [{"unit": "931", "neighbour": "825", "rank": 1, "closeness": "Close"}]
    assert (found.on, found.names) == (date(2021, 4, 1), (("825", "Buckton"), ("931", "Oxton")))


def test_neighbours_of_no_month_are_refused(tmp_path: Path):
    with pytest.raises(Unreadable, match="name the month of the list in the file's name"):
        neighbours.read(saved(tmp_path, "invented_2021.csv", NEIGHBOURS))


# Where files are from

ORIGINS = """
[every]
source = "Somebody"
licence = "Open"

[[file]]
begins = "mye"
title = "Residents"

[[file]]
begins = "mye2020"
source = "Somebody else"
rules = { wd22 = "centroid" }
"""


def test_the_longest_beginning_says_where_a_file_is_from(tmp_path: Path):
    found = origins.read(saved(tmp_path, "sources.toml", ORIGINS))
    assert found.of("mye2020_x.csv").source == "Somebody else"
    assert found.of("mye2020_x.csv").rules == {"wd22": "centroid"}
    assert (found.of("mye2019.csv").title, found.of("mye2019.csv").source) == ("Residents", "Somebody")
    assert (found.of("other.csv").title, found.of("other.csv").licence) == ("", "Open")


def test_a_slip_of_the_pen_is_named(tmp_path: Path):
    with pytest.raises(BadSource, match="sources.toml.*, file 1, titel: is not a key that belongs here"):
        origins.read(saved(tmp_path, "sources.toml", ORIGINS.replace("title", "titel")))


def test_the_shipped_origins_can_be_read(root: Path):
    found = origins.read(root / "definitions" / "sources.toml")
    assert all(each.source and each.licence and each.attribution for each in (found.every, *found.files))


def test_scores_become_whole_thousandths_times_the_residents(tmp_path: Path):
    text = f"lsoa11cd,imd_score,income_score_pct,pop_total_2015\n{L1},9.299,5.8,1000\n{L2},0.5,0.1,2\n"
    (found,) = deprivation.facts(deprivation.read(saved(tmp_path, "iod2019.csv", text))).values()
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        (L1, date(2015, 6, 30), 1000, 9_299_000, 58_000), (L2, date(2015, 6, 30), 2, 1_000, 2),
    ]  # fmt: skip
    assert found.column_names[3:] == ["imd_score_by_population_thousandths", "income_score_by_population_thousandths"]


def test_domains_and_numbers_of_people_become_facts_and_what_is_suppressed_does_not(tmp_path: Path):
    text = (
        "lsoa11cd,t_housing,pop_total_2015,idaci_num,pop_0_15_2015,idaopi_num,pop_60plus_2015\n"
        f"{L1},50.5,100,12,30,,20\n{L2},0.001,2,,5,10,11\n"
    )
    found = deprivation.facts(deprivation.read(saved(tmp_path, "iod2019.csv", text)))
    assert found["scores"]["barriers_transformed_by_population_thousandths"].to_pylist() == [5_050_000, 2]
    assert [tuple(row.values()) for row in found["idaci"].to_pylist()] == [(L1, date(2015, 6, 30), 30, 12)]
    assert [tuple(row.values()) for row in found["idaopi"].to_pylist()] == [(L2, date(2015, 6, 30), 11, 10)]


def test_a_domain_that_its_ranks_do_not_make_is_refused_where_the_whole_country_is_there(tmp_path: Path):
    text = f"lsoa11cd,crime_rank,t_crime\n{L1},1,100\n{L2},2,16\n"
    found = deprivation.read(saved(tmp_path, "iod2019.csv", text))
    (refused,) = found.quality.refused
    assert str(refused) == f"row 3, t_crime: {L2}: is 16, but its ranks make 15.647"
    part = f"lsoa11cd,crime_rank,t_crime\n{L1},7,99\n{L2},900,16\n"
    assert deprivation.read(saved(tmp_path, "iod2019.csv", part)).quality.refused_rows == 0


@pytest.mark.parametrize("text", [f"lsoa11cd,imd_score\n{L1},1\n", f"lsoa11cd,pop_total_2015\n{L1},1\n"])
def test_scores_without_residents_and_residents_without_scores_are_no_facts(tmp_path: Path, text: str):
    with pytest.raises(Unreadable, match="has no column pop_total_2015, or none of imd_score"):
        deprivation.facts(deprivation.read(saved(tmp_path, "iod2019.csv", text)))
