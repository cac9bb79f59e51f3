"""No file of a part holds a float, a NaN, a number as a language writes it, or a country named by locale data."""

import re
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest

from data_export.part import write_data_part
from tests.data_export.factories import small_view

NUMBER = re.compile(r"-?[0-9]+")
FORBIDDEN = (
    "Киргизи",
    "Kirghiz",
    "NaN",
    "Infinity",
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "\N{MINUS SIGN}",
)


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaks") / "data"
    write_data_part(small_view(), folder, office=True)
    return folder


def test_no_text_file_holds_a_word_that_must_not_be_there(part: Path) -> None:
    endings = (".csv", ".json", ".jsonl", ".geojson", ".md")
    files = [path for path in part.rglob("*") if path.suffix in endings]
    assert len(files) > 40
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert [word for word in FORBIDDEN if word in text] == [], path.name


def test_every_cell_of_an_integer_column_is_a_whole_number(part: Path) -> None:
    package = orjson.loads((part / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        whole = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "integer"]
        for row in orjson.loads((part / resource["path"].replace(".csv", ".json")).read_bytes()):
            for name, cell in row.items():
                assert not isinstance(cell, float), (resource["name"], name)
                assert name not in whole or cell is None or type(cell) is int, (resource["name"], name)


def test_parquet_has_no_column_of_floats(part: Path) -> None:
    for path in part.rglob("*.parquet"):
        assert {str(kind) for kind in pq.read_schema(path).types} <= {"int64", "string"}, path.name


def test_a_locale_changes_nothing(part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LANG"):
        monkeypatch.setenv(name, "ru_RU.UTF-8")
    write_data_part(small_view(), tmp_path / "data", office=True)
    for path in part.rglob("*"):
        if path.is_file():
            assert (tmp_path / "data" / path.relative_to(part)).read_bytes() == path.read_bytes(), path.name
