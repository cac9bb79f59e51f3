"""New workers take over from old ones without a moment in which nobody answers; old ones stay when no new one comes."""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.places import LOOPBACK, ROOT
from deploy.reload import main, replace_workers, workers
from portal.errors import StorageError
from tests.deploy.test_public_host import free_ports

APPLICATION = """
import os
import time

time.sleep(float(os.environ["SLOW"]))  # What an application takes to load.


def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return (b"ok",)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Process and port of a gunicorn with our settings."""
    (tmp_path / "loaded_slowly.py").write_text(APPLICATION, encoding="utf-8")
    port, settings = free_ports(), ROOT / "deploy" / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "--config", str(settings), "--bind", f"{LOOPBACK}:{port}"]
    own = {**os.environ, "SLOW": "0.2", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    process = subprocess.Popen([*command, "loaded_slowly:app"], cwd=tmp_path, env=own, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while not answers(port):
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.05)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(30)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read() == b"ok"
    except OSError:
        return False
    finally:
        connection.close()


def test_every_worker_is_replaced_and_every_request_answered(server: tuple[int, int]) -> None:
    pid, port = server
    former, done, found = workers(pid), threading.Event(), list[bool]()

    def read() -> None:
        while not done.is_set():
            found.append(answers(port))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert main([str(pid)]) == 0
    finally:
        done.set()
        reader.join()
    assert len(workers(pid)) == len(former) == 2 and not workers(pid) & former
    assert found and all(found)


def test_old_workers_stay_when_no_new_one_is_ready(server: tuple[int, int]) -> None:
    pid, port = server
    former = workers(pid)
    with pytest.raises(StorageError, match="not within"):
        replace_workers(pid, 0.0)
    assert former <= workers(pid) and answers(port)


def test_a_process_without_workers_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with subprocess.Popen(["sleep", "30"]) as alone:
        status = main([str(alone.pid)])
        alone.kill()
    assert status == 3
    assert "has no workers" in capsys.readouterr().err
