"""Parquet: typed columns, compressed with zstd; the same rows always make the same bytes."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_export.errors import ExportError
from data_export.exporters.base import Exporter, TableWriter
from data_export.schema import Kind, Row, Table, words

ROW_GROUP = 65_536
"""Rows per row group: a reader may fetch one group by a range request."""


def arrow_schema(table: Table) -> pa.Schema:
    """Whole numbers as int64, everything else as text; descriptions in English as metadata of the fields."""
    return pa.schema(
        [
            pa.field(
                column.name,
                pa.int64() if column.kind is Kind.INTEGER else pa.string(),
                nullable=not column.required,
                metadata={"description": column.description["en"]},
            )
            for column in table.columns
        ]
    )


class ParquetWriter(TableWriter):
    """Collects rows until a row group is full, so that groups do not depend on how the rows came."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._name = path.name
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", version="2.6", store_schema=False)
        self._rows: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        self._rows.extend(rows)
        while len(self._rows) >= ROW_GROUP:
            self._flush(self._rows[:ROW_GROUP])
            del self._rows[:ROW_GROUP]

    def close(self) -> None:
        if self._rows:
            self._flush(self._rows)
            self._rows = []
        self._writer.close()

    def _flush(self, rows: list[Row]) -> None:
        cells = zip(*rows, strict=True)
        try:
            arrays = [pa.array(column, field.type) for column, field in zip(cells, self._schema, strict=True)]
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema), row_group_size=ROW_GROUP)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise ExportError(f"{self._name}: a cell does not fit the type of its column: {error}") from error


class ParquetExporter(Exporter):
    """One Parquet file per table."""

    FILE_NAME = "{table}.parquet"
    TITLE = words("Parquet таблицалары", "Таблицы Parquet", "Parquet tables")
    MEDIA_TYPE = "application/vnd.apache.parquet"

    def open(self, table: Table) -> TableWriter:
        return ParquetWriter(self.path(table), arrow_schema(table))

    def check(self, table: Table, rows: int) -> None:
        with pq.ParquetFile(self.path(table)) as file:
            self.compare(table, file.schema_arrow.names, file.metadata.num_rows, rows)
