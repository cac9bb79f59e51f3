"""What has to hold while something is broken, and afterwards. Each gives back what did not."""

import http.client
import json
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from deploy.chaos.scene import CAMPAIGN, DEADLINE, PATIENCE, Scene
from deploy.local import control
from deploy.local.places import ROOT
from deploy.local.prepare import sql
from portal.errors import StorageError
from portal.publication.manifest import sha256_of

WORDS = {"ky": "Азырынча жеткиликсиз", "ru": "Сейчас недоступно", "en": "Not available at the moment"}
LOOK = 0.05  # seconds between two looks at the pointer


def never_visited(scene: Scene) -> list[str]:
    """Addresses that nobody asked for before: an honest 503 each, in its language or for machines, in time."""
    problems = []
    for language, words in WORDS.items():
        answer = scene.ask(scene.new_page(language))
        if answer.status != http.client.SERVICE_UNAVAILABLE or words not in answer.body.decode():
            problems.append(f"/{language}/: {answer.status}, not an honest 503")
        if answer.seconds > DEADLINE:
            problems.append(f"/{language}/: {answer.seconds:.1f} s")
    answer = scene.ask(f"/en/{CAMPAIGN}/watch.json?precinct={random.random()}")
    if answer.status != http.client.SERVICE_UNAVAILABLE or not answer.media_type.startswith("application/problem+json"):
        problems.append(f"watch.json: {answer.status} {answer.media_type}, not a 503 problem+json")
    if answer.seconds > DEADLINE:
        problems.append(f"watch.json: {answer.seconds:.1f} s")
    return problems


def healthy(scene: Scene) -> list[str]:
    """Everything answers within ten seconds, and nobody did anything by hand."""
    return _in_time(scene.healthy)


def stored(scene: Scene, server: str = "primary") -> list[str]:
    """What was acknowledged is in the store."""
    found = scene.stored(server)
    return [] if found >= scene.acknowledged else [f"{scene.acknowledged} acknowledged, {found} in the store"]


def taken(scene: Scene, messages: int) -> list[str]:
    """The intake takes so many messages now."""
    refused = sum(scene.post(scene.message())[0] not in (200, 201, 202) for _ in range(messages))
    scene.acknowledged += messages - refused
    return [f"intake: {refused} of {messages} messages not taken"] if refused else []


def next_release(scene: Scene, former: int) -> list[str]:
    """A release after that one comes in time."""
    return _in_time(lambda: control.wait_until(lambda: scene.release() > former, "the next release", PATIENCE))


def verified(scene: Scene) -> list[str]:
    """The tree verifies with its log, as anybody may do it, and the register knows every number once."""
    command = [sys.executable, "-m", "portal", "verify", str(scene.places.home / "public")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    problems = [f"the tree does not verify: {(done.stdout + done.stderr)[-300:]}"] if done.returncode else []
    registered = sql(
        scene.places, f"SELECT count(*), max(number) FROM release WHERE campaign = '{CAMPAIGN}'", "natyija"
    )
    newest = scene.release()
    if registered != f"{newest}|{newest}":
        problems.append(f"the pointer says {newest}, the register (count|newest) {registered}")
    return problems


class Pointer:
    """Follows the pointer while its block runs: old or new, always whole, never back, no number twice."""

    def __init__(self, scene: Scene) -> None:
        self._root = scene.places.home / "public" / "releases" / CAMPAIGN
        self._sums: dict[int, str] = {}
        self._wrong: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> "Pointer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        last = 0
        while not self._stop.wait(LOOK):
            n = int(json.loads((self._root / "latest.json").read_text(encoding="utf-8"))["release"])
            if n < last:
                self._wrong.append(f"the pointer went back from {last} to {n}")
            if n != last:
                self._wrong += self._not_whole(n)
            last = n

    def _not_whole(self, n: int) -> list[str]:
        """What a release lacks at the moment at which the pointer names it."""
        folder = self._root / str(n)
        try:
            sums = (folder / "SHA256SUMS").read_text(encoding="utf-8")
            listed = [line.split("  ", 1) for line in sums.splitlines()]
            bad = [name for sha, name in listed if not self._is(folder / name, sha, own=not name.startswith("../"))]
        except (OSError, ValueError) as error:
            return [f"release {n}: {error}"]
        if self._sums.setdefault(n, sums) != sums:
            return [f"release {n} was published twice"]
        return [f"release {n}: {name} is not what it names" for name in bad[:3]]

    @staticmethod
    def _is(path: Path, sha: str, *, own: bool) -> bool:
        """A file of its own is read; one of an older release was read then."""
        return sha256_of(path) == sha if own else path.exists()

    def complaints(self) -> list[str]:
        """What was not whole, at most three; the end of the block looks at every number once more."""
        for n, sums in self._sums.items():
            with suppress(OSError):
                if (self._root / str(n) / "SHA256SUMS").read_text(encoding="utf-8") != sums:
                    self._wrong.append(f"release {n} was published twice")
        return self._wrong[:3]

    @property
    def seen(self) -> int:
        """How many releases were pointed at."""
        return len(self._sums)


def _in_time(wait: Callable[[], object]) -> list[str]:
    try:
        wait()
    except StorageError as error:
        return [str(error)]
    return []
