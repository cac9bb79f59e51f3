import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make(*arguments: str) -> str:
    """What make prints; `-n` prints the commands of a target without running them."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_help_lists_every_target_and_is_what_make_does_without_one() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    listed = {line.split()[1] for line in make("help").splitlines()}
    assert listed == set(phony.group(1).split()) - {"debian-packages"}
    assert make() == make("help")


def test_run_hands_port_and_speed_to_the_demonstration() -> None:
    assert "-m portal demo --port 8000 --speed 60\n" in make("-n", "run")
    assert "-m portal demo --port 8081 --speed 600\n" in make("-n", "run", "PORT=8081", "SPEED=600")


def test_run_needs_neither_the_packages_of_the_tests_nor_npm() -> None:
    commands = make("-n", "--always-make", "run")
    assert "requirements-dev.txt" not in commands
    assert "node-packages" not in commands
    assert "debian-packages" not in commands


def test_ci_runs_the_tests_and_then_the_checks() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make test", "make lint"]


def test_test_runs_a_tenth_and_test_deep_the_whole() -> None:
    assert re.search(r"^TEST_DEPTH=0\.1 .* -m pytest", make("-n", "test"), re.MULTILINE)
    assert re.search(r"^TEST_DEPTH=1 .* -m pytest", make("-n", "test-deep"), re.MULTILINE)
