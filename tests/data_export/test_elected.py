"""elected.csv: a row for every filled seat, with the force that the documents give it."""

from types import SimpleNamespace
from typing import Any

import pytest

from data_export.context import PartContext
from data_export.tables.elected import Elected
from tests.data_export.factories import contest_document, contest_entry, names, small_view
from tests.published.determinations import contest_found

ENTRY = contest_entry("1", 3)


def rows(found: dict[str, Any], decisions: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    view: Any = SimpleNamespace(campaign={"decisions": decisions or []})
    table = Elected(PartContext(small_view().configuration))
    assert list(table.release_rows(view)) == []
    document = contest_document(ENTRY, determination=found)
    return [dict(zip(table.header, row, strict=True)) for row in table.contest_rows(document)]


def test_every_filled_seat_is_a_row_with_votes_and_their_base() -> None:
    (row,) = rows(contest_found(ENTRY["options"]))
    assert (row["contest"], row["seat"], row["position"], row["votes"], row["base"]) == ("1", 1, 1, 410, 701)
    assert (row["count"], row["standing"], row["decision"], row["person"]) == ("protocol", "computed", None, None)


@pytest.mark.parametrize(
    ("changes", "standing", "decision"),
    [
        ({"outcome": "open"}, "certain", None),
        ({"status": "determined"}, "determined", "77"),
        ({"status": "determined", "official": True}, "official", "77"),
    ],
)
def test_the_standing_of_a_seat_says_with_what_force(
    changes: dict[str, Any], standing: str, decision: str | None
) -> None:
    act = {"number": "77", "date": "2025-12-10", "body": "CEC", "kind": "determine", "scope": "campaign", "target": ""}
    act |= {"reason": names("Аныкталды")}
    (row,) = rows(contest_found(ENTRY["options"], **changes), [act])
    assert (row["standing"], row["decision"]) == (standing, decision)


def test_seats_of_a_party_list_without_persons_bear_the_party() -> None:
    lists = [{"position": 2, "name": names("Партия"), "seats": 2}]
    found = rows(contest_found(ENTRY["options"], seats=[], lists=lists))
    assert [(row["seat"], row["position"], row["name_ky"]) for row in found] == [(1, 2, "Партия"), (2, 2, "Партия")]


def test_a_contest_without_a_determination_has_no_rows() -> None:
    table = Elected(PartContext(small_view().configuration))
    assert list(table.contest_rows(contest_document(ENTRY))) == []
