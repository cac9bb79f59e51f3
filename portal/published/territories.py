"""Territory documents, read in parts: a capital's document holds hundreds of precincts, a page shows a few of them.

The bytes are verified whole; only what a page needs of them is parsed. Where a document is not written as the
builder writes it (precincts last, each beginning with number and kind), it is parsed whole: slower, never wrong.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from typing import cast

import orjson

from portal.domain.documents import PrecinctDocument, ResultDocument, TerritoryDocument
from portal.published.files import parse_json

# Quotes inside texts are escaped, so this can only be an object; of all objects only a precinct begins like this.
PRECINCT = re.compile(rb'\{"number":"([0-9A-Za-z-]+)","kind":"')
END = b"]}"


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

    def identities(self) -> Mapping[str, str]:
        """Number of each precinct → what changes exactly when its own part of the document does."""
        parts = ((number, self.written(at)) for at, number in enumerate(self.numbers))
        return {number: hashlib.blake2b(part, digest_size=16).hexdigest() for number, part in parts}

    def of_contest(self, contest: str) -> list[PrecinctDocument]:
        """Precincts with an own result of this contest; the others are not even parsed."""
        mark = b'{"contest":' + orjson.dumps(contest) + b',"remote":false'
        if self._whole is None:
            ends = zip(self._starts, self._starts[1:], strict=False)
            return [
                self.at(index) for index, (start, end) in enumerate(ends) if self.content.find(mark, start, end) >= 0
            ]
        return [precinct for precinct in self._whole if any(_own(row, contest) for row in precinct["results"])]

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


def _own(result: ResultDocument, contest: str) -> bool:
    return result["contest"] == contest and not result["remote"]
