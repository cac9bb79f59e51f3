"""Running programs and taking their time, their processor time and their memory."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """One finished program: seconds of wall clock and of processor time, its children included.

    `peak` is the largest resident memory, in bytes, of any one of its processes.
    """

    seconds: float
    cpu: float
    peak: int
    output: str


class ProgramFailed(RuntimeError):
    """A program that is being measured did not end well; the message holds the end of what it said."""


def environment(home: Path) -> dict[str, str]:
    """The environment of a program that works in this home, whatever is set outside."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("NATYIJA_")}
    return {**own, "NATYIJA_HOME": str(home.resolve()), "NATYIJA_LOG_LEVEL": "warning"}


def run(arguments: Sequence[str], home: Path) -> Run:
    """Run `python -m …` to its end. Raises ProgramFailed."""
    said = home / "said.txt"
    home.mkdir(parents=True, exist_ok=True)
    with said.open("wb") as file:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=ROOT, env=environment(home), stdout=file, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    output = said.read_text(encoding="utf-8", errors="replace")
    if process.returncode:
        raise ProgramFailed(f"python -m {' '.join(arguments)} ended with {process.returncode}:\n{output[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, output)


def portal(home: Path, *arguments: str | Path) -> Run:
    """Run a verb of the command line in this home."""
    return run(["portal", *(str(argument) for argument in arguments)], home)


def answer(finished: Run) -> Any:
    """The JSON on the last line that a program of the bench printed."""
    return json.loads(finished.output.strip().splitlines()[-1])


def resident(pid: int) -> int:
    """Resident memory of a process in bytes."""
    return _status(pid, "VmRSS")


def peak(pid: int) -> int:
    """The largest resident memory that a process has had, in bytes."""
    return _status(pid, "VmHWM")


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(word) for word in text.split()]


def busy(pid: int) -> float:
    """Seconds of processor time of the processes that a process started and that still run, with those they started."""
    return sum(_seconds(child) + busy(child) for child in children(pid))


def _seconds(pid: int) -> float:
    """Own seconds, and those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def _status(pid: int, field: str) -> int:
    lines: Mapping[str, str] = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    )
    return int(lines[field].split()[0]) * 1024
