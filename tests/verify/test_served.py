"""The portal's own addresses give the verifier everything that a copy of the folder does."""

import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from portal.app import create_app
from portal.mirror.copy import mirror
from portal.settings import load_settings
from portal.verify.source import WebSource
from portal.verify.tree import verify_tree
from tests.golden.script import play
from tests.publication.world import World


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def served(sqlite_world: World) -> Iterator[str]:
    """The golden story behind the portal's pages."""
    play(sqlite_world)
    app = create_app(roles=("public",), settings=load_settings(home=sqlite_world.home))
    server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_served_portal_is_verified_by_its_address(served: str, tmp_path: Path) -> None:
    report = verify_tree(served, tmp_path / "kept")
    assert report.ok, list(report.lines())
    assert verify_tree(served, tmp_path / "kept").ok


def test_mirror_of_the_served_portal_is_the_whole_tree(served: str, sqlite_world: World, tmp_path: Path) -> None:
    done = mirror(WebSource(served), tmp_path / "copy")
    assert done.logged
    assert verify_tree(tmp_path / "copy").ok
    public = sqlite_world.archive.public
    for path in public.rglob("*"):
        if path.is_file():
            assert (tmp_path / "copy" / path.relative_to(public)).read_bytes() == path.read_bytes(), path


def test_next_release_that_is_not_pointed_to_is_as_unknown_as_a_far_one(served: str, sqlite_world: World) -> None:
    n = sqlite_world.latest
    folder = sqlite_world.archive.folder("golden", n + 1)
    folder.mkdir()
    for name in ("SHA256SUMS", "release.json"):
        (folder / name).write_bytes((sqlite_world.archive.folder("golden", n) / name).read_bytes())
    app = create_app(roles=("public",), settings=load_settings(home=sqlite_world.home))
    client = app.test_client()
    for path in ("SHA256SUMS", "release.json", "campaign.json", "data/SHA256SUMS"):
        one, far = (client.get(f"/data/golden/r/{n + more}/{path}") for more in (1, 1000))
        assert one.status_code == far.status_code == 404
        assert one.data.replace(b"/%d/" % (n + 1), b"") == far.data.replace(b"/%d/" % (n + 1000), b"")
        drop = {"Date", "Content-Length"}
        assert {k: v for k, v in one.headers if k not in drop} == {k: v for k, v in far.headers if k not in drop}
    one, far = (client.get(f"/en/golden/releases/{n + more}/") for more in (1, 1000))
    assert one.status_code == far.status_code == 404
