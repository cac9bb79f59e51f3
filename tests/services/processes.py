"""Start a server program, wait until it answers, and be sure that it ends with the tests."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

PATIENCE = 30.0  # seconds
TEMPORARY = "/tmp"  # Not TMPDIR: a socket's path must be short, and the user postgres must reach it.


class ServiceError(RuntimeError):
    """A server that the tests need is not installed or does not start; never a reason to skip."""


def find_program(name: str, folders: Iterable[Path] = ()) -> str:
    """Path of the program, looked up in `folders` (the first wins), then in PATH.

    Raises ServiceError with what to install when there is none.
    """
    for folder in folders:
        if os.access(folder / name, os.X_OK):
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise ServiceError(
            f"{name} is not installed; debian-packages.txt names the packages, `make test` installs them"
        )
    return found


class Server:
    """A child process with a log file; it gets SIGINT from the kernel when this process dies by whatever cause."""

    def __init__(self, command: Sequence[str], log: Path, user: str | None = None) -> None:
        become = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
        self.name = Path(command[0]).name
        self.log = log
        with log.open("wb") as log_file:
            self.process = subprocess.Popen(
                # Whoever runs the tests in the background of a shell ignores SIGINT; the server must not inherit that.
                ["env", "--default-signal=INT", find_program("setpriv"), "--pdeathsig", "INT", *become, *command],
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches pytest alone, which then stops the server in order.
            )

    def wait_until(self, answers: Callable[[], bool]) -> None:
        """Return when `answers()` is true; raise ServiceError with the end of the log when it stays false."""
        end = time.monotonic() + PATIENCE
        while not answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                tail = self.log.read_text(errors="replace")[-2000:]
                raise ServiceError(f"{self.name} did not start within {PATIENCE:.0f} s; its log ends with:\n{tail}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Ask the server to end (SIGINT: a fast shutdown for both servers), kill it when it does not."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
