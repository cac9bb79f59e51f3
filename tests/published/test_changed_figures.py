"""Which precincts of a territory changed, and how many of them a page shows."""

from typing import Any

import orjson
import pytest

from portal.published.changed_figures import PAGE, PRECINCT, changed_precincts, in_pages
from portal.published.territories import TerritoryFile


def territory(**voters: int) -> TerritoryFile:
    precincts: list[dict[str, Any]] = [{"number": n, "kind": "ordinary", "voters": v} for n, v in voters.items()]
    return TerritoryFile(orjson.dumps({"code": "1", "precincts": precincts}), "territories/1.json")


def test_only_precincts_that_are_written_otherwise_have_changed() -> None:
    older, newer = territory(a=1, b=20, c=3), territory(a=1, b=2000, c=4, d=5)
    assert changed_precincts(older, newer)[:2] == [("b", 2), ("c", 0)]
    assert [number for number, _ in changed_precincts(older, newer)] == ["b", "c", "d"]
    assert [number for number, _ in changed_precincts(None, older)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("growths", "pages"),
    [
        ([], []),
        ([0] * (PAGE // PRECINCT + 1), [PAGE // PRECINCT, 1]),
        ([PAGE * 2, 0, PAGE * 2, PAGE * 2], [1, 1, 1, 1]),
        ([PAGE // 2 - PRECINCT] * 3, [2, 1]),
    ],
)
def test_a_page_holds_many_small_changes_or_one_large_one(growths: list[int], pages: list[int]) -> None:
    changed = [(str(at), growth) for at, growth in enumerate(growths)]
    found = in_pages(changed)
    assert [len(page) for page in found] == pages
    assert [number for page in found for number in page] == [number for number, _ in changed]
