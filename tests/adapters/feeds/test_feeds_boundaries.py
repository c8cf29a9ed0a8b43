import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from folkmoot.adapters.feeds import boundaries
from folkmoot.adapters.feeds.reading import Unreadable

SQUARE = [[[-1.0, 51.0], [-0.9, 51.0], [-0.9, 51.1], [-1.0, 51.1], [-1.0, 51.0]]]
NEXT = [[[-0.9, 51.0], [-0.8, 51.0], [-0.8, 51.1], [-0.9, 51.1], [-0.9, 51.0]]]
SPIKED = [[[-1.0, 51.0], [-0.9, 51.0], [-0.9, 51.1], [-0.9, 51.2], [-0.9, 51.1], [-1.0, 51.1], [-1.0, 51.0]]]
BOW = [[[-1.0, 51.0], [-0.9, 51.1], [-0.9, 51.0], [-1.0, 51.1], [-1.0, 51.0]]]


def feature(code: str = "IW1", coordinates: Any = SQUARE, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    given = {"wd20cd": code, "wd20nm": "Alder", "lad20cd": "ID1"} | properties
    return {"type": "Feature", "properties": given, "geometry": {"type": kind, "coordinates": coordinates}}


def saved(folder: Path, told: Any, name: str = "invented.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps(told))
    return path


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def test_each_feature_is_an_outline_by_its_code_with_its_name_and_its_district(tmp_path: Path):
    found = boundaries.read(saved(tmp_path, collection(feature("IW2", NEXT), feature())))
    assert found.table.select(["unit", "name", "within"]).to_pylist() == [
        {"unit": "IW1", "name": "Alder", "within": "ID1"},
        {"unit": "IW2", "name": "Alder", "within": "ID1"},
    ]
    assert (found.areas.key, found.larger.key) == ("wd20", "lad20")
    assert shapely.from_wkb(found.table["outline"][0].as_py()).equals(shapely.Polygon(SQUARE[0]))
    assert (found.quality.read, found.quality.kept, found.mended) == (2, 2, ())


def test_a_packed_file_reads_as_the_plain_one_whatever_its_name(tmp_path: Path):
    plain = saved(tmp_path, collection(feature()))
    packed = tmp_path / "packed"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert boundaries.read(packed).table.equals(boundaries.read(plain).table)


def test_an_outline_that_can_be_mended_is_mended_and_told(tmp_path: Path):
    found = boundaries.read(saved(tmp_path, collection(feature(coordinates=SPIKED))))
    assert shapely.from_wkb(found.table["outline"][0].as_py()).is_valid
    assert [str(each) for each in found.mended] == ["row 1, IW1: was mended: Ring Self-intersection[-0.9 51.1]"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (feature("IW1", kind="Point", coordinates=[1, 2]), "IW1: is a Point, not a Polygon or MultiPolygon"),
        (feature("IW1", []), "IW1: has an empty outline"),
        (feature("IW1", [[[-1, 51], [-1, 51]]]), "IW1: cannot be read: "),
        (feature("IW1", "x"), "IW1: cannot be read: "),
        (feature("IW1", [[[450000, 200000], [460000, 200000], [460000, 210000], [450000, 200000]]]),
         "IW1: lies beyond longitude and latitude; export the file in WGS84"),
        (feature("", SQUARE), "wd20cd: has no code"),
        (feature(None), "wd20cd: has no code"),
        (feature("IW0"), "IW0: IW0 has an outline already; join them to one MultiPolygon"),
        ({"type": "Feature", "properties": {"wd20cd": "IW1"}, "geometry": None}, "IW1: has no geometry"),
        ({"type": "Feature"}, "wd20cd: has no code"),
        (7, "wd20cd: has no code"),
    ],
)  # fmt: skip
def test_a_feature_without_a_usable_outline_is_refused_with_its_number_and_reason(
    tmp_path: Path, broken: Any, told: str
):
    found = boundaries.read(saved(tmp_path, collection(feature("IW0"), broken)))
    assert found.table["unit"].to_pylist() == ["IW0"]
    assert (found.quality.read, found.quality.kept, found.quality.refused_rows) == (2, 1, 1)
    assert str(found.quality.refused[0]).startswith(f"row 2, {told}")


def test_an_outline_that_loses_ground_by_mending_is_refused(tmp_path: Path):
    lost = [[[-1.0, 51.0], [-0.9, 51.0], [-0.95, 51.0], [-1.0, 51.0]]]
    found = boundaries.read(saved(tmp_path, collection(feature("IW0"), feature(coordinates=lost))))
    assert "is not valid and cannot be mended" in found.quality.refused[0].reason


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"type": "Point"}, "neither a GeoJSON FeatureCollection nor a TopoJSON Topology"),
        ([1], "holds no JSON object"),
        (collection(), "have no feature"),
        (collection({"type": "Feature", "properties": {"name": "x"}}), "no property of codes, such as wd20cd"),
        (collection(feature(), crs={"properties": {"name": "EPSG:27700"}}), "is in the coordinates .*27700.*WGS84"),
        ({"type": "Topology", "objects": {"x": {}}}, "is no TopoJSON that can be read"),
    ],
)
def test_a_file_that_holds_no_areas_is_refused_whole(tmp_path: Path, told: Any, reason: str):
    with pytest.raises(Unreadable, match=reason):
        boundaries.read(saved(tmp_path, told))


