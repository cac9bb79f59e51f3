"""Finished pages as files: whole, of one moment, with the headers that the application would send."""

import errno
import os
import re
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.public import carried
from portal.public import kept as kept_module
from portal.public.carried import Notes
from portal.public.kept import CURRENT, KeptPages, tag
from portal.published.site import Site
from portal.settings import Settings
from tests.published import documents as d
from tests.published.tree import Tree, a_campaign

PAGE = "/ru/kg2025/territory/2/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pages"


@pytest.fixture
def kept_app(tree: Tree, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application that keeps pages; only the tests move the link."""
    monkeypatch.setattr(KeptPages, "start", lambda self: None)
    return create_app(settings=Settings(home=tree.root.parent, pages=folder, explorers=False))


def the_one(folder: Path, path: str = PAGE, encoding: str = "br") -> Path:
    (found,) = files(folder, f"{encoding}{path}page")
    return found


def files(folder: Path, below: str = "*") -> list[Path]:
    """What lies in the folders of all moments, without the link to one of them."""
    moments = [moment for moment in folder.iterdir() if not moment.is_symlink() and moment.is_dir()]
    return [path for moment in moments for path in moment.glob(f"*/{below}")]


def ask(app: Flask, path: str = PAGE, encoding: str = "br"):
    return app.test_client().get(path, headers={"Accept-Encoding": encoding})


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_page_lies_on_the_disk_with_the_bytes_and_the_tag_of_its_answer(kept_app, folder, encoding):
    answer = ask(kept_app, encoding=encoding)
    file = the_one(folder, encoding=encoding)
    assert file.read_bytes() == answer.data
    status = file.stat()
    assert answer.headers["ETag"] == f'"{int(status.st_mtime):x}-{status.st_size:x}"'
    assert status.st_mode & 0o777 == 0o640


def test_a_release_moves_the_link_and_leaves_the_page_of_the_former_moment_alone(tree, kept_app, folder, monkeypatch):
    keeper = KeptPages(folder, Site(tree.root), kept_app.extensions["natyija.public"].code_version)
    before = ask(kept_app)
    keeper.look()
    file = the_one(folder)
    assert [path.read_bytes() for path in (folder / CURRENT).glob(f"*/br{PAGE}page")] == [before.data]
    tree.publish("kg2025", {**a_campaign(), "territories/2.json": d.territory("2", [d.precinct()])})
    monkeypatch.setattr(kept_module, "SEEN_BY_ALL", 1e9)
    keeper.look()
    keeper.look()
    assert list((folder / CURRENT).glob("*/*/*")), "another worker may not have seen the release yet"
    monkeypatch.setattr(kept_module, "SEEN_BY_ALL", 0.0)
    keeper.look()
    assert file.read_bytes() == before.data
    assert not list((folder / CURRENT).glob("*/*/*"))
    after = ask(kept_app)
    assert after.data != before.data
    assert [path.read_bytes() for path in (folder / CURRENT).glob(f"*/br{PAGE}page")] == [after.data]


def test_a_page_that_a_release_left_alone_comes_back_with_its_next_reader(tree, kept_app, folder):
    first = ask(kept_app)
    tree.publish("kg2025", a_campaign())
    second = ask(kept_app)
    found = files(folder, f"br{PAGE}page")
    assert len(found) == 2 and {file.read_bytes() for file in found} == {first.data} == {second.data}


OTHER = "/ru/kg2025/contest/1/"


def current(folder: Path, path: str) -> list[bytes]:
    """What the web server would send for an address now."""
    return [file.read_bytes() for file in (folder / CURRENT).glob(f"*/br{path}*") if file.is_file()]


def after_a_release(tree: Tree, keeper: KeptPages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another state of territory 2 is published, and the link moves."""
    monkeypatch.setattr(kept_module, "SEEN_BY_ALL", 0.0)
    voters = len(list(keeper.root.iterdir()))
    tree.publish("kg2025", {**a_campaign(), "territories/2.json": d.territory("2", [d.precinct(voters=voters)])})
    keeper.look()


@pytest.mark.parametrize("patience", [0.1, -1.0])
def test_a_release_carries_on_what_it_left_alone_and_nothing_else(tree, kept_app, folder, monkeypatch, patience):
    monkeypatch.setattr(kept_module, "CARRIED_FIRST", patience)
    keeper = KeptPages(folder, Site(tree.root), kept_app.extensions["natyija.public"].code_version)
    before = {path: ask(kept_app, path).data for path in (PAGE, OTHER, "/ru/kg2025/contest/1.csv")}
    keeper.look()
    for _ in range(2):
        after_a_release(tree, keeper, monkeypatch)
        assert current(folder, PAGE) == []
        assert current(folder, OTHER) == [before[OTHER]]
        assert current(folder, "/ru/kg2025/contest/1.csv") == [before["/ru/kg2025/contest/1.csv"]]


def test_carrying_on_ends_after_its_time_so_that_the_next_release_need_not_wait(tree, kept_app, folder, monkeypatch):
    monkeypatch.setattr(carried, "_AT_A_TIME", 1)
    monkeypatch.setattr(kept_module, "CARRIED_FIRST", -1.0)
    monkeypatch.setattr(kept_module, "CARRIED_AFTER", -1.0)
    keeper = KeptPages(folder, Site(tree.root), kept_app.extensions["natyija.public"].code_version)
    pages = ("/ru/kg2025/contest/1/", "/ky/kg2025/contest/1/", "/en/kg2025/contest/1/", "/ru/about/")
    assert all(ask(kept_app, page) for page in pages)
    keeper.look()
    after_a_release(tree, keeper, monkeypatch)
    assert sum(len(current(folder, page)) for page in pages) == 2


def test_answers_of_another_version_of_the_code_are_not_carried_on(tree, kept_app, folder, monkeypatch):
    ask(kept_app, OTHER)
    keeper = KeptPages(folder, Site(tree.root), kept_app.extensions["natyija.public"].code_version)
    keeper.look()
    keeper._code_version, keeper._notes = "new", Notes("new")
    after_a_release(tree, keeper, monkeypatch)
    assert current(folder, OTHER) == []


def test_notes_that_cannot_be_read_and_pages_that_have_gone_stop_nothing(tree, kept_app, folder, monkeypatch):
    keeper = KeptPages(folder, Site(tree.root), kept_app.extensions["natyija.public"].code_version)
    keeper.look()
    keeper._notes.add(folder / CURRENT, "live/br/ru/gone/page", [])
    (notes,) = (folder / CURRENT).glob("made-of-*")
    notes.write_bytes(b'["live/br\n' + notes.read_bytes())
    kept = ask(kept_app, OTHER)
    after_a_release(tree, keeper, monkeypatch)
    assert current(folder, OTHER) == [kept.data]


def test_a_disk_that_takes_no_link_does_not_hold_the_release_up(tree, kept_app, folder, monkeypatch):
    ask(kept_app, OTHER)
    keeper = KeptPages(folder, Site(tree.root), kept_app.extensions["natyija.public"].code_version)
    keeper.look()
    former = os.readlink(folder / CURRENT)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "link", full)
    after_a_release(tree, keeper, monkeypatch)
    assert os.readlink(folder / CURRENT) != former and current(folder, OTHER) == []


