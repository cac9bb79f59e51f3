"""The workbook opens in LibreOffice with the rows of the CSV files, and the formula of the recipe gives the totals."""

import re
import shlex
from pathlib import Path

import openpyxl
import pytest

from data_export.part import write_data_part
from scripts import data_dictionary
from tests.data_export.factories import TABLES, precinct, small_view
from tests.data_export.office import sheets
from tests.data_export.reading import csv_text

PAGE = data_dictionary.PAGE.read_text(encoding="utf-8")
(COMMAND,) = [text for text in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if text.startswith("soffice")]
(FORMULA,) = re.findall(r"^=SUMIFS\(.*\)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libreoffice") / "data"
    view = small_view()
    view.places["11"].append(precinct("0012", chair="=1+1, «Ңөү»\n2-сап", lat="", lon=""))
    write_data_part(view, folder, office=True)
    return folder


def test_libreoffice_reads_every_sheet_with_the_rows_of_the_csv(part: Path, tmp_path: Path) -> None:
    found = sheets(part / "all.xlsx", tmp_path, shlex.split(COMMAND))
    assert set(found) == {"read me", *TABLES, "wide_1", "wide_2"}
    for name in TABLES:
        assert found[name] == csv_text(part, name)
    assert found["wide_1"] == csv_text(part, "results_wide/1")
    assert "0012" in {row["precinct"] for row in found["precincts"]}


def test_the_formula_of_the_recipe_gives_the_total_in_libreoffice(part: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(part / "all.xlsx")
    sheet = book.create_sheet("totals")
    sheet.append(["position", "votes"])
    for position in (1, 2, 3):
        sheet.append([position, FORMULA.replace("results!F:F,1,", f"results!F:F,{position},")])
    book.save(tmp_path / "with-totals.xlsx")
    rows = sheets(tmp_path / "with-totals.xlsx", tmp_path, shlex.split(COMMAND))["totals"]
    assert [row["votes"] for row in rows] == ["11", "20", "30"]
