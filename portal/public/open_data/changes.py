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


def parts_between(release: ReleaseReading, old: int, new: int) -> list[tuple[int, Path]]:
    """Numbers and change files of the bulk parts after `old` up to `new`, oldest first.

    Both must be releases with bulk files. Raises NotPublished where one has none or `old` does not come before `new`,
    TooFar.
    """
    release.past_file(old, FILE)
    found: list[tuple[int, Path]] = []
    number: int | None = new
    while number is not None and number > old:
        if len(found) == LONGEST:
            raise TooFar
        path = release.past_file(number, FILE)
        found.append((number, path))
        with path.open("rb") as file:
            number = orjson.loads(file.readline())["from"]
    if number != old or not found:
        raise NotPublished(f"{release.campaign}: changes from {old} to {new}")
    return found[::-1]


def lines(parts: list[tuple[int, Path]]) -> Iterator[bytes]:
    """The bytes of the files, piece by piece."""
    for _, path in parts:
        with path.open("rb") as file:
            while piece := file.read(1 << 18):
                yield piece
