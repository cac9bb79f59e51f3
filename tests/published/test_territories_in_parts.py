"""A territory of which a release names the parts: the same as read whole, and nothing unverified is ever used."""

import hashlib
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.documents import PartsDocument
from portal.publication.archive import encode
from portal.publication.parts import in_parts
from portal.published.checksums import Listed
from portal.published.errors import DamagedFile
from portal.published.library import Library, parts_of
from portal.published.territories import Territory, TerritoryFile, TerritoryInParts
from tests.published.documents import names, precinct, territory

PATH = "territories/2.json"
NUMBERS = st.lists(st.from_regex(r"[0-9A-Za-z-]{1,6}", fullmatch=True), unique=True, min_size=1, max_size=6)


def file_of(content: bytes) -> TerritoryFile:
    return TerritoryFile(content, PATH)


def opened(root: Path, content: bytes, parts: PartsDocument) -> TerritoryInParts:
    (root / "territories").mkdir(exist_ok=True)
    (root / PATH).write_bytes(content)
    return TerritoryInParts(root, PATH, parts, lambda: file_of(content))


def read_all(found: Territory) -> None:
    assert found.head and [found.at(index) for index in range(len(found.numbers))]


@given(NUMBERS, st.text(max_size=20))
def test_a_document_joined_of_its_parts_is_the_one_that_is_published_and_reads_the_same(
    tmp_path_factory, numbers, text
):
    document = territory(precincts=[precinct(number, address=names(text)) for number in numbers])
    content, parts = in_parts(document)
    assert content == encode(document)
    found, whole = opened(tmp_path_factory.mktemp("parts"), content, parts), file_of(content)
    assert found.head == whole.head == {**document, "precincts": []}
    assert found.numbers == whole.numbers == numbers
    assert found.identities() == whole.identities()
    for at, number in enumerate(numbers):
        assert found.written(at) == whole.written(at)
        assert found.size(at) == whole.size(at) == len(whole.written(at))
        assert found.precinct(number) == whole.precinct(number) == document["precincts"][at]
    assert found.precinct("no such") is None
    assert list(found.of_contest("1")) == list(whole.of_contest("1"))
    assert found.content == content


def test_a_document_whose_precincts_do_not_stand_last_is_refused():
    document = territory(precincts=[precinct("1")])
    with pytest.raises(ValueError, match="territory 2"):
        in_parts({"precincts": document.pop("precincts"), **document})


def test_every_byte_that_is_not_the_published_one_is_damage_to_whoever_reads_it(tmp_path):
    content, parts = in_parts(territory(precincts=[precinct("1"), precinct("2")]))
    first = parts["head"]["bytes"]
    second = first + parts["precincts"][0]["bytes"] + 1
    for place in (5, first + 40, second + 40):
        broken = bytearray(content)
        broken[place] ^= 1
        found = opened(tmp_path, bytes(broken), parts)
        with pytest.raises(DamagedFile) as caught:
            read_all(found)
        assert (caught.value.path, caught.value.reason) == (PATH, "wrong_hash")
    found = opened(tmp_path, content[: second + 10], parts)
    assert found.at(0)["number"] == "1"
    with pytest.raises(DamagedFile):
        found.at(1)
    (tmp_path / PATH).unlink()
    with pytest.raises(DamagedFile) as caught:
        found.at(0)
    assert caught.value.reason == "missing"


@pytest.mark.parametrize("with_parts", [True, False])
@pytest.mark.parametrize("left_behind", [True, False])
def test_a_precinct_is_told_apart_with_and_without_parts_and_with_those_of_another_state(
    tmp_path, with_parts, left_behind
):
    content, parts = in_parts(territory(precincts=[precinct(number) for number in ("1", "2", "3")]))
    if left_behind:
        parts = in_parts(territory(precincts=[precinct(number) for number in ("1", "5")]))[1]
    listed = {}
    for path, written in ((PATH, content), (parts_of(PATH), orjson.dumps(parts))):
        place = tmp_path / "releases/c/1" / path
        place.parent.mkdir(parents=True)
        place.write_bytes(written)
        listed[path] = Listed(hashlib.sha256(written).hexdigest(), 1)
    library = Library(tmp_path)
    named = listed[parts_of(PATH)] if with_parts else None
    wanted = {**file_of(content).identities(), "4": ""}
    assert {n: library.precinct_identity("c", PATH, listed[PATH], named, n) for n in wanted} == wanted
