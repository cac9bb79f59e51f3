"""A publisher that dies: run as a program by test_crash.py with the address, the home, the time and the deadly step."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from portal.publication.steps import Step
from portal.store.engine import open_store
from tests.publication.world import HandClock, World


def main(url: str, home: str, now: str, deadly: str) -> None:
    """Publish once and die by SIGKILL at the step; without one, publish and say the release's number.

    The index and the register are also looked at for the former release; the program dies there only for its own.
    """
    passed: set[Step] = set()

    def reached(step: Step) -> None:
        passed.add(step)
        late = step in (Step.INDEXED, Step.REGISTERED)
        if step == deadly and (Step.POINTED in passed or not late):
            os.kill(os.getpid(), signal.SIGKILL)

    world = World(open_store(url), Path(home), clock=HandClock(datetime.fromisoformat(now)), reached=reached)
    print(world.publish())


if __name__ == "__main__":
    main(*sys.argv[1:])
