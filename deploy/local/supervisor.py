"""Keeps the programs of the local form running, as systemd does on a server: what ends is started again after a second.

A program named by a file in `run/held/` is left alone until the file goes; `run/environment/NAME` adds to the
environment with which it is started.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from deploy.local.places import ROOT, Places
from deploy.local.programs import Program, programs

RESTART_AFTER = 1.0
LOOK_EVERY = 0.1
PATIENCE = 20.0
PIDS = "pids.json"
HELD = "held"
ENVIRONMENT = "environment"


class Supervisor:
    """Starts and restarts; `run` comes back after SIGTERM with everything stopped."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.programs = {program.name: program for program in programs(places)}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ended: dict[str, float] = {}
        self.stopping = False

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._look()
            time.sleep(LOOK_EVERY)
        self.stop_all()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _look(self) -> None:
        changed = False
        for name, program in self.programs.items():
            process = self.running.get(name)
            if process is not None and process.poll() is not None:
                del self.running[name]
                self.ended[name] = time.monotonic()
                changed = True
            if name not in self.running and self._may_start(name):
                self.running[name] = self._start(program)
                changed = True
        if changed:
            self._write_pids()

    def _may_start(self, name: str) -> bool:
        held = (self.places.run / HELD / name).exists()
        return not held and time.monotonic() - self.ended.get(name, 0.0) >= RESTART_AFTER

    def _start(self, program: Program) -> "subprocess.Popen[bytes]":
        own = {name: value for name, value in os.environ.items() if not name.startswith("NATYIJA_")}
        with self._log(program.name) as log:
            return subprocess.Popen(
                program.command,
                cwd=ROOT if program.environment else self.places.folder,
                env={**own, **program.environment, **self._more(program.name)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _more(self, name: str) -> dict[str, str]:
        """What a trial adds to the environment of a program (a library that turns its clock)."""
        place = self.places.run / ENVIRONMENT / name
        lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
        return dict(line.split("=", 1) for line in lines)

    def _log(self, name: str) -> IO[bytes]:
        """The program's log; a link there (to /dev/full, say) is followed."""
        return (self.places.logs / f"{name}.txt").open("ab")

    def _write_pids(self) -> None:
        place = self.places.run / PIDS
        unfinished = place.with_suffix(".new")
        unfinished.write_text(json.dumps({name: process.pid for name, process in self.running.items()}))
        unfinished.replace(place)

    def stop_all(self) -> None:
        """Stop everything, last started first; what does not end in time is killed."""
        for name, process in reversed(list(self.running.items())):
            process.send_signal(signal.SIGCONT)
            process.send_signal(getattr(signal, f"SIG{self.programs[name].stop}"))
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            with suppress(ProcessLookupError):  # What it had started itself ends with it.
                os.killpg(process.pid, signal.SIGKILL)
        self.running.clear()
        self._write_pids()


if __name__ == "__main__":
    Supervisor(Places(Path(sys.argv[1]), int(sys.argv[2]))).run()
