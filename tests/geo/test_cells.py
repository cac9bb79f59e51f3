"""Cells share the ground out among precincts: all of it, none of it twice, each piece to the nearest."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.cells import cells

AREA = shapely.Polygon([(70, 40), (74, 40), (74, 42), (72, 41), (70, 42)])
coordinates = st.tuples(st.floats(69, 75), st.floats(39, 43))
points = st.lists(coordinates, min_size=1, max_size=25).map(lambda found: {str(n): xy for n, xy in enumerate(found)})


@given(points)
def test_cells_cover_the_area_and_never_overlap(given_points):
    found = cells(given_points, AREA)
    assert sum(cell.area for cell in found.values()) == pytest.approx(AREA.area, rel=1e-6)
    assert shapely.union_all(list(found.values())).area == pytest.approx(AREA.area, rel=1e-6)
    assert all(AREA.buffer(1e-9).covers(cell) for cell in found.values())


@given(points)
def test_a_precinct_inside_the_area_lies_in_its_own_cell(given_points):
    found = cells(given_points, AREA)
    alone = {xy for xy in given_points.values() if list(given_points.values()).count(xy) == 1}
    for number, xy in given_points.items():
        others = [other for other in given_points.values() if other != xy]
        near = any(abs(x - xy[0]) + abs(y - xy[1]) < 0.01 for x, y in others)
        if xy in alone and AREA.contains(shapely.Point(xy)) and not near and number in found:
            assert found[number].buffer(1e-9).contains(shapely.Point(xy))


def test_precincts_of_one_building_have_a_cell_each():
    found = cells({"1": (71, 40.5), "2": (71, 40.5), "3": (71, 40.5)}, AREA)
    assert len(found) == 3


def test_without_points_there_are_no_cells():
    assert cells({}, AREA) == {}
