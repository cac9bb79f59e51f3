"""Go's own implementation of transparency logs reads ours, where Go and its package golang.org/x/mod are installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.signer import Signer
from tests.services.go import GOPATH

ORIGIN = "results.example.org/log"
SOURCE = Path(__file__).parent / "go_client/main.go"

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def go_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small Go program, built."""
    folder = tmp_path_factory.mktemp("go")
    shutil.copy(SOURCE, folder)
    environment = {
        **os.environ,
        "GOPATH": GOPATH,
        "GO111MODULE": "off",
        "CGO_ENABLED": "0",
        "GOCACHE": str(folder / "cache"),
    }
    command = ["go", "build", "-o", "client", "main.go"]
    subprocess.run(command, cwd=folder, env=environment, check=True, timeout=300)
    return folder / "client"


@pytest.mark.parametrize("size", [1, 5, 256, 300])
def test_go_accepts_the_log(tmp_path: Path, go_client: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    signer = Signer(ORIGIN, bytes(32))
    log = TransparencyLog(tmp_path, ORIGIN, signer)
    for index in range(size):
        log.append(b"leaf %d" % index)
    command = [go_client, tmp_path, str(signer.verifier)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"{ORIGIN}: {size} leaves\n"
    (tmp_path / "checkpoint").write_text(
        (tmp_path / "checkpoint").read_text().replace(f"\n{size}\n", f"\n{size + 1}\n")
    )
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
