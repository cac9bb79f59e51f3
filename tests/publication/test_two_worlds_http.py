"""Two worlds that differ only in what is hidden answer every address with the same bytes and the same headers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from werkzeug.wrappers import Response

from dashboards import limits
from portal.app import create_app
from portal.domain.facts import ScheduleItem, ScheduleItemKind
from portal.settings import load_settings
from portal.store.engine import Store
from portal.store.record import approve, record_schedule
from tests.dashboards.requests import SHEETS as EXPLORER_SHEETS
from tests.dashboards.requests import draw_request, pick_request
from tests.dashboards.requests import sheet_path as explorer_sheet
from tests.depth import DEPTH, depth
from tests.publication.hidden import CANARY, Hidden, hidden, hide_canary
from tests.publication.test_incremental import PRECINCTS, temporary_home
from tests.publication.test_two_worlds import assert_equal_trees, golden_file, published, sqlite_store, visible
from tests.publication.world import CAMPAIGN, EVE, World, approve_newest_schedule, clock_time

__all__ = ["golden_file"]

Answer: TypeAlias = tuple[int, list[tuple[str, str]], bytes]

UNITS = ("contest/d1", "option/d1/1", "precinct/n-1", "precinct/n-77", "territory/N1", "releases/1", "releases/99")
SHEETS = ("turnout", "scans", "differences", "map", "watch", "data", "data/dictionary", "releases")
LANGUAGES = ("ky", "ru", "en")


@dataclass(frozen=True)
class Asked:
    """What a pair of worlds is asked: all at full depth; one language and every third address, drawn by lot, below."""

    languages: tuple[str, ...] = LANGUAGES
    first: int = 0
    every: int = 1


ASKED = (
    st.just(Asked())
    if DEPTH >= 1
    else st.builds(Asked, st.sampled_from(LANGUAGES).map(lambda one: (one,)), st.integers(0, 2), st.just(3))
)
BEYOND = (1, 1000)
"""So many releases after the newest one: neither exists, and nothing tells which of them comes next."""


def addresses(languages: Sequence[str]) -> Iterator[str]:
    """Pages in these languages with their twins, explorers, files, feeds, the log, and what does not exist."""
    for language in languages:
        for path in ("", "find?q=1", "find?q=nothing", "verify/", "about/", "site/", "explore/", "nothing"):
            yield f"/{language}/{path}"
        yield f"/{language}/{CAMPAIGN}/"
        yield from (f"/{language}/{CAMPAIGN}/{path}/" for path in (*SHEETS, *UNITS))
        yield from (f"/embed/{language}/{CAMPAIGN}/{path}/" for path in ("turnout", "contest/d1"))
        feeds = ("feed", "feed/precinct/n-1", "feed/precinct/n-77", "feed/territory/N1")
        yield from (f"/data/{CAMPAIGN}/{feed}.{language}.atom" for feed in feeds)
        yield from (explorer_sheet(*sheet, language, CAMPAIGN) for sheet in EXPLORER_SHEETS)
    yield from (f"/en/{CAMPAIGN}/{path}.{ending}" for path in (*SHEETS, *UNITS) for ending in ("json", "csv"))
    yield from (f"/en/{CAMPAIGN}/precinct/{precinct}.json" for precinct in PRECINCTS)
    yield from (explorer_sheet(*sheet, "en", CAMPAIGN).rstrip("/") + ".csv" for sheet in EXPLORER_SHEETS)
    for path in ("index.json", "keys.json", "catalog.jsonld", f"{CAMPAIGN}/latest.json"):
        yield f"/data/{path}"
    yield from (f"/data/{CAMPAIGN}/latest/{name}" for name in ("campaign.json", "territories/N1.json", "nothing.json"))
    yield from ("/log/checkpoint", "/log/tile/0/000", "/log/tile/entries/000", f"/scans/{'ab' * 32}.pdf")
    yield from ("/healthz", "/readyz", "/nothing", "/sitemap.xml", "/robots.txt", f"/share/en/{CAMPAIGN}/picture.png")


def of_releases(number: int) -> Iterator[str]:
    """What stands under the number of the newest release, and of some that do not exist."""
    for beyond in (0, *BEYOND):
        yield from (f"/data/{CAMPAIGN}/r/{number + beyond}/{name}" for name in OF_A_RELEASE)
        yield f"/data/{CAMPAIGN}/changes/{number}/{number + beyond}.jsonl"
        yield f"/en/{CAMPAIGN}/releases/{number + beyond}/"


OF_A_RELEASE = ("", "SHA256SUMS", "release.json", "campaign.json", "data/SHA256SUMS")


def callbacks(languages: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the explorers' pages send back: the figure of every sheet, a click on a point, and two bad requests."""
    for language, sheet in product(languages, EXPLORER_SHEETS):
        yield draw_request(explorer_sheet(*sheet, language, CAMPAIGN))
    for explorer, name in EXPLORER_SHEETS:
        path = explorer_sheet(explorer, name, "en", CAMPAIGN)
        yield pick_request(path, {"points": [{"customdata": "n-1", "pointIndex": 0, "curveNumber": 0}]})
    yield draw_request(explorer_sheet(*EXPLORER_SHEETS[0], "en", "nothing"))
    yield draw_request(explorer_sheet(*EXPLORER_SHEETS[0], "en", CAMPAIGN))[0], {"output": "nothing"}


