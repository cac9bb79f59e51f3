"""What earlier releases said, for the tables that compare: a territory's document through all releases
that wrote it.
"""

from collections.abc import Iterator
from typing import Protocol

from portal.domain.documents import ReleaseDocument, TerritoryDocument


class PastView(Protocol):
    """The part of an earlier release that a comparison needs; raises ExportError where a file is not what it was."""

    @property
    def release(self) -> ReleaseDocument: ...

    def owner(self, path: str) -> int | None:
        """Number of the release that wrote this file; None where the release has none."""

    def territory(self, code: str) -> TerritoryDocument: ...


class Past(Protocol):
    """Earlier releases of the same campaign by number; None for one that is not there."""

    def __call__(self, n: int) -> PastView | None: ...


def writings(past: Past, newest: int, code: str) -> Iterator[tuple[ReleaseDocument, TerritoryDocument]]:
    """Each release that wrote a territory's document, with the document, newest first."""
    path = f"territories/{code}.json"
    n = newest
    while n > 0 and (view := past(n)) is not None and (owner := view.owner(path)) is not None:
        writer = view if owner == n else past(owner)
        if writer is None:
            return
        yield writer.release, writer.territory(code)
        n = owner - 1
