"""Finished views by (documents, explorer, language, filters): computed once, however many ask at the same time.

Flask-Caching has no lock against a stampede, so ours stands in front of it. The first level is a bounded memory of
this worker: with Redis gone, what was seen here is still there; the second is Flask-Caching's backend.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256
from threading import Lock

from dashboards.surroundings import Surroundings

MEGABYTES = 1024 * 1024


class BoundedMemory:
    """The bytes used last, together never more than `budget`."""

    def __init__(self, budget: int = 8 * MEGABYTES) -> None:
        self._budget = budget
        self._size = 0
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """The bytes kept under the key, None when they are not or no longer there."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keeps the bytes and drops those not asked for longest."""
        with self._lock:
            self._size += len(value) - len(self._held.pop(key, b""))
            self._held[key] = value
            while self._size > self._budget and len(self._held) > 1:
                _, dropped = self._held.popitem(last=False)
                self._size -= len(dropped)


class ViewCache:
    """`get` answers from memory, from the backend, or computes: once per key, the others wait for the first."""

    def __init__(self, surroundings: Surroundings, budget: int = 8 * MEGABYTES) -> None:
        self._memory = BoundedMemory(budget)
        self._backend = surroundings.backend
        self._hold = surroundings.hold
        self._version = surroundings.code_version

    def get(self, parts: Iterable[str], compute: Callable[[], bytes]) -> bytes:
        """The bytes of a key; whatever `compute` raises passes through and nothing is kept."""
        key = self._key(parts)
        held = self._memory.get(key)
        if held is not None:
            return held
        with self._hold(key):
            held = self._memory.get(key)
            if held is None:
                held = self._backend.get(key)
                if held is None:
                    held = compute()
                    self._backend.set(key, held)
                self._memory.set(key, held)
            return held

    def put(self, parts: Iterable[str], value: bytes) -> None:
        """Keeps what was made beside something else."""
        key = self._key(parts)
        self._backend.set(key, value)
        self._memory.set(key, value)

    def _key(self, parts: Iterable[str]) -> str:
        return "explore:" + sha256("\n".join((self._version, *parts)).encode()).hexdigest()
