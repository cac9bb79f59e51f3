"""Turns the machine's clock for one program that is started with this folder in PYTHONPATH.

It is turned by the seconds that the file named by TURNED_CLOCK says at every look; only the wall clock is, as a wrong
time server does it.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.clocks import SystemClock

_FILE = Path(os.environ["TURNED_CLOCK"])
_true = time.time


def _turned() -> float:
    return _true() + float(_FILE.read_text(encoding="ascii"))


def _now(_: SystemClock) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=_turned())


time.time = _turned
SystemClock.now = _now  # type: ignore[assignment,method-assign]