def answers(world: World, asked: Asked) -> dict[str, Answer]:
    """Status, headers and body of the addresses and callbacks asked for."""
    app = create_app(roles=("public",), settings=load_settings(home=world.home))
    client = app.test_client()
    found = {}
    some = slice(asked.first, None, asked.every)
    for address in (*list(addresses(asked.languages))[some], *of_releases(world.latest)):
        with client.get(address) as answer:
            found[address] = seen_of(answer)
    for number, (address, sent) in enumerate(list(callbacks(asked.languages))[some]):
        with client.post(address, json=sent) as answer:
            found[f"{address} {number}"] = seen_of(answer)
    return found


def seen_of(answer: Response) -> Answer:
    """All of an answer but the time at which it was given."""
    headers = sorted((name, value) for name, value in answer.headers if name not in ("Last-Modified", "Date"))
    return answer.status_code, headers, answer.data


def assert_same_answers(one: World, other: World, asked: Asked) -> None:
    left, right = answers(one, asked), answers(other, asked)
    assert [address for address in left if left[address] != right[address]] == []
    assert not any(str(CANARY).encode() in body for _, _, body in left.values())
    number = one.latest
    for form in (*(f"/data/{CAMPAIGN}/r/%d/{name}" for name in OF_A_RELEASE), f"/en/{CAMPAIGN}/releases/%d/"):
        next_one, far = ((left[form % (number + more)], b"/%d/" % (number + more)) for more in BEYOND)
        assert next_one[0][0] == far[0][0] == 404
        assert next_one[0][2].replace(next_one[1], b"") == far[0][2].replace(far[1], b"")


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explorers that compute as many views as are asked for: whether the limit is met depends on the machine."""
    monkeypatch.setattr(limits.Bucket, "take", lambda self: None)


@pytest.mark.deep
@pytest.mark.usefixtures("unlimited")
@settings(max_examples=depth(500), phases=(Phase.explicit, Phase.generate))
@given(visible, hidden, hidden, ASKED)
def test_answers_do_not_depend_on_hidden_facts(
    golden_file: Path,
    seen: list[tuple[int, str, int, int, int]],
    one: list[tuple[int, Hidden]],
    other: list[tuple[int, Hidden]],
    asked: Asked,
) -> None:
    with temporary_home() as home:
        stores: list[Store] = [sqlite_store(golden_file, home / f"{name}.db") for name in "ab"]
        worlds = [World(store, home / name) for store, name in zip(stores, "ab", strict=True)]
        try:
            published(worlds[0], seen, [*one, (0, hide_canary)])
            published(worlds[1], seen, other)
            assert_equal_trees(*worlds)
            assert_same_answers(*worlds, asked)
        finally:
            for store in stores:
                store.close()


def test_drafts_of_schedules_do_not_shift_the_published_number(sqlite_world: World) -> None:
    item = ScheduleItem(ScheduleItemKind.RESULTS, clock_time(22), str(CANARY))
    with sqlite_world.store.write() as session:
        for _ in range(3):
            approve(session, record_schedule(session, CAMPAIGN, [item], EVE, "Asel"), "Asel", EVE)
        approve_newest_schedule(session, EVE)
    sqlite_world.publish(clock_time(7))
    assert sqlite_world.archive.release(CAMPAIGN, 1)["schedule"] == 2
    assert all(str(CANARY).encode() not in content for content in sqlite_world.public_tree().values())
