"""What is broken, and what has to hold meanwhile and afterwards. A case gives back what did not hold."""

import http.client
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.chaos.scene import ACCEPTED, CAMPAIGN, DEADLINE, HEALTHY, Scene
from deploy.local import control
from deploy.local.places import ROOT
from deploy.local.programs import find
from portal.errors import StorageError

Case = Callable[[Scene], list[str]]
KILLS = 50
SLOW = 2000
WORDS = {"ky": "Азырынча жеткиликсиз", "ru": "Сейчас недоступно", "en": "Not available at the moment"}


def _never_visited(scene: Scene) -> list[str]:
    """Addresses that nobody asked for before: an honest 503 each, in its language or for machines, in time."""
    problems = []
    for language, words in WORDS.items():
        answer = scene.ask(scene.new_page(language))
        if answer.status != http.client.SERVICE_UNAVAILABLE or words not in answer.body.decode():
            problems.append(f"/{language}/: {answer.status}, not an honest 503")
        if answer.seconds > DEADLINE:
            problems.append(f"/{language}/: {answer.seconds:.1f} s")
    answer = scene.ask(f"/en/find.json?q={random.random()}")
    if answer.status != http.client.SERVICE_UNAVAILABLE or not answer.media_type.startswith("application/problem+json"):
        problems.append(f"find.json: {answer.status} {answer.media_type}, not a 503 problem+json")
    return problems


def _healthy(scene: Scene) -> list[str]:
    try:
        scene.healthy()
    except StorageError as error:
        return [str(error)]
    return []


def _stored(scene: Scene, server: str = "primary") -> list[str]:
    found = scene.stored(server)
    return [] if found >= scene.acknowledged else [f"{scene.acknowledged} acknowledged, {found} in the store"]


def gunicorn_killed(scene: Scene) -> list[str]:
    """The public gunicorn and its workers die; for three seconds none is there."""
    with scene.readers() as readers:
        (scene.places.run / "held" / "public").touch()
        scene.signal("public", signal.SIGKILL)
        problems = _never_visited(scene)
        time.sleep(2)
        control.release(scene.places, "public")
        problems += _healthy(scene)
    return problems + readers.complaints()


def gunicorn_frozen(scene: Scene) -> list[str]:
    """The public gunicorn stands still: connections are taken, answers never come."""
    with scene.readers() as readers:
        scene.signal("public", signal.SIGSTOP)
        problems = _never_visited(scene)
        scene.signal("public", signal.SIGCONT)
        problems += _healthy(scene)
    return problems + readers.complaints()


def redis_stopped(scene: Scene) -> list[str]:
    """Without Redis every page is there, those never visited too."""
    with scene.readers() as readers:
        control.hold(scene.places, "redis")
        answers = [scene.ask(scene.new_page("en")) for _ in range(10)]
        problems = [f"a new page: {answer.status}" for answer in answers if answer.status != http.client.OK]
        control.release(scene.places, "redis")
        problems += _healthy(scene)
    return problems + readers.complaints()


def postgres_frozen(scene: Scene) -> list[str]:
    """PostgreSQL stands still: devices hear 503 in time, and what they send again is stored once."""
    message = scene.message()
    with scene.readers() as readers:
        scene.signal("primary", signal.SIGSTOP)
        status, media_type, seconds = scene.post(message)
        scene.signal("primary", signal.SIGCONT)
        problems = _healthy(scene)
    if status != http.client.SERVICE_UNAVAILABLE or not media_type.startswith("application/problem+json"):
        problems.append(f"intake: {status} {media_type}, not a 503 problem+json")
    if seconds > DEADLINE:
        problems.append(f"intake: {seconds:.1f} s")
    if not scene.deliver(message):
        problems.append("intake: did not take the message afterwards")
    return problems + _stored(scene) + readers.complaints()


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
        problems += _healthy(scene)
    return problems + _stored(scene) + readers.complaints()


