"""Replace the workers of a gunicorn by new ones, which run the code as it is now: `python -m deploy.reload PID`.

The new ones start beside the old ones, and only when they are ready the old ones end, each after its last answer: there
is no moment in which nobody answers. Nothing changes when the new ones do not start.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from portal.errors import NatyijaError, StorageError

READY = "ready"
"""The name that a worker gives its process once it has loaded the application (gunicorn.conf.py)."""
PATIENCE = 60.0
"""Seconds for all new workers to be ready, and for all old ones to end."""
LOOK_EVERY = 0.05


def replace_workers(pid: int, patience: float = PATIENCE) -> None:
    """Come back when only new workers are there. Raises StorageError when there are none to replace, or not in time."""
    former = workers(pid)
    if not former:
        raise StorageError(f"process {pid} has no workers: name the gunicorn that the service manager started")
    for count in range(len(former)):
        os.kill(pid, signal.SIGTTIN)
        _wait(_more_than(lambda: workers(pid) - former, count), f"new worker {count + 1} of {pid}", patience)
    _wait(_more_than(lambda: ready(workers(pid) - former), len(former) - 1), f"the new workers of {pid}", patience)
    for count in range(len(former)):
        os.kill(pid, signal.SIGTTOU)
        _wait(_more_than(lambda: former - workers(pid), count), f"the end of an old worker of {pid}", patience)


def _more_than(found: Callable[[], Collection[int]], count: int) -> Callable[[], bool]:
    return lambda: len(found()) > count


def workers(pid: int) -> set[int]:
    """The processes beneath a process; nothing when it is gone."""
    try:
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()))
    except OSError:
        return set()


def ready(pids: set[int]) -> set[int]:
    """Those that answer."""
    return {pid for pid in pids if _name(pid) == READY}


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _wait(is_so: Callable[[], bool], what: str, patience: float) -> None:
    ends = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > ends:
            raise StorageError(f"{what}: not within {patience:g} s; see the log of the service")
        time.sleep(LOOK_EVERY)


def main(arguments: Sequence[str]) -> int:
    """0 when all workers are new, 3 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m deploy.reload", description=__doc__)
    parser.add_argument("pid", type=int, help="of gunicorn itself, not of a worker")
    try:
        replace_workers(parser.parse_args(arguments).pid)
    except NatyijaError as error:
        print(error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
