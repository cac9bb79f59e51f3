"""Readers who ask for kept pages and published files all the time and note every answer that is not what it was."""

import hashlib
import http.client
import random
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType

from deploy.local.places import LOOPBACK

READERS = 4
PAUSE = 0.01  # seconds between two requests of a reader
SLOWEST = 0.25
"""Seconds within which 99 of 100 answers come."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status (0: none), media type and hash of a body, and the seconds that it took."""

    status: int
    media_type: str
    body: bytes
    seconds: float

    @property
    def sha256(self) -> str:
        """Hash of the body."""
        return hashlib.sha256(self.body).hexdigest()


def ask(port: int, path: str, patience: float = 10.0) -> Answer:
    """One request over a connection of its own."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=patience)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        return Answer(response.status, response.getheader("Content-Type", ""), body, time.monotonic() - began)
    except (OSError, http.client.HTTPException):
        return Answer(0, "", b"", time.monotonic() - began)
    finally:
        connection.close()


@dataclass
class Readers:
    """Runs while its block runs; `expected` is the hash of every address's body, "" where it may change.

    Each of the readers pauses between two requests; 99 of 100 answers have to come within `slowest` seconds.
    """

    port: int
    expected: Mapping[str, str]
    pause: float = PAUSE
    slowest: float = SLOWEST
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: Sequence[threading.Thread] = ()

    def __enter__(self) -> "Readers":
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(READERS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, seed: int) -> None:
        chance = random.Random(seed)
        addresses = list(self.expected)
        while not self._stop.is_set():
            path = chance.choice(addresses)
            answer = ask(self.port, path)
            self.seconds.append(answer.seconds)
            if answer.status != http.client.OK:
                self.wrong.append(f"{path}: {answer.status or 'no answer'}")
            elif self.expected[path] not in ("", answer.sha256):
                self.wrong.append(f"{path}: other bytes than before")
            time.sleep(self.pause)

    @property
    def p99(self) -> float:
        """Seconds within which 99 of 100 answers came."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)] if self.seconds else 0.0

    def complaints(self) -> list[str]:
        """What was not as it has to be."""
        found = [f"{len(self.wrong)} of {len(self.seconds)} answers: {'; '.join(self.wrong[:3])}"] if self.wrong else []
        if not self.seconds:
            found.append("nobody read")
        if self.p99 > self.slowest:
            found.append(f"p99 {self.p99 * 1000:.0f} ms, at most {self.slowest * 1000:.0f}")
        return found
