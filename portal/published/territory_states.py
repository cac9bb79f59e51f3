"""Two states of one territory side by side: which of its precincts are written otherwise, told by their hashes."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from portal.published.shapes import PrecinctDocument
from portal.published.territories import Territory


class Part(NamedTuple):
    """A precinct within a state of its territory: its size in bytes, and what reads it. That raises DamagedFile."""

    size: int
    read: Callable[[], PrecinctDocument]


class ChangedPrecinct(NamedTuple):
    """A precinct that is not written as it was; `older` is None where it was not there."""

    number: str
    older: Part | None
    newer: Part

    @property
    def growth(self) -> int:
        """By how many bytes it became longer or shorter."""
        return abs(self.newer.size - (self.older.size if self.older else 0))


def changed_precincts(older: Territory | None, newer: Territory) -> list[ChangedPrecinct]:
    """The attached precincts that differ, in the order of the newer state; those that only the older one has are left
    out. Raises DamagedFile.
    """
    before, after = older.identities() if older else {}, newer.identities()
    places = {number: at for at, number in enumerate(older.numbers)} if older else {}
    return [
        ChangedPrecinct(number, _part(older, places[number]) if older and number in places else None, _part(newer, at))
        for at, number in enumerate(newer.numbers)
        if before.get(number) != after[number]
    ]


def _part(territory: Territory, at: int) -> Part:
    return Part(territory.size(at), partial(territory.at, at))
