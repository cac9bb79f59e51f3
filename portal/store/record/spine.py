"""The spine row of every fact: numbering and waking the publisher."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple, cast

import orjson
import psycopg
from sqlalchemy import JSON, LargeBinary, Table, func, insert, select
from sqlalchemy.dialects import sqlite
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
_NUMBERS = "SELECT nextval(pg_get_serial_sequence('fact', 'seq')) FROM generate_series(1, %s)"
_DIALECT = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]
_quote = _DIALECT.identifier_preparer.quote


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

    PostgreSQL takes large batches by COPY and small ones as one document, not row by row.
    """
    table: Table = model.__table__
    for batch in chunks(rows, BATCH):
        if not _on_postgresql(session):
            session.execute(insert(table), batch)
        elif len(batch) >= COPIED:
            _copy(session, table, batch)
        else:
            statement, document = _as_document(table, batch)
            session.connection().exec_driver_sql(statement, (document,))


def insert_new_rows(
    session: Session, model: Any, rows: list[dict[str, Any]], told: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Insert those rows that repeat no key; these columns of each row that is new, in the order of the rows."""
    table: Table = model.__table__
    if not rows:
        return []
    if _on_postgresql(session):
        statement, document = _as_document(table, rows)
        statement += f" ON CONFLICT DO NOTHING RETURNING {', '.join(map(_quote, told))}"
        return [tuple(row) for row in session.connection().exec_driver_sql(statement, (document,))]
    columns = [table.c[name] for name in told]
    inserted = session.execute(sqlite.insert(table).on_conflict_do_nothing().returning(*columns), rows)
    return [tuple(row) for row in inserted]


def _copy(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """PostgreSQL's bulk load, in the same transaction; five times as fast as single inserts."""
    names = list(rows[0])
    documents = {name for name in names if isinstance(table.c[name].type, JSON)}
    statement = f"COPY {_quote(table.name)} ({', '.join(map(_quote, names))}) FROM STDIN"
    connection = cast(psycopg.Connection[Any], session.connection().connection.driver_connection)
    try:
        with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row([json.dumps(row[name]) if name in documents else row[name] for name in names])
    except psycopg.Error as error:
        raise StorageError(f"database: {str(error).strip()}") from error


def _as_document(table: Table, rows: list[dict[str, Any]]) -> tuple[str, str]:
    """A statement that inserts rows, the same text for any number of them so that the server prepares it once, and the
    one value that it takes: a document is made and read many times as fast as a value or an array for each column.
    """
    names = tuple(rows[0])
    statement, binds = _document_statement(table, names)
    sent = [dict(row) for row in rows]
    for row in sent:
        for name, bind in binds:
            row[name] = bind(row[name])
    return statement, orjson.dumps(sent).decode()


@cache
def _document_statement(table: Table, names: tuple[str, ...]) -> tuple[str, list[tuple[str, Callable[[Any], Any]]]]:
    """The statement, and what becomes of a value before it goes into the document."""
    told, taken, binds = [], [], []
    for name in names:
        type_, column = table.c[name].type, _quote(name)
        told.append(f"{column} {type_.compile(dialect=_DIALECT)}")
        taken.append(column)
        bind: Callable[[Any], Any] | None = type_.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        if isinstance(type_, LargeBinary):
            told[-1], taken[-1], bind = f"{column} text", f"decode({column}, 'base64')", _base64
        elif isinstance(type_, JSON):
            told[-1], taken[-1], bind = f"{column} text", f"{column}::json", partial(_json, type_)
        binds.extend([(name, bind)] if bind else [])
    into = f"INSERT INTO {_quote(table.name)} ({', '.join(map(_quote, names))})"
    return f"{into} SELECT {', '.join(taken)} FROM json_to_recordset(%s::json) AS rows ({', '.join(told)})", binds


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _json(type_: JSON, value: Any) -> str | None:
    return None if value is None and type_.none_as_null else json.dumps(value)


def _next_numbers(session: Session, count: int) -> list[int]:
    """SQLite writers hold the write lock, so the next numbers are free; PostgreSQL hands them out."""
    if _on_postgresql(session):
        return sorted(session.connection().exec_driver_sql(_NUMBERS, (count,)).scalars())
    highest = session.scalar(select(func.max(FactRow.seq))) or 0
    return list(range(highest + 1, highest + 1 + count))


def wake_publisher(session: Session, campaign: str) -> None:
    """Tell a waiting publisher of the campaign when this transaction commits; on SQLite it looks by itself."""
    if _on_postgresql(session):
        session.connection().exec_driver_sql("SELECT pg_notify(%s, %s)", (CHANNEL, campaign))


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
