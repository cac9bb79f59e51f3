"""The page cache: one render per page, never a mix of two releases, never slower or broken by a dead Redis."""

import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest

from portal.app import create_app
from portal.public import shared_cache
from portal.public.entries import Entries, Entry, load_entry
from portal.public.pages.campaign import OverviewPage
from portal.public.pages.precinct import PrecinctPage
from portal.public.pages.territory import TerritoryPage
from portal.settings import Settings
from tests.published.documents import precinct, status, territory
from tests.published.tree import a_campaign

PAGE = "/ru/kg2025/"


@pytest.fixture
def renders(monkeypatch):
    """Counts how often each page type was made."""
    made = []
    for page in (OverviewPage, TerritoryPage, PrecinctPage):
        real = page.context

        def counted(self, real=real):
            made.append(type(self).__name__)
            return real(self)

        monkeypatch.setattr(page, "context", counted)
    return made


def changed_campaign(progress="complete"):
    documents = a_campaign()
    documents["campaign.json"]["status"] = status(progress)
    return documents


def test_a_page_is_made_once_and_then_comes_from_the_cache(client, renders):
    first, second = client.get(PAGE), client.get(PAGE)
    assert first.data == second.data
    assert renders == ["OverviewPage"]


def test_a_release_that_leaves_the_documents_of_a_page_alone_leaves_its_entry_valid(tree, client, renders):
    etag = client.get("/ru/kg2025/territory/2/").headers["ETag"]
    tree.publish("kg2025", changed_campaign())
    assert client.get("/ru/kg2025/territory/2/").headers["ETag"] == etag
    assert renders == ["TerritoryPage"]


def with_precincts(first_voters=812, **second):
    rows = [precinct("1001", voters=first_voters), precinct("1002", **second)]
    return {**changed_campaign(), "territories/2.json": territory("2", rows)}


def test_a_precinct_s_page_is_made_anew_when_the_precinct_changes_and_not_when_its_neighbour_does(
    tree, client, renders
):
    tree.publish("kg2025", with_precincts())
    path = "/ru/kg2025/precinct/1001/"
    first = client.get(path)
    tree.publish("kg2025", with_precincts(voters=977))
    assert client.get("/ru/kg2025/precinct/1002/").status_code == 200
    second = client.get(path)
    assert (second.data, second.headers["ETag"]) == (first.data, first.headers["ETag"])
    tree.publish("kg2025", with_precincts(813, voters=977))
    third = client.get(path)
    assert "813" in third.text and third.headers["ETag"] != first.headers["ETag"]
    assert renders == ["PrecinctPage"] * 3


def test_a_damaged_territory_makes_the_page_of_the_release_before_stay(tree, client):
    tree.publish("kg2025", with_precincts())
    path = "/ru/kg2025/precinct/1001/"
    first = client.get(path)
    number = tree.publish("kg2025", with_precincts(813))
    tree.write(f"releases/kg2025/{number}/territories/2.json", b"{}")
    assert client.get(path).data == first.data


def test_a_release_that_changes_a_document_changes_page_and_tag(tree, client, renders):
    first = client.get(PAGE)
    tree.publish("kg2025", changed_campaign("official"))
    second = client.get(PAGE)
    assert first.headers["ETag"] != second.headers["ETag"]
    assert "официальные" in second.text
    assert "официальные" not in first.text
    assert len(renders) == 2


def test_the_list_of_releases_grows_with_every_release_and_the_data_page_with_every_part(tree, client):
    client.get("/ru/kg2025/releases/"), client.get("/ru/kg2025/data/")
    tree.publish("kg2025", a_campaign(), data={"new.csv": b"x"})
    assert "/ru/kg2025/releases/2/" in client.get("/ru/kg2025/releases/").text
    assert "new.csv" in client.get("/ru/kg2025/data/").text


