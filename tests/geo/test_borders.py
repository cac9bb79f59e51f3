"""Border files come in many formats and with many mistakes: good ones are taken alike, wrong ones leave a list."""

import argparse
import shutil
import warnings
from pathlib import Path

import geopandas
import orjson
import pytest
import shapely
from shapely.geometry import shape

from geo.borders import Choices, read_borders
from geo.errors import BordersRefused
from geo.matching import Unit
from portal.cli import borders
from portal.domain.names import Names
from portal.errors import InputError
from portal.settings import load_settings

UNITS = {
    "N": Unit(Names("Түндүк облусу", "Северная область", "North region")),
    "S": Unit(Names("Түштүк облусу", "Южная область", "South region")),
}
NORTH, SOUTH = shapely.box(74, 42, 76, 43), shapely.box(74, 41, 76, 42)
GOLDEN = Path(__file__).parents[1] / "golden" / "package"


def frame(*rows, crs="EPSG:4326", **columns):
    return geopandas.GeoDataFrame({"code": ["N", "S"][: len(rows)], **columns}, geometry=list(rows), crs=crs)


def written(tmp_path, features, name="borders.geojson"):
    path = tmp_path / name
    if name.endswith(".zip"):
        folder = tmp_path / "shapefile"
        folder.mkdir()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # A file without coordinate system is what one of the tests is about.
            features.to_file(folder / "borders.shp", engine="pyogrio")
        shutil.make_archive(str(path.with_suffix("")), "zip", folder)
    else:
        features.to_file(path, engine="pyogrio")
    return path


def take(tmp_path, features, layer="regions", units=UNITS, name="borders.geojson", **choices):
    path = written(tmp_path, features, name)
    return read_borders(path, layer, units, tmp_path / "boundaries", Choices(**choices))


def problems(tmp_path, features, **values):
    with pytest.raises(BordersRefused) as refused:
        take(tmp_path, features, **values)
    return refused.value.problems


