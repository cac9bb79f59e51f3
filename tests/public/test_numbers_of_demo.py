"""G7 on the demonstration's national campaign at midnight: a tenth of its precincts, all of them in the deep tests."""

import json
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.demo.home import CAMPAIGN, OPENED, START
from portal.demo.national import write_national
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.publication.data_process import write_data_part
from portal.publication.ledger import make_keys
from portal.published.release import Release
from portal.settings import Settings
from portal.store.engine import open_store
from portal.store.queries.publication import newest_schedule
from portal.store.record import approve
from scripts.screenshots import PEOPLE, Stage
from tests.depth import DEPTH
from tests.public.test_numbers import numbers_of, shown_numbers
from tests.public.test_numbers_of_golden import bulk_files, checking_shows_only_published_numbers

pytestmark = pytest.mark.deep
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)
MIDNIGHT = START + timedelta(hours=4)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, sqlite_template) -> FlaskClient:
    """The national election, played to midnight, published once and served."""
    folder = tmp_path_factory.mktemp("demo-pages")
    (folder / "natyija.db").write_bytes(sqlite_template.read_bytes())
    stage = Stage(
        folder, open_store(f"sqlite:///{folder / 'natyija.db'}"), (), data_part=light_part if DEPTH == 1 else None
    )
    make_keys(stage.home, test=False, at=OPENED, code="0")
    package = read_package(write_national(folder / "package"), OPENED)
    with stage.store.write() as session:
        import_package(session, package, stage.home / "private", Occasion(OPENED, OPENED, "tests"))
    with stage.store.write() as session:
        schedule = newest_schedule(session, CAMPAIGN) or 0
        for person in PEOPLE:
            approve(session, schedule, person, OPENED)
    stage.reach(MIDNIGHT)
    stage.store.close()
    return create_app(settings=Settings(home=stage.home, explorers=False)).test_client()


def light_part(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    """The bulk files without those for offices, which hold nothing else; for the full depth."""
    write_data_part(public, campaign, n, folder, office=False)


def chosen(release: Release) -> Iterator[str]:
    """Territories with a tenth of the precincts, drawn by lot with a fixed seed."""
    rows = [row["code"] for row in release.configuration()["territories"] if row["precincts"]]
    random.Random(1).shuffle(rows)
    left = DEPTH * len(release.precincts_index()["precincts"])
    for code in rows:
        if left <= 0:
            return
        left -= len(release.territory(code).numbers)
        yield code


def pages(release: Release) -> Iterator[tuple[str, list[str]]]:
    """Addresses of every type of page with the documents that it is made of."""
    codes = [row["code"] for row in release.configuration()["territories"]]
    lists = [f"lists/{code}.json" for code in codes]
    yield "", ["campaign.json"]
    yield "turnout/", ["campaign.json"]
    yield "differences/", ["lists/index.json"]
    yield "scans/", ["lists/index.json"]
    yield "decisions/", ["decisions.json"]
    yield from ((page, ["data/"]) for page in ("data/", "data/dictionary/"))
    yield from ((page, ["release.json"]) for page in ("releases/", "releases/1/"))
    yield "map/", ["abroad.json", *(path for path in release.files if path.startswith("geo/values"))]
    yield from ((f"territory/{row['code']}/", regional(row["code"], lists)) for row in top(release))
    contests = set()
    for code in chosen(release):
        path = f"territories/{code}.json"
        yield f"territory/{code}/", regional(code, lists)
        yield f"differences/?territory={code}", [f"lists/{code}.json", "lists/index.json"]
        yield f"scans/?territory={code}", [f"lists/{code}.json", "lists/index.json"]
        file = release.territory(code)
        yield f"precinct/{file.numbers[0]}/report/", [path]
        yield f"watch/?precinct={','.join(file.numbers[:9])}", [path]
        for number in file.numbers:
            contests.update(row["contest"] for row in (file.precinct(number) or {"results": []})["results"])
            yield f"precinct/{number}/", [path]
    for contest in sorted(contests):
        document = f"contests/{contest}.json"
        places = [row["code"] for row in release.contest(contest)["territories"]]
        documents = [document, *(f"territories/{code}.json" for code in places)]
        yield f"contest/{contest}/", [*documents, "campaign.json"]
        yield f"option/{contest}/1/?count=scanner", documents


def regional(code: str, lists: list[str]) -> list[str]:
    return [f"territories/{code}.json", *lists]


def top(release: Release) -> list[dict[str, str]]:
    return [row for row in release.configuration()["territories"] if not row["parent"]]


def test_every_number_of_the_pages_of_the_national_campaign_stands_in_a_document(client):
    release = client.application.extensions["natyija.public"].site.current().release(CAMPAIGN)

    @cache
    def numbers(path: str) -> set[str]:
        if path == "data/":
            return numbers_of(bulk_files(release))
        return numbers_of(json.loads(release.file(path).read_bytes())) if path in release.files else set()

    # The name of the campaign holds a date, which no document writes like a number.
    names = release.configuration()["name"]
    everywhere = numbers_of([release.configuration(), release.number])
    unknown = {}
    for (page, paths), language in zip(pages(release), cycle(("ky", "ru", "en")), strict=False):
        answer = client.get(f"/{language}/{CAMPAIGN}/{page}")
        assert answer.status_code == 200, page
        shown = (
            shown_numbers(SCRIPT.sub("", answer.text).replace(names[language], "").replace("SHA256SUMS", ""), language)
            - everywhere
        )
        unknown[page] = shown.difference(*(numbers(path) for path in paths))
    assert len(unknown) > 100
    assert {page: found for page, found in unknown.items() if found} == {}


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_page_on_checking_shows_the_numbers_of_the_log_of_the_national_campaign(client, tmp_path, language):
    release = client.application.extensions["natyija.public"].site.current().release(CAMPAIGN)
    checking_shows_only_published_numbers(client, tmp_path, language, release)
