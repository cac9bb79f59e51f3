"""Cases of the public host: what is in front of the pages, and what is behind them."""

import http.client
import json
import random
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from deploy.chaos.holds import healthy, never_visited, taken
from deploy.chaos.readers import Readers
from deploy.chaos.scene import CAMPAIGN, DEADLINE, Scene
from deploy.local import control
from deploy.local.programs import find
from deploy.reload import replace_workers
from portal.languages import LANGUAGES

RELOADED = ("public", "ingest")
QUESTIONS = 1000
"""So many different questions, which nobody keeps the answers to."""
SELDOM = 0.4
"""Seconds between two questions: one address may ask twenty a second."""
SLOW = 2000
COLD = 30
TRIES = 3
FLOOD_SECONDS = 5


def gunicorn_killed(scene: Scene) -> list[str]:
    """The public gunicorn and its workers die; for three seconds none is there."""
    with scene.readers() as readers:
        (scene.places.run / "held" / "public").touch()
        scene.signal("public", signal.SIGKILL)
        problems = never_visited(scene)
        time.sleep(2)
        control.release(scene.places, "public")
        problems += healthy(scene)
    return problems + readers.complaints()


def gunicorn_frozen(scene: Scene) -> list[str]:
    """The public gunicorn stands still: connections are taken, answers never come."""
    with scene.readers() as readers:
        scene.signal("public", signal.SIGSTOP)
        problems = never_visited(scene)
        scene.signal("public", signal.SIGCONT)
        problems += healthy(scene)
    return problems + readers.complaints()


def gunicorn_reloaded(scene: Scene) -> list[str]:
    """An upgrade: the workers of public pages and of the intake are replaced by new ones while readers read what nobody
    keeps and devices send; nobody is turned away.
    """
    questions = {f"/en/{CAMPAIGN}/watch.json?precinct={number}": "" for number in range(QUESTIONS)}
    asking, problems = Readers(scene.places.port, questions, SELDOM, DEADLINE), []
    with scene.readers() as readers, asking:
        for name in RELOADED:
            with ThreadPoolExecutor(1) as pool:
                reloading = pool.submit(replace_workers, control.pids(scene.places)[name])
                while not reloading.done():
                    problems += taken(scene, 1)
                reloading.result()
        problems += healthy(scene)
    scene.seen = f"{len(asking.seconds)} questions, the slowest {max(asking.seconds, default=0.0):.1f} s"
    return problems + readers.complaints() + asking.complaints()


def redis_stopped(scene: Scene) -> list[str]:
    """Without Redis every page is there, those never visited too."""
    with scene.readers() as readers:
        control.hold(scene.places, "redis")
        problems = [problem for _ in range(10) for problem in _made(scene, scene.new_page("en"))]
        control.release(scene.places, "redis")
        problems += healthy(scene)
    return problems + readers.complaints()


def _made(scene: Scene, page: str) -> list[str]:
    """A page that nobody has kept is made, on a busy machine at the second try: a 503 says when to come again."""
    for _ in range(TRIES):
        if (answer := scene.ask(page)).status == http.client.OK:
            return []
    return [f"{page}: {answer.status}"]


def log_disk_full(scene: Scene) -> list[str]:
    """Nothing can be logged any more, neither by nginx nor by the application; the intake too goes on."""
    with scene.disks.full("logs"), scene.readers() as readers:
        for name in ("public", "ingest"):
            scene.signal(name, signal.SIGKILL)
        control.wait_until(lambda: {"public", "ingest"} <= set(control.pids(scene.places)), "the supervisor")
        problems = healthy(scene) + taken(scene, 5)
        problems += _made(scene, scene.new_page("en"))
    return problems + readers.complaints()


def slow_connections(scene: Scene) -> list[str]:
    """Two thousand clients send one header in ten seconds; everybody else notices nothing."""
    command = [find("slowhttptest"), "-c", str(SLOW), "-H", "-i", "10", "-r", "1000", "-l", "10", "-u"]
    attack = subprocess.Popen(
        [*command, f"{scene.places.public_url}/en/"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with scene.readers() as readers:
        attack.wait(60)
    return readers.complaints() + healthy(scene)


def flood(scene: Scene, script: str) -> list[str]:
    """Sixty-four readers ask for a few seconds what a script of wrk says; what was not answered with a page."""
    place = scene.places.folder / "flood.lua"
    place.write_text(script, encoding="utf-8")
    command = [find("wrk"), "-t1", "-c64", f"-d{FLOOD_SECONDS}s", "-s", str(place), scene.places.public_url]
    said = subprocess.run(command, capture_output=True, text=True).stdout
    return [line.strip() for line in said.splitlines() if "Non-2xx" in line or "Socket errors" in line]


def stampede(scene: Scene) -> list[str]:
    """Right after a release, with every kept page stale, sixty-four readers want pages that nobody has kept: readers of
    kept pages notice nothing, and afterwards every one of those pages is there.
    """
    cold = [scene.new_page(language) for language in LANGUAGES for _ in range(COLD // len(LANGUAGES))]
    paths = f"local paths = {{{','.join(map(json.dumps, cold))}}}; local n = 0; "
    script = f'{paths}request = function() n = n + 1; return wrk.format("GET", paths[n % #paths + 1]) end'
    with scene.night():
        scene.next_release()
    with scene.readers(changing=True) as readers:
        scene.seen = "; ".join(flood(scene, script))  # A 503 for a page that was never made is allowed while it lasts.
    problems = readers.complaints() + healthy(scene) + [problem for page in cold for problem in _made(scene, page)]
    scene.note()
    return problems


def poisoned_queries(scene: Scene) -> list[str]:
    """A flood of queries that mean nothing gets the kept page and reaches nobody behind it."""
    path = f"/en/{CAMPAIGN}/"
    script = (
        f'request = function() return wrk.format("GET", "{path}?x" .. math.random(1e9) .. "=" .. math.random()) end'
    )
    with scene.readers() as readers:
        problems = flood(scene, script)
    same = scene.ask(f"{path}?poison={random.random()}").sha256 == scene.expected.get(path)
    return problems + ([] if same else ["the page changed with the query"]) + readers.complaints()
