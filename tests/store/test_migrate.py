import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.store.engine import Store
from portal.store.migrate import upgrade
from portal.store.models import LOGIN_TABLES, Base
from portal.store.schema import newest_revision
from tests.store.factories import configured

APPEND_ONLY = sorted(set(Base.metadata.tables) - set(LOGIN_TABLES))


def test_models_equal_the_migrated_schema(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_the_newest_schema_changes_nothing(store_url: str, store: Store) -> None:
    upgrade(store_url)
    with store.read() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [newest_revision()]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_every_table_has_its_append_only_triggers(store: Store, table: str) -> None:
    with store.read() as session:
        if store.engine.dialect.name == "postgresql":
            statement = "SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND NOT tgisinternal"
            expected = 1
        else:
            statement = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
            expected = 2
        assert session.execute(text(statement), {"table": table}).scalar() == expected


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE territory SET name_ru = 'x'",
        "DELETE FROM fact",
        "UPDATE campaign SET id = 'x'",
        "DELETE FROM contest_option",
    ],
)
def test_rows_are_neither_changed_nor_deleted(store: Store, statement: str) -> None:
    with store.write() as session:
        configured(session)
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(statement))


def test_insert_or_replace_does_not_slip_past_the_triggers(sqlite_url: str) -> None:
    from portal.store.engine import open_store

    store = open_store(sqlite_url)
    with store.write() as session:
        configured(session)
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("INSERT OR REPLACE INTO campaign (id, registered_at) VALUES ('jk2025', '2025-01-01')"))
    store.close()


def test_truncate_is_refused_on_postgresql(postgres_url: str) -> None:
    from portal.store.engine import open_store

    store = open_store(postgres_url)
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("TRUNCATE audit_event"))
    store.close()
