"""Everything that is wrong with a package, and everything that was changed while reading it."""

from portal.errors import InputError

KEPT = 10_000
"""So many problems are kept with their text; all are counted."""


class Problems:
    """Collects problems (which refuse the package) and notes (which do not) as `file:line:column: reason`."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.count = 0

    def add(self, file: str, line: int, column: str | int, reason: str) -> None:
        """One problem; `column` is the name of the column or key, or a number where there is none."""
        self.count += 1
        if len(self.problems) < KEPT:
            self.problems.append(f"{file}:{line}:{column}: {reason}")

    def note(self, file: str, line: int, column: str | int, text: str) -> None:
        """Something that was changed or is worth knowing; the package is good nevertheless."""
        self.notes.append(f"{file}:{line}:{column}: {text}")

    def raise_any(self) -> None:
        """Raise InputError with all problems when there is one."""
        if self.count > len(self.problems):
            self.problems.append(f"… {self.count} problems in all; the first {len(self.problems)} are listed")
        if self.problems:
            raise InputError(self.problems)
