"""Cases of the publisher: whatever happens to it, readers have an old release or a new one, whole."""

import os
import random
import signal
import time
from pathlib import Path

from deploy.chaos.holds import Pointer, healthy, next_release, stored, taken, verified
from deploy.chaos.scene import Scene
from deploy.local import control
from deploy.local.places import ROOT
from deploy.local.supervisor import ENVIRONMENT

KILLS = 50
LONGEST = 8.0
"""Seconds that a publisher lives at most before it is killed: it starts within one or two and publishes every five."""
STARTED_AGAIN = 10.0
FULL = 10.0  # seconds
TURNED = Path(__file__).with_name("turned")
JUMPS = (7200, -3600, 0)  # seconds
AFTER_JUMP = 8.0
"""Seconds after each jump of the clock: more than changes are gathered."""


def publisher_killed(scene: Scene) -> list[str]:
    """The publisher dies at random moments of a running night: no half release, no number twice, all verifies."""
    former, problems = scene.release(), []
    with scene.night():
        with scene.readers(changing=True) as readers, Pointer(scene) as pointer:
            for _ in range(int(os.environ.get("CHAOS_KILLS", KILLS))):
                control.wait_until(lambda: "publisher" in control.pids(scene.places), "the publisher", STARTED_AGAIN)
                time.sleep(random.uniform(0.0, LONGEST))
                scene.signal("publisher", signal.SIGKILL)
                time.sleep(0.3)  # The supervisor notices.
            problems += next_release(scene, max(former, scene.release()))
        problems += taken(scene, 5)
    scene.note()
    problems += pointer.complaints() + verified(scene) + stored(scene) + readers.complaints()
    scene.seen = f"{scene.release() - former} releases in between"
    return problems


def data_disk_full(scene: Scene) -> list[str]:
    """Home takes no byte: the last release stays, the intake goes on, and the next release comes once there is room."""
    with scene.night(), scene.readers(changing=True) as readers, Pointer(scene) as pointer:
        scene.next_release()
        with scene.disks.full("home"):
            time.sleep(FULL)
            full, problems = scene.release(), taken(scene, 5)
        problems += next_release(scene, full)
    scene.note()
    return problems + pointer.complaints() + verified(scene) + stored(scene) + healthy(scene) + readers.complaints()


def clock_jumped(scene: Scene) -> list[str]:
    """The clock of publisher and intake jumps two hours ahead and one back: releases go on, none is lost or undone."""
    clock = scene.places.run / "clock"
    clock.write_text("0", encoding="ascii")
    added = f"PYTHONPATH={TURNED}{os.pathsep}{ROOT}\nTURNED_CLOCK={clock}\n"
    names = ("publisher", "ingest")
    folder = scene.places.run / ENVIRONMENT
    folder.mkdir(exist_ok=True)
    try:
        for name in names:
            (folder / name).write_text(added, encoding="ascii")
        problems = _again(scene, names)
        with scene.night(), scene.readers(changing=True) as readers, Pointer(scene) as pointer:
            for jump in JUMPS:
                clock.write_text(str(jump), encoding="ascii")
                former = scene.release()
                time.sleep(AFTER_JUMP)
                problems += [
                    f"clock {jump:+d} s: {problem}" for problem in next_release(scene, former) + taken(scene, 2)
                ]
    finally:
        for name in names:
            (folder / name).unlink(missing_ok=True)
        problems = _again(scene, names) + problems
    scene.note()
    return problems + pointer.complaints() + verified(scene) + stored(scene) + readers.complaints()


def _again(scene: Scene, names: tuple[str, ...]) -> list[str]:
    """End the programs; what did not hold once the supervisor has started them anew."""
    control.wait_until(lambda: set(names) <= set(control.pids(scene.places)), "that they run")
    former = control.pids(scene.places)
    for name in names:
        os.kill(former[name], signal.SIGTERM)

    def anew() -> bool:
        now = control.pids(scene.places)
        return all(now.get(name, former[name]) != former[name] for name in names)

    control.wait_until(anew, "their new start")
    return healthy(scene)
