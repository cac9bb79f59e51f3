"""One lock per key, for as long as somebody holds or waits for it."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock


class KeyLocks:
    """Makes those who want the same thing wait for the first of them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[Hashable, tuple[Lock, int]] = {}

    @contextmanager
    def hold(self, key: Hashable) -> Iterator[None]:
        """Holds the lock of the key."""
        with self._lock:
            lock, holders = self._held.get(key, (Lock(), 0))
            self._held[key] = (lock, holders + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                holders = self._held[key][1] - 1
                if holders:
                    self._held[key] = (lock, holders)
                else:
                    del self._held[key]
