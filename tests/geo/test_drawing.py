"""What is drawn of a configuration: given borders as they are, the rest schematic and marked as such."""

from dataclasses import replace

import pytest
import shapely

from geo.drawing import draw
from tests.geo.geographies import EAST, WEST, border_file, contest, site, territory, two_regions


def area(layers, *codes):
    return shapely.union_all([layers[code].geometry for code in codes])


def test_given_borders_are_not_schematic_and_cells_within_them_are(tmp_path):
    layers = draw(two_regions(tmp_path))
    assert not layers.territories["W"].schematic
    assert layers.territories["W1"].schematic
    assert all(cell.schematic for cell in layers.precincts.values())


def test_a_district_without_a_border_is_where_the_cells_of_its_precincts_are(tmp_path):
    layers = draw(two_regions(tmp_path))
    assert area(layers.territories, "W1").symmetric_difference(area(layers.precincts, "w-1", "w-2")).area < 1e-6
    assert area(layers.territories, "W1", "W2").symmetric_difference(area(layers.territories, "W")).area < 1e-6
    assert layers.territories["W1"].geometry.contains(shapely.Point(70.5, 42))


def test_a_precinct_without_a_point_has_no_area_and_one_abroad_is_a_point_only(tmp_path):
    layers = draw(two_regions(tmp_path))
    assert "w-4" not in layers.precincts and "w-4" not in layers.points
    assert "a-1" not in layers.precincts and layers.points["a-1"] == (37.6, 55.7)


def test_a_given_district_keeps_its_border_and_cells_share_out_what_is_left(tmp_path):
    base = two_regions(tmp_path)
    ring = [[70, 41], [71, 41], [71, 43], [70, 43], [70, 41]]
    borders = {
        **base.borders,
        "territories.geojson": border_file(tmp_path, "territories.geojson", [({"code": "W1"}, ring)]),
    }
    layers = draw(replace(base, borders=borders))
    assert not layers.territories["W1"].schematic
    assert layers.territories["W1"].geometry.area == pytest.approx(2)
    assert layers.precincts["w-3"].geometry.area == pytest.approx(2)
    assert layers.territories["W2"].schematic


def test_a_given_precinct_border_is_cut_out_of_the_cells(tmp_path):
    base = two_regions(tmp_path)
    ring = [[72, 42], [74, 42], [74, 43], [72, 43], [72, 42]]
    borders = {
        **base.borders,
        "precincts.geojson": border_file(tmp_path, "precincts.geojson", [({"precinct": "e-1"}, ring)]),
    }
    layers = draw(replace(base, borders=borders))
    assert not layers.precincts["e-1"].schematic
    assert layers.precincts["e-2"].geometry.area == pytest.approx(2)


def test_electoral_districts_are_where_their_precincts_are(tmp_path):
    layers = draw(two_regions(tmp_path))
    assert layers.contests["2"].geometry.symmetric_difference(area(layers.territories, "E")).area < 1e-6
    assert layers.contests["1"].schematic


def test_a_file_named_contests_speaks_of_contests_even_where_a_territory_has_the_code(tmp_path):
    base = two_regions(tmp_path)
    borders = {**base.borders, "contests.geojson": border_file(tmp_path, "contests.geojson", [({"code": "E"}, WEST)])}
    layers = draw(replace(base, contests=(contest("1", "W"), contest("E", "E")), borders=borders))
    assert layers.contests["E"].geometry.bounds == (70, 41, 72, 43)
    assert layers.territories["E"].geometry.bounds == (72, 41, 74, 43)


def test_a_region_without_a_border_is_its_districts_where_these_are_given(tmp_path):
    base = two_regions(tmp_path)
    borders = {
        "territories.geojson": border_file(tmp_path, "t.geojson", [({"code": "W1"}, WEST), ({"code": "W2"}, EAST)])
    }
    layers = draw(replace(base, borders=borders))
    assert layers.territories["W"].geometry.area == pytest.approx(8)
    assert "E" not in layers.territories


@pytest.mark.parametrize("name", ["Naryn region", "Нарынская область", "Нарын облусу"])
def test_regions_of_the_country_are_known_by_name_in_three_languages(tmp_path, name):
    base = two_regions(tmp_path)
    country = replace(base, territories=(territory("17", name=name), territory("W1", "17")), borders={}, sites=())
    west, south, east, north = draw(country).territories["17"].geometry.bounds
    assert (73 < west < 74) and (40 < south < 41) and (78 < east < 79) and (42 < north < 43)


def test_osh_city_is_a_disc_that_says_so_and_osh_region_is_not(tmp_path):
    codes = (territory("41706000000000"), territory("41721000000000"))
    layers = draw(replace(two_regions(tmp_path), territories=codes, borders={}, sites=(), contests=()))
    city, region = layers.territories["41721000000000"], layers.territories["41706000000000"]
    assert city.schematic and not region.schematic
    assert city.geometry.intersection(region.geometry).area < 1e-6


def test_nothing_is_drawn_of_a_campaign_without_places(tmp_path):
    layers = draw(replace(two_regions(tmp_path), borders={}, sites=(site("1", "W1"),)))
    assert (layers.territories, layers.precincts, layers.points) == ({}, {}, {})
