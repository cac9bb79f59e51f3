"""LibreOffice without a window, as a reader of what we write that knows nothing of us."""

import csv
import subprocess
from pathlib import Path

ALL_SHEETS = "-1"


def sheets(workbook: Path, folder: Path, command: list[str]) -> dict[str, list[dict[str, str]]]:
    """Run a command that turns a workbook into one CSV file per sheet; the rows of every sheet by its name."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = folder / "sheets"
    subprocess.run(
        [command[0], profile, *command[1:-1], "--outdir", str(made), str(workbook)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    found = {}
    for path in made.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix(f"{workbook.stem}-")] = list(csv.DictReader(file))
    return found
