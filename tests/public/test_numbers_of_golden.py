"""G7 on the golden campaign: every number of every page type, rendered from real releases, stands in a document."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.published.release import Release
from portal.settings import Settings
from portal.store.engine import open_store
from tests.golden.script import play
from tests.public.test_numbers import numbers_of, shown_numbers
from tests.publication.world import CAMPAIGN, World


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> FlaskClient:
    """The golden story, published to its end and served."""
    home: Path = tmp_path_factory.mktemp("golden-pages")
    template: Path = request.getfixturevalue("sqlite_template")
    (home / "natyija.db").write_bytes(template.read_bytes())
    store = open_store(f"sqlite:///{home / 'natyija.db'}")
    play(World(store, home).with_golden())
    store.close()
    return create_app(settings=Settings(home=home)).test_client()


def pages_of(release: Release) -> dict[str, list[str]]:
    """Every page of figures with the documents that it is made of."""
    pages = {"": ["campaign.json"], "turnout/": ["campaign.json"], "differences/": ["lists/index.json"]}
    pages["scans/"] = ["lists/index.json"]
    pages["decisions/"] = ["decisions.json"]
    for row in release.configuration()["contests"]:
        path = f"contests/{row['code']}.json"
        pages[f"contest/{row['code']}/"] = [path, "campaign.json"]
        every = [path, *(f"territories/{place['code']}.json" for place in release.configuration()["territories"])]
        pages |= {f"option/{row['code']}/{option['position']}/": every for option in row["options"]}
    for place in release.configuration()["territories"]:
        lists = [f"lists/{row['code']}.json" for row in release.configuration()["territories"]]
        pages[f"territory/{place['code']}/"] = [f"territories/{place['code']}.json", *lists]
    for number, code in release.precincts_index()["precincts"].items():
        pages[f"precinct/{number}/"] = [f"territories/{code}.json"]
        pages[f"precinct/{number}/report/"] = [f"territories/{code}.json"]
        pages[f"watch/?precinct={number}&territory={code}"] = [f"territories/{code}.json"]
    pages["data/"] = pages["data/dictionary/"] = ["data/"]
    pages["releases/"] = [f"past/{n}" for n in range(1, release.number + 1)]
    pages |= {f"releases/{n}/": [f"past/{n}", f"past/{n - 1}"] for n in range(1, release.number + 1)}
    return pages


def known_numbers(release: Release, paths: list[str]) -> set[str]:
    documents: list[Any] = [json.loads(release.file(path).read_bytes()) for path in paths if path in release.files]
    numbers = (int(path.removeprefix("past/")) for path in paths if path.startswith("past/"))
    documents += [release.past(n) for n in numbers if n]
    documents += bulk_files(release) if "data/" in paths else []
    return numbers_of([*documents, release.configuration()])


def bulk_files(release: Release) -> list[Any]:
    """What the page of open data may show: names, hashes and sizes of the bulk files, and the rows of small ones."""
    number = release.latest["data"]
    if not number:
        return []
    folder = release.checksums_file(number, "data/").parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix in ("", ".csv", ".json")]
    return [*texts, [path.stat().st_size for path in files], [path.name for path in files], number]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_number_of_every_page_of_the_golden_campaign_stands_in_a_document(client, language):
    release = client.application.extensions["natyija.public"].site.current().release(CAMPAIGN)
    unknown = {}
    for page, paths in pages_of(release).items():
        answer = client.get(f"/{language}/{CAMPAIGN}/{page}")
        assert answer.status_code == 200, page
        unknown[page] = shown_numbers(answer.text.replace("SHA256SUMS", ""), language) - known_numbers(release, paths)
    assert {page: found for page, found in unknown.items() if found} == {}


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_page_on_checking_shows_the_numbers_of_the_log_and_the_keys(client, tmp_path, language):
    release = client.application.extensions["natyija.public"].site.current().release(CAMPAIGN)
    checking_shows_only_published_numbers(client, tmp_path, language, release)


def checking_shows_only_published_numbers(client: FlaskClient, tmp_path: Path, language: str, release: Release) -> None:
    """Numbers of /verify/ are those of its text, as a site without releases shows it, and of log, keys and index."""
    public = release.file("campaign.json").parents[3]
    empty = create_app(settings=Settings(home=tmp_path)).test_client()
    documents = [(public / name).read_text(encoding="utf-8") for name in ("log/checkpoint", "keys.json", "index.json")]
    text = shown_numbers(empty.get(f"/{language}/verify/").text, language)
    assert shown_numbers(client.get(f"/{language}/verify/").text, language) <= text | numbers_of(documents)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_numbers_of_what_changed_between_two_releases_stand_in_one_of_them(client, language):
    release = client.application.extensions["natyija.public"].site.current().release(CAMPAIGN)
    unknown, shown = {}, 0
    for newer in range(2, release.number + 1):
        changed = release.changed_between(newer - 1, newer)
        for path in (path for path in changed if path.startswith("parts/")):
            place = path.replace("parts/", "territories/")
            states = (release.past_document(n, name) for n in (newer - 1, newer) for name in ("campaign.json", place))
            known = numbers_of([*states, *(release.past(n) for n in range(1, newer + 1)), release.configuration()])
            page = f"releases/{newer}/since/{newer - 1}/?territory={path.removeprefix('parts/').removesuffix('.json')}"
            found = shown_numbers(client.get(f"/{language}/{CAMPAIGN}/{page}").text, language)
            unknown[page] = found - known
            shown += len(found)
    assert {page: found for page, found in unknown.items() if found} == {}
    assert shown > 300


TEXTS = ("about/", "about/method/", "about/glossary/", "about/accessibility/", "site/", "find")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_pages_of_explanations_show_no_figure_of_any_campaign(client, tmp_path, language):
    """Their numbers are those of the text itself: a site without any campaign shows the same."""
    empty = create_app(settings=Settings(home=tmp_path)).test_client()
    for page in TEXTS:
        answers = [answer.get(f"/{language}/{page}") for answer in (client, empty)]
        assert [answer.status_code for answer in answers] == [200, 200], page
        here, there = (answer.text for answer in answers)
        assert shown_numbers(here, language) <= shown_numbers(there, language), page


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_numbers_of_what_was_found_stand_in_the_search_data(client, language):
    release = client.application.extensions["natyija.public"].site.current().release(CAMPAIGN)
    for asked in ("n-2", "North", "s"):
        answer = client.get(f"/{language}/find?q={asked}&campaign={CAMPAIGN}")
        assert shown_numbers(answer.text, language) <= known_numbers(release, ["find.json"]) | numbers_of(asked), asked


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_numbers_of_the_feeds_stand_in_releases_and_decisions(client, language):
    release = client.application.extensions["natyija.public"].site.current().release(CAMPAIGN)
    every = [f"past/{n}" for n in range(1, release.number + 1)]
    known = known_numbers(release, ["campaign.json", "territories/N2.json", *every])
    for feed in ("feed", "feed/territory/N2", "feed/precinct/n-2"):
        answer = client.get(f"/data/{CAMPAIGN}/{feed}.{language}.atom")
        texts = [node.text or "" for node in ElementTree.fromstring(answer.data).iter() if node.tag.endswith(WORDS)]
        found = shown_numbers(f"<main>{' '.join(texts)}</main>", language)
        assert texts and found <= known, (feed, found - known)


WORDS = ("}title", "}summary", "}content")
