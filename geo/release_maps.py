"""The maps' part of a release: geometry kept by key beside the publisher's notes, values made of the documents.

Importing this costs nothing; the libraries of geometry are loaded when a configuration is drawn for the first time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.geography import Geography
from geo.values import INDEX, Row, index_values, territory_values, values_path
from portal.domain.documents import TerritoryDocument

GEOMETRY = "geo/regions.geojson"
"""The file that every release with maps has."""


def geometry_files(geography: Geography, kept: Path) -> Iterator[tuple[str, bytes]]:
    """Path in the release and content of every file of the geometry, drawn only when `kept` does not hold them yet."""
    if not _drawable(geography):
        return
    folder = kept / geography.key()
    if not folder.exists():
        _draw(geography, folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _drawable(geography: Geography) -> bool:
    """Whether there is anything to draw: borders, a precinct with coordinates, or a region that is known by name."""
    if geography.borders or any(site.lat and site.lon for site in geography.sites):
        return True
    from geo.natural_earth import natural_earth

    return bool(natural_earth(geography.territories))


def _draw(geography: Geography, folder: Path) -> None:
    from geo.map_files import map_files, write_files

    global _last
    key = geography.key()
    if _last[0] != key:
        _last = (key, tuple(map_files(geography)))
    write_files(folder, _last[1])


_last: tuple[str, tuple[tuple[str, bytes], ...]] = ("", ())
"""Key and files of what was drawn last: several homes of one process often hold the same campaign."""


@dataclass
class MapValues:
    """Makes the values of a release while its documents are made; `add` writes one document.

    `roots` are the codes of the top level, `former` the index of the release before (empty when all is made anew).
    """

    add: Callable[[str, object], object]
    roots: Sequence[str]
    former: dict[str, Row] = field(default_factory=dict)
    _rows: dict[str, Row] = field(default_factory=dict)

    def territory(self, document: TerritoryDocument) -> None:
        """Write the values of a territory whose document was just made."""
        values = territory_values(document)
        self.add(values_path(document["code"]), values)
        if document["code"] in self.roots:
            self._rows[document["code"]] = values["own"]

    def finish(self) -> None:
        """Write the index, the last of all."""
        rows = {**self.former, **self._rows}
        self.add(INDEX, index_values({code: rows[code] for code in self.roots if code in rows}))


def former_rows(index: Any) -> dict[str, Row]:
    """The rows of an index as it was written."""
    rows: dict[str, Row] = index["rows"]
    return rows
