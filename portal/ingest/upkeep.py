"""What a process of the intake does beside answering: judging what a failure left over, and linking the chain."""

import os
import threading
from pathlib import Path

from portal.audit.sequencer import sequence
from portal.ingest.intake import Intake
from portal.ingest.reporting import report

EVERY = 1.0
"""Seconds between two passes."""


class Upkeep:
    """A thread that starts with the first request of a process, so after gunicorn's fork."""

    def __init__(self, intake: Intake, home: Path, private: Path) -> None:
        self._intake = intake
        self._home = home
        self._private = private
        self._process = 0
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start the thread unless this process has one."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._run, name="upkeep", daemon=True).start()

    def stop(self) -> None:
        """End the thread after its present pass."""
        self._stopped.set()

    def once(self) -> None:
        """One pass; a failure is logged and the next pass tries again."""
        try:
            self._intake.judge_pending()
            sequence(self._intake.store, self._home, self._private)
        except Exception as error:  # noqa: BLE001 (whatever one pass meets, a full disk too, must not end the thread)
            report("upkeep.failed", exc_info=error)

    def _run(self) -> None:
        while not self._stopped.wait(EVERY):
            self.once()
