"""The spine row of every fact: numbering and waking the publisher."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

import psycopg
from sqlalchemy import JSON, Table, func, insert, select, text
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.orm import Session

from portal.errors import InputError, StorageError
from portal.store.chunks import chunks
from portal.store.models import CampaignRow, FactKind, FactRow

CHANNEL = "natyija_facts"
"""PostgreSQL channel on which a recording transaction names its campaign when it commits."""
COPIED = 500
"""From so many rows on PostgreSQL takes them by COPY."""
BATCH = 20_000
"""Rows handed to the database driver at once: bounds memory, large enough to be quick."""


class Entry(NamedTuple):
    """What the spine needs to know of a fact: the precinct it touches (None: the whole campaign) and when it came."""

    precinct: str | None
    received_at: datetime


def register_campaign(session: Session, campaign: str, at: datetime) -> bool:
    """Take the id for a new campaign; False when it is known already."""
    if session.get(CampaignRow, campaign) is not None:
        return False
    insert_rows(session, CampaignRow, [{"id": campaign, "registered_at": at}])
    return True


def insert_facts(session: Session, campaign: str, kind: FactKind, entries: Sequence[Entry], by: str) -> list[int]:
    """Insert one spine row per entry; their sequence numbers in the same order. InputError when `by` is empty."""
    if not by:
        raise InputError(["recorded_by: say who or what records the fact"])
    if not entries:
        return []
    seqs = _next_numbers(session, len(entries))
    insert_rows(
        session,
        FactRow,
        (
            {
                "seq": seq,
                "campaign": campaign,
                "kind": kind.value,
                "precinct": entry.precinct,
                "received_at": entry.received_at,
                "recorded_by": by,
            }
            for seq, entry in zip(seqs, entries, strict=True)
        ),
    )
    wake_publisher(session, campaign)
    return seqs


def insert_rows(session: Session, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows of the same columns in batches; nothing happens for none.

    PostgreSQL takes large batches by COPY and small ones as one statement over arrays, not row by row.
    """
    table: Table = model.__table__
    for batch in chunks(rows, BATCH):
        if not _on_postgresql(session):
            session.execute(insert(table), batch)
        elif len(batch) >= COPIED:
            _copy(session, table, batch)
        else:
            _insert_arrays(session, table, batch)


def _copy(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """PostgreSQL's bulk load, in the same transaction; five times as fast as single inserts."""
    names = list(rows[0])
    quote = session.get_bind().dialect.identifier_preparer.quote
    documents = {name for name in names if isinstance(table.c[name].type, JSON)}
    statement = f"COPY {quote(table.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    connection = cast(psycopg.Connection[Any], session.connection().connection.driver_connection)
    try:
        with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row([json.dumps(row[name]) if name in documents else row[name] for name in names])
    except psycopg.Error as error:
        raise StorageError(f"database: {str(error).strip()}") from error


def _insert_arrays(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """One statement for all rows, the same text for any number of them, so that the server prepares it once."""
    names = tuple(rows[0])
    statement, bound = _array_statement(table, names)
    columns = (
        [bind(row[name]) for row in rows] if bind else [row[name] for row in rows]
        for name, bind in zip(names, bound, strict=True)
    )
    session.connection().exec_driver_sql(statement, tuple(columns))


@cache
def _array_statement(table: Table, names: tuple[str, ...]) -> tuple[str, list[Callable[[Any], Any] | None]]:
    """The statement, and what each column's type makes of a value before it is sent."""
    dialect = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]
    quote = dialect.identifier_preparer.quote
    types = [table.c[name].type for name in names]
    arrays = ", ".join(f"%s::{each.compile(dialect=dialect)}[]" for each in types)
    statement = f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, names))}) SELECT * FROM unnest({arrays})"
    return statement, [each.dialect_impl(dialect).bind_processor(dialect) for each in types]


def _next_numbers(session: Session, count: int) -> list[int]:
    """SQLite writers hold the write lock, so the next numbers are free; PostgreSQL hands them out."""
    if _on_postgresql(session):
        statement = text("SELECT nextval(pg_get_serial_sequence('fact', 'seq')) FROM generate_series(1, :count)")
        return sorted(session.scalars(statement, {"count": count}))
    highest = session.scalar(select(func.max(FactRow.seq))) or 0
    return list(range(highest + 1, highest + 1 + count))


def wake_publisher(session: Session, campaign: str) -> None:
    """Tell a waiting publisher of the campaign when this transaction commits; on SQLite it looks by itself."""
    if _on_postgresql(session):
        session.execute(select(func.pg_notify(CHANNEL, campaign)))


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
