"""Cases of the store: what a device was promised is kept, whatever happens to PostgreSQL."""

import http.client
import os
import signal
import subprocess
import time

from deploy.chaos.holds import healthy, next_release, stored
from deploy.chaos.scene import ACCEPTED, DEADLINE, HEALTHY, Scene
from deploy.local import control
from deploy.local.places import ROOT


def postgres_frozen(scene: Scene) -> list[str]:
    """PostgreSQL stands still: devices hear 503 in time, and what they send again is stored once."""
    message = scene.message()
    with scene.readers() as readers:
        scene.signal("primary", signal.SIGSTOP)
        status, media_type, seconds = scene.post(message)
        scene.signal("primary", signal.SIGCONT)
        problems = healthy(scene)
    if status != http.client.SERVICE_UNAVAILABLE or not media_type.startswith("application/problem+json"):
        problems.append(f"intake: {status} {media_type}, not a 503 problem+json")
    if seconds > DEADLINE:
        problems.append(f"intake: {seconds:.1f} s")
    if not scene.deliver(message):
        problems.append("intake: did not take the message afterwards")
    return problems + stored(scene) + readers.complaints()


def postgres_killed(scene: Scene) -> list[str]:
    """PostgreSQL dies while messages come in; every one that was acknowledged is there afterwards."""
    problems = []
    with scene.readers() as readers:
        for number in range(30):
            if number == 10:
                os.kill(control.pids(scene.places)["primary"], signal.SIGKILL)
            if not scene.deliver(scene.message()):
                problems.append(f"message {number}: not taken within half a minute")
                break
        problems += healthy(scene)
    return problems + stored(scene) + readers.complaints()


def standby_promoted(scene: Scene) -> list[str]:
    """The primary is gone for good: one command later the standby takes every message, has all before it, and the
    publisher goes on from it.
    """
    problems = [] if all(scene.deliver(scene.message()) for _ in range(5)) else ["intake before: not taken"]
    with scene.readers() as readers:
        control.hold(scene.places, "primary", signal.SIGKILL)
        message = scene.message()
        refused = scene.post(message)[0]
        if refused in ACCEPTED:
            problems.append("a message was acknowledged without a primary")
        connection = (
            f"host={scene.places.run} port={scene.places.database_port('standby')} user=postgres dbname=postgres"
        )
        done = subprocess.run([ROOT / "deploy" / "promote", connection], capture_output=True, text=True)
        if done.returncode:
            problems.append(f"promote: {done.stderr[-300:]}")
        began = time.monotonic()
        if not scene.deliver(message):
            problems.append("intake: not taken by the new primary")
        elif time.monotonic() - began > HEALTHY:
            problems.append(f"intake: {time.monotonic() - began:.0f} s after the promotion")
        problems += healthy(scene)
    former = scene.release()
    with scene.readers(changing=True) as afterwards, scene.night():
        problems += next_release(scene, former)
    return problems + stored(scene, "standby") + readers.complaints() + afterwards.complaints()
