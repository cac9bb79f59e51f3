"""Serve the public pages, or staff pages and machine intake, with one gunicorn on loopback.

The process becomes gunicorn. The database is not the business of the public pages, so no database setting reaches them.
"""

import argparse
import os
import sys
from pathlib import Path

from portal.errors import InputError
from portal.settings import PREFIX, Settings

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"
HIGHEST_PORT = 65_535
PUBLIC = "public"
ROLES = {"staff", "ingest"}
ARENAS = ("MALLOC_ARENA_MAX", "2")
"""Heaps of the C library in a process: one for every thread, as it would have, holds much that is free already."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`serve [--port 8000] [--workers 2] [--roles public]`."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port on loopback (8000)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (2)")
    parser.add_argument("--roles", default=PUBLIC, help="public, or staff, ingest, staff,ingest (public)")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Become gunicorn; comes back only with an InputError for a port or number of workers that cannot be."""
    if not 1 <= arguments.port <= HIGHEST_PORT:
        raise InputError([f"--port {arguments.port}: choose a port from 1 to {HIGHEST_PORT}"])
    if arguments.workers < 1:
        raise InputError([f"--workers {arguments.workers}: at least one worker is needed"])
    roles = tuple(dict.fromkeys(arguments.roles.split(",")))
    if roles != (PUBLIC,) and not set(roles) <= ROLES:
        raise InputError([f"--roles {arguments.roles}: write public, staff, ingest or staff,ingest"])
    if roles != (PUBLIC,):
        _require_newest(settings)
    hidden = f"{PREFIX}DATABASE_URL" if roles == (PUBLIC,) else ""
    environment = {name: value for name, value in os.environ.items() if name != hidden}
    environment[f"{PREFIX}HOME"] = str(settings.home.resolve())
    environment.setdefault(*ARENAS)
    print(f"{' and '.join(roles)} pages on http://127.0.0.1:{arguments.port}/", flush=True)
    os.execve(sys.executable, command(arguments.port, arguments.workers, roles), environment)


def _require_newest(settings: Settings) -> None:
    """Say so here, in one line, when the database is behind this version; a worker would only say it in its log."""
    from portal.store.engine import open_store  # The public pages load no database driver.

    open_store(settings.store_url).close()


def command(port: int, workers: int, roles: tuple[str, ...] = (PUBLIC,)) -> list[str]:
    """The command line of gunicorn."""
    application = "wsgi:app" if roles == (PUBLIC,) else f"portal.app:create_app({list(roles)!r})"
    options = ["--config", str(CONFIGURATION), "--chdir", str(CONFIGURATION.parents[1])]
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    return [sys.executable, "-m", "gunicorn", *options, *bind, application]
