"""The reader of geo/locate.json finds what the library of geometry finds, with whole numbers only."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.drawing import draw
from geo.locating import SCALE, locate_document
from portal.public.map_locate import Locator
from tests.geo.geographies import two_regions

whole = st.tuples(st.integers(69 * SCALE, 75 * SCALE), st.integers(40 * SCALE, 44 * SCALE))


def located(tmp_path):
    geography = two_regions(tmp_path)
    layers = draw(geography)
    return layers, Locator(locate_document(geography, layers))


def test_a_point_is_found_where_the_library_finds_it(tmp_path_factory):
    layers, locator = located(tmp_path_factory.mktemp("geo"))

    @given(whole)
    def agree(point):
        place = shapely.Point(point[0] / SCALE, point[1] / SCALE)
        found = locator.find(*point)
        inside = {n for n, cell in layers.precincts.items() if cell.geometry.contains(place)}
        around = {n for n, cell in layers.precincts.items() if cell.geometry.distance(place) < 1e-4}
        assert not inside or {row.number for row in found} == inside or len(around) > 1
        if not around:
            assert all(not row.inside for row in found) and len(found) == 3

    agree()


def test_outside_of_every_precinct_the_nearest_come_with_their_distances(tmp_path):
    _, locator = located(tmp_path)
    found = locator.find(69 * SCALE, 42 * SCALE)
    assert [row.number for row in found] == ["w-1", "w-2", "w-3"]
    assert [row.inside for row in found] == [False] * 3
    # 1.5 degrees of longitude at 42° north are 123.9 km.
    assert 123_000 < found[0].metres < 125_000
    assert found[0].metres < found[1].metres < found[2].metres


def test_abroad_the_nearest_precinct_abroad_is_named(tmp_path):
    _, locator = located(tmp_path)
    assert locator.find(37 * SCALE, 55 * SCALE)[0].number == "a-1"


def test_a_hole_is_outside():
    ring = [0, 0, 100, 0, 100, 100, 0, 100]
    hole = [40, 40, 60, 40, 60, 60, 40, 60]
    row = {
        "precinct": "1",
        "territory": "t",
        "kind": "ordinary",
        "schematic": False,
        "point": None,
        "rings": [ring, hole],
    }
    locator = Locator({"scale": SCALE, "rows": [row]})
    assert locator.find(20, 20)[0].inside
    assert locator.find(50, 50) == []
