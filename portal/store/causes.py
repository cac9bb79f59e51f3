"""Why a database or disk refused, as far as it can be told: so that people and machines are told what to do."""

import errno
import sqlite3
from enum import StrEnum

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Cause(StrEnum):
    """What stands in the way of storing."""

    FULL = "full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"
    UNKNOWN = "unknown"


_OS = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EROFS: Cause.READ_ONLY,
    errno.EACCES: Cause.READ_ONLY,
    errno.EPERM: Cause.READ_ONLY,
    errno.EIO: Cause.BROKEN,
}
_SQLITE = {
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_READONLY: Cause.READ_ONLY,
    sqlite3.SQLITE_BUSY: Cause.BUSY,
    sqlite3.SQLITE_LOCKED: Cause.BUSY,
    sqlite3.SQLITE_CANTOPEN: Cause.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Cause.BROKEN,
    sqlite3.SQLITE_CORRUPT: Cause.BROKEN,
}
_POSTGRESQL = (
    ("53100", Cause.FULL),
    ("25006", Cause.READ_ONLY),
    ("53", Cause.BUSY),
    ("55P03", Cause.BUSY),
    ("57014", Cause.BUSY),
    ("40", Cause.BUSY),
    ("08", Cause.UNREACHABLE),
    ("57P", Cause.UNREACHABLE),
    ("58", Cause.BROKEN),
    ("XX", Cause.BROKEN),
)
"""Beginnings of SQLSTATE, the first that fits counts."""


def cause_of(error: BaseException) -> Cause:
    """The cause of a failure to store, from what the error was raised from; UNKNOWN where nothing tells it."""
    seen: BaseException | None = error
    while seen is not None:
        found = _told_by(seen.orig if isinstance(seen, DBAPIError) and seen.orig else seen)
        if found is not Cause.UNKNOWN:
            return found
        seen = seen.__cause__
    return Cause.UNKNOWN


def _told_by(error: BaseException) -> Cause:
    if isinstance(error, PoolTimeout):
        return Cause.BUSY
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, Cause.UNKNOWN)
    if isinstance(error, psycopg.Error):
        return _postgresql(error)
    return _OS.get(error.errno or 0, Cause.UNKNOWN) if isinstance(error, OSError) else Cause.UNKNOWN


def _postgresql(error: psycopg.Error) -> Cause:
    """A connection that breaks or cannot be made has no SQLSTATE."""
    if error.sqlstate is None:
        return Cause.UNREACHABLE if isinstance(error, psycopg.OperationalError) else Cause.UNKNOWN
    return next((cause for mark, cause in _POSTGRESQL if error.sqlstate.startswith(mark)), Cause.UNKNOWN)