@pytest.mark.parametrize("path", [PAGE, "/ru/kg2025.json", "/ru/kg2025.csv", "/data/kg2025/latest.json"])
def test_a_known_tag_is_answered_with_304_and_no_body(client, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert "Content-Length" not in again.headers
    assert client.get(path, headers={"If-None-Match": f"W/{first.headers['ETag']}"}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_encoding_has_its_own_strong_tag_and_the_same_content(client):
    plain = client.get(PAGE)
    zipped = client.get(PAGE, headers={"Accept-Encoding": "gzip, deflate"})
    small = client.get(PAGE, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(zipped.data) == brotli.decompress(small.data) == plain.data
    assert len({answer.headers["ETag"] for answer in (plain, zipped, small)}) == 3
    assert {answer.headers["Vary"] for answer in (plain, zipped, small)} == {"Accept-Encoding"}
    refused = client.get(PAGE, headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
    assert refused.data == plain.data


def test_languages_never_share_an_entry(client):
    assert len({client.get(f"/{language}/kg2025/").data for language in ("ky", "ru", "en")}) == 3


def test_unknown_query_parameters_make_no_new_entry(app, client, renders):
    answers = {
        client.get(f"{PAGE}{query}").data for query in ("", "?utm=1", "?page=1", "?page=x&page=2", "?" + "a=1&" * 200)
    }
    assert len(answers) == 1
    assert renders == ["OverviewPage"]
    assert [key for key in app.wsgi_app._entries if key[1]] == []


def test_a_head_request_has_the_headers_of_the_page_and_no_body(client, renders):
    head, get = client.head(PAGE), client.get(PAGE)
    assert head.data == b""
    assert dict(head.headers) == dict(get.headers)
    assert renders == ["OverviewPage"]


def test_many_who_want_the_same_page_at_once_wait_for_one_render(app, renders, monkeypatch):
    counted = OverviewPage.context

    def slow(self):
        time.sleep(0.1)
        return counted(self)

    monkeypatch.setattr(OverviewPage, "context", slow)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: app.test_client().get(PAGE).data, range(12)))
    assert len(set(answers)) == 1
    assert renders == ["OverviewPage"]


def test_readers_during_a_switch_see_the_old_or_the_new_release_never_a_mix(tree, app):
    """Territory and precinct figures change together; every page must hold both from the same release."""

    def release(votes: int) -> None:
        documents = a_campaign()
        documents["territories/2.json"]["precincts"] = [precinct(voters=votes)]
        documents["territories/2.json"]["totals"]["voters"] = votes
        tree.publish("kg2025", documents)

    release(1000)
    assert app.test_client().get("/en/kg2025/territory/2.json").json["document"]["totals"]["voters"] == 1000
    stop, seen = threading.Event(), set()

    def read() -> None:
        client = app.test_client()
        while not stop.is_set():
            document = client.get("/en/kg2025/territory/2.json").json["document"]
            seen.add((document["totals"]["voters"], document["precincts"][0]["voters"]))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for votes in range(1001, 1016):
        release(votes)
    stop.set()
    for reader in readers:
        reader.join()
    assert len(seen) > 1
    assert all(total == direct for total, direct in seen)


def test_a_page_that_fails_is_served_as_it_was_before(tree, client, monkeypatch):
    good = client.get(PAGE)
    tree.publish("kg2025", changed_campaign())
    monkeypatch.setattr(OverviewPage, "context", lambda self: 1 / 0)
    assert client.get(PAGE).data == good.data


def test_errors_are_not_kept(app, client):
    for number in range(5):
        client.get(f"/ru/kg2025/precinct/{number}/")
    assert len(app.wsgi_app._entries) == 0


def entry(size: int) -> Entry:
    return Entry([("Content-Type", "text/plain")], b"x" * size, '"t"', (("kg", "campaign.json", "h@1"),), 1)


def test_memory_is_bounded_and_used_entries_stay_longer():
    entries = Entries(budget=30_000)
    entries.keep(("/a", "", "br"), entry(8000))
    entries.keep(("/b", "", "br"), entry(8000))
    entries[("/a", "", "br")].used = True
    entries.keep(("/c", "", "br"), entry(8000))
    assert set(entries) == {("/a", "", "br"), ("/c", "", "br")}
    for number in range(50):
        entries.keep((f"/{number}", "", "br"), entry(8000))
    assert len(entries) == 2


def test_an_entry_survives_the_way_through_the_second_level_and_rubbish_does_not():
    held = entry(10)
    assert load_entry(held.dump()) == Entry(held.headers, held.body, held.etag, held.dependencies, -1)
    for content in (b"", b"{}", b"[]\n", b'{"headers":1,"etag":"","dependencies":[]}\nx'):
        assert load_entry(content) is None


def test_workers_share_pages_through_redis(tree, redis_url, renders):
    settings = Settings(home=tree.root.parent, explorers=False, redis_url=redis_url)
    first, second = create_app(settings=settings).test_client(), create_app(settings=settings).test_client()
    assert first.get(PAGE).data == second.get(PAGE).data
    assert renders == ["OverviewPage"]
    tree.publish("kg2025", changed_campaign("official"))
    assert "официальные" in second.get(PAGE).text
    assert "официальные" in first.get(PAGE).text
    assert len(renders) == 2


def test_a_dead_redis_neither_breaks_pages_nor_is_asked_again_and_again(tree, tmp_path, monkeypatch):
    settings = Settings(home=tree.root.parent, explorers=False, redis_url=f"unix://{tmp_path}/nobody.sock")
    app = create_app(settings=settings)
    asked = []
    backend = app.wsgi_app._shared._backend
    real = backend.get
    monkeypatch.setattr(backend, "get", lambda key: asked.append(key) or real(key))
    client = app.test_client()
    for page in ("/ru/kg2025/", "/ru/kg2025/turnout/", "/ru/kg2025/territory/2/"):
        assert client.get(page).status_code == 200
    assert len(asked) == 1
    monkeypatch.setattr(shared_cache.time, "monotonic", lambda: float("inf"))
    client.get("/ru/kg2025/contest/1/")
    assert len(asked) == 2
