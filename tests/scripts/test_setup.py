import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("bash", "dirname", "id", "printf", "rm", "tr", "grep")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the setup script in a folder of its own, with a PATH of bare essentials in `bin`."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/setup.sh", tmp_path / "scripts")
    (tmp_path / "bin").mkdir()
    for name in NEEDED:
        if found := shutil.which(name):
            (tmp_path / "bin" / name).symlink_to(found)
    return tmp_path


def program(checkout: Path, name: str, script: str) -> None:
    path = checkout / "bin" / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def setup(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "scripts/setup.sh", *arguments],
        env={"PATH": str(checkout / "bin")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_too_old_is_refused_with_the_version_needed(checkout: Path) -> None:
    program(checkout, "python3", "exit 1")
    run = setup(checkout, "python-venv", "requirements.txt")
    assert run.returncode != 0
    assert "Python 3.11 or newer is needed" in run.stderr
    assert not (checkout / ".venv").exists()


def test_the_first_python_that_is_new_enough_is_taken(checkout: Path) -> None:
    program(checkout, "python3", "exit 1")
    program(
        checkout,
        "python3.12",
        'case "$*" in *version_info*) exit 0 ;; --version) echo Python 3.12.9 ;; *) exit 1 ;; esac',
    )
    run = setup(checkout, "python-venv", "requirements.txt")
    assert "Making .venv with Python 3.12.9" in run.stderr
    assert "apt-get install python3-venv" in run.stderr
    assert run.returncode != 0


def test_a_python_named_by_the_user_is_the_only_candidate(checkout: Path) -> None:
    program(checkout, "python3", "exit 0")
    run = setup(checkout, "python-venv", "requirements.txt", PYTHON="my-python")
    assert "none found (tried: my-python)" in run.stderr


def test_a_missing_npm_and_an_old_node_are_named(checkout: Path) -> None:
    assert "npm is missing: install Node.js 18" in setup(checkout, "node-packages").stderr
    program(checkout, "npm", "exit 0")
    program(checkout, "node", "[ $1 = --version ] && echo v16.20.0; exit 1")
    run = setup(checkout, "node-packages")
    assert run.returncode == 1
    assert "Node.js 18 or newer is needed, this is v16.20.0" in run.stderr


def test_missing_packages_are_named_where_they_cannot_be_installed(checkout: Path) -> None:
    (checkout / "debian-packages.txt").write_text("# list\nredis-server  # redis-x\nstrace # printf\ntool # tool-x\n")
    program(checkout, "id", "echo 1000")
    run = setup(checkout, "debian-packages")
    assert run.returncode == 1
    assert "apt-get install redis-server tool \n" in run.stderr


def test_root_installs_only_what_is_missing_and_refreshes_the_lists_first(checkout: Path) -> None:
    (checkout / "debian-packages.txt").write_text("redis-server # redis-x\nstrace # printf\n")
    program(checkout, "id", "echo 0")
    program(
        checkout,
        "apt-get",
        f'echo "$*" >> {checkout}/calls; : > {checkout}/bin/redis-x; {shutil.which("chmod")} +x {checkout}/bin/redis-x',
    )
    run = setup(checkout, "debian-packages")
    assert run.returncode == 0, run.stderr
    calls = (checkout / "calls").read_text().splitlines()
    assert calls == ["update -qq", "install -y -qq --no-install-recommends redis-server"]


def test_nothing_is_asked_of_apt_when_all_is_there(checkout: Path) -> None:
    (checkout / "debian-packages.txt").write_text("strace # printf\n")
    run = setup(checkout, "debian-packages")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_an_unknown_verb_shows_the_usage(checkout: Path) -> None:
    assert "usage: scripts/setup.sh" in setup(checkout, os.devnull).stderr
