"""The table of figures: what was measured, how often, beside its target; as text and as JSON."""

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

HEADER = ("part", "figure", "median", "unit", "lowest", "highest", "n", "cpu s", "target", "met", "note")


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: at most `limit`, or at least it."""

    limit: float
    at_least: bool = False

    def met(self, value: float) -> bool:
        """Whether the value keeps to it."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: `values` in `unit`, one per repetition; `cpu` seconds of processor time of each, where known."""

    part: str
    name: str
    unit: str
    values: Sequence[float]
    target: Target | None = None
    cpu: Sequence[float] = ()
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of the values."""
        return median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the median keeps to the target; None without one."""
        return self.target.met(self.median) if self.target else None

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        met = {True: "yes", False: "no", None: ""}[self.met]
        cpu = number(median(self.cpu)) if self.cpu else ""
        low, high = number(min(self.values)), number(max(self.values))
        shown = (self.part, self.name, number(self.median), self.unit, low, high, str(len(self.values)))
        return (*shown, cpu, str(self.target or ""), met, self.note)

    def document(self) -> dict[str, Any]:
        """The row as it is written."""
        found = asdict(self)
        return {**found, "median": self.median, "target": str(self.target or ""), "met": self.met}


@dataclass
class Report:
    """All figures, printed as they come, and the parts that could not be measured with the reason."""

    figures: list[Figure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    failed: bool = False

    def add(self, figure: Figure) -> None:
        """Take a figure and say that it is there."""
        self.figures.append(figure)
        print(f"  {figure.part}: {figure.name}: {number(figure.median)} {figure.unit}", file=sys.stderr, flush=True)

    def leave_out(self, what: str, why: str) -> None:
        """Note what is not measured."""
        self.left_out.append(f"{what}: {why}")
        print(f"  left out: {what}: {why}", file=sys.stderr, flush=True)

    def fail(self, what: str, why: str) -> None:
        """Note what could not be measured because a program failed."""
        self.failed = True
        self.leave_out(what, why)

    def text(self) -> str:
        """The table, and what is missing from it."""
        rows = [HEADER, *(figure.cells() for figure in self.figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join([*lines, *(f"left out: {line}" for line in self.left_out)])

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        document = {
            "machine": machine(),
            "figures": [figure.document() for figure in self.figures],
            "left_out": self.left_out,
        }
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was with other work."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def number(value: float) -> str:
    """Three significant digits, whole numbers from 1000 on."""
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.3g}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
