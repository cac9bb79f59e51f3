"""The two clocks (design, "Roles, modes, processes"), as injected objects.

The election clock rules what may be seen; the demo simulates it. The system clock rules sessions, limits, coalescing
and audit, and is never simulated.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from portal.errors import InputError

CLOCK_FILE = "election-clock.json"
LEASE = timedelta(seconds=5)
"""How long simulated time runs on after the last `keep`: when the demo is stopped its clock stops too."""


class Clock(Protocol):
    """Something that says what time it is."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The machine's time in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: for a publication pass at one instant."""

    instant: datetime

    def now(self) -> datetime:
        """Always the same instant."""
        return self.instant.astimezone(UTC)


class SimulatedElectionClock:
    """start + speed × elapsed, anchored in one file of the home that every process reads.

    One process (the replay) calls `keep` about once a second. The file holds the last anchor; readers let simulated
    time run from it for at most LEASE of system time, so nobody runs ahead of a stopped demo, a restart goes on where
    it was, and the clock never goes back, not even when the machine's clock does.
    """

    def __init__(self, path: Path, system: Callable[[], datetime] | None = None) -> None:
        self._path = path
        self._system = system or SystemClock().now
        self._latest = datetime.min.replace(tzinfo=UTC)

    @classmethod
    def start(
        cls, path: Path, start: datetime, speed: int, system: Callable[[], datetime] | None = None
    ) -> "SimulatedElectionClock":
        """The clock in this file; a new one begins at `start`, an existing one goes on where it was."""
        clock = cls(path, system)
        clock._anchor(clock.now() if path.exists() else start.astimezone(UTC), speed)
        return clock

    def now(self) -> datetime:
        """The simulated instant. Raises InputError when the file is missing or broken."""
        anchor, system, speed = self._read()
        elapsed = min(max(self._system() - system, timedelta(0)), LEASE)
        self._latest = max(self._latest, anchor + elapsed * speed)
        return self._latest

    def keep(self) -> datetime:
        """Persist the simulated instant so that time goes on; what it is."""
        now = self.now()
        self._anchor(now, self._read()[2])
        return now

    def _read(self) -> tuple[datetime, datetime, int]:
        try:
            state: Any = json.loads(self._path.read_text(encoding="utf-8"))
            election, system = (datetime.fromisoformat(state[key]) for key in ("election", "system"))
            speed = int(state["speed"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError([f"{self._path}: not a clock file; run `make demo-reset` ({error})"]) from None
        return election.astimezone(UTC), system.astimezone(UTC), speed

    def _anchor(self, election: datetime, speed: int) -> None:
        state = {"election": election.isoformat(), "system": self._system().isoformat(), "speed": speed}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        staged = self._path.with_suffix(f".{os.getpid()}.tmp")
        with staged.open("w", encoding="utf-8") as file:
            json.dump(state, file)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(self._path)


def election_clock(home: Path) -> Clock:
    """The election clock of this home: simulated where the demo keeps one, else the machine's."""
    path = home / CLOCK_FILE
    return SimulatedElectionClock(path) if path.exists() else SystemClock()
