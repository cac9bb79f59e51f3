"""The process that opens strangers' files has no network, and works on where a machine forbids the walls."""

import hashlib
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from portal.scans import examine as examining
from portal.scans.examine import Examined, examine
from tests.scans import papers

ROOT = Path(__file__).resolve().parents[2]
TRY = """
import socket, sys
from portal.scans.worker.isolation import {wall}
walled = {wall}()
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20).close()
    print(walled, "connected")
except OSError as error:
    print(walled, "refused")
"""


def tried(wall: str) -> str:
    """Whether a child says that it has the wall, and whether it reached a server that listens here."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", TRY.format(wall=wall), str(server.getsockname()[1])]
        environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("wall", ["cut_off", "own_namespace", "no_sockets"])
def test_no_connection_is_made_behind_a_wall(wall: str) -> None:
    """A wall that the machine does not allow says so, and nothing else changes by it."""
    assert tried(wall) in ("True refused", "False connected")


def test_on_common_machines_at_least_one_wall_stands() -> None:
    if sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64"):
        assert tried("cut_off") == "True refused"


def test_a_file_is_examined_behind_the_walls(tmp_path: Path) -> None:
    content = papers.pdf()
    file = tmp_path / "file"
    file.write_bytes(content)
    with structlog.testing.capture_logs() as logs:
        assert examine(tmp_path, file, hashlib.sha256(content).hexdigest()) == Examined("pdf", 2)
    if tried("cut_off") == "True refused":
        assert logs == []


def test_without_a_wall_the_file_is_examined_and_the_log_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = '{"pages": 1, "told": [], "cut_off": false}'

    def done(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, said, "")

    examining._tell_of_the_network.cache_clear()
    monkeypatch.setattr(examining.subprocess, "run", done)
    with structlog.testing.capture_logs() as logs:
        for number, content in enumerate((papers.jpeg(), papers.png())):
            file = tmp_path / f"file{number}"
            file.write_bytes(content)
            assert examine(tmp_path, file, hashlib.sha256(content).hexdigest()).pages == 1
    assert [(line["event"], line["log_level"]) for line in logs] == [("scan_worker_has_network", "error")]
