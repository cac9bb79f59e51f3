"""Makes the folder of the local form: configuration, certificates, two databases, the home. Again changes nothing."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.places import LOOPBACK, ROOT, Places
from deploy.local.programs import as_postgres, database_program, find
from deploy.render import write
from portal.errors import StorageError

PATIENCE = 180.0
READY = "ready"
Approvers = Sequence[tuple[str, str]]
"""Public key and holder of each."""


def prepare(places: Places, *, demo: bool, approvers: Approvers = ()) -> None:
    """Everything that has to be there before the first start. Raises StorageError with what a program said."""
    for folder in (places.home, places.etc, places.run / "held", places.logs, *places.caches):
        folder.mkdir(parents=True, exist_ok=True)
    places.run.chmod(0o1777)  # The database's user makes its socket here.
    write(places.values(), places.etc)
    make_certificates(places.etc / "certificates")
    if (places.folder / READY).exists():
        return
    for name in ("primary", "standby"):
        shutil.rmtree(places.database(name), ignore_errors=True)
    shutil.rmtree(places.home)
    places.home.mkdir()
    _primary(places)
    with _running(places, "primary"):
        _logins(places)
        _portal(places, demo=demo, approvers=approvers)
        _standby(places)
    (places.folder / READY).touch()


def make_certificates(folder: Path) -> None:
    """A certificate of its own for each host, for this machine only."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("public", "staff", "ingest"):
        certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
        if certificate.exists():
            continue
        options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"]
        named = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,IP:{LOOPBACK}"]
        run([find("openssl"), "req", "-x509", *options, *named, "-keyout", str(key), "-out", str(certificate)])
        key.chmod(0o600)


def _primary(places: Places) -> None:
    data = places.database("primary")
    _own_folder(data)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
    run([*as_postgres(), find("initdb"), "--pgdata", str(data), *options, "--no-instructions"], cwd=data)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"include '{places.etc}/postgres/natyija.conf'\nhba_file = '{places.etc}/postgres/pg_hba.conf'\n")


def _own_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    if as_postgres():
        shutil.chown(folder, "postgres", "postgres")


def _logins(places: Places) -> None:
    """The owner of the schema, one login per role, and the standby's."""
    passwords = places.passwords()
    sql(places, f"CREATE ROLE natyija_owner LOGIN CREATEROLE PASSWORD '{passwords['owner']}'")
    sql(places, f"CREATE ROLE natyija_standby LOGIN REPLICATION PASSWORD '{passwords['standby']}'")
    sql(places, "CREATE DATABASE natyija OWNER natyija_owner TEMPLATE template0")
    sql(places, "ALTER SCHEMA public OWNER TO natyija_owner", database="natyija")


def _portal(places: Places, *, demo: bool, approvers: Approvers) -> None:
    """Schema, keys, roles, with `demo` the invented national election; `approvers` stand in a new instance's keys."""
    environment = portal_environment(places, "owner")
    portal = [sys.executable, "-m", "portal"]
    if demo:
        load = "from portal.demo.work import load; from portal.settings import load_settings; load(load_settings())"
        run([sys.executable, "-c", load], environment=environment)
    named = [word for key, holder in approvers for word in ("--approver", key, holder)]
    run([*portal, "init", *named], environment=environment)
    grant_roles(places)
    for role in ("staff", "ingest", "publisher"):
        password = places.passwords()[role]
        sql(places, f"CREATE ROLE portal_{role} LOGIN PASSWORD '{password}' IN ROLE natyija_{role}")


def grant_roles(places: Places, database: str = "natyija", server: str = "primary") -> None:
    """deploy/postgres/roles.sql, by the owner."""
    file = ROOT / "deploy" / "postgres" / "roles.sql"
    psql = [find("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(places.run), "-U", "postgres"]
    run([*psql, "-p", str(places.database_port(server)), "-d", database, "-f", str(file)])


def portal_environment(places: Places, login: str) -> dict[str, str]:
    """The environment of a command of the portal that speaks to the store."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("NATYIJA_")}
    return {
        **own,
        "NATYIJA_HOME": str(places.home),
        "NATYIJA_DATABASE_URL": places.store_url(login),
        "NATYIJA_LOG_LEVEL": "warning",
    }


def _standby(places: Places) -> None:
    _own_folder(places.database("standby"))
    source = ["-h", str(places.run), "-p", str(places.database_port("primary")), "-U", "natyija_standby"]
    options = ["-D", str(places.database("standby")), "-R", "-X", "stream", "-c", "fast", "-C", "-S", "standby1"]
    environment = {**os.environ, "PGPASSWORD": places.passwords()["standby"]}
    run([*as_postgres(), find("pg_basebackup"), *source, *options], environment=environment, cwd=places.run)


def sql(places: Places, statement: str, database: str = "postgres", server: str = "primary") -> str:
    """What a statement of the administrator says, without decoration. Raises StorageError."""
    where = ["-h", str(places.run), "-p", str(places.database_port(server)), "-U", "postgres", "-d", database]
    return run([find("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *where, "-c", statement]).strip()


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Output of a program. Raises StorageError with the end of what it said."""
    done = subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise StorageError(
            f"{Path(command[0]).name} ended with {done.returncode}: {(done.stderr + done.stdout)[-1500:]}"
        )
    return done.stdout


class _running:  # noqa: N801 — reads as a word in `with _running(…)`
    """The database for as long as the block lasts."""

    def __init__(self, places: Places, name: str) -> None:
        self.places, self.name = places, name

    def __enter__(self) -> None:
        log = (self.places.logs / f"{self.name}.txt").open("ab")
        self.process = subprocess.Popen(
            database_program(self.places, self.name, "--synchronous_standby_names=").command,
            cwd=self.places.folder,
            stdout=log,
            stderr=log,
        )
        log.close()
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                sql(self.places, "SELECT 1", server=self.name)
                return
            except StorageError:
                if self.process.poll() is not None or time.monotonic() > ends:
                    raise
                time.sleep(0.1)

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(2)
        self.process.wait(PATIENCE)
