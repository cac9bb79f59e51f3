"""Datasette beside the portal: the rows of one precinct as JSON, out of the SQLite file of a bulk part.

It is installed for the comparison only, into an environment of its own below var/.
"""

import sqlite3
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bench.measure import ROOT, ProgramFailed
from bench.production_peers import wait_for
from deploy.local.places import LOOPBACK

VERSION = "datasette==0.65.2"
ENVIRONMENT = ROOT / "var" / "datasette"
TABLE = "results"


def install() -> Path:
    """The program, installed when it is not there yet. Raises ProgramFailed with what pip said."""
    program = ENVIRONMENT / "bin" / "datasette"
    if not program.exists():
        print(f"  installing {VERSION} into {ENVIRONMENT.relative_to(ROOT)}", file=sys.stderr, flush=True)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet", VERSION, "setuptools<81"]
        done = subprocess.run(pip, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise ProgramFailed(f"pip could not install {VERSION}: {done.stderr.strip().splitlines()[-1:]}")
    return program


@contextmanager
def served(file: Path, port: int) -> Iterator[int]:
    """Datasette with an index on the precinct, over a file that stays as it is; its process. Raises ProgramFailed."""
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"CREATE INDEX IF NOT EXISTS by_precinct ON {TABLE} (precinct)")
        database.commit()
    command = [str(install()), "serve", "--immutable", str(file), "--host", LOOPBACK, "--port", str(port)]
    process = subprocess.Popen(command, cwd=file.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(process, port, "datasette")
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def addresses(file: Path, precincts: Sequence[str]) -> list[str]:
    """For each precinct the address of its rows."""
    return [f"/{file.stem}/{TABLE}.json?precinct__exact={number}&_shape=array&_size=max" for number in precincts]
