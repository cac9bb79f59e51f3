"""The page about statuses says what the enums say."""

import re
from pathlib import Path

from portal.domain.statuses import SELF_CONTAINED, Flag, Progress, ReleaseKind

PAGE = (Path(__file__).parents[2] / "docs" / "statuses.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    """First cells of the table under a heading."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| ([a-z_]+) \|", section, flags=re.MULTILINE)
    return cells[1:]


def test_table_of_progress_names_every_member_in_order() -> None:
    assert rows("Progress") == [member.value for member in Progress]


def test_table_of_flags_names_every_member_in_order() -> None:
    assert rows("Flags") == [member.value for member in Flag]


def test_diagram_leads_through_every_progress_in_order() -> None:
    first_line = next(line for line in PAGE.splitlines() if line.strip().startswith("none ─"))
    assert re.findall(r"[a-z]+", first_line) == [member.value for member in Progress]


def test_releases_that_hold_every_file_are_milestones() -> None:
    assert {ReleaseKind.ARCHIVE, ReleaseKind.OPENING, ReleaseKind.OFFICIAL} == SELF_CONTAINED
