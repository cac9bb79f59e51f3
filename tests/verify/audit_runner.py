"""Runs the published audit script the way its reader does, but without a new process for every tree."""

import contextlib
import io
import sys
from pathlib import Path
from unittest import mock

SCRIPT = Path(__file__).parents[2] / "portal/public/audit/audit.py"
_CODE = compile(SCRIPT.read_text(encoding="utf-8"), str(SCRIPT), "exec")


def audit(root: Path, *old: Path) -> tuple[bool, str]:
    """(everything is right, what it printed); an error that ends the script counts as wrong, as its exit code does."""
    printed = io.StringIO()
    with mock.patch.object(sys, "argv", ["audit.py", str(root), *map(str, old)]), contextlib.redirect_stdout(printed):
        try:
            exec(_CODE, {"__name__": "__main__"})
        except SystemExit as end:
            return not end.code, printed.getvalue()
        except Exception as error:  # noqa: BLE001 - the script stops with a traceback, which is an alarm
            return False, repr(error)
    return True, printed.getvalue()
