"""What a table is: one schema that drives CSV, JSON, Parquet, the data package and the data dictionary.

A row is a tuple in the order of the columns. Its cells are text, whole numbers or None (missing); there is no float.
Times, dates and coordinates stay text as in the documents, so that every format holds the very same value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from data_export.context import PartContext
from data_export.view import ReleaseView
from portal.domain.documents import ContestDocument, TerritoryDocument
from portal.domain.names import NamesDocument

Cell = str | int | None
Row = tuple[Cell, ...]


class Kind(StrEnum):
    """What the text or number in a column means; the values are types of the Table Schema standard."""

    TEXT = "string"
    INTEGER = "integer"
    DECIMAL = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "datetime"


def words(ky: str, ru: str, en: str) -> NamesDocument:
    """A text of the data dictionary in Kyrgyz, Russian and English."""
    return {"ky": ky, "ru": ru, "en": en}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name in snake_case, meaning, and what its values may be. `required` columns are never empty."""

    name: str
    kind: Kind
    description: NamesDocument
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: `columns` of this table point to the columns `to` of `table` (the same names if `to` is empty)."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...] = ()


class Table:
    """A table of a data part: its schema, and its rows from the documents of a release.

    An instance belongs to one data part. `name` is the path of its files without suffix; `alias` its name where no path
    may stand and letter case does not count, unique among the tables of the part. Rows come in the order of the
    configuration's territories and, inside a territory, in the order of its document.
    """

    name: str
    title: NamesDocument
    columns: tuple[Column, ...]
    primary_key: ClassVar[tuple[str, ...]] = ()
    references: ClassVar[tuple[Reference, ...]] = ()

    def __init__(self, context: PartContext) -> None:
        self.context = context
        self.alias = self.name

    @classmethod
    def wanted(cls, context: PartContext) -> bool:
        """True where the campaign has what the table holds; others have no such file."""
        return True

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    def release_rows(self, view: ReleaseView) -> Iterable[Row]:
        """Rows that are known before any territory is read."""
        return ()

    def contest_rows(self, contest: ContestDocument) -> Iterable[Row]:
        """Rows of one contest."""
        return ()

    def territory_rows(self, territory: TerritoryDocument) -> Iterable[Row]:
        """Rows of the precincts attached to one territory."""
        return ()
