"""Serve the public pages with one gunicorn on loopback.

The process becomes gunicorn; the database is not its business, so no database setting reaches it.
"""

import argparse
import os
import sys
from pathlib import Path

from portal.errors import InputError
from portal.settings import PREFIX, Settings

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"
HIGHEST_PORT = 65_535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`serve [--port 8000] [--workers 2]`."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port on loopback (8000)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (2)")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Become gunicorn; comes back only with an InputError for a port or number of workers that cannot be."""
    if not 1 <= arguments.port <= HIGHEST_PORT:
        raise InputError([f"--port {arguments.port}: choose a port from 1 to {HIGHEST_PORT}"])
    if arguments.workers < 1:
        raise InputError([f"--workers {arguments.workers}: at least one worker is needed"])
    environment = {name: value for name, value in os.environ.items() if name != f"{PREFIX}DATABASE_URL"}
    environment[f"{PREFIX}HOME"] = str(settings.home.resolve())
    print(f"public pages on http://127.0.0.1:{arguments.port}/", flush=True)
    os.execve(sys.executable, command(arguments.port, arguments.workers), environment)


def command(port: int, workers: int) -> list[str]:
    """The command line of gunicorn."""
    options = ["--config", str(CONFIGURATION), "--chdir", str(CONFIGURATION.parents[1])]
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    return [sys.executable, "-m", "gunicorn", *options, *bind, "wsgi:app"]
