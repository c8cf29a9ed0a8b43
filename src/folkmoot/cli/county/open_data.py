"""Real places for the invented people: LSOAs of England with their wards, deprivation and populations, from open data.

Only the places are real. Everybody who is drawn to live there is invented, and so is whatever happens to them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from folkmoot.cli.county.geography import LEVELS, Geography, Place, Size, by_sex
from folkmoot.cli.county.streams import stream

LOOKUP = Path("lookups/england_lsoa11_lookup.csv.gz")
DEPRIVATION = Path("deprivation/iod2019_england_lsoa11.parquet")
PEOPLE = Path("population/mye2020_england_lsoa11_sya_persons.parquet")
HOME = "E10000025"  # Oxfordshire, which the first pack is from

# The columns of each level's code and name, in the order of LEVELS.
COLUMNS = {
    "ward": ("wd19cd", "wd19nm"),
    "msoa": ("msoa11cd", "msoa11_hclnm"),
    "district": ("ltla21cd", "ltla21nm"),
    "upper tier": ("utla21cd", "utla21nm"),
    "region": ("region21cd", "region21nm"),
}
LEVEL_OF = {Size.WARD: "ward", Size.COUNTY: "upper tier", Size.REGION: "region"}


class NoOpenData(ValueError):
    """A folder that does not hold the open data, or a place that it does not know; the message says which."""


def read(folder: Path, size: Size | int, seed: int, place: str = "") -> Geography:
    """The LSOAs of a place by its code, or around Oxfordshire. NoOpenData names what is missing.

    A number asks for at least so many people: wards of the county, then of its region, then of the rest of England.
    """
    table = _joined(folder)
    people = pc.sum(table["all_ages"]).as_py()
    if isinstance(size, int):
        table = _at_least(table, min(size, people))
    elif size is not Size.ENGLAND:
        table = _within(table, size, place)
    return _geography(table, size, seed)


def _joined(folder: Path) -> pa.Table:
    for path in (LOOKUP, DEPRIVATION, PEOPLE):
        if not (folder / path).is_file():
            raise NoOpenData(f"{folder} does not hold {path}; name the folder that the open data lies in")
    lookup = pyarrow.csv.read_csv(folder / LOOKUP)
    deprivation = _by_code(pq.read_table(folder / DEPRIVATION, columns=["lsoa11cd", "imd_rank", "income_score_pct"]))
    people = _by_code(pq.read_table(folder / PEOPLE).drop_columns("lsoa11nm"))
    joined = lookup.join(deprivation, "lsoa11cd", join_type="inner").join(people, "lsoa11cd", join_type="inner")
    return joined.sort_by([("utla21cd", "ascending"), ("wd19cd", "ascending"), ("lsoa11cd", "ascending")])


def _by_code(table: pa.Table) -> pa.Table:
    """The same with codes of the type that a CSV's have, as a join wants them."""
    return table.set_column(table.column_names.index("lsoa11cd"), "lsoa11cd", table["lsoa11cd"].cast(pa.string()))


def _within(table: pa.Table, size: Size, place: str) -> pa.Table:
    column = COLUMNS[LEVEL_OF[size]][0]
    home = table.filter(pc.field("utla21cd") == HOME)
    wanted = place or home[column][0].as_py()
    found = table.filter(pc.field(column) == wanted)
    if not found.num_rows:
        raise NoOpenData(f"{wanted} is the code of no {LEVEL_OF[size]} in {LOOKUP.name}; look it up there")
    return found


def _at_least(table: pa.Table, people: int) -> pa.Table:
    home = table.filter(pc.field("utla21cd") == HOME)
    region = pc.field("region21cd") == home["region21cd"][0].as_py()
    county = pc.field("utla21cd") == HOME
    near = pa.concat_tables([home, table.filter(region & ~county), table.filter(~region)])
    held = np.cumsum(near["all_ages"].to_numpy())
    last = near["wd19cd"][int(np.searchsorted(held, people))].as_py()
    end = pc.index(near["wd19cd"], last).as_py() + pc.sum(pc.equal(near["wd19cd"], last)).as_py()
    return near.slice(0, end)


def _geography(table: pa.Table, size: Size | int, seed: int) -> Geography:
    codes = table["lsoa11cd"].to_pylist()
    ranks = table["imd_rank"].to_numpy()
    ages = [name for name in table.column_names if name.startswith("age_")]
    by_age = np.stack([table[name].to_numpy() for name in ages], -1).astype(np.int64)
    persons = np.stack([by_sex(each, stream(seed, "sexes", code)) for each, code in zip(by_age, codes, strict=True)])
    return Geography(
        name=_name(table, size),
        invented=False,
        codes=tuple(codes),
        names=tuple(table["lsoa11nm"].to_pylist()),
        above={level: _places(table, *COLUMNS[level]) for level in LEVELS},
        standing=(ranks - 0.5) / ENGLISH_LSOAS,
        income_deprived=table["income_score_pct"].to_numpy() / 100,
        persons=persons,
    )


ENGLISH_LSOAS = 32_844


def _places(table: pa.Table, code: str, name: str) -> tuple[Place, ...]:
    made: dict[str, Place] = {}
    for each, called in zip(table[code].to_pylist(), table[name].to_pylist(), strict=True):
        made.setdefault(each, Place(each, called))
    return tuple(made[each] for each in table[code].to_pylist())


def _name(table: pa.Table, size: Size | int) -> str:
    if isinstance(size, int) or size is Size.ENGLAND:
        return "England" if table.num_rows == ENGLISH_LSOAS else "Part of England"
    return str(table[COLUMNS[LEVEL_OF[size]][1]][0].as_py())
