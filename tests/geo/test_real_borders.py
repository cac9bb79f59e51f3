"""Borders of 2018 from ../shared/data/kg-geo against the territories of the invented campaign."""

from datetime import UTC, datetime

import orjson
import pytest

from geo.borders import Choices, read_borders
from geo.errors import BordersRefused
from portal.cli.borders import units
from portal.demo.national import write_national
from portal.package.package import read_package


@pytest.fixture(scope="module")
def configuration(tmp_path_factory):
    folder = write_national(tmp_path_factory.mktemp("national"))
    return read_package(folder, datetime(2026, 11, 1, tzinfo=UTC)).configuration


def report(configuration, path, layer, boundaries, **choices):
    return read_borders(path, layer, units(configuration, layer), boundaries, Choices(**choices))


def test_all_nine_regions_are_found_by_code_and_by_name(configuration, shared_data, tmp_path):
    path = shared_data / "kg-geo/adm1_regions.geojson"
    by_code = report(configuration, path, "regions", tmp_path, column="ADM1_PCODE", prefix=("KG", "417"))
    assert (by_code.features, by_code.matched, by_code.missing) == (9, 9, ("abroad",))
    assert report(configuration, path, "regions", tmp_path).content == by_code.content


def test_all_fifty_three_districts_and_cities_are_found_by_code(configuration, shared_data, tmp_path):
    path = shared_data / "kg-geo/adm2_rayons_cities.geojson"
    found = report(configuration, path, "territories", tmp_path, column="ADM2_PCODE", prefix=("KG", "417"))
    assert (found.features, found.matched, found.orphans, found.missing) == (53, 53, (), ())
    assert len(orjson.loads(found.content)["features"]) == 53
    # Lake Issyk-Kul and the lake Song-Kul belong to no district, neither do Bishkek, Osh and the enclaves.
    assert any("42.464 N 77.085 E" in note for note in found.notes)


def test_names_that_the_campaign_does_not_know_are_listed(configuration, shared_data, tmp_path):
    path = shared_data / "kg-geo/adm2_rayons_cities.geojson"
    with pytest.raises(BordersRefused) as refused:
        report(configuration, path, "territories", tmp_path, column="ADM2_EN")
    listed = [line for line in refused.value.problems if "is no unit of the campaign" in line]
    found = report(configuration, path, "territories", tmp_path, column="ADM2_EN", skip_unmatched=True)
    assert found.matched + len(found.orphans) == 53
    assert len(listed) == len(found.orphans) == 9
    for name in ("Kochokor", "Ak-Tala", "Moscow"):
        assert any(name in line for line in listed)
