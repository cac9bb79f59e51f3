"""Progress of a long command: a bar on a terminal, a plain line every few seconds elsewhere."""

import sys
import time
from types import TracebackType

from tqdm import tqdm

INTERVAL = 5
"""Seconds between two plain lines."""


class Progress:
    """Counts rows towards a known total; use it as a context manager and call `advance`."""

    def __init__(self, what: str, total: int, *, terminal: bool | None = None) -> None:
        self._what, self._total, self._done = what, total, 0
        bar = sys.stderr.isatty() if terminal is None else terminal
        self._bar = tqdm(total=total, desc=what, unit=" rows", file=sys.stderr, leave=False) if bar else None
        self._next = time.monotonic() + INTERVAL

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
        elif kind is None:
            self._say()

    def advance(self, rows: int) -> None:
        """So many more rows are done."""
        self._done += rows
        if self._bar is not None:
            self._bar.update(rows)
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + INTERVAL
            self._say()

    def _say(self) -> None:
        print(f"{self._what}: {self._done} of {max(self._total, self._done)} rows", flush=True)
