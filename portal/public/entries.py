"""Complete answers kept in memory: bounded in bytes, found by one dictionary look-up."""

from dataclasses import dataclass, field
from threading import Lock

import orjson

from portal.public.reading import Dependency

Key = tuple[str, str, str]
"""Path, canonical query string, encoding; the language is part of the path."""
MEGABYTES = 1024 * 1024
OVERHEAD = 2048  # bytes of an entry beside its body


@dataclass(slots=True)
class Entry:
    """One answer, ready to be sent. `generation` is the snapshot under which it was last known to be valid."""

    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    dependencies: tuple[Dependency, ...]
    generation: int
    used: bool = False
    not_modified: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.not_modified = [(name, value) for name, value in self.headers if not name.lower().startswith("content-")]

    def dump(self) -> bytes:
        """The entry as bytes for the second level."""
        head = {"headers": self.headers, "etag": self.etag, "dependencies": self.dependencies}
        return orjson.dumps(head) + b"\n" + self.body


def load_entry(content: bytes) -> Entry | None:
    """An entry from the second level; None when the bytes are not one."""
    head, _, body = content.partition(b"\n")
    try:
        document = orjson.loads(head)
        return Entry(
            headers=[(str(name), str(value)) for name, value in document["headers"]],
            body=body,
            etag=str(document["etag"]),
            dependencies=tuple((str(c), str(p), str(i)) for c, p, i in document["dependencies"]),
            generation=-1,
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None


class Entries(dict[Key, Entry]):
    """Entries by key. Reading is a plain look-up; `keep` makes room, giving used entries a second chance."""

    def __init__(self, budget: int = 16 * MEGABYTES) -> None:
        super().__init__()
        self._budget = budget
        self._size = 0
        self._lock = Lock()

    def keep(self, key: Key, entry: Entry) -> None:
        """Keeps an entry in place of the former one of its key."""
        with self._lock:
            former = self.pop(key, None)
            self._size += _weight(entry) - (_weight(former) if former else 0)
            self[key] = entry
            while self._size > self._budget and len(self) > 1:
                self._drop_one(key)

    def _drop_one(self, kept: Key) -> None:
        oldest = next(iter(self))
        entry = self.pop(oldest)
        if oldest == kept or entry.used:
            entry.used = False
            self[oldest] = entry
        else:
            self._size -= _weight(entry)


def _weight(entry: Entry) -> int:
    return len(entry.body) + OVERHEAD
