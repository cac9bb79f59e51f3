from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from data_export.part import write_data_part
from data_export.schema import Table
from data_export.tables.registry import TABLES
from tests.data_export.factories import names, precinct, result, small_view
from tests.data_export.reading import json_rows


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("part") / "data"
    write_data_part(small_view(), folder)
    return folder


def picked(rows: Iterable[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


CONTRACT = {
    "results": "campaign,contest,territory,precinct,count,position,option_kind,option_name_ky,option_name_ru,"
    "option_name_en,votes,counted,status,as_of",
    "protocol_lines": "campaign,contest,territory,precinct,kind,version,line,key,value",
    "turnout": "campaign,territory,precinct,as_of,identified,remote,voters",
    "findings": "campaign,contest,territory,precinct,source,code,severity,lines,values,explanation",
    "scans": "sha256,kind,url,published_at",
    "corrections": "release,precinct,contest,field,old,new,reason_ky,reason_ru,reason_en,decision",
}


@pytest.mark.parametrize("table", TABLES)
def test_columns_begin_as_the_contract_lists_them(table: type[Table]) -> None:
    header = ",".join(column.name for column in table.columns)
    assert header.startswith(CONTRACT.get(table.name, ""))
    assert header == header.lower()


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_in_three_languages_and_keys_name_columns(table: type[Table]) -> None:
    header = [column.name for column in table.columns]
    assert len(header) == len(set(header))
    assert all(all(column.description[language] for language in ("ky", "ru", "en")) for column in table.columns)
    assert set(table.primary_key) <= {column.name for column in table.columns if column.required}
    for reference in table.references:
        assert set(reference.columns) <= set(header)


def test_results_hold_current_versions_of_both_counts(part: Path) -> None:
    rows = [row for row in json_rows(part, "results") if row["precinct"] == "1001" and row["contest"] == "1"]
    assert picked(rows, "count", "position", "votes") == [
        ("scanner", 1, 10),
        ("scanner", 2, 20),
        ("scanner", 3, 30),
        ("protocol", 1, 11),
        ("protocol", 2, 20),
        ("protocol", 3, 30),
    ]


def test_remote_votes_stand_in_their_contest_with_the_precinct_that_took_them(part: Path) -> None:
    rows = [row for row in json_rows(part, "results") if row["contest"] == "2" and row["count"] == "scanner"]
    assert picked(rows, "precinct", "territory", "votes") == [
        ("1001", "11", 4),
        ("1001", "11", 5),
        ("1003", "12", 40),
        ("1003", "12", 50),
    ]


def test_results_of_a_territory_come_contest_by_contest(part: Path) -> None:
    rows = [row for row in json_rows(part, "results") if row["territory"] == "11"]
    assert [row["contest"] for row in rows] == sorted(row["contest"] for row in rows)
    first = [row for row in rows if row["contest"] == "1"]
    assert list(dict.fromkeys(row["precinct"] for row in first)) == ["1001", "1002"]


def test_invalidated_results_stay_readable_and_are_not_counted(part: Path) -> None:
    rows = [row for row in json_rows(part, "results") if row["precinct"] == "1002"]
    assert picked(rows, "votes", "counted", "status") == [(7, 0, "complete")] * 3


def test_the_wide_table_has_a_row_per_precinct_with_empty_cells_for_what_is_missing(part: Path) -> None:
    rows = json_rows(part, "results_wide/1")
    assert picked(rows, "precinct", "scanner_1", "protocol_1", "counted") == [("1001", 10, 11, 1), ("1002", 7, None, 0)]
    assert picked(json_rows(part, "results_wide/2"), "precinct", "remote", "scanner_2") == [
        ("1001", 1, 5),
        ("1003", 0, 50),
    ]


def test_a_precinct_without_result_is_no_zero_in_the_wide_table(tmp_path: Path) -> None:
    view = small_view(places={"11": [precinct("1001"), precinct("1002", results=[result("1")])]})
    write_data_part(view, tmp_path / "data")
    rows = json_rows(tmp_path / "data", "results_wide/1")
    assert picked(rows, "scanner_1", "protocol_3", "remote") == [(None, None, 0)] * 2
    assert rows[0]["status"] == "none"


def test_former_protocols_stay_readable_beside_the_current_one(part: Path) -> None:
    rows = [row for row in json_rows(part, "protocol_versions") if row["contest"] == "1"]
    assert picked(rows, "version", "current", "votes") == [(2, 1, "11 20 30"), (1, 0, "1 2 3")]


def test_protocol_lines_carry_their_standard_key_in_every_version(part: Path) -> None:
    rows = [row for row in json_rows(part, "protocol_lines") if row["contest"] == "1"]
    assert picked(rows, "version", "line", "key", "value") == [
        (2, "9", "ballots_found", 61),
        (2, "11", "ballots_valid", 61),
        (1, "9", "ballots_found", 6),
        (1, "11", "ballots_valid", 6),
    ]


def test_lines_of_the_whole_precinct_have_no_contest(part: Path) -> None:
    rows = [row for row in json_rows(part, "protocol_lines") if row["contest"] is None]
    assert picked(rows, "precinct", "kind", "version", "line", "key", "value") == [
        ("1001", "remote", None, "D1", "voters_participated", 9)
    ]


def test_turnout_ends_with_the_final_number_by_ballots_taken(part: Path) -> None:
    rows = [row for row in json_rows(part, "turnout") if row["precinct"] == "1001"]
    assert picked(rows, "identified", "remote", "voters", "source") == [
        (100, None, 1000, "online"),
        (310, None, 1000, "scanner_final"),
    ]


def test_an_empty_text_is_missing_in_every_table(part: Path) -> None:
    assert picked(json_rows(part, "territories"), "parent") == [(None,), ("1",), ("1",)]
    assert json_rows(part, "options")[0]["party"] is None
    assert json_rows(part, "precincts")[0]["chair"] is None


def test_findings_are_code_lines_and_values(tmp_path: Path) -> None:
    finding = {
        "code": "C7",
        "severity": "warn",
        "source": "R139 ¶51",
        "contest": "1",
        "lines": ["9", "3"],
        "values": {"9": 310, "3": 309},
        "explanation": "Бир бюллетень ашык",
    }
    write_data_part(small_view(places={"11": [precinct("1001", findings=[finding])]}), tmp_path / "data")
    rows = json_rows(tmp_path / "data", "findings")
    assert picked(rows, "code", "lines", "values", "contest") == [("C7", "9 3", "9=310; 3=309", "1")]


def test_a_decision_that_several_precincts_show_stands_once(tmp_path: Path) -> None:
    decision = {
        "number": "12",
        "date": "2025-12-03",
        "body": "БШК",
        "kind": "invalidate_precinct",
        "scope": "contest",
        "target": "1",
        "reason": names("Негиз"),
    }
    places = {"11": [precinct("1001", decisions=[decision]), precinct("1002", decisions=[decision])]}
    write_data_part(small_view(places=places, decisions=[decision]), tmp_path / "data")
    assert picked(json_rows(tmp_path / "data", "decisions"), "number", "date") == [("12", "2025-12-03")]


def test_a_published_scan_names_its_precinct(tmp_path: Path) -> None:
    scan = {
        "sha256": "ab" * 32,
        "kind": "protocol",
        "contest": "1",
        "url": "/scans/abab.pdf",
        "received_at": "2025-11-30T23:20:00+06:00",
        "released_at": "2025-12-01T09:00:00+06:00",
    }
    write_data_part(small_view(places={"11": [precinct("1001", scans=[scan])]}), tmp_path / "data")
    rows = json_rows(tmp_path / "data", "scans")
    assert picked(rows, "url", "published_at", "precinct") == [("/scans/abab.pdf", "2025-12-01T09:00:00+06:00", "1001")]
