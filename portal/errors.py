"""The one tree of exceptions.

    NatyijaError            exit 1
    ├── InputError          exit 2   what was given cannot be used; `problems` lists every reason
    │   ├── RatioBroken     exit 2   a protocol breaks refuse ratios (R53 ¶44); `results` says which
    │   └── NotPermitted    exit 2   the rules ask for a decision or a second person first (R53 ¶45)
    ├── CheckFailed         exit 3   a check before a release refused it; nothing was published
    └── StorageError        exit 3   database or disk refused; nothing half-done is visible

Messages are for staff, logs and the terminal; a visitor never sees `str(error)`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.domain.control_ratios import RatioResult


class NatyijaError(Exception):
    """Root of the tree; `exit_code` is what a command ends with."""

    exit_code = 1


class InputError(NatyijaError):
    """Input that cannot be used; `problems` holds one line per reason: what, where, what to do."""

    exit_code = 2

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class NotPermitted(InputError):
    """The rules ask for something first: a decision, a second person."""


class CheckFailed(NatyijaError):
    """Checks before a release found it wrong; `problems` holds one line per failed check."""

    exit_code = 3

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class StorageError(NatyijaError):
    """The database or the disk refused; what was there before is still whole."""

    exit_code = 3


class RatioBroken(InputError):
    """A protocol breaks control ratios of severity refuse and is not saved (R53 ¶44); `results` are the broken ones."""

    def __init__(self, where: str, results: "Iterable[RatioResult]") -> None:
        self.results = tuple(results)
        super().__init__(f"{where}: {describe(result)}" for result in self.results)


def describe(result: "RatioResult") -> str:
    """One broken ratio in a line: its code, the lines it concerns, their values and its source."""
    values = ", ".join(f"{name} = {value}" for name, value in result.values.items())
    source = f" ({result.source})" if result.source else ""
    return f"control ratio {result.code} does not hold: {result.left} against {result.right} with {values}{source}"
