"""The files of a geometry: the same bytes every time, small enough, and in the shape that GeoJSON asks for."""

import zlib
from datetime import UTC, datetime

import orjson
import pytest
import shapely
from shapely.geometry import shape

from geo.geography import Geography, Site
from geo.map_files import map_files, write_files
from portal.demo.national import write_national
from portal.package.package import read_package
from tests.geo.geographies import two_regions


@pytest.fixture(scope="module")
def national(tmp_path_factory):
    """The geography of the invented national campaign of 2,619 precincts, and its files."""
    folder = write_national(tmp_path_factory.mktemp("national"))
    found = read_package(folder, datetime(2026, 11, 1, tzinfo=UTC)).configuration
    sites = tuple(Site.of(precinct) for precinct in found.precincts)
    geography = Geography(tuple(found.territories), tuple(found.contests), sites)
    return geography, dict(map_files(geography))


def rows(files, path):
    return orjson.loads(files[path])["features"]


def test_two_builds_are_byte_identical(national, tmp_path):
    geography, files = national
    assert dict(map_files(geography)) == files
    small = two_regions(tmp_path)
    assert dict(map_files(small)) == dict(map_files(small))


def test_the_key_changes_with_anything_that_is_drawn_and_with_nothing_else(national, tmp_path):
    geography, _ = national
    assert geography.key() == Geography(geography.territories, geography.contests, geography.sites).key()
    assert geography.key() != Geography(geography.territories, geography.contests, geography.sites[1:]).key()
    small = two_regions(tmp_path)
    before = small.key()
    path = small.borders["regions.geojson"]
    path.write_bytes(path.read_bytes().replace(b"43", b"42.5"))
    assert small.key() != before


def test_the_whole_country_fits_the_budgets(national):
    _, files = national
    assert len(zlib.compress(files["geo/precincts.geojson"])) <= 250_000
    assert len(zlib.compress(files["geo/regions.geojson"])) <= 30_000
    regions = orjson.loads(files["geo/shapes.json"])["regions"]
    assert len(zlib.compress(orjson.dumps(regions))) <= 15_000


def test_every_unit_at_home_has_an_area_and_every_precinct_can_be_found(national):
    geography, files = national
    home = [site.number for site in geography.sites if site.kind != "abroad"]
    assert [row["properties"]["precinct"] for row in rows(files, "geo/precincts.geojson")] == home
    assert len(rows(files, "geo/regions.geojson")) == 9
    assert len(rows(files, "geo/territories.geojson")) == 55
    assert len(rows(files, "geo/contests.geojson")) == 30
    located = orjson.loads(files["geo/locate.json"])["rows"]
    assert [row["precinct"] for row in located] == [site.number for site in geography.sites]


def test_coordinates_have_five_decimals_and_rings_follow_the_right_hand(national):
    _, files = national
    for path in ("geo/regions.geojson", "geo/territories.geojson", "geo/precincts.geojson"):
        for row in rows(files, path)[:200]:
            area = shape(row["geometry"])
            assert area.is_valid and area.area > 0
            for part in shapely.get_parts(area).tolist():
                assert part.exterior.is_ccw and not any(ring.is_ccw for ring in part.interiors)
            assert all(round(value, 5) == value for value in shapely.get_coordinates(area).ravel().tolist())


def test_schematic_areas_say_so_in_the_data(national):
    _, files = national
    assert all(row["properties"]["schematic"] for row in rows(files, "geo/precincts.geojson"))
    marked = [row["properties"]["code"] for row in rows(files, "geo/regions.geojson") if row["properties"]["schematic"]]
    assert marked == ["41721000000000"]
    assert orjson.loads(files["geo/drawn.json"])["schematic_precincts"] is True


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_script_of_the_map_names_no_host_and_no_random_id(national, language):
    script = national[1][f"geo/map.{language}.js"].decode()
    assert "//" not in script and "http" not in script
    assert "L.map(" in script and script.count("Natyija.units(") == 3
    assert "setPrefix(false)" in script


def test_files_appear_whole_or_not_at_all(tmp_path):
    def broken():
        yield "geo/a.json", b"{}"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_files(tmp_path / "kept", broken())
    assert not (tmp_path / "kept").exists()
    write_files(tmp_path / "kept", [("geo/a.json", b"{}")])
    assert (tmp_path / "kept/geo/a.json").read_bytes() == b"{}"


def test_a_contest_within_one_territory_has_a_frame_of_its_precincts(national, tmp_path):
    small = orjson.loads(dict(map_files(two_regions(tmp_path)))["geo/shapes.json"])
    assert list(small["precincts"]["2"]["shapes"]) in (["e-1", "e-2"], ["e-2", "e-1"])
    assert "2" not in small["contests"] and "1" not in small["precincts"]
    large = orjson.loads(national[1]["geo/shapes.json"])
    assert large["precincts"]
    for code, frame in large["precincts"].items():
        assert len(frame["shapes"]) > 1, code
        assert len(zlib.compress(orjson.dumps(frame))) <= 15_000, code
