"""The mark of a test instance: everything that it makes says so (R53 ¶54-61)."""

from collections.abc import Iterable, Sequence

from data_export.schema import Row, Table
from data_export.tables.columns import IS_TEST


def mark_columns(table: Table) -> None:
    """Give the table its last column, is_test; its rows must then pass through `marked`."""
    table.columns = (*table.columns, IS_TEST)


def marked(rows: Iterable[Row], *, test: bool) -> Sequence[Row]:
    """The rows, each with is_test = 1 at its end where they are of a test instance."""
    return [(*row, 1) for row in rows] if test else list(rows)
