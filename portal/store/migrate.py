"""Bringing a database to the newest schema."""

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from portal.errors import StorageError
from portal.store.engine import make_engine

LOCK_MILLISECONDS = 1500
"""How long a migration waits for one lock."""
_LOCK_NOT_AVAILABLE = "55P03"
_LOCK = 6_207_411
"""Key of the advisory lock that lets one migration run at a time on PostgreSQL; on SQLite the write lock does."""


def upgrade(url: str) -> None:
    """Create or upgrade the schema at `url`, in one transaction; nothing happens when it is the newest already.

    The running version goes on beside it: whoever came later waits behind a lock that we wait for, so we wait shorter
    than a device does for its answer. Raises StorageError when the database refuses or a table stays locked.
    """
    engine = make_engine(url).execution_options(natyija_writes=True)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
            config = Config()
            config.set_main_option("script_location", "portal.store:migrations")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            raise StorageError(
                "database: another session keeps a table locked that the migration changes; nothing was changed. "
                "Try again, and if it stays so look for a long transaction in pg_stat_activity"
            ) from error
        raise StorageError(f"database: {str(error.orig).strip()}") from error
    except DBAPIError as error:
        raise StorageError(f"database: {str(error.orig).strip()}") from error
    finally:
        engine.dispose()
