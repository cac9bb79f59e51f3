"""The files of the repository, as the checks see them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSTALLED = {".git", ".venv", "node_modules", "var", "vendor", "__pycache__"}


def repository_files(root: Path = ROOT) -> list[Path]:
    """Every file that is tracked or would be (new and not ignored); without git, every file not installed by make."""
    # The checkout may belong to another user than the one who checks it.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
        found = [root / name for name in listed if name]
    else:
        found = [path for path in root.rglob("*") if not INSTALLED & set(path.relative_to(root).parts)]
    return sorted(path for path in found if path.is_file())


def report(check: Callable[[Path], Iterator[str]]) -> None:
    """Print every complaint of the check about this repository; end with exit code 1 when there is one."""
    complaints = list(check(ROOT))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    sys.exit(1 if complaints else 0)
