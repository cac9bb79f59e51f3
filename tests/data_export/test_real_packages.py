"""Totals recomputed from the CSV files of real elections are those that the sources state."""

import subprocess
import sys
from pathlib import Path

import pytest

from data_export.part import write_data_part
from data_export.recompute import recompute_from_csv
from tests.data_export import recompute as from_wide
from tests.data_export.packages import package_view
from tests.depth import DEPTH


def package(shared_tools: Path, tool: str, folder: Path) -> Path:
    subprocess.run([sys.executable, shared_tools / tool, folder], check=True, capture_output=True)
    return folder


def test_kyrgyz_parliament_of_2020_by_scanner(shared_tools: Path, tmp_path: Path) -> None:
    view = package_view(package(shared_tools, "kg2020_package.py", tmp_path / "package"))
    write_data_part(view, tmp_path / "data", office=True)
    totals = recompute_from_csv(tmp_path / "data")
    contest = totals["contests"]["1"]["scanner"]
    assert (contest["votes"][0], contest["votes"][3]) == (469_098, 452_971)
    assert (contest["base"], contest["received"], contest["expected"]) == (1_887_345, 2_413, 2_413)
    assert from_wide.wide_votes(tmp_path / "data", "1", "scanner") == contest["votes"]
    by_territory = [place["contests"]["1"]["scanner"]["base"] for place in totals["territories"].values()]
    assert sum(by_territory) == contest["base"]


@pytest.mark.deep
def test_russian_president_of_2018_by_protocol(shared_tools: Path, tmp_path: Path) -> None:
    view = package_view(package(shared_tools, "ru2018_package.py", tmp_path / "package"))
    every = round(1 / DEPTH)
    view.numbers = {entry["code"]: view.numbers.get(entry["code"], []) for entry in view.entries[::every]}
    kept = [number for precincts in view.numbers.values() for number, _ in precincts]
    write_data_part(view, tmp_path / "data")
    totals = recompute_from_csv(tmp_path / "data")
    contest = totals["contests"]["1"]["protocol"]
    assert contest["votes"] == [sum(column) for column in zip(*(view.by_hand[number] for number in kept), strict=True)]
    assert contest["received"] == len(kept)
    if DEPTH == 1:
        regions = [entry["code"] for entry in view.entries if not entry["parent"]]
        assert (contest["base"], contest["received"]) == (72_787_734, 97_699)
        assert sum(totals["territories"][code]["voters"] for code in regions) == 109_008_428
