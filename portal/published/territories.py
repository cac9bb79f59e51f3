"""Territory documents, read in parts: a capital's document holds hundreds of precincts, a page shows a few of them.

Where a release says of what its document consists (`parts/<code>.json`), only the parts that are asked for are read,
each verified by its own hash. Where it does not, the bytes are verified whole and only what is asked for is parsed; and
where they are not written as the builder writes them (precincts last, each beginning with number and kind), they are
parsed whole: slower, never wrong.
"""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import cast

import orjson

from portal.domain.documents import PartsDocument, PrecinctDocument, ResultDocument, TerritoryDocument
from portal.published.errors import DamagedFile
from portal.published.files import parse_json, read_piece

# Quotes inside texts are escaped, so this can only be an object; of all objects only a precinct begins like this.
_PRECINCT = re.compile(rb'\{"number":"([0-9A-Za-z-]+)","kind":"')
_END = b"]}"
_NEXT_RESULT = b',{"contest":'
_AFTER_RESULTS = b'],"remote_lines":'
_IDENTITY = 32
"""Hexadecimal digits that tell two states of a precinct apart."""


class Territory(ABC):
    """One territory of a release. `numbers` say which precincts it holds, in their order; what reads a part raises
    DamagedFile when that is not what the release names.
    """

    numbers: list[str]

    @property
    @abstractmethod
    def head(self) -> TerritoryDocument:
        """The document without its precincts."""

    @property
    @abstractmethod
    def content(self) -> bytes:
        """The document, byte for byte."""

    @abstractmethod
    def written(self, index: int) -> bytes:
        """The precinct at this place of the list as it is written."""

    @abstractmethod
    def size(self, index: int) -> int:
        """Bytes of the same."""

    @abstractmethod
    def identities(self) -> Mapping[str, str]:
        """What changes exactly when a precinct's part of the document does, by its number."""

    @abstractmethod
    def of_contest(self, contest: str) -> Iterator[tuple[str, ResultDocument]]:
        """Number and own result of every precinct that has one of this contest."""

    def at(self, index: int) -> PrecinctDocument:
        """The precinct at this place of the list."""
        return cast(PrecinctDocument, orjson.loads(self.written(index)))

    def precinct(self, number: str) -> PrecinctDocument | None:
        """The precinct with this number, None when the territory holds none."""
        return self.at(self.numbers.index(number)) if number in self.numbers else None


class TerritoryFile(Territory):
    """A territory of which all bytes are at hand and verified; `path` is told when they are no document."""

    def __init__(self, content: bytes, path: str) -> None:
        self._content = content
        self._starts: list[int] = []
        self._whole: list[PrecinctDocument] | None = None
        if not self._split():
            document = cast(TerritoryDocument, parse_json(content, path))
            self._whole = document["precincts"]
            self._head = cast(TerritoryDocument, {**document, "precincts": []})
            self.numbers = [precinct["number"] for precinct in self._whole]

    @property
    def head(self) -> TerritoryDocument:
        return self._head

    @property
    def content(self) -> bytes:
        return self._content

    def _split(self) -> bool:
        found = list(_PRECINCT.finditer(self._content))
        end = len(self._content) - self._content.endswith(b"\n")
        if not found or not self._content.endswith(_END, 0, end):
            return False
        first = found[0].start()
        try:
            head = orjson.loads(self._content[:first] + _END)
        except orjson.JSONDecodeError:
            return False
        if head.get("precincts") != [] or len(found) != len({match[1] for match in found}):
            return False
        self._head = cast(TerritoryDocument, head)
        self.numbers = [match[1].decode("ascii") for match in found]
        self._starts = [*(match.start() for match in found), end - len(_END) + 1]
        return self._readable(0) and self._readable(len(found) - 1)

    def _readable(self, index: int) -> bool:
        try:
            return bool(orjson.loads(self.written(index))["number"] == self.numbers[index])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return False

    def identities(self) -> Mapping[str, str]:
        # Processors have instructions for SHA-256: a capital's document takes a third of the time of other hashes.
        return {number: _sha256(self.written(at))[:_IDENTITY] for at, number in enumerate(self.numbers)}

    def of_contest(self, contest: str) -> Iterator[tuple[str, ResultDocument]]:
        mark = b'{"contest":' + orjson.dumps(contest) + b',"remote":false'
        for index, number in enumerate(self.numbers):
            if self._whole is None and self._content.find(mark, *self._starts[index : index + 2]) < 0:
                continue
            if result := self._alone(index, mark) or _own(self.at(index), contest):
                yield number, result

    def _alone(self, index: int, mark: bytes) -> ResultDocument | None:
        """The result that begins with the mark, parsed without its precinct; None where that cannot be done."""
        if self._whole is not None:
            return None
        start, end = self._starts[index : index + 2]
        start = self._content.find(mark, start, end)
        last = self._content.find(_AFTER_RESULTS, start, end)
        following = self._content.find(_NEXT_RESULT, start, last)
        try:
            return cast(ResultDocument, orjson.loads(self._content[start : following if following > 0 else last]))
        except orjson.JSONDecodeError:
            return None

    def written(self, index: int) -> bytes:
        if self._whole is not None:
            return orjson.dumps(self._whole[index])
        # Each part ends with the comma before the next one, the last with the list's bracket.
        return self._content[self._starts[index] : self._starts[index + 1] - 1]

    def size(self, index: int) -> int:
        return len(self.written(index))


class TerritoryInParts(Territory):
    """A territory of which only the parts that are asked for are read from its file; `whole` reads all of it."""

    def __init__(self, root: Path, path: str, parts: PartsDocument, whole: Callable[[], TerritoryFile]) -> None:
        self._root = root
        self._path = path
        self._first = parts["head"]
        self._rows = parts["precincts"]
        self._whole = whole
        self.numbers = [row["number"] for row in self._rows]

    @cached_property
    def head(self) -> TerritoryDocument:
        written = self._read(0, self._first["bytes"], self._first["sha256"])
        return cast(TerritoryDocument, orjson.loads(written + _END))

    @property
    def content(self) -> bytes:
        return self._whole().content

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((row["bytes"] + 1 for row in self._rows), initial=self._first["bytes"]))

    def written(self, index: int) -> bytes:
        row = self._rows[index]
        return self._read(self._starts[index], row["bytes"], row["sha256"])

    def _read(self, start: int, size: int, sha256: str) -> bytes:
        piece = read_piece(self._root, self._path, start, size)
        if _sha256(piece) != sha256:
            raise DamagedFile(self._path, "wrong_hash")
        return piece

    def size(self, index: int) -> int:
        return self._rows[index]["bytes"]

    def identities(self) -> Mapping[str, str]:
        return {row["number"]: row["sha256"][:_IDENTITY] for row in self._rows}

    def of_contest(self, contest: str) -> Iterator[tuple[str, ResultDocument]]:
        return self._whole().of_contest(contest)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _own(precinct: PrecinctDocument, contest: str) -> ResultDocument | None:
    return next((row for row in precinct["results"] if row["contest"] == contest and not row["remote"]), None)
