"""A private PostgreSQL: Debian's programs, a unix socket in a temporary folder, no durability, one server per worker.

The template database is migrated once; a test gets a clone of it (about 35 ms) and the clone is dropped afterwards.
"""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.services.processes import TEMPORARY, Server, ServiceError, find_program

TEMPLATE = "natyija_template"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=32MB")
Migrate = Callable[[str], None]


def program_folders() -> list[Path]:
    """Where Debian keeps PostgreSQL's server programs, newest version first."""
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)


class PostgresServer:
    """A running server with its template; `clone` makes databases."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.server = server
        self.numbers = itertools.count(1)

    def url(self, database: str) -> str:
        """SQLAlchemy's address of the database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one administrative statement."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def answers(self) -> bool:
        """Whether the server takes connections yet."""
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def make_template(self, migrate: Migrate) -> None:
        """Create the template, let `migrate(url)` fill it, and close it to connections so that it can be cloned."""
        self.execute(f"CREATE DATABASE {TEMPLATE}")
        migrate(self.url(TEMPLATE))
        self.execute(f"ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false")
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{TEMPLATE}'")

    @contextmanager
    def clone(self, template: str = TEMPLATE) -> Iterator[str]:
        """The address of a fresh copy of the template (or of `template0`, an empty database), dropped on leaving."""
        name = f"test_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def private_postgres(migrate: Migrate) -> Iterator[PostgresServer]:
    """Start a server whose template was filled by `migrate(url)`; stop it and remove its files on leaving."""
    folder = Path(tempfile.mkdtemp(prefix="natyija-pg-", dir=TEMPORARY))
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root.
    server = None
    try:
        if user:
            shutil.chown(folder, user, user)
        data = initialise(folder, user)
        options = [f"--{setting}" for setting in (*FAST, "listen_addresses=", f"unix_socket_directories={folder}")]
        program = find_program("postgres", program_folders())
        server = Server([program, "-D", str(data), *options], folder.with_suffix(".log"), user)
        postgres = PostgresServer(folder, server)
        server.wait_until(postgres.answers)
        postgres.make_template(migrate)
        yield postgres
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


def initialise(folder: Path, user: str | None) -> Path:
    """Make the data folder of a new server beneath `folder` and return it."""
    data = folder / "data"
    command = [find_program("initdb", program_folders()), "--pgdata", str(data), "--username=postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    try:
        subprocess.run(command, cwd=folder, user=user, group=user, check=True, capture_output=True, text=True)
    except (subprocess.CalledProcessError, KeyError, PermissionError) as error:
        raise ServiceError(f"initdb failed: {getattr(error, 'stderr', error)}") from error
    return data
