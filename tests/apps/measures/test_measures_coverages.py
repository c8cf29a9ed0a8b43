"""Coverage files, printed tables as facts, and residents of places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.apps.measures.conftest import NOW
from tests.engine import county

from folkmoot.adapters.store.files import Store
from folkmoot.apps.measures import queries
from folkmoot.apps.measures.queries.inputs import NoRecords, PrintedFacts, Sources, find
from folkmoot.apps.places import operations as places
from folkmoot.apps.places.terms import EditionOf, LookupRule, Named, Provenance, Source, UnitType
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance as Origin
from folkmoot.engine.scope import Event, Unit
from folkmoot.methods.document.keys import BadSource
from folkmoot.methods.geography.groups import MostDeprived

pytestmark = pytest.mark.django_db
INVENTED = Source("Invented places", "Invented", "None: invented", provenance=Provenance.INVENTED)
HEAD = '[coverage]\ntitle = "Invented"\nfirst = 2020\nlast = 2021\n'
LEVELS = """
[[level]]
unit_type = "ward"
edition = "wards"

[[level]]
unit_type = "district"
edition = "districts"
lookup = "wards-to-districts"

[[level]]
unit_type = "upper tier"
edition = "counties"
lookup = "wards-to-counties"
"""


@pytest.fixture
def read(tmp_path: Path):
    def found(text: str, head: str = HEAD) -> queries.Covered:
        path = tmp_path / "coverage.toml"
        path.write_text(head + text)
        return queries.read_coverage(path)

    return found


@pytest.fixture
def listed(db) -> None:
    """The wards, districts and county of the tests, as places."""
    for edition, kind in (
        ("counties", UnitType.UPPER_TIER),
        ("districts", UnitType.DISTRICT),
        ("wards", UnitType.WARD),
    ):
        named = [Named(unit.code, unit.name) for unit in county.UNITS if unit.unit_type == kind]
        of = EditionOf(edition, kind, f"{edition} (invented)", None, None)
        places.define_units(of=of, units=named, source=INVENTED, by=None, at=NOW)
    for place, target in ((1, "districts"), (2, "counties")):
        places.define_lookup(
            key=f"wards-to-{target}", edition="wards", target_edition=target, rule=LookupRule.NESTED,
            parts={code: (parts[place],) for code, parts in county.PARTS.items()}, source=INVENTED, by=None, at=NOW,
        )  # fmt: skip


def test_levels_of_places_become_units_each_with_its_parent(listed, read):
    found = read(LEVELS)
    assert found.coverage.units == county.UNITS[:7]
    assert found.coverage.lookup.parts["W1"] == (("W1", 1.0), ("D1", 1.0), ("C1", 1.0))
    assert (found.title, found.coverage.first, found.coverage.last) == ("Invented", 2020, 2021)


def test_a_reference_may_be_named_by_its_type(listed, read):
    assert read(LEVELS, HEAD + 'reference = "upper tier"\nengland = "C1"\n').coverage.reference == "C1"
    assert read(LEVELS, HEAD + 'reference = "district"\n').coverage.reference == "district"


def test_a_group_of_places_is_made_of_its_members(listed, read):
    index = pa.table({"unit": ["W1", "W2", "W3", "W4"], "imd_decile": pa.array([1, 9, 9, 9], pa.int32())})
    given = {"source": INVENTED, "by": None, "at": NOW}
    places.receive_deprivation(key="index", edition="wards", on=date(2019, 9, 26), table=index, **given)
    places.define_group(
        key="poor", title="Poor districts", rule=MostDeprived(deciles=2, at_least=1), index="index",
        lookup="wards-to-districts", on=date(2026, 1, 1), by=None, at=NOW,
    )  # fmt: skip
    found = read(LEVELS + '[[group]]\nkey = "poor"\n').coverage
    assert found.units[-1] == Unit("group:poor", "Poor districts", "group")
    assert [code for code, parts in found.lookup.parts.items() if ("group:poor", 1.0) in parts] == ["W1", "W2"]


def test_units_events_residents_and_tables_are_read(read):
    found = read("""
