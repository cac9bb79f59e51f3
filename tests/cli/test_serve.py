"""`serve` becomes one gunicorn on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from portal.cli.serve import command
from tests.published.tree import Tree, a_campaign

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(address: str, patience: float = 20.0) -> str:
    give_up = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                return str(response.read().decode())
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def test_serve_answers_on_loopback_without_ever_seeing_the_database_setting(tmp_path):
    Tree(tmp_path / "public").publish("kg2025", a_campaign())
    port = free_port()
    environment = {
        **os.environ,
        "NATYIJA_HOME": str(tmp_path),
        "NATYIJA_DATABASE_URL": "postgresql://nobody@nowhere/none",
    }
    arguments = [sys.executable, "-m", "portal", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert "Жогорку Кеңештин" in answer(f"http://127.0.0.1:{port}/ky/")
            own = Path(f"/proc/{server.pid}/environ")
            if own.exists():
                assert b"NATYIJA_DATABASE_URL" not in own.read_bytes()
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=20)
    assert server.returncode == 0


@pytest.mark.parametrize(
    "options", [["--port", "0"], ["--port", "70000"], ["--workers", "0"], ["--roles", "public,staff"]]
)
def test_an_impossible_port_or_number_of_workers_is_refused(tmp_path, options):
    environment = {**os.environ, "NATYIJA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "portal", "serve", *options], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert options[0] in done.stderr


def test_gunicorn_listens_on_loopback_only():
    assert "127.0.0.1:8123" in command(8123, 2)


def test_staff_pages_and_intake_are_served_together_apart_from_the_public_pages():
    assert command(8123, 2)[-1] == "wsgi:app"
    assert command(8124, 2, ("staff", "ingest"))[-1] == "portal.app:create_app(['staff', 'ingest'])"
