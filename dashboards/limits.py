"""A bound on how much a worker computes: views from the cache are free, new ones come out of a bucket that refills.

The limit for each client address stands in the web server (docs/explorers.md), which alone knows the address.
"""

import time
from collections.abc import Callable
from threading import Lock

PER_SECOND = 20
BURST = 80


class TooMany(Exception):
    """More new views are asked for than this worker computes; ask again in a second."""


class Bucket:
    """`take` raises TooMany when more than `burst` at once or `per_second` in the long run are taken."""

    def __init__(
        self, per_second: int = PER_SECOND, burst: int = BURST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._left = float(burst)
        self._seen = clock()
        self._lock = Lock()

    def take(self) -> None:
        """One more computation."""
        with self._lock:
            now = self._clock()
            self._left = min(self._burst, self._left + (now - self._seen) * self._per_second)
            self._seen = now
            if self._left < 1:
                raise TooMany
            self._left -= 1
