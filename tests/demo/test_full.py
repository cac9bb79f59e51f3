import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from portal.demo.national import write_full

COLUMNS = {
    "turnout.csv": "precinct,as_of,identified,source,remote",
    "scanner.csv": "precinct,contest,ballots_processed,reported_at,device",
    "scanner_votes.csv": "precinct,contest,position,votes,device",
    "no_machine_results.csv": "precinct,reason_ky,reason_ru,reason_en",
    "protocols.csv": "precinct,contest,kind,signed_at,1,2,3,4,5,6,7,8,9,10,11,D1,D2,D3,D4,D5,D6,D7"
    ",members,signed,opinions",
    "protocol_votes.csv": "precinct,contest,kind,position,votes",
    "decisions.csv": "number,date,body,kind,scope,target,reason_ky,reason_ru,reason_en",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_full(tmp_path_factory.mktemp("full"))


def rows(package: Path, name: str) -> list[dict[str, str]]:
    with (package / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_fact_files_have_the_columns_of_the_contract(package: Path) -> None:
    for name, columns in COLUMNS.items():
        assert (package / name).read_text("utf-8").splitlines()[0] == columns


def test_the_full_package_is_an_archive_of_a_past_day_without_schedule(package: Path) -> None:
    campaign = tomllib.loads((package / "campaign.toml").read_text("utf-8"))
    assert campaign["archive"] is True and campaign["id"] == "demo2024"
    assert "schedule" not in campaign and campaign["notice"]


def test_no_key_of_a_fact_file_stands_twice(package: Path) -> None:
    keys = {
        "turnout.csv": ("precinct", "as_of", "source"),
        "scanner.csv": ("precinct", "contest", "device"),
        "no_machine_results.csv": ("precinct",),
        "scanner_votes.csv": ("precinct", "contest", "device", "position"),
        "protocols.csv": ("precinct", "contest", "kind"),
        "protocol_votes.csv": ("precinct", "contest", "kind", "position"),
    }
    for name, key in keys.items():
        counts = Counter(tuple(row[column] for column in key) for row in rows(package, name))
        assert counts and max(counts.values()) == 1, name


def test_votes_and_invalid_ballots_of_both_kinds_make_up_the_ballots_found(package: Path) -> None:
    found = sum(int(row["9"] or 0) + int(row["D5"] or 0) for row in rows(package, "protocols.csv"))
    invalid = sum(int(row["10"] or 0) + int(row["D6"] or 0) for row in rows(package, "protocols.csv"))
    votes = sum(int(row["votes"]) for row in rows(package, "protocol_votes.csv"))
    assert found == votes + invalid
    # In some precincts one ballot that the scanner took was not found again.
    assert 1_584_446 - 40 < found < 1_584_446


def test_the_late_falling_report_is_left_out(package: Path) -> None:
    last: dict[str, int] = {}
    for row in rows(package, "turnout.csv"):
        if row["source"] != "scanner_final":
            assert int(row["identified"]) >= last.get(row["precinct"], 0)
            last[row["precinct"]] = int(row["identified"])
