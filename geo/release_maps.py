"""The maps' part of a release: geometry kept by key beside the publisher's notes, values made of the documents.

Importing this costs nothing; the libraries of geometry are loaded when a configuration is drawn for the first time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from geo.errors import DrawingFailed
from geo.geography import Geography
from geo.values import INDEX, Row, index_values, territory_values, values_path
from portal.domain.documents import TerritoryDocument

GEOMETRY = "geo/regions.geojson"
"""The file that every release with maps has."""


class Drawing:
    """The files of a geometry; what `kept` does not hold yet is drawn in a second process, beside the caller's work.

    `wanted` is False where there is surely nothing to draw.
    """

    def __init__(self, geography: Geography, kept: Path) -> None:
        self._folder = kept / geography.key()
        self._process: BaseProcess | None = None
        self.wanted = self._folder.exists() or _drawable(geography)
        if self._folder.exists() or not self.wanted:
            return
        if _last[0] == self._folder.name:
            _write(self._folder, _last[1])
            return
        self._process = _SECOND.Process(target=_draw, args=(geography, self._folder), daemon=True)
        self._process.start()

    def files(self) -> list[tuple[str, bytes]]:
        """Path in the release and content of every file, [] when there is nothing to draw; waits for the drawing.

        Raises DrawingFailed when the second process did; its own words went to stderr.
        """
        if self._process:
            self._process.join()
            if self._process.exitcode:
                raise DrawingFailed(f"the drawing of the maps ended with exit code {self._process.exitcode}")
        return self._read()

    def stop(self) -> None:
        """End a drawing that nobody waits for; one that is done stays as it is."""
        if self._process:
            self._process.terminate()
            self._process.join()

    def _read(self) -> list[tuple[str, bytes]]:
        global _last
        paths = sorted(path for path in self._folder.rglob("*") if path.is_file())
        files = [(path.relative_to(self._folder).as_posix(), path.read_bytes()) for path in paths]
        _last = (self._folder.name, files)
        return files


_last: tuple[str, list[tuple[str, bytes]]] = ("", [])
"""Key and files of what was read last: several homes of one process often hold the same campaign."""

_SECOND = get_context("fork")
"""The child loads the libraries of geometry while this process works, and uses nothing else that it was born with."""


def _drawable(geography: Geography) -> bool:
    """Whether there is anything to draw: borders, or a territory that is known by name."""
    if geography.borders:
        return True
    from geo.natural_earth import natural_earth

    return bool(natural_earth(geography.territories))


def _draw(geography: Geography, folder: Path) -> None:
    from geo.map_files import map_files

    _write(folder, map_files(geography))


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    from geo.map_files import write_files

    write_files(folder, files)


@dataclass
class MapValues:
    """Makes the values of a release from its documents, and writes them when the campaign turned out to have maps.

    `add` writes a document and `add_file` a file; `roots` are the codes of the top level, `former` the index of the
    release before (empty when all is made anew). `drawing` is given where the release brings the geometry itself.
    """

    add: Callable[[str, object], object]
    add_file: Callable[[str, bytes], object]
    roots: Sequence[str]
    former: dict[str, Row] = field(default_factory=dict)
    drawing: Drawing | None = None
    _values: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def territory(self, document: TerritoryDocument) -> None:
        """Take note of the values of a territory whose document was just made."""
        self._values.append((document["code"], territory_values(document)))

    def finish(self) -> None:
        """Write geometry and values, their index last of all; raises DrawingFailed."""
        if self.drawing:
            files = self.drawing.files()
            if not files:
                return
            for path, content in files:
                self.add_file(path, content)
        for code, values in self._values:
            self.add(values_path(code), values)
        rows = {**self.former, **{code: values["own"] for code, values in self._values}}
        self.add(INDEX, index_values({code: rows[code] for code in self.roots if code in rows}))

    def stop(self) -> None:
        """End what still runs; to be called whatever became of the release."""
        if self.drawing:
            self.drawing.stop()


def former_rows(index: Any) -> dict[str, Row]:
    """The rows of an index as it was written."""
    rows: dict[str, Row] = index["rows"]
    return rows
