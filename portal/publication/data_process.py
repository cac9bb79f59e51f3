"""The second process of the publisher: bulk files are built outside it, so that a crash or a slow disk
cannot stop it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from portal.errors import CheckFailed, StorageError


def data_part_command(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> list[str]:
    """The command that writes a release's bulk files."""
    command = [sys.executable, "-m", "portal", "data-part", str(public), campaign, str(n), str(folder)]
    return [*command, "--office"] if office else command


def write_data_part(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    """Run the second process and wait for it. Raises CheckFailed or StorageError with what it said."""
    command = data_part_command(public, campaign, n, folder, office=office)
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    judge(campaign, n, folder, finished.returncode, finished.stderr)


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
