"""Waking the publisher: PostgreSQL tells of committed facts, on SQLite the file's version is looked at."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import psycopg
from sqlalchemy import Connection, text

from portal.store.engine import Store
from portal.store.record.spine import CHANNEL

POLL_SECONDS = 0.25
"""How often a SQLite file is looked at."""


class Watch(Protocol):
    """Something that knows when the store changed."""

    def changed(self, seconds: float) -> bool:
        """Wait at most so long; True as soon as something may have been recorded since the last call."""
        ...


class SqliteWatch:
    """Looks at the version number that SQLite keeps of commits by other connections, on a connection of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seen = self._version()

    def changed(self, seconds: float) -> bool:
        """See `Watch`."""
        until = time.monotonic() + seconds
        while True:
            version = self._version()
            if version != self._seen:
                self._seen = version
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(POLL_SECONDS, left))

    def _version(self) -> int:
        version = int(self._connection.execute(text("PRAGMA data_version")).scalar_one())
        self._connection.rollback()
        return version


class PostgresWatch:
    """Listens to the notice that every recording transaction gives on commit."""

    def __init__(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        self._connection = connection

    def changed(self, seconds: float) -> bool:
        """See `Watch`."""
        return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))


@contextmanager
def watch(store: Store) -> Iterator[Watch]:
    """A watch on the store for as long as the block lasts."""
    if store.engine.dialect.name == "postgresql":
        address = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            yield PostgresWatch(connection)
        return
    with store.engine.connect() as own:
        yield SqliteWatch(own)
