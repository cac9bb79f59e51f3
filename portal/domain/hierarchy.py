"""The tree of a campaign's territories, and which of its parts a contest is shown by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.domain.configuration import Territory


@dataclass(frozen=True)
class Hierarchy:
    """Territories by code in the order of the package; parents are checked to exist and to be free of
    cycles on import.
    """

    territories: Mapping[str, Territory]

    @classmethod
    def of(cls, territories: Iterable[Territory]) -> "Hierarchy":
        """The tree of these territories."""
        return cls({territory.code: territory for territory in territories})

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for territory in self.territories.values():
            found.setdefault(territory.parent, []).append(territory.code)
        return {parent: tuple(codes) for parent, codes in found.items()}

    def children(self, code: str) -> tuple[str, ...]:
        """Codes of the territories directly beneath `code`; of the top ones for ""."""
        return self._children.get(code, ())

    @property
    def roots(self) -> tuple[str, ...]:
        """Codes of the territories without a parent: the regions."""
        return self.children("")

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Codes above `code`, the top one first; () for a region and for "" (the whole country)."""
        path: list[str] = []
        parent = self.territories[code].parent if code else ""
        while parent:
            path.append(parent)
            parent = self.territories[parent].parent
        return tuple(reversed(path))

    def within(self, code: str, span: str) -> bool:
        """True when `code` is `span` or lies beneath it; everything lies within ""."""
        return not span or code == span or span in self.ancestors(code)

    def bottom_up(self) -> Iterator[str]:
        """Every code, children before their parent."""
        pending = [(code, False) for code in reversed(self.roots)]
        while pending:
            code, children_done = pending.pop()
            if children_done:
                yield code
            else:
                pending.append((code, True))
                pending.extend((child, False) for child in reversed(self.children(code)))

    def parts(self, span: str) -> tuple[tuple[str, bool], ...]:
        """The rows by which a contest of `span` is shown: (code, direct) pairs that cover the country without overlap.

        Inside the span each territory beneath it is a row; outside it, where remote votes of the contest may be cast,
        the largest territories that do not hold the span. `direct` are the precincts attached to a territory that has
        rows beneath it.
        """
        rows: list[tuple[str, bool]] = []
        path = (*self.ancestors(span), span) if span else ()
        for parent, below in zip(("", *path), (*path, None), strict=True):
            rows += [(code, False) for code in self.children(parent) if code != below]
            if parent and self.children(parent):
                rows.append((parent, True))
        if span and not self.children(span):
            rows.append((span, False))
        return tuple(sorted(rows, key=lambda row: self._order[row[0]]))

    @cached_property
    def _order(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(self.territories)}
