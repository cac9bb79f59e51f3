"""What database and disk say is told as a cause that people and machines can act on."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from portal.errors import StorageError
from portal.store.causes import Cause, cause_of
from portal.store.engine import Store, open_store


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorcode = code
    return error


def postgresql_error(state: str) -> psycopg.Error:
    return psycopg.errors.lookup(state)("refused")


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError(errno.ENOSPC, "full"), Cause.FULL),
        (OSError(errno.EDQUOT, "quota"), Cause.FULL),
        (OSError(errno.EROFS, "read-only"), Cause.READ_ONLY),
        (OSError(errno.EIO, "input/output"), Cause.BROKEN),
        (OSError(errno.ENOENT, "gone"), Cause.UNKNOWN),
        (sqlite_error(sqlite3.SQLITE_FULL), Cause.FULL),
        (sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), Cause.BROKEN),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), Cause.BUSY),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), Cause.READ_ONLY),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), Cause.UNREACHABLE),
        (postgresql_error("53100"), Cause.FULL),
        (postgresql_error("53300"), Cause.BUSY),
        (postgresql_error("55P03"), Cause.BUSY),
        (postgresql_error("25006"), Cause.READ_ONLY),
        (postgresql_error("57P01"), Cause.UNREACHABLE),
        (postgresql_error("58030"), Cause.BROKEN),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Cause.UNREACHABLE),
        (PoolTimeout(), Cause.BUSY),
        (ValueError("something else"), Cause.UNKNOWN),
    ],
)
def test_every_failure_of_storage_has_its_cause_however_deep_it_lies(error: Exception, cause: Cause) -> None:
    assert cause_of(error) is cause
    wrapped = OperationalError("INSERT", {}, error)
    wrapped.__cause__ = error
    outer = StorageError("database: refused")
    outer.__cause__ = wrapped
    assert cause_of(outer) is cause


def test_connections_that_are_all_taken_are_a_storage_error(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0)
    store = Store(engine)
    with engine.connect(), pytest.raises(StorageError) as caught, store.read() as session:
        session.execute(text("SELECT 1"))
    assert cause_of(caught.value) is Cause.BUSY
    store.close()


def run(store: Store, *statements: str) -> None:
    with store.read() as session:
        for statement in statements:
            session.execute(text(statement))


def test_a_database_that_somebody_else_locks_is_busy(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            run(store, "PRAGMA busy_timeout=0", "CREATE TABLE filler (block)")
    assert cause_of(caught.value) is Cause.BUSY
    store.close()


def test_a_database_that_cannot_be_opened_is_unreachable(tmp_path: Path) -> None:
    store = Store(create_engine(f"sqlite:///{tmp_path / 'nowhere' / 'natyija.db'}"))
    with pytest.raises(StorageError) as caught, store.read() as session:
        session.execute(text("SELECT 1"))
    assert cause_of(caught.value) is Cause.UNREACHABLE


def test_a_disk_that_is_full_is_told_by_sqlite_itself(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    with pytest.raises(StorageError) as caught:
        run(store, "PRAGMA max_page_count=1", "CREATE TABLE filler AS SELECT zeroblob(4000000) AS block")
    assert cause_of(caught.value) is Cause.FULL
    store.close()
