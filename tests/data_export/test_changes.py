"""changes.jsonl leads from the rows of one data part to those of the next."""

from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest

from data_export.changes import FILE_NAME
from data_export.part import write_data_part
from tests.data_export.factories import View, precinct, release_document, result, scanner, small_view

LEFT_OUT = ("datapackage", "results_wide", "changes")


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        path.stem: orjson.loads(path.read_bytes())
        for path in folder.glob("*.json")
        if not path.stem.startswith(LEFT_OUT)
    }


def lines(folder: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (folder / FILE_NAME).read_bytes().splitlines()]


def keys(folder: Path) -> dict[str, list[str]]:
    package = orjson.loads((folder / "datapackage.json").read_bytes())
    return {resource["name"]: resource["schema"].get("primaryKey", []) for resource in package["resources"]}


def follow(rows: dict[str, list[dict[str, Any]]], changes: list[dict[str, Any]], keyed: dict[str, list[str]]) -> None:
    """What a follower does, in plain Python."""
    for change in changes[1:]:
        table, row = rows[change["table"]], change["row"]
        key = keyed[change["table"]]
        if key:
            table[:] = [one for one in table if any(one[name] != row[name] for name in key)]
        elif change["do"] == "remove":
            table.remove(row)
        if change["do"] == "put":
            table.append(row)


def two_parts(folder: Path, *, test: bool = False) -> tuple[Path, Path]:
    before = small_view(release=release_document(n=3, test=test))
    third = precinct("1003", "2", results=[result("2", scanner(41, 50))], turnout=[], final=None)
    fourth = precinct("1004", "2", results=[result("2", scanner(1, 2))])
    places = {"11": before.places["11"][:1], "12": [third, fourth]}
    after = small_view(release=release_document(n=7, test=test), places=places, former=before)
    write_data_part(before, folder / "3")
    write_data_part(after, folder / "7")
    return folder / "3", folder / "7"


@pytest.mark.parametrize("test", [False, True])
def test_a_follower_who_applies_the_changes_has_the_rows_of_the_new_part(tmp_path: Path, test: bool) -> None:
    old, new = two_parts(tmp_path, test=test)
    rows = tables(old)
    follow(rows, lines(new), keys(new))
    wanted = tables(new)
    for name, found in rows.items():
        assert Counter(map(orjson.dumps, found)) == Counter(map(orjson.dumps, wanted[name])), name


def test_the_first_line_says_from_which_part_to_which(tmp_path: Path) -> None:
    old, new = two_parts(tmp_path)
    head = lines(new)[0]
    assert (head["campaign"], head["from"], head["to"], head["is_test"]) == ("jk-2025", 3, 7, False)
    assert lines(old)[0]["from"] is None and len(lines(old)) == 1


def test_unchanged_territories_are_left_out(tmp_path: Path) -> None:
    before = small_view(release=release_document(n=3))
    write_data_part(small_view(release=release_document(n=4), former=before), tmp_path / "4")
    assert len(lines(tmp_path / "4")) == 1


def test_changed_rows_alone_are_named(tmp_path: Path) -> None:
    before = small_view(release=release_document(n=3))
    changed = precinct("1003", "2", results=[result("2", scanner(40, 51))], turnout=[], final=None)
    after: View = small_view(places={**before.places, "12": [changed]}, former=before)
    write_data_part(after, tmp_path / "7")
    found = lines(tmp_path / "7")[1:]
    assert [(line["table"], line["do"], line["row"]["votes"]) for line in found] == [("results", "put", 51)]
