"""Two bounds on callbacks: how many one address may send, and how many new views a worker computes for all of them.

Both are of one worker and need no other service. The web server may set a lower one before them (docs/explorers.md).
"""

import time
from collections.abc import Callable
from ipaddress import ip_address
from threading import Lock

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.wrappers import Request

PER_SECOND = 20
BURST = 80


PER_ADDRESS = RateLimitItemPerSecond(120, 6)
"""Callbacks from the cache included: 20 a second, or 120 at once by a room full of people behind one address."""


class TooMany(Exception):
    """More is asked for than this worker answers, by one address or by all; ask again in a second."""


class Callers:
    """`take` raises TooMany when one address sends more than PER_ADDRESS.

    `proxies` of ours name the caller's address in X-Forwarded-For. A caller on this machine is never refused: it is a
    proxy that the settings do not know, or a test.
    """

    def __init__(self, proxies: int) -> None:
        self._proxies = proxies
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def take(self, request: Request) -> None:
        """One more callback of the address that the request comes from; the address is kept for seconds only."""
        address = self._address(request)
        if not _is_local(address) and not self._limiter.hit(PER_ADDRESS, address):
            raise TooMany

    def _address(self, request: Request) -> str:
        named = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
        if self._proxies and len(named) >= self._proxies:
            return named[-self._proxies]
        return request.remote_addr or ""


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return not address


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
