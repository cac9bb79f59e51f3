from pathlib import Path

import pytest

from data_export import part
from data_export.errors import ExportError
from data_export.exporters.csv_files import CsvExporter
from data_export.part import write_data_part
from data_export.schema import Table
from tests.data_export.factories import precinct, release_document, result, scanner, small_view
from tests.data_export.reading import csv_text, json_rows, parquet_rows


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("office", [False, True])
def test_the_same_release_always_makes_the_same_bytes(tmp_path: Path, office: bool) -> None:
    write_data_part(small_view(), tmp_path / "a", office=office)
    write_data_part(small_view(), tmp_path / "b", office=office)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_every_file_is_returned_and_has_its_line_in_the_sums(tmp_path: Path) -> None:
    paths = write_data_part(small_view(), tmp_path / "data", office=True)
    files = contents(tmp_path / "data")
    assert {str(path.relative_to(tmp_path / "data")) for path in paths} == set(files)
    listed = [line.split("  ")[1] for line in files["SHA256SUMS"].decode().splitlines()]
    assert listed == sorted(set(files) - {"SHA256SUMS"})


def test_an_existing_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kept.txt").write_text("old", encoding="utf-8")
    with pytest.raises(ExportError, match="written once"):
        write_data_part(small_view(), tmp_path / "data")
    assert contents(tmp_path / "data") == {"kept.txt": b"old"}


def test_votes_that_do_not_fit_the_options_stop_the_part_and_leave_nothing(tmp_path: Path) -> None:
    wrong = precinct("1001", results=[result("1", scanner(1, 2))])
    with pytest.raises(ExportError, match=r"precinct 1001.*contest 1 has 3 options, but 2"):
        write_data_part(small_view(places={"11": [wrong]}), tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_file_that_reads_back_short_stops_the_part_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = CsvExporter.check

    def spoil(self: CsvExporter, table: Table, rows: int) -> None:
        path = self.path(table)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2].rpartition(b"\r\n")[0])
        honest(self, table, rows)

    monkeypatch.setattr(CsvExporter, "check", spoil)
    with pytest.raises(ExportError, match="read back"):
        write_data_part(small_view(), tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(part, "seal", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_data_part(small_view(), tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_campaign_without_facts_has_every_file_with_its_header(tmp_path: Path) -> None:
    without = small_view(places={"11": [precinct("1001", turnout=[], final=None)]})
    write_data_part(without, tmp_path / "filled")
    write_data_part(small_view(), tmp_path / "facts")
    assert set(contents(tmp_path / "filled")) == set(contents(tmp_path / "facts"))
    assert (tmp_path / "filled/results.csv").read_bytes().startswith(b"campaign,contest,territory,precinct,count,")
    assert csv_text(tmp_path / "filled", "results") == []
    assert json_rows(tmp_path / "filled", "results") == []
    assert parquet_rows(tmp_path / "filled", "results") == []
    assert [row["precinct"] for row in csv_text(tmp_path / "filled", "precincts")] == ["1001"]


def test_a_test_instance_says_so_in_every_row_of_every_table(tmp_path: Path) -> None:
    write_data_part(small_view(release=release_document(test=True)), tmp_path / "data")
    for table in ("results", "precincts", "results_wide/1"):
        assert {row["is_test"] for row in csv_text(tmp_path / "data", table)} == {"1"}
        assert {row["is_test"] for row in parquet_rows(tmp_path / "data", table)} == {1}
    assert b'"is_test": true' in (tmp_path / "data/datapackage.json").read_bytes()


def test_a_main_instance_has_no_mark_of_a_test(tmp_path: Path) -> None:
    write_data_part(small_view(), tmp_path / "data")
    assert "is_test" not in csv_text(tmp_path / "data", "results")[0]
