"""GeoJSON (RFC 7946): every precinct as a point, or without a place where its coordinates are not known."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import orjson

from data_export.errors import ExportError
from data_export.exporters.base import Exporter, TableWriter
from data_export.schema import Cell, Row, Table, words

BEGINNING = b'{"type":"FeatureCollection","features":[\n'
END = b"\n]}\n"
PLACE = ("lat", "lon")


class GeoJsonWriter(TableWriter):
    """Writes one feature per line; its properties are the columns of the table but the coordinates."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("wb", buffering=1 << 18)
        self._file.write(BEGINNING)
        self._header = header
        self._separator = b""

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._file.write(self._separator + orjson.dumps(feature(dict(zip(self._header, row, strict=True)))))
            self._separator = b",\n"

    def close(self) -> None:
        if not self._file.closed:
            self._file.write(END)
            self._file.close()


class PrecinctsGeoJsonExporter(Exporter):
    """The precincts for a map."""

    FILE_NAME = "{table}.geojson"
    TITLE = words("GeoJSON чекиттери", "Точки GeoJSON", "GeoJSON points")
    MEDIA_TYPE = "application/geo+json"

    def takes(self, table: Table) -> bool:
        return table.name == "precincts"

    def open(self, table: Table) -> TableWriter:
        return GeoJsonWriter(self.path(table), table.header)

    def check(self, table: Table, rows: int) -> None:
        name = self.file_name(table)
        try:
            document = orjson.loads(self.path(table).read_bytes())
        except orjson.JSONDecodeError as error:
            raise ExportError(f"{name}: not JSON: {error}") from error
        features = document["features"]
        header = [column for column in table.header if column not in PLACE]
        if features and list(features[0]["properties"]) != header:
            raise ExportError(f"{name}: the properties read back are not {', '.join(header)}")
        self.compare(table, table.header, len(features), rows)


def feature(row: dict[str, Cell]) -> dict[str, Any]:
    """One row as a feature; coordinates are written digit by digit as they are stated."""
    properties = {name: cell for name, cell in row.items() if name not in PLACE}
    return {"type": "Feature", "geometry": _geometry(row["lat"], row["lon"]), "properties": properties}


def _geometry(lat: Cell, lon: Cell) -> dict[str, Any] | None:
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": orjson.Fragment(f"[{_degrees(lon)},{_degrees(lat)}]".encode())}


def _degrees(stated: Cell) -> str:
    """The number as stated, digit by digit, in the form that JSON asks for."""
    try:
        number = Decimal(str(stated))
    except InvalidOperation as error:
        raise ExportError(f"precincts.geojson: {stated} is no number of degrees") from error
    if not number.is_finite():
        raise ExportError(f"precincts.geojson: {stated} is no number of degrees")
    return f"{number:f}"
