"""`warm` asks for every page of the newest releases and says which did not come."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from portal.app import create_app
from portal.cli import main, warm
from portal.cli.warm import pages
from portal.published.site import Site
from portal.settings import Settings
from tests.published.tree import Tree, a_campaign


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    made = Tree(tmp_path / "public")
    made.publish("kg2025", a_campaign())
    return made


@pytest.fixture
def home(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def asked(home: Path) -> Iterator[tuple[str, list[str]]]:
    """Address of a running portal, and the paths that it was asked for."""
    app = create_app(settings=Settings(home=home, explorers=False))
    paths: list[str] = []
    inner = app.wsgi_app

    def noted(environ, start_response):
        paths.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    server = make_server("127.0.0.1", 0, noted, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_page_is_asked_for_in_each_encoding(
    home: Path, asked: tuple[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    address, paths = asked
    assert main(["warm", address]) == 0
    wanted = list(pages(Site(home / "public")))
    assert sorted(paths) == sorted(wanted * 3)
    assert "× 200" in capsys.readouterr().out


def test_pages_cover_languages_contests_territories_and_precincts(home: Path) -> None:
    found = set(pages(Site(home / "public")))
    release = Site(home / "public").current().releases["kg2025"]
    for language in ("ky", "ru", "en"):
        assert f"/{language}/kg2025/" in found
        for number in release.precincts_index()["precincts"]:
            assert f"/{language}/kg2025/precinct/{number}/" in found
        for place in release.configuration()["territories"]:
            assert f"/{language}/kg2025/territory/{place['code']}/" in found


def test_a_host_that_does_not_answer_is_a_failed_check_that_names_the_pages(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["warm", "http://127.0.0.1:9", "--encoding", "gzip"]) == 3
    assert "/ky/kg2025/: no answer" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["nowhere"], ["http://127.0.0.1:9", "--campaign", "unheard"]])
def test_a_wrong_host_or_campaign_is_bad_input(home: Path, words: list[str]) -> None:
    assert main(["warm", *words]) == 2


def test_overview_leaves_precincts_away(home: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    assert main(["warm", address, "--overview", "--encoding", "gzip"]) == 0
    assert "/ky/kg2025/" in paths
    assert not [path for path in paths if "/precinct/" in path]


class Beside:
    """`follow` in a thread of its own beside a home whose releases change."""

    def __init__(self, home: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(warm, "LOOK_EVERY", 0.01)
        self.warmer = warm.Warmer(address, ["gzip"], 2, overviews=True)
        self.thread = threading.Thread(target=warm.follow, args=(self.warmer, Site(home / "public")))

    def __enter__(self) -> "Beside":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.warmer.stopped.set()
        self.thread.join(30)
        assert not self.thread.is_alive()


def times(paths: list[str], wanted: int) -> None:
    """Wait until the campaign's page was asked for so often; it fails loudly when that never happens."""
    ends = time.monotonic() + 60
    while paths.count("/ky/kg2025/") < wanted:
        assert time.monotonic() < ends, paths[-3:]
        time.sleep(0.01)


def test_following_warms_at_the_start_and_after_a_self_contained_release_only(
    home: Path, tree: Tree, asked: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, paths = asked
    looked: list[tuple[int, int, bool]] = []
    real = warm._self_contained_since

    def noted(site: Site, campaign: str, former: int, newest: int) -> bool:
        answer = real(site, campaign, former, newest)
        if former != newest:
            looked.append((former, newest, answer))
        return answer

    monkeypatch.setattr(warm, "_self_contained_since", noted)
    with Beside(home, address, monkeypatch):
        times(paths, 1)
        tree.publish("kg2025", a_campaign(), kind="automatic")
        ends = time.monotonic() + 60
        while not looked:
            assert time.monotonic() < ends
            time.sleep(0.01)
        tree.publish("kg2025", a_campaign(), kind="official")
        times(paths, 2)
    assert looked == [(1, 2, False), (2, 3, True)]
    assert paths.count("/ky/kg2025/") == 2


def test_what_did_not_come_is_asked_for_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "RETRY", 0.0)
    failed: list[str] = []

    def ask(self: warm.Asker, page: str, encoding: str) -> int:
        failed.append(page)
        return 0 if len(failed) < 3 else 200

    monkeypatch.setattr(warm.Asker, "ask", ask)
    with Beside(home, "http://127.0.0.1:9", monkeypatch):
        times(failed, 2)


def test_the_notices_of_the_site_have_no_contests_and_stop_nobody(tree: Tree, home: Path) -> None:
    before = set(pages(Site(home / "public")))
    tree.publish("site", {"incidents.json": {}})
    site = Site(home / "public")
    assert "site" in site.current().releases
    assert before < set(pages(site))
