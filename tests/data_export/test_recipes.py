"""The recipes of docs/open-data.md, run as they are written, give the same totals."""

import re
import runpy
from ast import literal_eval
from pathlib import Path

import pytest

from data_export.part import write_data_part
from scripts import data_dictionary
from tests.data_export.factories import release_document, small_view

RECIPES = re.findall(r"```python\n(.*?)```", data_dictionary.PAGE.read_text(encoding="utf-8"), re.DOTALL)
TOTALS = {("1", 1): 11, ("1", 2): 20, ("1", 3): 30, ("2", 1): 4, ("2", 2): 5}


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipes") / "data"
    write_data_part(small_view(former=small_view(release=release_document(n=3))), folder, office=True)
    return folder


@pytest.mark.parametrize("tool", ["import pandas", "import duckdb", "import sqlite3"])
def test_a_recipe_gives_the_totals(
    part: Path, tmp_path: Path, tool: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = literal_eval(run(tool, part, tmp_path, monkeypatch, capsys))
    if isinstance(found, list):
        found = {tuple(row[:2]): int(row[2]) for row in found}
    assert found == TOTALS


def test_the_recipe_for_followers_runs(
    part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run('open("changes.jsonl"', part, tmp_path, monkeypatch, capsys) == "3 7\n"


def run(
    words: str, part: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    (recipe,) = [text for text in RECIPES if words in text]
    script = folder / "recipe.py"
    script.write_text(recipe, encoding="utf-8")
    monkeypatch.chdir(part)
    runpy.run_path(str(script))
    return capsys.readouterr().out
