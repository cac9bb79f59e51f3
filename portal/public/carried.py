"""What finished answers were made of, noted beside them: a release leaves most of them alone, and these go on into the
folder of the next moment without a reader who has to wait for them.
"""

import os
from collections.abc import Callable, Iterator, Sequence
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
            lines = (former / self._name).read_bytes().splitlines(keepends=True)
        except OSError:
            return
        for first in range(0, len(lines), _AT_A_TIME):
            try:
                found = [line for line in lines[first : first + _AT_A_TIME] if _linked(line, former, new, still_true)]
                self._append(new, b"".join(found))
            except OSError:
                return  # A disk that takes nothing: readers bring the pages back, as far as there is room.
            yield

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
