"""The campaigns that are measured: two real elections, where their data are at hand, and the invented national one."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.measure import ROOT
from bench.table import Target
from portal.demo.national import write_full

TOOLS = ROOT.parent / "shared" / "tools"


@dataclass(frozen=True, slots=True)
class Goals:
    """Targets in seconds and megabytes; None where there is none."""

    imported: Target | None = None
    documents: Target | None = None
    data_part: Target | None = None
    whole: Target | None = None
    light: Target | None = None
    light_part: Target | None = None
    weight: Target | None = None
    drawing: Target | None = None
    values: Target | None = None
    memory: Target | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One campaign: how its package is made, what is expected of it, and how often it is measured."""

    name: str
    write: Callable[[Path], object]
    goals: Goals
    missing: str = ""
    repeats: int = 5
    """Of what takes seconds; what takes longer is measured three times, and the table says so in its column n."""


def subjects() -> dict[str, Subject]:
    """All campaigns by name."""
    kg2020 = Goals(imported=Target(3), whole=Target(3), light=Target(0.3))
    ru2018 = Goals(Target(120), Target(60), Target(60), light=Target(1.0), memory=Target(2048))
    demo = Goals(data_part=Target(15), light_part=Target(3), weight=Target(2.5), drawing=Target(10), values=Target(0.1))
    found = [
        _real("kg2020", "kg2020_package.py", kg2020, 5),
        Subject("demo", write_full, demo),
        _real("ru27k", "ru2018_package.py", Goals(), 3, "27"),
        _real("ru2018", "ru2018_package.py", ru2018, 3),
    ]
    return {subject.name: subject for subject in found}


def _real(name: str, tool: str, goals: Goals, repeats: int, *more: str) -> Subject:
    """A package that a tool makes; `more` is what the tool is told (ru27k: the first 27 regions, 26,845 precincts)."""

    def write(folder: Path) -> None:
        subprocess.run([sys.executable, str(TOOLS / tool), str(folder), *more], check=True, stdout=subprocess.DEVNULL)

    missing = "" if (TOOLS / tool).exists() else f"../shared/tools/{tool} is not there"
    return Subject(name, write, goals, missing, repeats)
