import pytest

from folkmoot.adapters.feeds import naming


@pytest.mark.parametrize(
    ("column", "key", "type_", "year"),
    [
        ("lsoa11cd", "lsoa11", "lsoa", 2011),
        ("LSOA11CD", "lsoa11", "lsoa", 2011),
        ("ward17cd", "wd17", "ward", 2017),
        ("WD20CD", "wd20", "ward", 2020),
        ("ltla21_code", "lad21", "district", 2021),
        ("lad24cd", "lad24", "district", 2024),
        ("ctyua23cd", "utla23", "upper tier", 2023),
        ("region21cd", "rgn21", "region", 2021),
        ("wdcd", "wd", "ward", None),
    ],
)
def test_a_column_of_codes_names_an_edition(column: str, key: str, type_: str, year: int | None):
    (found,) = naming.areas([column])
    assert (found.column, found.key, found.type, found.year) == (column, key, type_, year)


def test_a_column_without_a_year_takes_the_one_in_the_name_of_the_file():
    (found,) = naming.areas(["wdcd"], "invented_wards_2019.geojson")
    assert (found.key, found.title) == ("wd19", "Wards, 2019")
    (found,) = naming.areas(["wdcd"], "invented_wards_2019_to_2022.csv")
    assert (found.key, found.title) == ("wd", "Wards, edition not stated")


def test_the_smallest_areas_come_first_and_each_has_its_column_of_names():
    found = naming.areas(["LAD21CD", "LAD21NM", "wd20cd", "ltla21_name", "ltla21_code", "pwc_lon"])
    assert [(each.key, each.name) for each in found] == [("wd20", ""), ("lad21", "LAD21NM"), ("lad21", "ltla21_name")]


def test_the_year_of_a_file_is_the_only_one_in_its_name():
    assert naming.year_of("mye2020_ward2020.csv") == 2020
    assert naming.year_of("mye.csv") is None
    assert naming.year_of("mye2019_lad2021.csv") is None
    assert naming.year_of("20201130.csv") is None
