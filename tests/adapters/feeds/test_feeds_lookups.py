from pathlib import Path

import pytest

from folkmoot.adapters.feeds import lookups
from folkmoot.adapters.feeds.lookups import Between, Geography
from folkmoot.adapters.feeds.reading import Unreadable

L1, L2, L3 = "E01000001", "E01000002", "E01000003"
M1, W1, W2, D1, U1, R1 = "E02000001", "E05000001", "E05000002", "E07000001", "E10000001", "E12000001"


def saved(folder: Path, text: str, name: str = "invented_lookup.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def told(found: Geography) -> list[tuple[str, str, str]]:
    return [(each.source.key, each.target.key, each.rule) for each in found.lookups]


def between(found: Geography, source: str, target: str) -> Between:
    return next(each for each in found.lookups if (each.source.key, each.target.key) == (source, target))


def test_a_table_of_codes_gives_its_smallest_areas_to_each_of_the_others(tmp_path: Path):
    text = f"wd20cd,wd20nm,lsoa11cd,lad20cd\n{W1},Alder,{L1},{D1}\n{W1},Alder,{L2},{D1}\n{W2},Birch,{L3},{D1}\n"
    found = lookups.read(saved(tmp_path, text))
    assert told(found) == [("lsoa11", "wd20", "best fit"), ("lsoa11", "lad20", "nested"), ("wd20", "lad20", "nested")]
    assert between(found, "lsoa11", "wd20").parts == {L1: ((W1, 1.0),), L2: ((W1, 1.0),), L3: ((W2, 1.0),)}
    listed = {each.areas.key: (each.units, each.larger_type) for each in found.listings}
    assert listed["wd20"] == (((W1, "Alder", D1), (W2, "Birch", D1)), "district")
    assert listed["lsoa11"] == (((L1, "", ""), (L2, "", ""), (L3, "", "")), "")


def test_a_rule_that_is_stated_goes_before_best_fit(tmp_path: Path):
    path = saved(tmp_path, f"lsoa11cd,wd20cd,wd22cd\n{L1},{W1},{W2}\n")
    found = lookups.read(path, rules={"wd22": "centroid"})
    assert told(found) == [("lsoa11", "wd20", "best fit"), ("lsoa11", "wd22", "centroid")]


def test_regions_lie_in_england(tmp_path: Path):
    text = f"lsoa11cd,msoa11cd,ltla21cd,utla21cd,region21cd\n{L1},{M1},{D1},{U1},{R1}\n"
    found = lookups.read(saved(tmp_path, text))
    assert told(found)[-5:] == [
        ("msoa11", "lad21", "nested"), ("lad21", "utla21", "nested"), ("utla21", "rgn21", "nested"),
        ("lsoa11", "england", "nested"), ("rgn21", "england", "nested"),
    ]  # fmt: skip
    assert between(found, "rgn21", "england").parts == {R1: (("E92000001", 1.0),)}
    assert found.listings[-1].units == (("E92000001", "England", ""),)


def test_an_area_in_two_larger_ones_is_said_to_lie_in_neither(tmp_path: Path):
    text = f"lsoa11cd,wd20cd,lad20cd\n{L1},{W1},{D1}\n{L2},{W1},E07000002\n"
    found = lookups.read(saved(tmp_path, text))
    assert ("wd20", "lad20", "nested") not in told(found)
    assert next(each for each in found.listings if each.areas.key == "wd20").units == ((W1, "", ""),)


def test_a_row_without_a_code_and_a_second_row_of_an_area_are_refused(tmp_path: Path):
    found = lookups.read(saved(tmp_path, f"lsoa11cd,wd20cd\n{L1},{W1}\n{L2},\n{L1},{W2}\n{L3},Alder\n"))
    assert [each.row for each in found.quality.refused] == [3, 4, 5]
    assert between(found, "lsoa11", "wd20").parts == {L1: ((W1, 1.0),)}


POINTS = f"pcds,lsoa11cd,wd20cd\nIN1 1AA,{L1},{W1}\nIN1 1AB,{L1},{W2}\nIN1 1AC,{L1},{W2}\nIN1 1AD,{L2},{W1}\n"
SHARES = f"lsoa11cd,wd20cd,postcodes,share\n{L1},{W1},1,0.3333\n{L1},{W2},2,0.6667\n{L2},{W1},1,1.0\n"


def test_postcodes_and_their_shares_give_the_same_lookups(tmp_path: Path):
    points = lookups.read(saved(tmp_path, POINTS, "invented_postcodes.csv"))
    shares = lookups.read(saved(tmp_path, SHARES, "invented_shares.csv"))
    assert told(points) == told(shares) == [("lsoa11", "wd20", "majority"), ("lsoa11", "wd20", "share")]
    assert [each.parts for each in points.lookups] == [each.parts for each in shares.lookups]
    assert points.lookups[0].parts == {L1: ((W2, 1.0),), L2: ((W1, 1.0),)}
    assert points.lookups[1].parts == {L1: ((W1, 1 / 3), (W2, 2 / 3)), L2: ((W1, 1.0),)}


def test_a_share_that_does_not_follow_from_its_postcodes_is_refused(tmp_path: Path):
    with pytest.raises(Unreadable, match=f"{L1} in {W1}: the share is 0.4, but by the postcodes it is 0.3333"):
        lookups.read(saved(tmp_path, SHARES.replace("0.3333", "0.4")))


def test_shares_may_be_left_out(tmp_path: Path):
    text = "\n".join(line.rpartition(",")[0] for line in SHARES.splitlines())
    assert lookups.read(saved(tmp_path, text)).lookups[0].parts == {L1: ((W2, 1.0),), L2: ((W1, 1.0),)}


def test_a_list_of_codes_says_which_edition_has_which_ward(tmp_path: Path):
    text = f"wdcd,wdnm,ladcd,in_wd19,in_wd17_lookup\n{W1},Alder,{D1},1,0\n{W2},Alder,{D1},0,1\n"
    found = lookups.read(saved(tmp_path, text))
    assert found.lookups == ()
    assert [(each.areas.key, each.units) for each in found.listings] == [
        ("wd19", ((W1, "Alder", D1),)), ("wd17", ((W2, "Alder", D1),)),
    ]  # fmt: skip


def test_numbers_of_authorities_lead_to_the_first_code_that_the_file_has_for_each(tmp_path: Path):
    text = "old_la_code,new_la_code,la_name\n825,E06000060,Buckton\n825,E10000002,Buckton\n931.0,E10000025,Oxton\n"
    found = lookups.read(saved(tmp_path, text))
    assert found.lookups[0].parts == {"825": (("E06000060", 1.0),), "931": (("E10000025", 1.0),)}
    assert [len(each.units) for each in found.listings] == [2, 3]
    assert found.lookups[0].rule == "codes"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name,place\nx,y\n", "has no two columns of codes, such as lsoa11cd and wd20cd; it has name, place"),
        (f"pcds,lsoa11cd,lad20cd\nIN1,{L1},{D1}\n", "not the codes of wards and of areas that are smaller"),
        (f"pcds,wd20cd,lad20cd\nIN1,{W1},{D1}\n", "not the codes of wards and of areas that are smaller"),
    ],
)
def test_a_file_without_areas_is_refused_with_what_is_missing(tmp_path: Path, text: str, reason: str):
    with pytest.raises(Unreadable, match=reason):
        lookups.read(saved(tmp_path, text))
