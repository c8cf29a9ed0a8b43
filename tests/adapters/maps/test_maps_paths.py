import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.adapters.maps import paths
from folkmoot.adapters.maps.paths import Drawing
from folkmoot.adapters.maps.projection import transverse_mercator


def square(left: float, bottom: float, side: float = 0.1) -> bytes:
    return bytes(shapely.box(left, bottom, left + side, bottom + side).wkb)


def points(path: str) -> list[list[tuple[int, int]]]:
    """The rings of a path as points."""
    rings = []
    for ring in path.strip("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        steps = np.array(numbers).reshape(-1, 2)
        rings.append([tuple(point) for point in steps.cumsum(axis=0).tolist()])
    return rings


def test_england_and_its_wards_are_seen_from_the_meridian_of_the_grid():
    found = transverse_mercator(np.array([[-2.0, 49.0], [-2.0, 50.0], [-1.0, 50.0], [-3.0, 50.0]]))
    assert found[0, 0] == found[1, 0] == 0
    assert found[0, 1] == pytest.approx(-np.radians(49.0))
    assert found[2, 0] == pytest.approx(-found[3, 0])
    assert found[2, 0] == pytest.approx(np.radians(1) * np.cos(np.radians(50)), rel=1e-4)


def test_a_drawing_is_as_wide_as_asked_and_north_is_up():
    found = paths.draw({"south": square(-1.0, 51.0), "north": square(-1.0, 51.1)}, width=100)
    assert found.width == 1000
    assert found.points["north"][1] < found.points["south"][1] < found.height
    across = [x for ring in points(found.paths["north"]) + points(found.paths["south"]) for x, _ in ring]
    assert (min(across), max(across)) == (paths.EDGE * paths.FINE, 1000 - paths.EDGE * paths.FINE)


def test_neighbours_share_the_points_of_their_edge_when_both_are_simplified():
    line = [(-0.9 + 0.004 * (-1) ** i, 51.0 + i / 200) for i in range(21)]
    left = shapely.Polygon([(-1.0, 51.0), *line, (-1.0, 51.1)])
    right = shapely.Polygon([(-0.8, 51.1), *reversed(line), (-0.8, 51.0)])
    found = paths.draw({"left": left.wkb, "right": right.wkb}, width=60, coarse=5)
    shared = set(points(found.paths["left"])[0]) & set(points(found.paths["right"])[0])
    assert len(shared) >= 2
    assert len(points(found.paths["left"])[0]) < 12
    drawn = [shapely.Polygon(points(path)[0]) for path in found.paths.values()]
    assert shapely.intersection(*drawn).area == pytest.approx(0)


def test_an_island_and_a_hole_are_rings_of_their_own():
    whole = shapely.box(-1.0, 51.0, -0.5, 51.5).difference(shapely.box(-0.8, 51.2, -0.7, 51.3))
    both = shapely.union_all([whole, shapely.box(-0.4, 51.0, -0.3, 51.1)])
    found = paths.draw({"both": both.wkb}, width=200)
    assert len(points(found.paths["both"])) == 3
    assert found.paths["both"].count("M") == found.paths["both"].count("z") == 3


def test_an_area_too_small_to_be_seen_is_drawn_as_one_step():
    found = paths.draw({"county": square(-2.0, 51.0, 2.0), "speck": square(-1.0, 53.0, 1e-5)}, width=50)
    assert re.fullmatch(r"M\d+ \d+h1v1h-1z", found.paths["speck"])


def test_nothing_makes_an_empty_drawing():
    assert paths.draw({}, width=100) == Drawing(1000, 0, {}, {})


def test_a_drawing_is_kept_and_read_again():
    found = paths.draw({"W1": square(-1.0, 51.0)}, width=100)
    assert Drawing.from_json(found.json) == found


@given(st.integers(-20, 10), st.integers(500, 550), st.integers(1, 20), st.integers(20, 400))
def test_the_same_area_is_drawn_as_the_same_path_within_its_view_box(left: int, bottom: int, side: int, width: int):
    outlines = {"W1": square(left / 10, bottom / 10, side / 10)}
    found = paths.draw(outlines, width=width)
    assert found == paths.draw(outlines, width=width)
    for x, y in points(found.paths["W1"])[0]:
        assert 0 <= x <= found.width
        assert 0 <= y <= found.height
