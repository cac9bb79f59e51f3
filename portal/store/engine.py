"""Opening the store: one engine per process, sessions that read one snapshot and sessions that write.

SQLite writers take the write lock at BEGIN, so sequence numbers commit in order; PostgreSQL readers see one REPEATABLE
READ snapshot. `synchronous=FULL` because an acknowledged fact must survive a power cut (WAL with NORMAL loses commits).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from portal.errors import InputError, StorageError
from portal.store.schema import INIT, require_newest, tells_of_another_schema

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA busy_timeout=10000",
)
_WRITES = "natyija_writes"
_LARGE_TABLES = """
SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
AND pg_relation_size(oid) > 10 * current_setting('block_size')::int ORDER BY relname
"""
"""Tables of more pages than the planner takes for granted where it knows nothing."""


class Store:
    """An open store; `close()` gives its connections back. Database failures leave the context managers as
    StorageError.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = engine.execution_options(**(snapshot if engine.dialect.name == "postgresql" else {}))
        self._writer = engine.execution_options(**{_WRITES: True})

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one consistent snapshot; nothing it does is kept."""
        with _storage_errors(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose transaction is committed when the block ends well and rolled back otherwise."""
        with _storage_errors(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def analyze(self) -> None:
        """Tell PostgreSQL's planner about much new data at once; it would notice by itself only after a minute.

        It is not told about small tables: it would plan for them as they are, and go on reading them from end to end
        long after they have grown.
        """
        if self.engine.dialect.name == "postgresql":
            with _storage_errors(), self._writer.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                if tables := list(connection.exec_driver_sql(_LARGE_TABLES).scalars()):
                    connection.exec_driver_sql(f"ANALYZE {', '.join(tables)}")

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """The store at `url` (sqlite:///… or postgresql://…).

    Raises InputError for a URL that is neither, and for a database whose schema is not the newest.
    """
    engine = make_engine(url)
    require_newest(engine)
    return Store(engine)


def make_engine(url: str) -> Engine:
    """An engine with the pragmas and transaction rules of the store. Raises InputError for an unusable URL."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 5})
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise InputError(["NATYIJA_DATABASE_URL: not a database URL; write sqlite:///PATH or postgresql://…"]) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError(
            [f"NATYIJA_DATABASE_URL: {parsed.get_backend_name()} is not supported; use sqlite or postgresql"]
        )
    return parsed


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        hint = f"; the schema is not the one of this version, {INIT}" if tells_of_another_schema(error) else ""
        raise StorageError(f"database: {str(error.orig).strip()}{hint}") from error
    except PoolTimeout as error:
        raise StorageError("database: every connection is taken, and none became free in time") from error