def publisher_killed(scene: Scene) -> list[str]:
    """The publisher dies at random moments of a running night; releases go on and every tree verifies."""
    before, problems = scene.release(), []
    night = scene.replay()
    try:
        with scene.readers(changing=True) as readers:
            for _ in range(int(os.environ.get("CHAOS_KILLS", KILLS))):
                time.sleep(random.uniform(0.2, 2.5))
                if pid := control.pids(scene.places).get("publisher"):
                    os.kill(pid, signal.SIGKILL)
                time.sleep(1.2)
            try:
                control.wait_until(lambda: scene.release() > before, "a release after the last kill", 60)
            except StorageError as error:
                problems.append(str(error))
    finally:
        night.terminate()
        night.wait(30)
    command = [sys.executable, "-m", "portal", "verify", str(scene.places.home / "public")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        problems.append(f"the tree does not verify: {done.stdout[-300:]}")
    return problems + readers.complaints()


def log_disk_full(scene: Scene) -> list[str]:
    """Nothing can be logged any more, neither by nginx nor by the application."""
    logs = [scene.places.logs / name for name in ("public.log", "nginx-error.log", "public.txt")]
    try:
        for log in logs:
            log.rename(f"{log}.kept")
            log.symlink_to("/dev/full")
        os.kill(control.pids(scene.places)["nginx"], signal.SIGUSR1)
        with scene.readers() as readers:
            scene.signal("public", signal.SIGKILL)
            time.sleep(1)
            problems = _healthy(scene)
            answer = scene.ask(scene.new_page("en"))
            if answer.status != http.client.OK:
                problems.append(f"a new page: {answer.status}")
    finally:
        for log in logs:
            log.unlink()
            Path(f"{log}.kept").rename(log)
        os.kill(control.pids(scene.places)["nginx"], signal.SIGUSR1)
    return problems + readers.complaints()


def data_disk_full(scene: Scene) -> list[str]:
    """The publisher cannot write a byte: the last release stays, and the next comes once there is room."""
    night = scene.replay()
    try:
        with scene.readers(changing=True) as readers:
            control.wait_until(lambda: "publisher" in control.pids(scene.places), "the publisher")
            pid = control.pids(scene.places)["publisher"]
            full = scene.release()
            for _ in range(10):  # The publisher ends when nothing can be written, and is started again.
                pid = control.pids(scene.places).get("publisher", 0)
                if pid:
                    subprocess.run(
                        [find("prlimit"), "--pid", str(pid), "--fsize=0:unlimited"], check=False, capture_output=True
                    )
                time.sleep(0.5)
            problems = []
            pid = control.pids(scene.places).get("publisher", 0)
            if pid:
                subprocess.run([find("prlimit"), "--pid", str(pid), "--fsize=unlimited:unlimited"], check=False)
            try:
                control.wait_until(lambda: scene.release() > full, "a release once there is room", 60)
            except StorageError as error:
                problems.append(str(error))
    finally:
        night.terminate()
        night.wait(30)
    return problems + readers.complaints()


def slow_connections(scene: Scene) -> list[str]:
    """Two thousand clients send one header in ten seconds; everybody else notices nothing."""
    command = [find("slowhttptest"), "-c", str(SLOW), "-H", "-i", "10", "-r", "1000", "-l", "10", "-u"]
    attack = subprocess.Popen(
        [*command, f"{scene.places.public_url}/en/"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with scene.readers() as readers:
        attack.wait(60)
    return readers.complaints() + _healthy(scene)


def _wrk(scene: Scene, path: str, script: str = "") -> list[str]:
    place = scene.places.folder / "flood.lua"
    place.write_text(script, encoding="utf-8")
    command = [find("wrk"), "-t1", "-c64", "-d5s", *(["-s", str(place)] if script else [])]
    said = subprocess.run([*command, f"{scene.places.public_url}{path}"], capture_output=True, text=True).stdout
    return [line.strip() for line in said.splitlines() if "Non-2xx" in line or "Socket errors" in line]


def stampede(scene: Scene) -> list[str]:
    """Sixty-four readers want the same page that nobody has kept, all at once."""
    return _wrk(scene, scene.new_page("ru")) + _healthy(scene)


def poisoned_queries(scene: Scene) -> list[str]:
    """A flood of queries that mean nothing gets the kept page and reaches nobody behind it."""
    path = f"/en/{CAMPAIGN}/"
    script = (
        f'request = function() return wrk.format("GET", "{path}?x" .. math.random(1e9) .. "=" .. math.random()) end'
    )
    with scene.readers() as readers:
        problems = _wrk(scene, path, script)
    same = scene.ask(f"{path}?poison={random.random()}").sha256 == scene.expected.get(path)
    return problems + ([] if same else ["the page changed with the query"]) + readers.complaints()


def standby_promoted(scene: Scene) -> list[str]:
    """The primary is gone for good: one command later the standby takes every message and has all before it."""
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
        problems += _healthy(scene)
        control.wait_until(lambda: "publisher" in control.pids(scene.places), "the publisher")
    return problems + _stored(scene, "standby") + readers.complaints()


CASES: tuple[Case, ...] = (
    gunicorn_killed,
    gunicorn_frozen,
    redis_stopped,
    log_disk_full,
    slow_connections,
    poisoned_queries,
    postgres_frozen,
    postgres_killed,
    data_disk_full,
    publisher_killed,
    stampede,
    standby_promoted,
)
"""In this order: the promotion leaves the form without a standby."""
