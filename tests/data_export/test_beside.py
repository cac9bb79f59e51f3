import os
from pathlib import Path

import pytest

from data_export.beside import Beside
from data_export.errors import ExportError
from data_export.part import write_data_part
from tests.data_export.factories import precinct, small_view


def fail(error: Exception) -> None:
    raise error


def test_the_second_process_gives_back_what_its_function_returns() -> None:
    second = Beside(os.getpid)
    assert second.result() != os.getpid()


@pytest.mark.parametrize("error", [ExportError("all.xlsx: no"), OSError(28, "No space left on device", "x")])
def test_an_error_of_the_second_process_is_raised_here(error: Exception) -> None:
    with pytest.raises(type(error), match=r"no|No space"):
        Beside(fail, error).result()


def test_a_second_process_that_dies_is_an_error() -> None:
    with pytest.raises(ExportError, match="exit code 9"):
        Beside(os._exit, 9).result()


def test_a_part_made_in_two_processes_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_data_part(small_view(), tmp_path / name, office=True, beside=name == "two")
    sums = [(tmp_path / name / "SHA256SUMS").read_text() for name in ("one", "two")]
    assert sums[0] == sums[1]
    assert "all.xlsx" in sums[0]


def test_a_fault_found_in_the_second_process_leaves_no_part(tmp_path: Path) -> None:
    view = small_view(places={"11": [precinct("1001"), precinct("1001")]})
    with pytest.raises(ExportError, match=r"all\.sqlite: precincts: UNIQUE"):
        write_data_part(view, tmp_path / "data", office=True, beside=True)
    assert not (tmp_path / "data").exists()


def test_a_failed_check_leaves_no_part(tmp_path: Path) -> None:
    seen: list[bool] = []

    def check(folder: Path) -> None:
        seen.append((folder / "results.csv").stat().st_size > 0)
        raise ExportError("totals differ")

    with pytest.raises(ExportError, match="totals differ"):
        write_data_part(small_view(), tmp_path / "data", office=True, check=check, beside=True)
    assert seen == [True]
    assert not (tmp_path / "data").exists()
