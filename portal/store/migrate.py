"""Bringing a database to the newest schema."""

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.errors import StorageError
from portal.store.engine import make_engine

_LOCK = 6_207_411
"""Key of the advisory lock that lets one migration run at a time on PostgreSQL; on SQLite the write lock does."""


def upgrade(url: str) -> None:
    """Create or upgrade the schema at `url`, in one transaction; nothing happens when it is the newest already.

    Raises StorageError when the database refuses or another session keeps a table locked for ten seconds.
    """
    engine = make_engine(url).execution_options(natyija_writes=True)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL lock_timeout = '10s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config = Config()
            config.set_main_option("script_location", "portal.store:migrations")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise StorageError(f"database: {str(error.orig).strip()}") from error
    finally:
        engine.dispose()