@pytest.mark.parametrize("name", ["borders.geojson", "borders.gpkg", "borders.zip"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32643", "EPSG:3857"])
def test_every_format_and_system_of_coordinates_gives_the_same_borders(tmp_path, name, crs):
    if name == "borders.geojson" and crs != "EPSG:4326":
        name = "borders.gpkg"
    report = take(tmp_path, frame(NORTH, SOUTH).to_crs(crs), name=name)
    found = {row["properties"]["code"]: shape(row["geometry"]) for row in orjson.loads(report.content)["features"]}
    assert (report.features, report.matched, report.orphans, report.missing) == (2, 2, (), ())
    assert found["N"].symmetric_difference(NORTH).area < 1e-4 and found["S"].symmetric_difference(SOUTH).area < 1e-4


def test_a_file_without_a_system_of_coordinates_is_refused_until_one_is_named(tmp_path):
    plain = frame(NORTH, SOUTH, crs=None)
    assert "names no coordinate system" in problems(tmp_path, plain, name="borders.zip")[0]
    shutil.rmtree(tmp_path / "shapefile")
    assert take(tmp_path, plain, name="borders.zip", crs="EPSG:4326").matched == 2


def test_metres_that_claim_to_be_degrees_are_noticed(tmp_path):
    wrong = frame(NORTH, SOUTH).to_crs("EPSG:3857").set_crs("EPSG:4326", allow_override=True)
    assert "coordinates are no degrees" in problems(tmp_path, wrong, name="borders.gpkg")[0]


@pytest.mark.parametrize(("name", "content"), [("x.geojson", b"{"), ("x.pdf", b""), ("x.zip", b"PK"), ("x.gpkg", b"")])
def test_a_file_that_is_none_is_named(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BordersRefused, match=name):
        read_borders(tmp_path / name, "regions", UNITS, tmp_path, Choices())


def test_names_are_matched_in_three_languages_with_and_without_their_kind(tmp_path):
    for north, south in (("Северная", "Южная область"), ("Түндүк", "Түштүк облусу"), ("North", "south region")):
        named = geopandas.GeoDataFrame({"NAME": [north, south]}, geometry=[NORTH, SOUTH], crs="EPSG:4326")
        assert take(tmp_path, named).matched == 2


def test_codes_may_begin_otherwise_in_the_file(tmp_path):
    coded = geopandas.GeoDataFrame({"P": ["KG04", "KG05"]}, geometry=[NORTH, SOUTH], crs="EPSG:4326")
    units = {"41704": Unit(Names()), "41705": Unit(Names())}
    assert take(tmp_path, coded, units=units, column="P", prefix=("KG", "417")).matched == 2


def test_orphans_of_both_sides_are_listed(tmp_path):
    features = frame(NORTH, SOUTH, code=["N", "X"], name=["North", "Nowhere"])
    assert any("Nowhere" in line and "no unit of the campaign" in line for line in problems(tmp_path, features))
    report = take(tmp_path, features, skip_unmatched=True)
    assert (report.matched, report.missing) == (1, ("S",))
    assert "Nowhere" in report.orphans[0]


def test_a_unit_that_occurs_twice_is_refused(tmp_path):
    assert any("N: 2 features" in line for line in problems(tmp_path, frame(NORTH, SOUTH, code=["N", "N"])))


def test_an_invalid_shape_is_mended_only_when_asked(tmp_path):
    bow = shapely.Polygon([(74, 42), (76, 43), (76, 42), (74, 43), (74, 42)])
    assert any("invalid shape" in line and "--repair" in line for line in problems(tmp_path, frame(bow, SOUTH)))
    found = orjson.loads(take(tmp_path, frame(bow, SOUTH), repair=True).content)["features"]
    assert all(shape(row["geometry"]).is_valid for row in found)


def test_overlaps_are_mistakes_and_holes_are_remarks(tmp_path):
    lines = problems(tmp_path, frame(shapely.box(74, 41.5, 76, 43), SOUTH))
    assert lines == ("borders.geojson: N and S overlap by 50.0% of the smaller one",)
    holed = frame(NORTH.difference(shapely.box(74.5, 42.3, 75, 42.6)), SOUTH)
    assert any("nothing covers 0.15000 square degrees" in note for note in take(tmp_path, holed).notes)


def test_an_area_outside_its_parent_and_a_point_outside_its_territory_are_named(tmp_path):
    (tmp_path / "boundaries").mkdir()
    (tmp_path / "boundaries/regions.geojson").write_bytes(take(tmp_path, frame(NORTH, SOUTH)).content)
    district = {"N": Unit(Names(), "S")}
    one = geopandas.GeoDataFrame({"code": ["N"]}, geometry=[shapely.box(74, 41.5, 75, 42.5)], crs="EPSG:4326")
    assert "50.0% of its area lies outside of S" in problems(tmp_path, one, layer="territories", units=district)[0]
    point = geopandas.GeoDataFrame({"precinct": ["7"]}, geometry=[shapely.Point(75, 42.5)], crs="EPSG:4326")
    outside = problems(tmp_path, point, layer="points", units={"7": Unit(Names(), "S")})
    assert outside == ("borders.geojson: precinct 7: its point lies outside of S",)
    assert take(tmp_path, point, layer="points", units={"7": Unit(Names(), "N")}).matched == 1


def test_a_point_is_no_border_and_a_border_no_point(tmp_path):
    dots = frame(shapely.Point(75, 42), shapely.Point(75, 43))
    assert all("is a Point, Polygon or MultiPolygon is needed" in line for line in problems(tmp_path, dots))
    assert all(
        "is a Polygon, Point is needed" in line for line in problems(tmp_path, frame(NORTH, SOUTH), layer="points")
    )


def run(*words):
    parser = argparse.ArgumentParser()
    borders.add_arguments(parser)
    return borders.run(parser.parse_args([str(word) for word in words]), load_settings())


def test_the_command_writes_into_the_package_or_leaves_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path / "home"))
    package = shutil.copytree(GOLDEN, tmp_path / "package")
    wrong = written(tmp_path, frame(NORTH, SOUTH, code=["N", "X"]), "wrong.geojson")
    with pytest.raises(InputError, match="no unit of the campaign"):
        run(package, wrong, "--layer", "regions")
    assert not (package / "boundaries").exists()
    good = written(tmp_path, frame(NORTH, SOUTH), "good.gpkg")
    assert run(package, good, "--layer", "regions", "--dry-run") == 0
    assert not (package / "boundaries").exists()
    assert run(package, good, "--layer", "regions") == 0
    assert "2 features, 2 matched" in capsys.readouterr().out
    assert [path.name for path in (package / "boundaries").iterdir()] == ["regions.geojson"]
