"""Only one publisher at a time: a database lock on PostgreSQL, a file lock beside the SQLite file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from portal.store.engine import Store

_KEY = 0x4E617479696A61
"""The advisory lock's number: "Natyija" in ASCII."""


@contextmanager
def publisher_lock(store: Store, home: Path) -> Iterator[None]:
    """Hold the publisher's lock; waits while another process holds it. A killed holder lets it go by itself."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _KEY})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
        return
    folder = home / "publisher"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
