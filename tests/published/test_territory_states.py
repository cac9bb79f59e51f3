"""Which precincts of a territory differ between two releases, told from their hashes."""

from pathlib import Path
from typing import TypeAlias

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.parts import in_parts
from portal.published.errors import DamagedFile
from portal.published.territories import Territory, TerritoryFile, TerritoryInParts
from portal.published.territory_states import changed_precincts
from tests.published.documents import precinct, territory

STATES = st.dictionaries(
    st.from_regex(r"[0-9A-Za-z-]{1,3}", fullmatch=True), st.integers(7, 12), min_size=1, max_size=12
)
Found: TypeAlias = list[tuple[str, int | None, int]]


def state(root: Path, name: str, voters: dict[str, int], in_parts_: bool) -> Territory:
    content, parts = in_parts(territory(precincts=[precinct(n, voters=v) for n, v in voters.items()]))
    (root / name).write_bytes(content)
    whole = TerritoryFile(content, name)
    return TerritoryInParts(root, name, parts, lambda: whole) if in_parts_ else whole


def found(older: Territory | None, newer: Territory) -> Found:
    return [
        (row.number, row.older.read()["voters"] if row.older else None, row.newer.read()["voters"] or 0)
        for row in changed_precincts(older, newer)
    ]


@given(STATES, STATES, st.booleans(), st.booleans())
def test_precincts_that_differ_are_those_with_other_values(tmp_path_factory, older, newer, old_parts, new_parts):
    root = tmp_path_factory.mktemp("states")
    wanted = [(n, older.get(n), v) for n, v in newer.items() if older.get(n) != v]
    assert found(state(root, "old", older, old_parts), state(root, "new", newer, new_parts)) == wanted


def test_a_territory_that_was_not_there_brings_all_its_precincts(tmp_path):
    both = state(tmp_path, "both", {"1": 5, "2": 6}, True)
    assert found(None, both) == [("1", None, 5), ("2", None, 6)]
    assert found(both, state(tmp_path, "one", {"2": 6}, True)) == []


def test_a_precinct_grows_by_the_bytes_that_came(tmp_path):
    before, after = state(tmp_path, "before", {"1": 5}, True), state(tmp_path, "after", {"1": 12345, "2": 6}, True)
    grown, new = changed_precincts(before, after)
    assert grown.growth == 4
    assert new.growth == len(orjson.dumps(new.newer.read()))


def test_a_precinct_that_is_not_what_was_published_is_damage(tmp_path):
    older, newer = state(tmp_path, "older", {"1": 5}, True), state(tmp_path, "newer", {"1": 6}, True)
    (tmp_path / "newer").write_bytes((tmp_path / "older").read_bytes())
    with pytest.raises(DamagedFile):
        found(older, newer)
