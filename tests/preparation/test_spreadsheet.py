import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from portal.preparation.sheets import SHEETS
from portal.preparation.spreadsheet import read_pasted

SHEET = SHEETS["parameters"]
CELL = st.text(alphabet="абв я\t\n\"',;1", min_size=1, max_size=10).filter(
    lambda cell: cell.strip() and cell.strip().lower() not in ("key", "value")
)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8, unique_by=lambda row: " ".join(row[0].split())))
def test_what_a_spreadsheet_copies_is_read_back(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    found = read_pasted(SHEET, text.getvalue())
    expected = [(" ".join(key.split()), " ".join(value.split())) for key, value in rows]
    assert [(row["key"], row["value"]) for _, row in found.rows] == expected
    assert found.problems == ()


def test_a_line_of_column_names_says_their_order() -> None:
    found = read_pasted(SHEET, "value;key\n5;threshold\n")
    assert found.rows == ((2, {"value": "5", "key": "threshold"}),)


def test_every_problem_is_named_by_line_and_column() -> None:
    found = read_pasted(SHEETS["options"], "1\tx\tcandidate\tИмя\n1\t2\tкто\tИмя\n\n1\t2\tcandidate\tИмя\n")
    assert [problem.split(":")[0] for problem in found.problems] == ["line 1, position", "line 2, kind", "line 4"]


def test_more_cells_than_columns_are_a_problem_and_not_dropped() -> None:
    assert read_pasted(SHEET, "a\tb\tc\n").problems == ("line 1: 3 cells, but only 2 columns",)
