"""Copies a public tree: a file gets its name once its hash is right, a list once its files are there, pointers last.

An interrupted run leaves a copy that is whole as far as its pointers say; the next run goes on where it ended.
"""

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.errors import CheckFailed
from portal.mirror.plan import Part, Plan, make_plan
from portal.verify.log_reader import CHECKPOINT
from portal.verify.source import Source
from portal.verify.sums import SUMS, SumsError, read_sums

CHUNK = 1 << 20
UNFINISHED = ".unfinished"


@dataclass(slots=True)
class Copied:
    """What a run did."""

    parts: int = 0
    files: int = 0
    bytes: int = 0
    redacted: int = 0
    logged: bool = False
    problems: list[str] = field(default_factory=list)


def mirror(source: Source, folder: Path) -> Copied:
    """Bring the copy in `folder` up to date; what was done.

    Raises CheckFailed with every file that is not what its list or the log says (the pointers then stay), SourceError
    or TransparencyError where the source cannot be read or its log does not hold, OSError where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plan = make_plan(source, folder)
    run = _Run(source, folder, plan)
    for part in plan.parts:
        run.copy_part(part)
        if run.done.problems:
            raise CheckFailed(run.done.problems)
    run.copy_log()
    run.move_pointers()
    return run.done


class _Run:
    """One run from one source into one folder."""

    def __init__(self, source: Source, folder: Path, plan: Plan) -> None:
        self._source, self._folder, self._plan = source, folder, plan
        self.done = Copied(logged=bool(plan.checkpoint))

    def copy_part(self, part: Part) -> None:
        """All files of a release that are not there yet, then its list."""
        name = f"{part.folder}/{SUMS}"
        if (self._folder / name).is_file():
            if part.sha256sums and _sha256(self._folder / name) != part.sha256sums:
                self.done.problems.append(f"{name}: the copy differs from what the log says; remove it and run again")
            return
        content = self._source.read(name)
        if part.sha256sums and hashlib.sha256(content).hexdigest() != part.sha256sums:
            self.done.problems.append(f"{name}: is not the list that the log names")
            return
        try:
            listed = list(read_sums(content, part.folder))
        except SumsError as error:
            self.done.problems.append(str(error))
            return
        self._fetch_all(listed)
        if not self.done.problems:
            self._write(name, content)
            self.done.parts += 1

    def _fetch_all(self, listed: Iterable[tuple[str, str]]) -> None:
        missing = [(path, digest) for path, digest in listed if not (self._folder / path).is_file()]
        with ThreadPoolExecutor(self._source.readers) as pool:
            for problem in pool.map(lambda one: self._fetch(*one), missing):
                if problem:
                    self.done.problems.append(problem)

    def _fetch(self, path: str, digest: str) -> str:
        """Copy one file under its name when its hash is right; "" or what is wrong."""
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(place.name + UNFINISHED)
        found, size = hashlib.sha256(), 0
        try:
            with self._source.open(path) as source, unfinished.open("wb") as target:
                while piece := source.read(CHUNK):
                    found.update(piece)
                    size += len(piece)
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
        except FileNotFoundError:
            with suppress(FileNotFoundError):
                unfinished.unlink()
            if digest in self._plan.redacted:
                self.done.redacted += 1
                return ""
            return f"{path}: is missing at the source"
        if found.hexdigest() != digest:
            unfinished.unlink()
            return f"{path}: its sha256 is not the one that its list gives"
        unfinished.replace(place)
        self.done.files += 1
        self.done.bytes += size
        return ""

    def copy_log(self) -> None:
        """The tiles that the leaves give, then the checkpoint; incomplete tiles that a whole one replaced go."""
        if not self._plan.checkpoint:
            return
        for path, content in self._plan.tiles.items():
            if not (self._folder / path).is_file():
                self._write(path, content)
        self._write(CHECKPOINT, self._plan.checkpoint)
        for place in (self._folder / "log" / "tile").rglob("*"):
            if place.is_file() and place.relative_to(self._folder).as_posix() not in self._plan.tiles:
                place.unlink()

    def move_pointers(self) -> None:
        """Everything that they name is there now."""
        for path, content in self._plan.pointers:
            place = self._folder / path
            if not place.is_file() or place.read_bytes() != content:
                self._write(path, content)

    def _write(self, path: str, content: bytes) -> None:
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(place.name + UNFINISHED)
        with unfinished.open("wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(place)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
