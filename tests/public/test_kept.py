"""Finished pages as files: whole, up to date, with the headers that the application would send."""

import errno
import os
import re
import shutil

import pytest
from flask import Flask

from portal.app import create_app
from portal.public import kept as kept_module
from portal.public.entries import Entry
from portal.public.finished import address
from portal.public.kept import CURRENT, KeptPages, tag
from portal.public.notes import Notes
from portal.published.site import Site, Snapshot
from portal.settings import Settings
from tests.public.finished_pages import OTHER, PAGE, ask, current, files, keeper_of, publish_another, sent
from tests.published import documents as d
from tests.published.tree import a_campaign


@pytest.fixture
def keeper(kept_app: Flask) -> KeptPages:
    """That of the application, brought up to date once."""
    keeper = keeper_of(kept_app)
    keeper._make = kept_app.wsgi_app.renew
    keeper.look()
    return keeper


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_page_lies_on_the_disk_with_the_bytes_and_the_tag_of_its_answer(kept_app, folder, encoding):
    answer = ask(kept_app, encoding=encoding)
    (file,) = files(folder)
    assert file.match(f"{encoding}{PAGE}page") and file.read_bytes() == answer.data
    status = file.stat()
    assert answer.headers["ETag"] == f'"{int(status.st_mtime):x}-{status.st_size:x}"'
    assert status.st_mode & 0o777 == 0o640


def test_a_release_changes_pages_in_their_place_and_leaves_the_others_alone(tree, kept_app, folder, keeper):
    asked = []
    keeper._make = lambda path, encoding: (asked.append((path, encoding)), kept_app.wsgi_app.renew(path, encoding))
    before = {path: ask(kept_app, path).data for path in (PAGE, OTHER, "/ru/kg2025/contest/1.csv")}
    for voters in (7, 8):
        sent(folder)
        publish_another(tree, voters)
        keeper.look()
        after = current(folder, PAGE)
        assert after == [ask(kept_app).data] != [before[PAGE]]
        assert current(folder, OTHER) == [before[OTHER]]
        assert current(folder, "/ru/kg2025/contest/1.csv") == [before["/ru/kg2025/contest/1.csv"]]
        before[PAGE] = after[0]
        keeper.look()
    assert asked == [(PAGE, "br")] * 2


def test_the_former_page_is_shown_while_its_successor_is_made(tree, kept_app, folder, keeper):
    before, shown = ask(kept_app).data, []
    keeper._make = lambda path, encoding: (shown.append(current(folder, path)), kept_app.wsgi_app.renew(path, encoding))
    sent(folder)
    publish_another(tree, 7)
    keeper.look()
    assert shown == [[before]] and current(folder, PAGE) != [before]


def fails(path: str, encoding: str) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(("seconds", "make"), [(-1.0, None), (30.0, fails), (30.0, lambda path, encoding: None)])
def test_a_page_that_cannot_be_made_in_time_or_at_all_goes(tree, kept_app, folder, keeper, monkeypatch, seconds, make):
    monkeypatch.setattr(kept_module, "SHOWN", seconds)
    keeper._make = make or keeper._make
    ask(kept_app)
    other = ask(kept_app, OTHER).data
    keeper.look()
    sent(folder)
    publish_another(tree, 7)
    keeper.look()
    assert current(folder, PAGE) == [] and current(folder, OTHER) == [other]
    again = ask(kept_app).data
    assert current(folder, PAGE) == [again]
    keeper.look()
    assert current(folder, PAGE) == [again]


def test_a_page_that_nobody_read_goes_with_the_release_that_changed_it(tree, kept_app, folder, keeper):
    ask(kept_app)
    other = ask(kept_app, OTHER).data
    keeper._make = fails
    sent(folder, ever=False)
    publish_another(tree, 7)
    keeper.look()
    assert current(folder, PAGE) == [] and current(folder, OTHER) == [other]


def test_pages_of_earlier_releases_are_made_first_and_short_addresses_before_long_ones(
    tree, kept_app, folder, keeper, monkeypatch
):
    made, turn = [], "/ru/kg2025/turnout/"
    for path in (PAGE, turn, OTHER):
        ask(kept_app, path)
    sent(folder)
    keeper.look()
    monkeypatch.setattr(Notes, "true", lambda self, place, snapshot: OTHER in place or len(made) > 2)

    def make(path: str, encoding: str) -> None:
        made.append(path)
        if len(made) == 1:
            publish_another(tree, 7)

    keeper._make = make
    publish_another(tree, 6)
    keeper.look()
    assert made == [turn]
    keeper.look()
    assert made[1:2] == [PAGE]


def test_a_page_that_a_campaign_no_longer_has_goes(tree, kept_app, folder, keeper):
    gone = "/ru/kg2025/precinct/1001/"
    tree.publish("kg2025", {**a_campaign(), "territories/2.json": d.territory("2", [d.precinct()])})
    assert ask(kept_app, gone).status_code == 200
    keeper.look()
    assert current(folder, gone)
    sent(folder)
    tree.publish("kg2025", {**a_campaign(), "territories/2.json": d.territory("2", [])})
    keeper.look()
    assert (ask(kept_app, gone).status_code, current(folder, gone)) == (404, [])


