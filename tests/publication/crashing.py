"""A publisher in a process of its own that dies at a step: run as a program, or forked from a server that has read
the modules already, with the address of the store, the home, the time and the deadly step.
"""

import multiprocessing
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.publication.steps import Step
from portal.store.engine import open_store
from tests.publication.world import HandClock, World

PATIENCE = 60.0
SERVER = multiprocessing.get_context("forkserver")


def publish_apart(url: str, home: Path, now: datetime, deadly: str) -> tuple[int | None, int | None]:
    """Publish in another process: its exit code, and the number of the release where it lived to say it."""
    SERVER.set_forkserver_preload([__name__])
    answer, sender = SERVER.Pipe(duplex=False)
    process = SERVER.Process(target=_tell, args=(sender, url, home, now, deadly))
    process.start()
    sender.close()
    process.join(PATIENCE)
    try:
        return process.exitcode, answer.recv()
    except EOFError:
        return process.exitcode, None


def _tell(sender: Any, *arguments: Any) -> None:
    sender.send(publish(*arguments))


def publish(url: str, home: Path, now: datetime, deadly: str) -> int | None:
    """Publish once and die by SIGKILL at the step; without one, the number of the release.

    The index and the register are also looked at for the former release; the program dies there only for its own.
    """
    passed: set[Step] = set()

    def reached(step: Step) -> None:
        passed.add(step)
        late = step in (Step.INDEXED, Step.REGISTERED)
        if step == deadly and (Step.POINTED in passed or not late):
            os.kill(os.getpid(), signal.SIGKILL)

    world = World(open_store(url), home, clock=HandClock(now), reached=reached)
    return world.publish()


if __name__ == "__main__":
    publish(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), "")
