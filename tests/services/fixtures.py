"""The fixtures that hand the private servers, migrated databases and the real data to the tests."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import redis

from tests.services.postgres import PostgresServer, private_postgres
from tests.services.redis import private_redis

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def migrate(url: str) -> None:
    """Bring the database at `url` to the schema of the store."""
    from portal.store.migrate import upgrade  # Only now, so that tests of other parts start without the store.

    upgrade(url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The private PostgreSQL of this worker; `postgres_server.clone("template0")` gives an empty database."""
    with private_postgres(migrate) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated PostgreSQL database without rows, for this test alone."""
    with postgres_server.clone() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; copy it, never write it."""
    path = tmp_path_factory.mktemp("template") / "natyija.db"
    migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database without rows, for this test alone."""
    path = tmp_path / "natyija.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A migrated database without rows on each engine in turn."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The private Redis of this worker."""
    with private_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an empty Redis."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real election data beside the repository; its tests are the only ones that may be skipped."""
    return beside_the_repository("data")


@pytest.fixture(scope="session")
def shared_tools() -> Path:
    """The folder of programs that make campaign packages of the real data."""
    return beside_the_repository("tools")


def beside_the_repository(name: str) -> Path:
    """The folder `../shared/NAME`; skips the test where it is absent."""
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the real data of ../shared/{name} are not on this machine; only tests on them are skipped")
    return folder


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The text of axe-core, to be handed to `page.evaluate`."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