@pytest.mark.parametrize(
    "path",
    [
        "/ru/kg2025/precinct/9999/",
        "/ru/find/?q=1",
        "/ru/kg2025.json?page=2",
        "/data/kg2025/feed.ru.atom",
        "/data/kg2025/latest.json",
        "/healthz",
    ],
)
def test_only_whole_answers_without_a_query_are_kept(kept_app, folder, path):
    ask(kept_app, path)
    assert not folder.exists() or not files(folder)


@pytest.mark.parametrize(
    ("path", "form"), [("/ru/kg2025.json", "json"), ("/ru/kg2025/contest/1.csv", "csv"), ("/en/about/", "plain")]
)
def test_every_form_has_a_folder_of_its_own(kept_app, folder, path, form):
    answer = ask(kept_app, path)
    encoding = answer.headers.get("Content-Encoding", "identity")
    answer = ask(kept_app, path, encoding)
    (found,) = files(folder, f"{encoding}{path}{'page' if form == 'plain' else ''}")
    assert found.read_bytes() == answer.data
    assert found.relative_to(folder).parts[1] == form


def test_cards_that_may_be_framed_are_not_kept_because_their_headers_differ(kept_app, folder):
    assert ask(kept_app, "/embed/en/kg2025/contest/1/").status_code == 200
    assert not folder.exists() or not files(folder)


def test_pages_ask_nginx_to_look_again_soon_and_only_where_files_are_kept(kept_app, client):
    kept = ask(kept_app)
    assert re.fullmatch(r"@[0-9]+", kept.headers["X-Accel-Expires"]), (
        "kept as a file: nginx keeps it for nobody's failure"
    )
    again = kept_app.test_client().get(PAGE, headers={"Accept-Encoding": "br", "If-None-Match": kept.headers["ETag"]})
    assert (again.status_code, len(again.headers.getlist("X-Accel-Expires"))) == (304, 1)
    for path in ("/ru/kg2025/contest/1/?sort=name", "/embed/en/kg2025/contest/1/"):
        assert ask(kept_app, path).headers["X-Accel-Expires"] == "1", path
    assert "X-Accel-Expires" not in client.get(PAGE).headers


def test_a_folder_that_takes_nothing_costs_the_page_nothing(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(KeptPages, "start", lambda self: None)
    (tmp_path / "file").write_bytes(b"")
    app = create_app(settings=Settings(home=tree.root.parent, pages=tmp_path / "file", explorers=False))
    assert ask(app).status_code == 200


def test_only_one_worker_moves_the_link(tree, folder):
    first, second = (KeptPages(folder, Site(tree.root), code) for code in ("one", "two"))
    first.look()
    held = os.readlink(folder / CURRENT)
    second.look()
    assert os.readlink(folder / CURRENT) == held


def test_folders_of_former_moments_go(tree, folder, monkeypatch):
    monkeypatch.setattr(kept_module, "FORMER", -1.0)
    keeper = KeptPages(folder, Site(tree.root), "one")
    (folder / "former" / "live").mkdir(parents=True)
    keeper.look()
    assert not (folder / "former").exists() and (folder / CURRENT).is_dir()


def test_the_thread_moves_the_link_by_itself(tree, folder, monkeypatch):
    moved = []
    monkeypatch.setattr(kept_module, "LOOK_EVERY", 0.01)
    keeper = KeptPages(folder, Site(tree.root), "one")
    monkeypatch.setattr(keeper, "look", lambda: (moved.append(True), keeper.stop()))
    keeper.start()
    keeper._stop.wait(30)
    assert moved


def test_tags_differ_with_what_the_answer_was_made_of_and_with_its_size():
    assert tag("0" * 64, 10) == '"0-a"'
    assert len({tag("1" * 64, 10), tag("2" * 64, 10), tag("1" * 64, 11)}) == 3