def test_what_a_worker_who_is_behind_writes_after_the_release_is_found(tree, kept_app, folder, keeper):
    behind = Site(tree.root)
    ask(kept_app)
    sent(folder)
    entry, snapshot = kept_app.wsgi_app._entries[PAGE, "", "br"], behind.current()
    publish_another(tree, 7)
    keeper.look()
    after = current(folder, PAGE)
    assert not snapshot.has_all(kept_app.wsgi_app._entries[PAGE, "", "br"].dependencies)
    KeptPages(folder, behind, keeper.folder.name).keep(PAGE, "br", entry)
    sent(folder)
    assert current(folder, PAGE) == [entry.body] != after
    keeper.look()
    assert current(folder, PAGE) == after


def test_a_page_that_a_release_leaves_the_same_bytes_stays(tree, kept_app, folder, keeper, monkeypatch):
    page = ask(kept_app).data
    sent(folder)
    publish_another(tree, 7)
    old = kept_app.wsgi_app._entries[PAGE, "", "br"]
    newer = Entry(old.headers, old.body, old.etag, (("kg2025", "campaign.json", "?"),), 0)
    monkeypatch.setattr(keeper, "_make", lambda path, encoding: keeper.keep(path, encoding, newer))
    monkeypatch.setattr(Snapshot, "has_all", lambda self, dependencies: next(iter(dependencies))[2] == "?")
    keeper.look()
    assert current(folder, PAGE) == [page]


def test_a_worker_who_leads_anew_looks_through_all_pages_before_any_is_shown(tree, kept_app, folder, keeper):
    former, other = ask(kept_app).data, ask(kept_app, OTHER).data
    os.close(keeper._lock)
    publish_another(tree, 7)
    (folder / CURRENT).unlink()
    successor = KeptPages(folder, Site(tree.root), keeper.folder.name)
    successor.look()
    assert former and current(folder, PAGE) == [] and current(folder, OTHER) == [other]


def test_a_worker_who_ends_leaves_the_rest_to_the_next_one(tree, kept_app, folder, keeper):
    pages = (PAGE, PAGE.replace("/ru/", "/ky/"))
    for page in pages:
        ask(kept_app, page)
    keeper.look()
    sent(folder)
    publish_another(tree, 7)
    keeper._make = lambda path, encoding: keeper.stop()
    keeper.look()
    assert sum(len(current(folder, page)) for page in pages) == 1
    os.close(keeper._lock)
    successor = KeptPages(folder, Site(tree.root), keeper.folder.name)
    successor.look()
    assert not any(current(folder, page) for page in pages)


def test_pages_of_another_version_of_the_code_go(tree, kept_app, folder, keeper):
    ask(kept_app, OTHER)
    os.close(keeper._lock)
    KeptPages(folder, Site(tree.root), "new").look()
    assert os.readlink(folder / CURRENT) == "new" and files(folder) == []


def test_the_folder_may_be_emptied_at_any_time(tree, kept_app, folder, keeper):
    ask(kept_app)
    keeper.look()
    for path in folder.iterdir():
        path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
    keeper.look()
    publish_another(tree, 7)
    page = ask(kept_app).data
    keeper.look()
    assert current(folder, PAGE) == [page]
    sent(folder)
    publish_another(tree, 8)
    keeper.look()
    assert current(folder, PAGE) == [ask(kept_app).data] != [page]


def test_a_full_disk_leaves_no_page_that_a_release_changed(tree, kept_app, folder, keeper, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    ask(kept_app)
    keeper.look()
    sent(folder)
    publish_another(tree, 7)
    with monkeypatch.context() as patched:
        patched.setattr(os, "utime", full)
        keeper.look()
    assert files(folder) == [] and ask(kept_app).status_code == 200


def test_a_failure_of_the_thread_shows_no_finished_page_and_goes_on(tree, folder, monkeypatch):
    keeper, looked = KeptPages(folder, Site(tree.root), "one"), []
    keeper.look()

    def look() -> None:
        looked.append((folder / CURRENT).is_symlink())
        if len(looked) == 2:
            keeper.stop()
        raise ZeroDivisionError

    monkeypatch.setattr(kept_module, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(kept_module, "LOOK_AFTER_ERROR", 0.0)
    monkeypatch.setattr(keeper, "look", look)
    keeper.start(lambda path, encoding: None)
    assert keeper._stop.wait(30) and looked == [True, False]


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
    name = f"{encoding}{path}{'page' if form == 'plain' else ''}"
    (found,) = (file for file in files(folder) if file.match(name))
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
    monkeypatch.setattr(KeptPages, "start", lambda self, make: None)
    (tmp_path / "file").write_bytes(b"")
    app = create_app(settings=Settings(home=tree.root.parent, pages=tmp_path / "file", explorers=False))
    assert ask(app).status_code == 200


def test_only_one_worker_moves_the_link(tree, folder):
    first, second = (KeptPages(folder, Site(tree.root), code) for code in ("one", "two"))
    first.look()
    held = os.readlink(folder / CURRENT)
    second.look()
    assert os.readlink(folder / CURRENT) == held


@pytest.mark.parametrize(
    ("place", "path", "encoding"),
    [
        ("live/br/ru/kg2025/territory/2/page", "/ru/kg2025/territory/2/", "br"),
        ("plain/identity/ky/about/page", "/ky/about/", "identity"),
        ("csv/gzip/ru/kg2025/contest/1.csv", "/ru/kg2025/contest/1.csv", "gzip"),
    ],
)
def test_a_place_tells_the_address_of_its_answer(place, path, encoding):
    assert address(place) == (path, encoding)


def test_tags_differ_with_what_the_answer_was_made_of_and_with_its_size():
    assert tag("0" * 64, 10) == '"0-a"'
    assert len({tag("1" * 64, 10), tag("2" * 64, 10), tag("1" * 64, 11)}) == 3
