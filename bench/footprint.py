"""What the production form needs: seconds from nothing to the first good answer, and memory of each program."""

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from bench.form import family, proportional_memory
from bench.measure import MEGABYTE, ROOT, ProgramFailed
from bench.table import Figure, Report
from deploy.local import control
from deploy.local.places import LOOPBACK, Places
from deploy.local.programs import unit_program

FIRST = {"public": "/en/{campaign}/", "ingest": "/ingest/v1/key"}
"""What each role answers first; the staff pages answer their own host name only."""
ROUNDS = 3
PATIENCE = 60.0
ANSWERS = range(200, 400)


def measure_footprint(report: Report, places: Places, campaign: str, port: int) -> None:
    """Add cold starts and memory; a second program of each role is started beside the running one, on this port."""
    for role, path in FIRST.items():
        seconds = [_cold_start(places, role, path.format(campaign=campaign), port) for _ in range(ROUNDS)]
        note = "the unit's command, from its start to the first good answer; files already in memory"
        report.add(Figure("cold start", role, "s", seconds, note=note))
    total = 0.0
    for name, pid in control.pids(places).items():
        processes = family(pid)
        used = sum(map(proportional_memory, processes)) / MEGABYTE
        total += used
        note = f"{len(processes)} processes, what they share counted once"
        report.add(Figure("memory", name, "MB", [used], note=note))
    report.add(Figure("memory", "all programs, two databases", "MB", [total]))


def _cold_start(places: Places, role: str, path: str, port: int) -> float:
    """Seconds until the first good answer. Raises ProgramFailed."""
    program = unit_program(places, role)
    own = {name: value for name, value in os.environ.items() if not name.startswith("NATYIJA_")}
    own |= _without_kept_pages(program.environment, places)
    command = [*program.command, "--bind", f"{LOOPBACK}:{port}"]
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while control.status(f"http://{LOOPBACK}:{port}{path}") not in ANSWERS:
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise ProgramFailed(f"{role}: no good answer for {path} within {PATIENCE:.0f} s")
            time.sleep(0.01)
        return time.monotonic() - began
    finally:
        process.terminate()
        process.wait(30)


def _without_kept_pages(environment: Mapping[str, str], places: Places) -> dict[str, str]:
    """A further worker has finished pages of its own, so that the link of the running ones is left alone."""
    folder: Path = places.folder / "further-pages"
    return {**environment, **({"NATYIJA_PAGES": str(folder)} if "NATYIJA_PAGES" in environment else {})}