[[unit]]
code = "A"
unit_type = "ward"
parent = "B"
[[unit]]
code = "B"
name = "Both"
unit_type = "district"
of = ["A", "C"]
[[event]]
label = "go-live"
on = 2020-11-02
[[residents]]
data_set = "people"
keys = ["mid-2020"]
[[printed]]
data_set = "table"
unit = "Ward"
on = 2020-10-01
without = ["All"]
""")
    assert found.coverage.units == (Unit("A", "A", "ward", "B"), Unit("B", "Both", "district"))
    assert found.coverage.lookup.parts == {"A": (("A", 1.0), ("B", 1.0)), "C": (("B", 1.0),)}
    assert found.coverage.events == (Event("go-live", date(2020, 11, 2)),)
    assert found.sources.residents == {"people": ("mid-2020",)}
    assert found.sources.printed == {"table": PrintedFacts("Ward", date(2020, 10, 1), ("All",))}


@pytest.mark.parametrize(
    ("text", "head", "said"),
    [
        ("", '[coverage]\ntitle = "T"\nfirst = 2021\nlast = 2020\n', "first"),
        ("", '[coverage]\ntitle = "T"\n', "first"),
        ('[[event]]\nlabel = "x"\n', HEAD, "the day of the event"),
        ('[[printed]]\ndata_set = "x"\nunit = "y"\n', HEAD, "the figures are of"),
        ('[[unit]]\ncode = "x"\nunit_type = "moon"\n', HEAD, "moon"),
        ("[[moon]]\n", HEAD, "slip of the pen"),
    ],
)
def test_a_faulty_coverage_is_named_with_file_and_key(read, text: str, head: str, said: str):
    with pytest.raises(BadSource, match=f"coverage.toml.*{said}"):
        read(text, head)


def table(content: bytes) -> None:
    records.import_printed_table(
        key="walks", title="Walks", source="A pack", content=content, provenance=Origin.PRINTED, by=None, at=NOW
    )


def test_a_printed_table_is_read_as_facts(store):
    table(b'Town,Asked,Note\nA,"1,200",x\nB,30,\nAll,1230,\n')
    how = Sources(printed={"walks": PrintedFacts("Town", date(2020, 1, 1), ("All",))})
    found = find("walks", how, Store(store))
    (path,) = found.paths
    assert pq.read_table(path).to_pylist() == [
        {"unit": "A", "date": date(2020, 1, 1), "Asked": 1200, "Note": "x"},
        {"unit": "B", "date": date(2020, 1, 1), "Asked": 30, "Note": ""},
    ]
    assert (found.printed, found.known, found.source) == (True, True, "A pack")


def test_what_stands_for_nothing_is_named(store):
    table(b"Town,Asked\nA,1\n")
    for sources, data_set, said in (
        (Sources(), "deaths", "no data set of facts 'deaths'"),
        (
            Sources(printed={"walks": PrintedFacts("Shire", NOW.date())}),
            "walks",
            "no column 'Shire'; it has Town, Asked",
        ),
        (Sources(printed={"runs": PrintedFacts("Town", NOW.date())}), "runs", "no data set 'runs'"),
        (Sources(residents={"people": ("mid-2020",)}), "people", "mid-2020"),
    ):
        with pytest.raises(NoRecords, match=said):
            find(data_set, sources, Store(store))


def test_residents_of_several_years_are_one_input(listed, store):
    for year in (2020, 2021):
        people = county.residents((year,)).select(["unit", "date", "age", "sex", "persons"])
        places.receive_population(
            key=f"mid-{year}", edition="wards", on=date(year, 6, 30), open_age=90, table=people, source=INVENTED,
            by=None, at=NOW,
        )  # fmt: skip
    found = find("residents", Sources(residents={"residents": ("mid-2020", "mid-2021")}), Store(store))
    assert (len(found.paths), found.known, found.invented, found.title) == (2, True, True, "Invented places")
