"""The changed rows between two releases: the change files of the bulk parts in between, one after the other.

Each bulk part says what changed since the one before it (`changes.jsonl`), so nothing is computed here.
"""

from collections.abc import Iterator
from pathlib import Path

import orjson

from portal.public.reading import ReleaseReading
from portal.published.errors import NotPublished
from portal.published.library import DATA_FOLDER

FILE = DATA_FOLDER + "changes.jsonl"
MEDIA_TYPE = "application/jsonl"
LONGEST = 500
"""So many bulk parts one answer may lead across; who is further behind loads the newest part as a whole."""


class TooFar(Exception):
    """More bulk parts lie between the two releases than one answer leads across."""


def change_file(release: ReleaseReading, number: int) -> Path:
    """The change file of a release's own bulk files. Raises NotPublished where it has none of its own."""
    path = release.past_file(number, FILE)
    # The newest release shows the bulk files of the newest part, whoever wrote them.
    if release.release.past_listed(number, FILE).owner != number:
        raise NotPublished(f"{release.campaign}: bulk files of release {number}")
    return path


def covering(release: ReleaseReading, old: int, new: int) -> tuple[int, int]:
    """Releases with bulk files whose changes hold all that changed from `old` to `new`, which may have none themselves.

    From the newest part up to `old` to the first one from `new` on, or to the newest where there is none yet. Raises
    NotPublished where no part comes before or there are no such releases, TooFar.
    """
    if not 1 <= old <= new <= release.number:
        raise NotPublished(f"{release.campaign}: changes from {old} to {new}")
    last = number = release.release.latest["data"]
    for _ in range(LONGEST):
        if number is None:
            raise NotPublished(f"{release.campaign}: no bulk files up to release {old}")
        if number >= new:
            last = number
        if number <= old:
            return number, last or number
        number = _former(change_file(release, number))
    raise TooFar


def _former(path: Path) -> int | None:
    """Number of the bulk part that a change file leads from."""
    with path.open("rb") as file:
        number: int | None = orjson.loads(file.readline())["from"]
    return number


def parts_between(release: ReleaseReading, old: int, new: int) -> list[tuple[int, Path]]:
    """Numbers and change files of the bulk parts after `old` up to `new`, oldest first.

    Both must be releases with bulk files. Raises NotPublished where one has none or `old` does not come before `new`,
    TooFar.
    """
    change_file(release, old)
    found: list[tuple[int, Path]] = []
    number: int | None = new
    while number is not None and number > old:
        if len(found) == LONGEST:
            raise TooFar
        path = change_file(release, number)
        found.append((number, path))
        number = _former(path)
    if number != old or not found:
        raise NotPublished(f"{release.campaign}: changes from {old} to {new}")
    return found[::-1]


def lines(parts: list[tuple[int, Path]]) -> Iterator[bytes]:
    """The bytes of the files, piece by piece."""
    for _, path in parts:
        with path.open("rb") as file:
            while piece := file.read(1 << 18):
                yield piece