def test_a_file_that_is_no_json_or_is_cut_short_is_refused(tmp_path: Path):
    path = tmp_path / "cut.geojson"
    path.write_bytes(gzip.compress(json.dumps(collection(feature())).encode())[:40])
    with pytest.raises(Unreadable, match="cut.geojson cannot be read"):
        boundaries.read(path)
    path.write_text("{")
    with pytest.raises(Unreadable, match="cut.geojson is not JSON"):
        boundaries.read(path)
    path.write_text("[" * 100_000)
    with pytest.raises(Unreadable, match="cut.geojson is not JSON"):
        boundaries.read(path)
    with pytest.raises(Unreadable, match="absent.geojson cannot be read"):
        boundaries.read(tmp_path / "absent.geojson")


def test_wgs84_may_be_named(tmp_path: Path):
    named = collection(feature(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})
    assert boundaries.read(saved(tmp_path, named)).quality.kept == 1


# TopoJSON: two squares that share the line from (-0.9, 51.0) to (-0.9, 51.1), as arc 0

GEOMETRIES = [
    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"wd20cd": "IW1"}},
    {"type": "MultiPolygon", "arcs": [[[2, ~0]]], "properties": {"wd20cd": "IW2"}},
]
ARCS = [
    [[-0.9, 51.0], [-0.9, 51.1]],
    [[-0.9, 51.1], [-1.0, 51.1], [-1.0, 51.0], [-0.9, 51.0]],
    [[-0.9, 51.0], [-0.8, 51.0], [-0.8, 51.1], [-0.9, 51.1]],
]
QUANTISED = [
    [[1, 0], [0, 1]],
    [[1, 1], [-1, 0], [0, -1], [1, 0]],
    [[1, 0], [1, 0], [0, 1], [-1, 0]],
]


def topology(arcs: Any = ARCS, geometries: Any = GEOMETRIES, **more: Any) -> dict[str, Any]:
    objects = {"wards": {"type": "GeometryCollection", "geometries": geometries}}
    return {"type": "Topology", "objects": objects, "arcs": arcs, **more}


@pytest.mark.parametrize(
    "told",
    [topology(), topology(QUANTISED, transform={"scale": [0.1, 0.1], "translate": [-1.0, 51.0]})],
    ids=["plain", "quantised"],
)
def test_a_topology_gives_the_outlines_that_share_its_lines(tmp_path: Path, told: Any):
    found = boundaries.read(saved(tmp_path, told))
    assert found.quality.refused == ()
    outlines = [shapely.from_wkb(each) for each in found.table["outline"].to_pylist()]
    assert outlines[0].equals_exact(shapely.normalize(shapely.Polygon(SQUARE[0])), 1e-9)
    assert outlines[1].area == pytest.approx(shapely.Polygon(NEXT[0]).area)
    assert shapely.coverage_is_valid(outlines)


def test_a_geometry_without_its_lines_is_refused(tmp_path: Path):
    lost = {"type": "Polygon", "arcs": [[9]], "properties": {"wd20cd": "IW9"}}
    point = {"type": "Point", "arcs": [], "properties": {"wd20cd": "IW8"}}
    found = boundaries.read(saved(tmp_path, topology(geometries=[*GEOMETRIES, lost, point, 7])))
    assert [str(each) for each in found.quality.refused] == [
        "row 3, IW9: has no geometry of arcs that are there",
        "row 4, IW8: has no geometry of arcs that are there",
        "row 5, wd20cd: has no code",
    ]
