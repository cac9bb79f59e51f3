"""What a verification found: one entry per check, in plain words, with every problem and every redaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_SHOWN = 50


@dataclass
class Check:
    """One question asked of the tree. `said` tells what was checked, `problems` what is wrong, `redacted` what was
    taken away openly. Only the first 50 problems are kept; `count` has their number.
    """

    code: str
    said: str = ""
    problems: list[str] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def ok(self) -> bool:
        return not self.count

    def fail(self, problem: str) -> None:
        """Add a problem."""
        self.count += 1
        if len(self.problems) < MOST_SHOWN:
            self.problems.append(problem)

    def lines(self) -> Iterator[str]:
        yield f"{'ok' if self.ok else 'FAILED':<9}{self.said}"
        for problem in self.problems:
            yield f"         - {problem}"
        if self.count > len(self.problems):
            yield f"         - and {self.count - len(self.problems)} more"
        for name in self.redacted:
            yield f"redacted {name}"


@dataclass
class Report:
    """All checks of one verification."""

    checks: list[Check] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when every check passed; openly redacted files are no failure."""
        return bool(self.checks) and all(check.ok for check in self.checks)

    @property
    def redacted(self) -> list[str]:
        """The files that a redaction took away."""
        return [name for check in self.checks for name in check.redacted]

    def new(self, code: str) -> Check:
        """A further check, to be filled in."""
        check = Check(code, f"{code}: not checked to the end")
        self.checks.append(check)
        return check

    def failed(self) -> list[str]:
        """The codes of the checks that failed."""
        return [check.code for check in self.checks if not check.ok]

    def lines(self) -> Iterator[str]:
        """The report for a terminal."""
        for check in self.checks:
            yield from check.lines()
        yield "Everything checked is as the log says." if self.ok else "Something is NOT as the log says; see above."
