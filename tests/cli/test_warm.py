"""`warm` asks for every page of the newest releases and says which did not come."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from portal.app import create_app
from portal.cli import main
from portal.cli.warm import pages
from portal.published.site import Site
from portal.settings import Settings
from tests.published.tree import Tree, a_campaign


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    Tree(tmp_path / "public").publish("kg2025", a_campaign())
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
