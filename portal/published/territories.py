"""Territory documents, read in parts: a capital's document holds hundreds of precincts, a page shows a few of them.

The bytes are verified whole; only what a page needs of them is parsed. Where a document is not written as the
builder writes it (precincts last, each beginning with number and kind), it is parsed whole: slower, never wrong.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import cast

import orjson

from portal.domain.documents import PrecinctDocument, ResultDocument, TerritoryDocument
from portal.published.files import parse_json

# Quotes inside texts are escaped, so this can only be an object; of all objects only a precinct begins like this.
PRECINCT = re.compile(rb'\{"number":"([0-9A-Za-z-]+)","kind":"')
END = b"]}"
_NEXT_RESULT = b',{"contest":'
_AFTER_RESULTS = b'],"remote_lines":'
_IDENTITY = 32
"""Hexadecimal digits that tell two states of a precinct apart."""


class TerritoryFile:
    """One territory's verified bytes. `head` is the document without its precincts, `numbers` say which it holds."""

    def __init__(self, content: bytes, path: str) -> None:
        self.content = content
        self._starts: list[int] = []
        self._whole: list[PrecinctDocument] | None = None
        if not self._split():
            document = cast(TerritoryDocument, parse_json(content, path))
            self._whole = document["precincts"]
            self.head = cast(TerritoryDocument, {**document, "precincts": []})
            self.numbers = [precinct["number"] for precinct in self._whole]

    def _split(self) -> bool:
        found = list(PRECINCT.finditer(self.content))
        end = len(self.content) - self.content.endswith(b"\n")
        if not found or not self.content.endswith(END, 0, end):
            return False
        first = found[0].start()
        try:
            head = orjson.loads(self.content[:first] + END)
        except orjson.JSONDecodeError:
            return False
        if head.get("precincts") != [] or len(found) != len({match[1] for match in found}):
            return False
        self.head = cast(TerritoryDocument, head)
        self.numbers = [match[1].decode("ascii") for match in found]
        self._starts = [*(match.start() for match in found), end - len(END) + 1]
        return self._readable(0) and self._readable(len(found) - 1)

    def _readable(self, index: int) -> bool:
        try:
            return bool(self._part(index)["number"] == self.numbers[index])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return False

    def _part(self, index: int) -> PrecinctDocument:
        # Each part ends with the comma before the next one, the last with the list's bracket.
        return cast(PrecinctDocument, orjson.loads(self.content[self._starts[index] : self._starts[index + 1] - 1]))

    def precinct(self, number: str) -> PrecinctDocument | None:
        """The precinct with this number, None when the territory holds none."""
        return self.at(self.numbers.index(number)) if number in self.numbers else None

    def identity(self, number: str) -> str:
        """What changes exactly when this precinct's part of the document does; "" for a precinct of elsewhere."""
        return _identity(self.written(self.numbers.index(number))) if number in self.numbers else ""

    def identities(self) -> Mapping[str, str]:
        """The same of every precinct by its number."""
        return {number: _identity(self.written(at)) for at, number in enumerate(self.numbers)}

    def of_contest(self, contest: str) -> Iterator[tuple[str, ResultDocument]]:
        """Number and own result of every precinct that has one of this contest; nothing else is even parsed."""
        mark = b'{"contest":' + orjson.dumps(contest) + b',"remote":false'
        for index, number in enumerate(self.numbers):
            if self._whole is None and self.content.find(mark, *self._starts[index : index + 2]) < 0:
                continue
            if result := self._alone(index, mark) or _own(self.at(index), contest):
                yield number, result

    def _alone(self, index: int, mark: bytes) -> ResultDocument | None:
        """The result that begins with the mark, parsed without its precinct; None where that cannot be done."""
        if self._whole is not None:
            return None
        start, end = self._starts[index : index + 2]
        start = self.content.find(mark, start, end)
        last = self.content.find(_AFTER_RESULTS, start, end)
        following = self.content.find(_NEXT_RESULT, start, last)
        try:
            return cast(ResultDocument, orjson.loads(self.content[start : following if following > 0 else last]))
        except orjson.JSONDecodeError:
            return None

    def written(self, index: int) -> bytes:
        """The precinct at this place as it is written, to be compared with another state of it."""
        if self._whole is not None:
            return orjson.dumps(self._whole[index])
        return self.content[self._starts[index] : self._starts[index + 1] - 1]

    def at(self, index: int) -> PrecinctDocument:
        """The precinct at this place of the list."""
        return self._whole[index] if self._whole is not None else self._part(index)


class WrittenTerritory:
    """One territory's verified bytes, split when somebody asks for its parts. `split` raises DamagedFile."""

    def __init__(self, content: bytes, path: str) -> None:
        self.content = content
        self._path = path

    @cached_property
    def split(self) -> TerritoryFile:
        """The document in parts."""
        return TerritoryFile(self.content, self._path)


def _identity(written: bytes) -> str:
    # Processors have instructions for SHA-256: a capital's document takes a third of the time of other hashes.
    return hashlib.sha256(written).hexdigest()[:_IDENTITY]


def _own(precinct: PrecinctDocument, contest: str) -> ResultDocument | None:
    return next((row for row in precinct["results"] if row["contest"] == contest and not row["remote"]), None)
