"""Everything that the pages of preparation show has a name: sheets, columns, gaps, codes, what a version changes."""

import pytest

from portal.preparation.readiness import Missing
from portal.preparation.sheets import SHEETS
from portal.staff.preparation import values, words
from tests.staff.conftest import Office


def test_sheets_columns_and_gaps_have_names() -> None:
    assert set(SHEETS) == set(words.SHEETS)
    assert set(Missing) == set(words._MISSING)
    columns = {column.name for sheet in SHEETS.values() for column in sheet.table.columns}
    assert {name for name in columns if name not in words._COLUMNS and name[:-3] not in words._COLUMNS} == set()


def test_codes_and_hints_of_cells_have_names() -> None:
    for sheet in SHEETS.values():
        for column in sheet.table.columns:
            codes = column.kind.title.split(" | ")
            if len(codes) > 1:
                assert all((column.name, code) in values._VALUES for code in codes), column.name
            elif not column.kind.text and sheet.typed:
                assert column.kind.title in values._HINTS, column.name


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        ("at", "2026-11-29T12:00:00+06:00", "29.11.2026 12:00 (UTC+06:00)"),
        ("at", "noon", "noon"),
        ("voting_date", "2026-11-29", "29.11.2026"),
        ("kind", "against_all", "against all"),
        ("kind", "unheard_of", "unheard_of"),
        ("name_ru", "turnout", "turnout"),
    ],
)
def test_a_cell_is_shown_as_people_read_it(office: Office, column: str, text: str, shown: str) -> None:
    with office.app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert values.cell(column, text) == shown


def test_what_a_version_changes_is_said_with_the_codes_behind_it(office: Office) -> None:
    with office.app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert words.change("precincts: 2 removed (11-1, 11-2)") == "precincts taken out: 2 (11-1, 11-2)"
        assert words.change("contest 1, position 3 has facts and cannot be removed; keep it in the package") == (
            "Position 3 of contest 1 has facts and cannot be taken out."
        )
        assert words.change("something new (x)") == "something new (x)"
