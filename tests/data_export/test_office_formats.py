import csv
import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import brotli
import openpyxl
import orjson
import pytest
from frictionless import Package

from data_export import compressed
from data_export.errors import ExportError
from data_export.exporters import workbook
from data_export.part import write_data_part
from data_export.recompute import recompute_from_csv
from tests.data_export.factories import TABLES, contest_entry, names, precinct, release_document, small_view
from tests.data_export.reading import csv_text, json_rows


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "data"
    write_data_part(small_view(), folder, office=True)
    return folder


@pytest.fixture
def database(part: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(part / "all.sqlite")) as connection:
        yield connection


def test_a_light_part_has_no_office_formats(tmp_path: Path) -> None:
    paths = write_data_part(small_view(), tmp_path / "data")
    assert {path.suffix for path in paths} == {".csv", ".json", ".jsonl", ".md", ".parquet", ".geojson", ""}


def test_texts_of_a_lasting_part_stand_beside_their_compressed_forms(part: Path) -> None:
    for unpack, ending in ((gzip.decompress, ".gz"), (brotli.decompress, ".br")):
        packed = {path.name.removesuffix(ending) for path in part.rglob(f"*{ending}")}
        assert {"results.csv", "results.json", "datapackage.json"} <= packed
        assert not packed & {"all.zip", "all.xlsx", "all.sqlite", "results.parquet", "SHA256SUMS"}
        for path in part.rglob(f"*{ending}"):
            assert unpack(path.read_bytes()) == path.with_name(path.name.removesuffix(ending)).read_bytes()
    listed = (part / "SHA256SUMS").read_text(encoding="utf-8")
    assert "  results.csv.br\n" in listed and "results.csv.br" not in (part / "datapackage.json").read_text()


def test_large_files_are_compressed_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "WHOLE", 0)
    write_data_part(small_view(), tmp_path / "data", office=True)
    for unpack, ending in ((gzip.decompress, ".gz"), (brotli.decompress, ".br")):
        for path in (packed := list((tmp_path / "data").rglob(f"*{ending}"))):
            assert unpack(path.read_bytes()) == path.with_name(path.name.removesuffix(ending)).read_bytes()
        assert len(packed) > 3


@pytest.mark.parametrize("whole", [compressed.WHOLE, 0], ids=["in memory", "piece by piece"])
def test_a_compressed_form_that_does_not_give_the_file_back_stops_the_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr(compressed, "WHOLE", whole)
    monkeypatch.setattr(compressed.deflate, "gzip_decompress", lambda content: b"other")
    monkeypatch.setitem(compressed._STREAMS, ".gz", (compressed._gzip, lambda pieces: iter([b"other"])))
    with pytest.raises(ExportError, match=r"\.gz: does not give .* back"):
        write_data_part(small_view(), tmp_path / "data", office=True)
    assert not (tmp_path / "data").exists()


def test_the_workbook_has_a_sheet_per_table_with_the_same_rows(part: Path) -> None:
    book = openpyxl.load_workbook(part / "all.xlsx")
    assert book.sheetnames == ["read me", *TABLES, "wide_1", "wide_2"]
    for name in TABLES:
        header, *rows = book[name].iter_rows(values_only=True)
        expected = json_rows(part, name)
        assert [dict(zip(header, row, strict=True)) for row in rows] == expected
        assert book[name].freeze_panes == "A2"


def test_codes_are_text_and_votes_are_numbers_in_the_workbook(part: Path) -> None:
    sheet = openpyxl.load_workbook(part / "all.xlsx")["results"]
    header = [cell.value for cell in sheet[1]]
    assert sheet[2][header.index("precinct")].data_type == "s"
    assert sheet[2][header.index("votes")].data_type == "n"


def test_the_workbook_says_what_it_is(tmp_path: Path) -> None:
    write_data_part(small_view(release=release_document(test=True)), tmp_path / "data", office=True)
    stated = dict(openpyxl.load_workbook(tmp_path / "data/all.xlsx")["read me"].iter_rows(values_only=True))
    assert (stated["release"], stated["status"]) == ("7", "preliminary")
    assert "CC-BY-4.0" in stated["licence"]
    assert "NOT OF AN ELECTION" in stated["test"]


def test_a_table_longer_than_a_sheet_goes_on_in_a_further_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    write_data_part(small_view(), tmp_path / "data", office=True)
    book = openpyxl.load_workbook(tmp_path / "data/all.xlsx")
    assert (book["results"].max_row, book["results_2"].max_row) == (11, 6)
    assert book["results_2"]["A1"].value == "campaign"


def test_contests_beyond_the_limit_of_a_workbook_are_left_to_the_csv_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_TABLES", len(TABLES) + 1)
    write_data_part(small_view(), tmp_path / "data", office=True)
    assert openpyxl.load_workbook(tmp_path / "data/all.xlsx").sheetnames[-1] == "wide_1"
    assert (tmp_path / "data/results_wide/2.csv").exists()


def test_a_text_like_a_tag_or_a_formula_stays_text_in_the_workbook(tmp_path: Path) -> None:
    text = '=1+1</row><row r="9">&amp;'
    view = small_view(places={"11": [precinct("1001", chair=text)]})
    write_data_part(view, tmp_path / "data", office=True)
    sheet = openpyxl.load_workbook(tmp_path / "data/all.xlsx")["precincts"]
    header = [cell.value for cell in sheet[1]]
    cell = sheet[2][header.index("chair")]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_text_too_long_for_a_cell_says_that_it_is_cut(tmp_path: Path) -> None:
    view = small_view(places={"11": [precinct("1001", chair="Ө" * 40_000)]})
    write_data_part(view, tmp_path / "data", office=True)
    sheet = openpyxl.load_workbook(tmp_path / "data/all.xlsx")["precincts"]
    header = [cell.value for cell in sheet[1]]
    text = sheet[2][header.index("chair")].value
    assert len(text) == workbook.MOST_CHARACTERS
    assert text.endswith("cut: see the CSV file]")
    assert csv_text(tmp_path / "data", "precincts")[0]["chair"] == "Ө" * 40_000


