"""Which precincts of a territory differ between two releases, told from the bytes."""

from typing import Any, TypeAlias

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.published.errors import DamagedFile
from portal.published.territories import WrittenTerritory
from portal.published.territory_states import changed_precincts
from tests.published.documents import names, precinct, territory

STATES = st.dictionaries(
    st.from_regex(r"[0-9A-Za-z-]{1,3}", fullmatch=True), st.integers(7, 12), min_size=1, max_size=12
)
FORMS = st.sampled_from([0, orjson.OPT_APPEND_NEWLINE, orjson.OPT_INDENT_2])
Found: TypeAlias = list[tuple[str, int | None, int]]
FILLING = '{"number":"1","kind":"'


def state(voters: dict[str, int], option: int = 0, filling: str = "") -> WrittenTerritory:
    rows: list[dict[str, Any]] = [precinct(n, voters=v, address=names(filling)) for n, v in voters.items()]
    return WrittenTerritory(orjson.dumps(territory(precincts=rows), option=option), "territories/2.json")


def found(older: WrittenTerritory | None, newer: WrittenTerritory, same_precincts: bool = False) -> Found:
    rows = changed_precincts(older, newer, same_precincts)
    pairs = ((row.number, row.older.read(), row.newer.read()) for row in rows)
    return [(number, old and old["voters"], new["voters"]) for number, old, new in pairs if new]


@given(STATES, STATES, st.booleans(), FORMS, st.sampled_from(["", FILLING, FILLING * 60]))
def test_precincts_that_differ_are_those_with_other_values(older, newer, same_precincts, option, filling):
    if same_precincts:
        newer = {number: newer.get(number, voters) for number, voters in older.items()}
    wanted = [(n, older.get(n), v) for n, v in newer.items() if older.get(n) != v]
    known = list(older) == list(newer)
    assert found(state(older, option, filling), state(newer, option, filling), known) == wanted
    assert found(state(older, option, filling), state(newer, option, filling)) == wanted


def test_a_change_is_found_wherever_it_stands_in_a_long_document():
    before = {str(number): 1 for number in range(100)}
    older = state(before, filling=FILLING * 300)
    for changed in (["0"], ["99"], ["1", "2", "50"], list(before), []):
        newer = state({**before, **dict.fromkeys(changed, 22)}, filling=FILLING * 300)
        wanted = [(number, 1, 22) for number in changed]
        assert found(older, newer) == found(older, newer, same_precincts=True) == wanted


def test_a_territory_that_was_not_there_brings_all_its_precincts():
    assert found(None, state({"1": 5, "2": 6})) == [("1", None, 5), ("2", None, 6)]
    assert found(state({"1": 5, "2": 6}), state({"2": 6})) == []


def test_bytes_that_are_no_document_are_damage():
    with pytest.raises(DamagedFile):
        changed_precincts(state({"1": 1}), WrittenTerritory(b'{"precincts":[{"number":"1","kind":"', "2.json"))
