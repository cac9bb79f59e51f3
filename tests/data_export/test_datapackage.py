import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from frictionless import Package
from frictionless.resources import TableResource

from data_export.about import Licence
from data_export.part import write_data_part
from tests.data_export.factories import small_view


@pytest.fixture
def part(tmp_path: Path) -> Path:
    write_data_part(small_view(), tmp_path / "data")
    return tmp_path / "data"


def package(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = orjson.loads((folder / "datapackage.json").read_bytes())
    return loaded


def test_frictionless_finds_the_package_valid_with_its_keys_and_types(part: Path) -> None:
    report = Package(str(part / "datapackage.json")).validate()
    assert report.flatten(["type", "message"]) == []


def profile_problems(described: dict[str, Any]) -> list[str]:
    """What the Data Package standard's own profile says, which a package of its authors carries."""
    found = find_spec("dplib")
    assert found is not None and found.origin is not None
    profile = orjson.loads((Path(found.origin).parent / "profiles/2.0/datapackage.json").read_bytes())
    validator = jsonschema.validators.validator_for(profile)
    validator.check_schema(profile)
    return [f"{error.json_path}: {error.message}" for error in validator(profile).iter_errors(described)]


def test_the_package_fits_the_official_profile_of_version_2(part: Path) -> None:
    assert profile_problems(package(part)) == []


def test_the_official_profile_refuses_a_package_without_resources(part: Path) -> None:
    assert profile_problems(package(part) | {"resources": []})


def test_frictionless_finds_a_vote_of_an_unknown_precinct(part: Path) -> None:
    text = (part / "results.csv").read_bytes().replace(b",1003,", b",9999,")
    (part / "results.csv").write_bytes(text)
    described = Package(str(part / "datapackage.json"))
    for resource in described.resources:
        resource.hash = resource.bytes = None
    assert "foreign-key" in {kind for (kind,) in described.validate().flatten(["type"])}


def test_a_table_is_named_without_the_format_of_one_of_its_files(part: Path) -> None:
    described = package(part)
    named = {entry["path"]: entry["titles"]["en"] for entry in (*described["resources"], *described["files"])}
    assert named["territories.csv"] == "Territories"
    assert named["territories.parquet"] == "Territories (Parquet tables)"


def test_every_file_stands_once_with_its_size_and_hash(part: Path) -> None:
    described = package(part)
    listed = {entry["path"]: entry for entry in (*described["resources"], *described["files"])}
    files = {str(path.relative_to(part)) for path in part.rglob("*") if path.is_file()}
    assert set(listed) == files - {"datapackage.json", "SHA256SUMS"}
    assert len(listed) == len(described["resources"]) + len(described["files"])
    for name, entry in listed.items():
        content = (part / name).read_bytes()
        assert entry["bytes"] == len(content)
        assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_package_names_version_status_licence_and_source(part: Path) -> None:
    described = package(part)
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (described["version"], described["status"], described["as_of"]) == (
        "7",
        "preliminary",
        "2025-11-30T21:00:00+06:00",
    )
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert described["sources"]


def test_the_licence_is_a_parameter(tmp_path: Path) -> None:
    licence = Licence("ODC-BY-1.0", "Open Data Commons Attribution", "https://opendatacommons.org/licenses/by/1-0/")
    write_data_part(small_view(), tmp_path / "data", licence=licence)
    assert package(tmp_path / "data")["licenses"][0]["name"] == "ODC-BY-1.0"


def test_every_resource_can_be_read_by_name(part: Path) -> None:
    named = {resource.name: resource for resource in Package(str(part / "datapackage.json")).resources}
    results = named["results"]
    assert isinstance(results, TableResource)
    assert len(results.read_rows()) == 15
