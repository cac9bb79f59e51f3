import json
from pathlib import Path

import pytest

from bench.table import Figure, Report, Target, number


def test_a_target_says_whether_the_median_keeps_to_it() -> None:
    assert Figure("p", "f", "s", [1, 5, 2], Target(2)).met is True
    assert Figure("p", "f", "s", [1, 5, 2.1], Target(2)).met is False
    assert Figure("p", "f", "ratio", [0.9, 0.7, 0.85], Target(0.8, at_least=True)).met is True
    assert Figure("p", "f", "s", [1]).met is None


def test_the_table_shows_each_figure_with_its_spread_and_what_was_left_out() -> None:
    report = Report()
    report.add(Figure("kg2020", "import", "s", [3, 1, 2], Target(3), [0.5, 0.25, 0.75], note="a note"))
    report.leave_out("ru2018", "takes minutes")
    header, line, row, left_out = report.text().splitlines()
    assert header.split()[:3] == ["part", "figure", "median"]
    assert set(line) == {"-", " "}
    assert row.split() == ["kg2020", "import", "2", "s", "1", "3", "3", "0.5", "≤", "3", "yes", "a", "note"]
    assert left_out == "left out: ru2018: takes minutes"


def test_the_figures_are_written_as_json_with_the_machine(tmp_path: Path) -> None:
    report = Report()
    report.add(Figure("serving", "page to bare callable", "ratio", [0.5, 0.75], Target(0.8, at_least=True)))
    report.write(tmp_path / "folder" / "bench.json")
    document = json.loads((tmp_path / "folder" / "bench.json").read_text(encoding="utf-8"))
    (figure,) = document["figures"]
    assert (figure["median"], figure["target"], figure["met"]) == (0.625, "≥ 0.8", False)
    assert figure["values"] == [0.5, 0.75]
    assert document["machine"]["cores"] >= 1


@pytest.mark.parametrize(("value", "shown"), [(0.04276, "0.0428"), (12.34, "12.3"), (5321.7, "5 322"), (0, "0")])
def test_numbers_have_three_digits(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_part_that_failed_is_named_and_remembered() -> None:
    report = Report()
    report.leave_out("ru2018", "takes minutes")
    assert not report.failed
    report.fail("demo", "python -m portal import ended with 3")
    assert report.failed
    assert report.text().splitlines()[-1] == "left out: demo: python -m portal import ended with 3"
