"""Verification over http: of a mirror that serves the tree as it is, and of the portal's own addresses."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from portal.verify import source as source_module
from portal.verify.source import FolderSource, SourceError, open_source, portal_path
from portal.verify.tree import verify_tree
from tests.verify.tree_maker import TreeMaker, hex_hash, make_tree


class Mirror(SimpleHTTPRequestHandler):
    """Serves a tree as it is."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Portal(Mirror):
    """Serves a tree at the addresses of design contract 4."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(("/data/", "/log/", "/scans/")):
            return super().translate_path("/nothing")
        inner = re.sub(r"^/data/", "/", path)
        inner = re.sub(r"^/([^/]+)/r/", r"/releases/\1/", inner)
        return super().translate_path(re.sub(r"^/([^/]+)/latest\.json$", r"/releases/\1/latest.json", inner))


@contextmanager
def serving(handler: Callable[..., Mirror], root: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module.time, "sleep", lambda seconds: None)


@pytest.mark.parametrize("handler", [Mirror, Portal])
def test_an_address_is_verified_like_a_folder(tmp_path: Path, handler: type[Mirror]) -> None:
    make_tree(tmp_path / "public")
    with serving(handler, tmp_path / "public") as address:
        report = verify_tree(address, keep=tmp_path / "state")
        assert report.ok, list(report.lines())
        assert report.redacted == [f"scans/{hex_hash(b'scan 2')}.png"]
        (tmp_path / "public/releases/e2025/2/territories/5.json").write_bytes(b"{}")
        assert verify_tree(address).failed() == ["files"]


def test_a_log_that_grows_while_it_is_read_raises_no_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    tree = TreeMaker(tmp_path)
    tree.release("e2025", files={"territories/1.json": b"0"})
    grown = threading.Event()

    class Growing(Mirror):
        def do_GET(self) -> None:
            if self.path.startswith("/log/tile/entries/") and not grown.is_set():
                grown.set()
                for votes in range(1, 300):
                    tree.release("e2025", files={"territories/1.json": b"%d" % votes})
            super().do_GET()

    with serving(Growing, tmp_path) as address:
        report = verify_tree(address)
    assert report.ok, list(report.lines())
    assert any("301 leaves" in line for line in report.lines())


def test_only_web_addresses_are_fetched(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="http"):
        open_source("file:///etc")
    with serving(Mirror, tmp_path) as address:
        assert verify_tree(address).failed() == ["keys"]
    with pytest.raises(SourceError):
        verify_tree(address)


def test_every_file_of_the_tree_has_its_address_on_the_portal() -> None:
    assert portal_path("index.json") == "data/index.json"
    assert portal_path("releases/e2025/latest.json") == "data/e2025/latest.json"
    assert portal_path("releases/e2025/7/data/a.csv") == "data/e2025/r/7/data/a.csv"
    assert portal_path("log/tile/0/000") == "log/tile/0/000"
    assert portal_path("scans/ab.png") == "scans/ab.png"


def test_a_large_file_is_not_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "big").write_bytes(bytes(3000))
    monkeypatch.setattr(source_module, "MOST_BYTES", 2000)
    source = FolderSource(tmp_path)
    assert source.sha256("big") == hex_hash(bytes(3000))
    with pytest.raises(SourceError, match="larger"):
        source.read("big")
