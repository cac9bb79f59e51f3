"""Nothing of a campaign is visible before the publication date of its data (R53 ¶27), and its schedule's approval."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.app import create_app
from portal.domain.facts import PrecinctFacts, Schedule, ScheduleItem, ScheduleItemKind
from portal.package.importing import Occasion, import_package
from portal.publication.schedule import ALWAYS, NEVER, Timetable
from portal.publication.snapshot import take_snapshot
from portal.settings import load_settings
from portal.store.engine import Store
from portal.store.record import approve, record_schedule
from tests.golden.script import turnout
from tests.publication.facts import at, campaign, facts, gate_at, precinct, schedule
from tests.publication.facts import turnout as turnout_fact
from tests.publication.world import CAMPAIGN, EVE, World, clock_time, golden_package

DATE = clock_time(10)
PAGES = (
    f"/en/{CAMPAIGN}/",
    f"/en/{CAMPAIGN}/turnout/",
    f"/data/{CAMPAIGN}/latest.json",
    f"/data/{CAMPAIGN}/r/1/SHA256SUMS",
)


def dated(moment: datetime) -> ScheduleItem:
    return ScheduleItem(ScheduleItemKind.CAMPAIGN, moment, "7")


def draft(world: World, *items: ScheduleItem) -> int:
    seq: int = world.record(record_schedule, [*items, *golden_package().schedule], EVE, "tests")
    return seq


def approve_by(world: World, subject: int, at: datetime, people: Sequence[str] = ("Asel", "Bakyt")) -> None:
    with world.store.write() as session:
        for person in people:
            approve(session, subject, person, at)


def statuses(world: World) -> list[int]:
    client = create_app(roles=("public",), settings=load_settings(home=world.home)).test_client()
    found = []
    for page in PAGES:
        with client.get(page) as answer:
            found.append(answer.status_code)
    return found


def test_nothing_of_a_campaign_is_visible_before_its_publication_date(world: World) -> None:
    approve_by(world, draft(world, dated(DATE)), EVE)
    keys_only = {path for path in world.public_tree() if not path.startswith("log/")}
    assert world.publish(clock_time(7)) is None
    assert world.publish(DATE - timedelta(seconds=1)) is None
    assert {path for path in world.public_tree() if not path.startswith("log/")} == keys_only
    assert statuses(world) == [404] * len(PAGES)
    assert world.publish(DATE) == 1
    assert statuses(world) == [200, 200, 200, 200]
    assert "campaign" in {line["what"] for line in world.document("campaign.json")["schedule"]}


@pytest.mark.parametrize("people", [(), ("Asel",)])
def test_drafted_publication_date_hides_until_two_people_approved_a_schedule(
    store: Store, tmp_path: Path, people: tuple[str, ...]
) -> None:
    world = World(store, tmp_path / "home")
    with store.write() as session:
        import_package(session, golden_package(), world.home / "private", Occasion(EVE, EVE, "tests"))
    seq = draft(world, dated(DATE))
    approve_by(world, seq, EVE, people)
    assert world.publish(clock_time(12)) is None
    approve_by(world, seq, clock_time(12), [name for name in ("Asel", "Bakyt") if name not in people])
    assert world.publish(clock_time(12)) == 1


def test_campaign_that_is_visible_is_not_hidden_by_a_later_date(sqlite_world: World) -> None:
    assert sqlite_world.publish(clock_time(7)) == 1
    approve_by(sqlite_world, draft(sqlite_world, dated(clock_time(23))), clock_time(8))
    with sqlite_world.store.write() as session:
        turnout(session, "n-1", 12, 40, 0, clock_time(12))
    assert sqlite_world.publish(clock_time(12, 5)) == 2
    assert sqlite_world.document("campaign.json")["totals"]["turnout"][0]["total"] == 40


def test_publication_date_is_a_moment_at_which_the_publisher_wakes(sqlite_world: World) -> None:
    approve_by(sqlite_world, draft(sqlite_world, dated(DATE)), EVE)
    with sqlite_world.store.read() as session:
        snapshot = take_snapshot(session, CAMPAIGN, clock_time(7), test=False)
        assert min(moment for moment in snapshot.moments() if moment > snapshot.now) == DATE


def test_later_schedule_moves_the_date_and_one_without_a_date_shows_the_campaign_from_its_approval() -> None:
    first = Schedule(1, (dated(at(0)),), at(-1000))
    moved = Schedule(2, (dated(at(60)),), at(-500))
    without = Schedule(3, (), at(-200))
    for schedules, expected in (((first,), at(0)), ((first, moved), at(60)), ((first, moved, without), at(-200))):
        assert Timetable(campaign(), schedules, (), True).visible_from == expected
    assert Timetable(campaign(), (), (), True).visible_from == NEVER
    assert Timetable(campaign(), (without,)).visible_from == ALWAYS


@given(st.integers(-700, 100), st.integers(-700, 100), st.integers(-700, 0))
def test_gate_shows_no_fact_before_the_publication_date(date: int, now: int, hour: int) -> None:
    """Whatever slot it belongs to and whenever it came."""
    found: PrecinctFacts = facts(turnout_fact(1, 40, hour))
    gate = gate_at(now, schedule(dated(at(date)), slots=(hour,)))
    shown = gate.visible(precinct(), found)
    assert bool(shown.turnout) == (now >= max(date, hour + 2))
