"""A migration beside the running version: it gives up in time, says so, and changes nothing."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from portal.errors import StorageError
from portal.store import migrate
from portal.store.schema import newest_revision
from tests.services.postgres import PostgresServer

FORMER = "0015"
"""The migration after it changes `schedule_item`, which the running version reads."""


def to_former(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "portal.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, FORMER)
    engine.dispose()


def revision(url: str) -> str:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    engine.dispose()
    return found


def test_a_table_that_is_being_read_stops_the_migration_and_not_the_reader(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LOCK_MILLISECONDS", 200)
    with postgres_server.clone("template0") as url:
        to_former(url)
        engine = create_engine(url)
        with engine.connect() as reader:
            reader.execute(text("SELECT count(*) FROM schedule_item"))
            with pytest.raises(StorageError, match="keeps a table locked"):
                migrate.upgrade(url)
            assert reader.execute(text("SELECT count(*) FROM schedule_item")).scalar_one() == 0
            assert revision(url) == FORMER
        migrate.upgrade(url)
        assert revision(url) == newest_revision()
        engine.dispose()


def test_another_refusal_of_the_database_is_told_as_it_is(postgres_server: PostgresServer) -> None:
    with postgres_server.clone("template0") as url:
        gone = url
    with pytest.raises(StorageError, match="does not exist"):
        migrate.upgrade(gone)
