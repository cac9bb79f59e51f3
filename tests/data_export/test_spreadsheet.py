from pathlib import Path

import openpyxl

from data_export.exporters.spreadsheet import BATCH, Spreadsheet


def book_of(folder: Path, rows: list[tuple[str | int | None, ...]], width: int = 3) -> Path:
    path = folder / "book.xlsx"
    book = Spreadsheet(path, "Title & <more>", "2025-11-30T14:00:00Z", lambda text: text)
    sheet, _ = book.add("a&b", [f"column {number}" for number in range(width)])
    sheet.write(rows)
    book.finish()
    return path


def test_rows_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    rows = [("Ң <b> & \"quoted\" 'text'", 0, None), (" spaced ", 10**15, "two\nlines"), ("007", -1, "=1+1")]
    sheet = openpyxl.load_workbook(book_of(tmp_path, rows))["a&b"]
    header, *found = sheet.iter_rows(values_only=True)
    assert header == ("column 0", "column 1", "column 2")
    assert found == rows
    assert sheet["A1"].font.bold and not sheet["A2"].font.bold


def test_an_empty_text_is_not_what_is_missing(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(book_of(tmp_path, [("", None, "x")])).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["", None, "x"]


def test_more_rows_than_a_batch_keep_their_order(tmp_path: Path) -> None:
    rows = [(str(number), number, None) for number in range(BATCH + 7)]
    sheet = openpyxl.load_workbook(book_of(tmp_path, rows), read_only=True)["a&b"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(range(BATCH + 7))


def test_characters_that_xml_cannot_hold_are_written_as_codes(tmp_path: Path) -> None:
    texts = ["a\x00b", "\x0b", "_x0041_", "\ufffe"]
    sheet = openpyxl.load_workbook(book_of(tmp_path, [(text, 1, None) for text in texts]))["a&b"]
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == [
        "a_x0000_b",
        "_x000B_",
        "_x005F_x0041_",
        "_xFFFE_",
    ]


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    rows: list[tuple[str | int | None, ...]] = [("x", 1, None)] * 5
    assert book_of(first, rows).read_bytes() == book_of(second, rows).read_bytes()


def test_the_workbook_knows_its_title(tmp_path: Path) -> None:
    properties = openpyxl.load_workbook(book_of(tmp_path, [])).properties
    assert properties.title == "Title & <more>"