def test_contests_whose_codes_differ_by_case_or_are_long_keep_their_own_tables(tmp_path: Path) -> None:
    codes = ["a", "A", "x" * 40 + "1", "x" * 40 + "2"]
    places = {"11": [precinct(str(number), code) for number, code in enumerate(codes)]}
    write_data_part(
        small_view(contest_entries=[contest_entry(code, 2) for code in codes], places=places),
        tmp_path / "data",
        office=True,
    )
    book = openpyxl.load_workbook(tmp_path / "data/all.xlsx")
    wide = book.sheetnames[-4:]
    assert [book[name]["B2"].value for name in wide] == codes
    with closing(sqlite3.connect(tmp_path / "data/all.sqlite")) as connection:
        for table, code in (("results_wide_a", "a"), ("results_wide_A_2", "A")):
            assert connection.execute(f'SELECT contest FROM "{table}"').fetchall() == [(code,)]
    assert Package(str(tmp_path / "data/datapackage.json")).validate().flatten(["type", "message"]) == []


def test_the_database_has_the_same_rows_and_holds_its_keys(part: Path, database: sqlite3.Connection) -> None:
    database.row_factory = sqlite3.Row
    for name in TABLES:
        rows = [dict(row) for row in database.execute(f"SELECT * FROM {name} ORDER BY rowid")]
        assert rows == json_rows(part, name)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_row_that_breaks_a_key_stops_the_part(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"all\.sqlite: precincts: UNIQUE"):
        write_data_part(small_view(places={"11": [precinct("1001"), precinct("1001")]}), tmp_path / "data", office=True)
    assert not (tmp_path / "data").exists()


def test_the_views_of_the_database_give_the_recomputed_totals(part: Path, database: sqlite3.Connection) -> None:
    totals = recompute_from_csv(part)
    by_contest = "SELECT votes FROM contest_totals WHERE contest = ? AND count = 'scanner' ORDER BY position"
    assert [row[0] for row in database.execute(by_contest, ["2"])] == totals["contests"]["2"]["scanner"]["votes"]
    by_territory = (
        "SELECT votes FROM territory_totals WHERE territory = ? AND contest = '2' AND count = 'scanner'"
        " ORDER BY position"
    )
    for code in ("1", "11", "12"):
        expected = totals["territories"][code]["contests"]["2"]["scanner"]["votes"]
        assert [row[0] for row in database.execute(by_territory, [code])] == expected
    different = database.execute("SELECT precinct, position, difference FROM scanner_against_protocol").fetchall()
    assert different == [("1001", 1, 1)]


def test_the_tables_of_the_database_are_explained(database: sqlite3.Connection) -> None:
    statement = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'results'").fetchone()[0]
    assert "-- Number of votes" in statement
    assert database.execute("SELECT value FROM read_me WHERE name = 'status'").fetchone() == ("preliminary",)


def test_csv_for_excel_has_mark_semicolon_and_decimal_comma(part: Path) -> None:
    content = (part / "excel-ru/precincts.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfcampaign;precinct;")
    row = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert (row["lat"], row["lon"], row["voters"]) == ("42,8746", "74,5698", "1000")


@pytest.mark.parametrize("text", ["=1+1", "+7 996", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_csv_for_excel_is_run_as_a_formula(tmp_path: Path, text: str) -> None:
    view = small_view(
        places={"11": [precinct("1001", name=names(text))]}, contest_entries=[contest_entry("1", 3, text)]
    )
    write_data_part(view, tmp_path / "data", office=True)
    for table, column in (("precincts", "name_ky"), ("options", "name_ru")):
        assert {row[column] for row in csv_text(tmp_path / "data", table)} == {text}
        with (tmp_path / f"data/excel-ru/{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {row[column] for row in csv.DictReader(file, delimiter=";")} == {f"'{text}"}


def test_precincts_stand_on_the_map_where_their_place_is_known(tmp_path: Path) -> None:
    view = small_view(places={"11": [precinct("1001", lat="42.87460"), precinct("1002", lat="", lon="")]})
    write_data_part(view, tmp_path / "data")
    content = (tmp_path / "data/precincts.geojson").read_bytes()
    assert b'"coordinates":[74.5698,42.87460]' in content
    features = orjson.loads(content)["features"]
    assert [feature["geometry"] is None for feature in features] == [False, True]
    assert features[0]["properties"]["precinct"] == "1001"


@pytest.mark.parametrize("lat", ["north", "NaN", "42,87"])
def test_a_place_that_is_no_number_is_refused(tmp_path: Path, lat: str) -> None:
    with pytest.raises(ExportError, match="no number of degrees"):
        write_data_part(small_view(places={"11": [precinct("1001", lat=lat)]}), tmp_path / "data")


def test_the_archive_is_a_valid_data_package_of_every_csv_file(part: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(part / "all.zip") as archive:
        archive.extractall(tmp_path)
    strict = {path.relative_to(part) for path in part.rglob("*.csv") if "excel-ru" not in path.parts}
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv")} == strict
    assert Package(str(tmp_path / "datapackage.json")).validate().flatten(["type", "message"]) == []


def test_a_part_with_all_formats_is_a_valid_data_package(part: Path) -> None:
    assert Package(str(part / "datapackage.json")).validate().flatten(["type", "message"]) == []
