"""The second process of the publisher: bulk files are built outside it, so that a crash or a slow disk
cannot stop it.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from portal.errors import CheckFailed, StorageError
from portal.publication.leash import Leashed

COMMAND = [sys.executable, "-m", "portal", "data-part"]
BEHIND = "--behind"
"""Said to a second process for whose files nobody waits: it leaves the processor to everyone else."""
TOLD = "-"
"""In place of arguments: they come as one JSON list on standard input."""


def start_data_part(
    public: Path, campaign: str, n: int, folder: Path, *, office: bool, behind: bool = False
) -> Leashed:
    """The second process writing a release's bulk files; it ends with this one.

    With `behind` it has the lower priority of work that nobody waits for: light releases go on beside it undelayed.
    """
    command = [*COMMAND, *_arguments(public, campaign, n, folder, office=office), *([BEHIND] if behind else [])]
    return Leashed(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def write_data_part(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    """Run the second process and wait for it. Raises CheckFailed or StorageError with what it said."""
    process = start_data_part(public, campaign, n, folder, office=office)
    _, said = process.communicate()
    judge(campaign, n, folder, process.returncode, said)


class ReadyDataProcess:
    """The second process started ahead of its task: it loads its libraries while the documents are made.

    Called like `write_data_part`; the first call goes to the waiting process, every other starts its own.
    """

    def __init__(self) -> None:
        self._ready: Leashed | None = Leashed(
            [*COMMAND, TOLD], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def __call__(self, public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
        process, self._ready = self._ready, None
        if process is None:
            write_data_part(public, campaign, n, folder, office=office)
            return
        _, said = process.communicate(json.dumps(_arguments(public, campaign, n, folder, office=office)))
        judge(campaign, n, folder, process.returncode, said)

    def stop(self) -> None:
        """Let a process go that got no task."""
        if self._ready:
            self._ready.communicate("")
            self._ready = None


def judge(campaign: str, n: int, folder: Path, returncode: int, said: str) -> None:
    """Raise what the second process failed of; what it may have left is removed."""
    if returncode == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    lines = [line for line in said.splitlines() if line.strip()] or [f"ended with {returncode}"]
    problems = [f"{campaign}: data part of release {n}: {line}" for line in lines[-20:]]
    if returncode == CheckFailed.exit_code and "G2" in said:
        raise CheckFailed(problems)
    raise StorageError("; ".join(problems))


def _arguments(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> list[str]:
    arguments = [str(public), campaign, str(n), str(folder)]
    return [*arguments, "--office"] if office else arguments
