"""A restore rehearsed on the local form, `python -m deploy.local rehearse`: every step timed and held to its limit."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local.places import ROOT, Places
from deploy.local.prepare import grant_roles, portal_environment, run, sql
from portal.errors import CheckFailed

DATABASE = "natyija_rehearsed"
PUBLIC_LIMIT, WHOLE_LIMIT = 10 * 60, 60 * 60
"""Seconds after which the public site, and everything, have to be back (docs/operations.md)."""


@dataclass(frozen=True)
class Timed:
    """A step and its seconds."""

    what: str
    seconds: float


def rehearse(places: Places) -> Iterator[Timed]:
    """Back up the running form, bring the public site and then everything back beside it, and publish from there.

    Raises StorageError for a step that fails, CheckFailed for one that takes too long. What was made is removed.
    """
    folder = places.folder / "rehearsal"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    sql(places, f"DROP DATABASE IF EXISTS {DATABASE}")
    sql(places, f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    own = portal_environment(places, "owner")
    # By the administrator over the socket: the owner's login is let into the portal's own database only.
    elsewhere = f"postgresql://postgres@/{DATABASE}?host={places.run}&port={places.database_port('primary')}"
    new = {**own, "NATYIJA_HOME": str(folder / "whole"), "NATYIJA_DATABASE_URL": elsewhere}
    try:
        yield _timed("backup", lambda: run([str(ROOT / "deploy" / "backup"), str(folder / "backups")], environment=own))
        (backup,) = (folder / "backups").iterdir()
        public = _timed("public site from files alone, verified", lambda: _restore("public", backup, folder / "public"))
        yield _held(public, PUBLIC_LIMIT)
        whole = [
            _timed("keys, private files and store", lambda: _restore("all", backup, folder / "whole", elsewhere)),
            _timed("schema and roles", lambda: _ready(places, new)),
            _timed("first look of the publisher at every fact", lambda: _portal(new, "publish")),
            _timed("verification", lambda: _portal(new, "verify", str(folder / "whole" / "public"))),
        ]
        yield from whole
        yield _held(Timed("everything together", sum(step.seconds for step in whole)), WHOLE_LIMIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sql(places, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def _restore(what: str, backup: Path, home: Path, *database: str) -> None:
    run([str(ROOT / "deploy" / "restore"), what, str(backup), str(home), *database], environment=dict(os.environ))


def _ready(places: Places, environment: dict[str, str]) -> None:
    _portal(environment, "init")
    grant_roles(places, DATABASE)


def _portal(environment: dict[str, str], *words: str) -> None:
    run([sys.executable, "-m", "portal", *words], environment=environment)


def _timed(what: str, work: Callable[[], object]) -> Timed:
    began = time.monotonic()
    work()
    return Timed(what, time.monotonic() - began)


def _held(step: Timed, limit: int) -> Timed:
    if step.seconds > limit:
        raise CheckFailed([f"{step.what}: {step.seconds:.0f} s, at most {limit}"])
    return step
