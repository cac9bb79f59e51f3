"""Documents name only tests, cases and commands that are there."""

import os
import re
from pathlib import Path

import pytest

from deploy.chaos.cases import CASES

ROOT = Path(__file__).resolve().parents[2]
SECURITY = (ROOT / "docs" / "security.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()

THREATS = (
    "wrong sums shown and silently fixed",
    "flood at closing time",
    "slow connections as a smokescreen",
    "self-made outage by logging",
    "early leak through a guessable address",
    "test data live",
    "stolen administrator password",
    "hot fix in mid-count",
    "SQL injection, XSS",
    "forged, replayed or duplicated device message",
    "lost protocol",
    "number ≠ scan",
    "withheld logs",
    "split view by the operator",
    "fake screenshots",
)
"""What happened to results portals, in that order."""


def test_every_threat_names_its_control_and_its_proof() -> None:
    table = SECURITY.partition("|---|---|---|\n")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines()]
    named = [row[0].strip().partition(" (")[0] for row in rows]
    assert set(THREATS) <= set(named) and len(named) == len(set(named))
    assert all(len(row) == 3 and all(cell.strip() for cell in row) and "`" in row[2] for row in rows)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tests/[\w/.]+(?:::\w+)?)", SECURITY))))
def test_a_named_test_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    place = ROOT / path
    assert place.exists()
    assert not function or f"def {function}(" in place.read_text()


def test_named_cases_of_chaos_are_there() -> None:
    named = {
        word
        for line in re.findall(r"`make chaos`: ((?:`\w+`(?:, )?)+)", SECURITY)
        for word in re.findall(r"`(\w+)`", line)
    }
    assert named and named <= {case.__name__ for case in CASES}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"(?<![\w/])deploy/[\w./-]+\w", OPERATIONS + SECURITY))))
def test_a_named_file_of_the_deployment_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_commands_can_be_started() -> None:
    for name in ("backup", "restore", "promote", "local/up", "local/down"):
        assert os.access(ROOT / "deploy" / name, os.X_OK)
