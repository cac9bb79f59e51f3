"""A second process that ends with the one that started it, however that one ended, and takes its own children along.

The starter holds the writing end of a pipe that the kernel closes when it is gone, by SIGKILL too; the second process
reads the other end.
"""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread
from typing import Any

OPTION = "--leash"


class Leashed(subprocess.Popen[str]):
    """The process of `command` with `--leash FD` added, in a process group of its own; it calls `hold(FD)`.

    `wait` or `communicate` lets go of the leash.
    """

    def __init__(self, command: Sequence[str], **options: Any) -> None:
        read, self._held = os.pipe()
        try:
            super().__init__(
                [*command, OPTION, str(read)], pass_fds=(read,), process_group=0, text=True, encoding="utf-8", **options
            )
        except BaseException:
            os.close(self._held)
            raise
        finally:
            os.close(read)

    def wait(self, timeout: float | None = None) -> int:
        """See subprocess.Popen; `communicate` ends with it. The process has ended then."""
        returncode = super().wait(timeout)
        if self._held >= 0:
            os.close(self._held)
            self._held = -1
        return returncode

    def terminate(self) -> None:
        """End the whole group: what a second process of it kept open would be waited for without end."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGTERM)


def hold(descriptor: int) -> None:
    """From here on this process and its group are killed once nobody holds the other end."""
    Thread(target=_wait_and_end, args=(descriptor,), daemon=True).start()


def _wait_and_end(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)
