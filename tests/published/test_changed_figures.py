"""How many of the precincts that changed a page shows, and what of a precinct counts as changed."""

import orjson
import pytest

from portal.domain.documents import PrecinctDocument
from portal.published.changed_figures import PAGE, PRECINCT, changed_figures, in_line, in_pages
from portal.published.territory_states import ChangedPrecinct, Part
from tests.published.documents import precinct


def part(document: PrecinctDocument) -> Part:
    return Part(len(orjson.dumps(document)), lambda: document)


def sized(size: int) -> Part:
    return Part(size, precinct)


@pytest.mark.parametrize(
    ("growths", "pages"),
    [
        ([], []),
        ([0] * (PAGE // PRECINCT + 1), [PAGE // PRECINCT, 1]),
        ([PAGE * 2, 0, -PAGE * 2, PAGE * 2], [1, 1, 1, 1]),
        ([PAGE // 2 - PRECINCT] * 3, [2, 1]),
    ],
)
def test_a_page_holds_many_small_changes_or_one_large_one(growths: list[int], pages: list[int]) -> None:
    large = 3 * PAGE
    changed = [ChangedPrecinct(str(at), sized(large), sized(large + growth)) for at, growth in enumerate(growths)]
    found = in_pages(changed)
    assert [len(page) for page in found] == pages
    assert [row for page in found for row in page] == changed


def test_only_figures_that_differ_are_named_and_a_new_precinct_has_no_older_ones() -> None:
    older, newer = precinct("7"), precinct("7")
    newer["results"][0]["scanner"]["votes"][0] += 5
    was, now = older["results"][0]["scanner"]["votes"][0], newer["results"][0]["scanner"]["votes"][0]
    rows = list(changed_figures("2", [ChangedPrecinct("7", part(older), part(newer))]))
    contest = older["results"][0]["contest"]
    assert [(r.territory, r.precinct, r.contest, r.field, r.older, r.newer) for r in rows] == [
        ("2", "7", contest, "scanner.votes.1", was, now)
    ]
    added = list(changed_figures("2", [ChangedPrecinct("7", None, part(newer))]))
    assert {row.older for row in added} == {None}
    assert {"voters", "status", "counted", "scanner.votes.1"} <= {row.field for row in added}


def test_lines_stand_in_the_order_of_the_paper() -> None:
    assert sorted(["11а", "2", "10", "11", "D5", "1"], key=in_line) == ["D5", "1", "2", "10", "11", "11а"]
