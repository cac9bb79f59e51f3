"""Column types of the store."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator, TypeEngine

BIG: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")
"""Sequence numbers: 64 bits on both databases (SQLite counts rows only in a column called INTEGER)."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: only aware datetimes go in (ValueError for a naive one), aware UTC datetimes come out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"naive datetime {value.isoformat()}: give it a timezone before it is stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
