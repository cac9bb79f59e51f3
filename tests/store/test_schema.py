"""A database behind this version is named with what to do, at the start and wherever a table or column is missing."""

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from portal.cli import main
from portal.errors import InputError, StorageError
from portal.store.engine import Store, make_engine, open_store
from portal.store.schema import newest_revision


def at_revision(url: str, revision: str) -> None:
    engine = make_engine(url).execution_options(natyija_writes=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "portal.store:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [newest_revision()]


def test_a_database_behind_is_refused_with_what_to_do(store_url: str) -> None:
    at_revision(store_url, "0011")
    with pytest.raises(InputError, match=rf"its schema is 0011, .* needs {newest_revision()}; run `python -m portal i"):
        open_store(store_url)


def test_a_database_of_a_newer_portal_is_not_touched(store_url: str) -> None:
    at_revision(store_url, "9999")
    with pytest.raises(InputError, match="newer portal"):
        open_store(store_url)


def test_an_empty_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no tables of the portal yet; run `python -m portal init`"):
        open_store(f"sqlite:///{tmp_path}/empty.db")


@pytest.mark.parametrize("statement", ["SELECT x FROM fact", "SELECT 1 FROM no_table"])
def test_a_missing_column_or_table_is_not_the_whole_answer(store: Store, statement: str) -> None:
    with pytest.raises(StorageError, match="run `python -m portal init`"), store.read() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("verb", [["publisher"], ["serve", "--roles", "staff"], ["audit", "verify"], ["publish"]])
def test_commands_say_it_in_one_line(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    verb: list[str],
) -> None:
    at_revision(sqlite_url, "0011")
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path))
    monkeypatch.setenv("NATYIJA_DATABASE_URL", sqlite_url)
    assert main(verb) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "its schema is 0011" in line and "python -m portal init" in line
