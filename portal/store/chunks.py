"""Cutting long lists into pieces that one statement can carry."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, any_, bindparam, literal
from sqlalchemy.orm import InstrumentedAttribute, Session

T = TypeVar("T")

CHUNK = 1000
"""Values in one IN list: below the limit of bound values of both databases, few enough for a quick plan."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in order, in lists of at most `size`."""
    source = iter(values)
    while piece := list(islice(source, size)):
        yield piece


def among(
    session: Session, column: ColumnElement[T] | InstrumentedAttribute[Any], values: Collection[Any]
) -> ColumnElement[bool]:
    """That the column holds one of the values (at most `CHUNK`).

    PostgreSQL gets one array: a prepared IN list of a thousand parameters is compared one by one with every row.
    """
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    return column.in_(values)


def among_bound(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """That the column holds one of the values that the statement gets under this name, for statements made once."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    return column.in_(bindparam(name, expanding=True))
