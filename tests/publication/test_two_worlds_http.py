"""Two worlds that differ only in what is hidden answer every address with the same bytes and the same headers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from portal.app import create_app
from portal.domain.facts import ScheduleItem, ScheduleItemKind
from portal.settings import load_settings
from portal.store.engine import Store
from portal.store.record import approve, record_schedule
from tests.depth import depth
from tests.publication.test_incremental import PRECINCTS, temporary_home
from tests.publication.test_two_worlds import Hidden, golden_file, hidden, published, sqlite_store, visible
from tests.publication.world import CAMPAIGN, EVE, World, approve_newest_schedule, clock_time

__all__ = ["golden_file"]

CANARY = 987_653
"""A number that only hidden facts hold."""
PATHS = (
    "",
    "turnout/",
    "contest/d1/",
    "precinct/n-1/",
    "precinct/n-77/",
    "scans/",
    "differences/",
    "map/",
    "data/",
    "releases/",
    "releases/1/",
    "releases/99/",
)


def addresses(number: int) -> Iterator[str]:
    """Pages in three languages with their twins, files, feeds, the log, and what does not exist."""
    for language in ("ky", "ru", "en"):
        yield f"/{language}/"
        yield f"/{language}/find?q=1"
        yield f"/{language}/verify/"
        yield f"/data/{CAMPAIGN}/feed.{language}.atom"
        for path in PATHS:
            yield f"/{language}/{CAMPAIGN}/{path}"
    for path in ("index.json", "keys.json", f"{CAMPAIGN}/latest.json", f"{CAMPAIGN}/latest/campaign.json"):
        yield f"/data/{path}"
    for more in (0, 1, 1000):
        for name in ("SHA256SUMS", "release.json", "campaign.json", "data/SHA256SUMS"):
            yield f"/data/{CAMPAIGN}/r/{number + more}/{name}"
    yield from (f"/en/{CAMPAIGN}/turnout.{ending}" for ending in ("json", "csv"))
    yield from (f"/en/{CAMPAIGN}/precinct/{precinct}.json" for precinct in PRECINCTS)
    yield from ("/log/checkpoint", f"/scans/{'ab' * 32}.pdf", "/healthz", "/nothing", "/en/explore/")


def answers(world: World) -> dict[str, tuple[int, list[tuple[str, str]], bytes]]:
    """Status, headers and body of every address."""
    client = create_app(roles=("public",), settings=load_settings(home=world.home)).test_client()
    found: dict[str, Any] = {}
    for address in addresses(world.latest):
        with client.get(address) as answer:
            headers = sorted((name, value) for name, value in answer.headers if name not in ("Last-Modified", "Date"))
            found[address] = (answer.status_code, headers, answer.data)
    return found


def assert_same_answers(one: World, other: World) -> None:
    left, right = answers(one), answers(other)
    assert [address for address in left if left[address] != right[address]] == []
    assert not any(str(CANARY).encode() in body for _, _, body in left.values())
    number = one.latest
    for name in ("SHA256SUMS", "release.json", "data/SHA256SUMS"):
        next_one, far = (left[f"/data/{CAMPAIGN}/r/{number + more}/{name}"] for more in (1, 1000))
        assert next_one[0] == far[0] == 404
        assert next_one[2].replace(b"/%d/" % (number + 1), b"") == far[2].replace(b"/%d/" % (number + 1000), b"")


@pytest.mark.deep
@settings(max_examples=depth(30))
@given(visible, hidden, hidden)
def test_answers_do_not_depend_on_hidden_facts(
    golden_file: Path,
    seen: list[tuple[int, str, int, int, int]],
    one: list[tuple[int, Hidden]],
    other: list[tuple[int, Hidden]],
) -> None:
    with temporary_home() as home:
        stores: list[Store] = [sqlite_store(golden_file, home / f"{name}.db") for name in "ab"]
        worlds = [World(store, home / name) for store, name in zip(stores, "ab", strict=True)]
        try:
            for world, unseen in zip(worlds, (one, other), strict=True):
                published(world, seen, unseen)
            assert_same_answers(*worlds)
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
