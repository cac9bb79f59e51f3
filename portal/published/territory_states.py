"""Two states of one territory side by side: which of its precincts are written otherwise, found without parsing them.

A capital's document holds megabytes, of which a release changes a few precincts: what is alike is passed over in long
pieces. Where a document is not written as the builder writes it, or the two do not hold the same precincts in the same
order, both are split whole: slower, never wrong.
"""

import re
from typing import NamedTuple

import orjson

from portal.published.shapes import PrecinctDocument
from portal.published.territories import END, PRECINCT, WrittenTerritory

_SHORT, _LONG = 4096, 65536


class Part(NamedTuple):
    """Where a precinct stands in a document; nothing is copied before it is read."""

    content: bytes
    start: int
    end: int

    @property
    def size(self) -> int:
        """In bytes; 0 for a precinct that was not there."""
        return self.end - self.start

    def written(self) -> bytes:
        """The JSON of it."""
        return self.content[self.start : self.end]

    def read(self) -> PrecinctDocument | None:
        """The precinct, None where it was not there."""
        document: PrecinctDocument | None = orjson.loads(self.written()) if self.size else None
        return document


class ChangedPrecinct(NamedTuple):
    """A precinct that is not written as it was."""

    number: str
    older: Part
    newer: Part


def changed_precincts(
    older: WrittenTerritory | None, newer: WrittenTerritory, same_precincts: bool = False
) -> list[ChangedPrecinct]:
    """The attached precincts that differ, in the order of the newer state. Raises DamagedFile.

    `same_precincts` says that both states are known to hold the same ones.
    """
    found = _side_by_side(older.content, newer.content, same_precincts) if older else None
    return _by_number(older, newer) if found is None else found


def _by_number(older: WrittenTerritory | None, newer: WrittenTerritory) -> list[ChangedPrecinct]:
    former, present = older.split if older else None, newer.split
    before = {number: former.written(at) for at, number in enumerate(former.numbers)} if former else {}
    pairs = ((n, before.get(n, b""), present.written(at)) for at, n in enumerate(present.numbers))
    return [ChangedPrecinct(n, Part(was, 0, len(was)), Part(now, 0, len(now))) for n, was, now in pairs if was != now]


def _side_by_side(older: bytes, newer: bytes, same_precincts: bool) -> list[ChangedPrecinct] | None:
    """The same for two states that hold the same precincts in the same order; None for all others."""
    end_old, end_new = (len(content) - content.endswith(b"\n") - len(END) for content in (older, newer))
    if not older.startswith(END, end_old) or not newer.startswith(END, end_new):
        return None
    changed: list[ChangedPrecinct] = []
    old, new = PRECINCT.search(older), PRECINCT.search(newer)
    alike, growth = True, 0
    while old and new:
        # After one that differs the next is looked at alone: a release may change every precinct of a territory.
        if alike and (ahead := _last_alike(older, old.start(), newer, new.start())):
            old, new = PRECINCT.match(older, old.start() + ahead), PRECINCT.match(newer, new.start() + ahead)
        if not old or not new or old[1] != new[1]:
            return None
        next_new = PRECINCT.search(newer, new.end())
        expected = old.start() + next_new.start() - new.start() - growth if next_new and same_precincts else 0
        next_old = _expected(older, expected, next_new) or PRECINCT.search(older, old.end())
        was = Part(older, old.start(), next_old.start() - 1 if next_old else end_old)
        now = Part(newer, new.start(), next_new.start() - 1 if next_new else end_new)
        growth = now.size - was.size
        alike = not growth and was.written() == now.written()
        if not alike:
            changed.append(ChangedPrecinct(new[1].decode("ascii"), was, now))
        old, new = next_old, next_new
    return None if old or new else changed


def _expected(older: bytes, place: int, following: re.Match[bytes] | None) -> re.Match[bytes] | None:
    """The precinct where it begins if the one before grew as much as the one before that; most do in one release."""
    found = PRECINCT.match(older, place) if place > 0 and following else None
    return found if found and following and found[1] == following[1] else None


def _last_alike(older: bytes, at_old: int, newer: bytes, at_new: int) -> int:
    """How far ahead the last precinct begins up to which nothing differs; both places are beginnings of one."""
    alike, step = 0, _SHORT
    while piece := newer[at_new + alike : at_new + alike + step]:
        if older.startswith(piece, at_old + alike):
            alike, step = alike + len(piece), _LONG
        elif step > _SHORT:
            step = _SHORT
        else:
            break
    end = at_new + alike
    while (start := newer.rfind(b'{"number":"', at_new, end)) > at_new:
        if PRECINCT.match(newer, start):
            return start - at_new
        end = start
    return 0
