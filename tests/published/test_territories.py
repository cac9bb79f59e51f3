import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.published.errors import DamagedFile
from portal.published.territories import TerritoryFile
from tests.published.documents import names, precinct, territory

DECISION = {
    "number": "77",
    "date": "2025-12-01",
    "body": "cec",
    "kind": "recount",
    "scope": "precinct",
    "target": "1",
    "reason": names("себеп"),
}


@given(
    st.lists(st.from_regex(r"[0-9A-Za-z-]{1,6}", fullmatch=True), unique=True, max_size=6),
    st.text(max_size=20),
    st.sampled_from([b"", b"\n"]),
)
def test_a_document_read_in_parts_says_the_same_as_read_whole(numbers, text, ending):
    rows = [
        precinct(number, address=names(text + '{"number":"1","kind":"'), decisions=[DECISION], findings=[])
        for number in numbers
    ]
    document = territory(precincts=rows)
    file = TerritoryFile(orjson.dumps(document) + ending, "2.json")
    assert file.head == {**document, "precincts": []}
    assert file.numbers == numbers
    assert [file.at(index) for index in range(len(numbers))] == rows
    assert all(file.precinct(row["number"]) == row for row in rows)
    assert file.precinct("no such") is None


@pytest.mark.parametrize("option", [orjson.OPT_INDENT_2, orjson.OPT_SORT_KEYS])
def test_a_document_written_in_another_way_is_read_whole(option):
    document = territory(precincts=[precinct("1"), precinct("2")])
    file = TerritoryFile(orjson.dumps(document, option=option), "2.json")
    assert file.numbers == ["1", "2"]
    assert file.precinct("2") == document["precincts"][1]
    assert file.head == {**document, "precincts": []}


def test_bytes_that_are_no_document_are_damage():
    with pytest.raises(DamagedFile):
        TerritoryFile(b'{"precincts":[{"number":"1","kind":"', "2.json")


@pytest.mark.parametrize("option", [0, orjson.OPT_INDENT_2])
def test_precincts_of_a_contest_are_found_by_their_own_results(option):
    result = dict(precinct("1")["results"][0], contest="7", remote=False)
    rows = [
        precinct("1", results=[result]),
        precinct("2", results=[{**result, "contest": "77"}]),
        precinct("3", results=[{**result, "remote": True}]),
        precinct("4", results=[{**result, "contest": "77"}, result]),
    ]
    file = TerritoryFile(orjson.dumps(territory(precincts=rows), option=option), "2.json")
    assert list(file.of_contest("7")) == [("1", result), ("4", result)]
    assert list(file.of_contest("77")) == [(row["number"], row["results"][0]) for row in (rows[1], rows[3])]


def test_a_result_is_found_whatever_stands_beside_it():
    result = dict(precinct("1")["results"][0], contest="7", remote=False)
    odd = dict(result, status={"progress": "none", "flags": [{}, {"contest": "7"}]})
    beside = {"findings": [{"contest": "7", "remote": False}, {"contest": "7"}], "decisions": []}
    turned = {"number": "3", "kind": "ordinary", "remote_lines": {}, "results": [result]}
    rows = [precinct("1", results=[result], **beside), precinct("2", results=[odd, result]), turned]
    file = TerritoryFile(orjson.dumps(territory(precincts=rows)), "2.json")
    assert list(file.of_contest("7")) == [("1", result), ("2", odd), ("3", result)]


def test_a_precinct_has_an_identity_of_its_own():
    rows = [precinct("1", voters=5), precinct("2", voters=6)]
    changed = [precinct("1", voters=5), precinct("2", voters=7)]
    before, after = (
        TerritoryFile(orjson.dumps(territory(precincts=each)), "2.json").identities() for each in (rows, changed)
    )
    assert before["1"] == after["1"] and before["2"] != after["2"] and before.keys() == {"1", "2"}
