"""What finished answers were made of, noted beside them: a release leaves most of them alone, and these go on into the
folder of the next moment without a reader who has to wait for them.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import orjson

from portal.public.reading import Dependency

_NAME = "made-of-"
_AT_A_TIME = 100


class Notes:
    """The notes of all folders that one version of the code made; no other version carries its answers on."""

    def __init__(self, code_version: str) -> None:
        self._name = f"{_NAME}{code_version}"

    def add(self, folder: Path, place: str, dependencies: Sequence[Dependency]) -> None:
        """Note of what the answer at a place below the folder was made. Raises OSError."""
        self._append(folder, orjson.dumps([place, dependencies]) + b"\n")

    def carry(self, former: Path, new: Path, still_true: Callable[[Sequence[Dependency]], bool]) -> Iterator[None]:
        """Link every answer of the former folder that is still true into the new one, some at each step."""
        try:
            with (former / self._name).open("rb") as notes:
                while lines := list(islice(notes, _AT_A_TIME)):
                    self._append(new, b"".join(line for line in lines if _linked(line, former, new, still_true)))
                    yield
        except OSError:
            return  # No notes, or a disk that takes nothing: readers bring the pages back, as far as there is room.

    def _append(self, folder: Path, lines: bytes) -> None:
        """In one piece, whoever else writes there."""
        file = os.open(folder / self._name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(file, lines)
        finally:
            os.close(file)


def _linked(line: bytes, former: Path, new: Path, still_true: Callable[[Sequence[Dependency]], bool]) -> bool:
    """Whether the answer of a line is still true and lies in the new folder because of that."""
    try:
        place, dependencies = orjson.loads(line)
    except (orjson.JSONDecodeError, ValueError):
        return False
    if not still_true(dependencies):
        return False
    target = new / place
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(former / place, target)
    except (FileExistsError, FileNotFoundError):
        return False
    return True
