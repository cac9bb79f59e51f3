"""What an approval would change: the same whether the precinct that the order names is looked at, or every one."""

from datetime import timedelta
from itertools import product

import pytest

from portal.domain.facts import OrderKind, ScheduleItem, ScheduleItemKind, TurnoutReport
from portal.domain.names import Names
from portal.domain.statuses import TurnoutSource
from portal.publication.console import preview as module
from portal.publication.console.concerned import with_facts
from portal.publication.console.preview import Preview, preview
from portal.store.record import approve, record_order, record_turnout
from tests.golden.script import STEPS, play
from tests.publication.world import CAMPAIGN, World, clock_time

LATE = clock_time(12, day=2)


def lowered(world: World) -> int:
    """A turnout report below the published one: it is held; its number."""
    report = TurnoutReport(0, LATE, "n-1", clock_time(12), 1, TurnoutSource.ONLINE, 0)
    with world.store.write() as session:
        return record_turnout(session, CAMPAIGN, report, "tests")


def ordered(world: World, kind: OrderKind, target: str, *, approved: bool = False) -> int:
    seq: int = world.record(record_order, kind, LATE, "Asel", target=target, reason=Names(en="why"))
    if approved:
        with world.store.write() as session:
            for person in ("Asel", "Bakyt"):
                approve(session, seq, person, LATE)
    return seq


def both(world: World, seq: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Preview, Preview]:
    with world.store.read() as session:
        quick = preview(session, CAMPAIGN, LATE, order=seq)
        with monkeypatch.context() as patch:
            patch.setattr(module, "precinct_of", lambda *arguments: None)
            full = preview(session, CAMPAIGN, LATE, order=seq)
    return quick, full


@pytest.mark.parametrize("kind", [OrderKind.CORRECTION, OrderKind.HOLD, OrderKind.RELEASE_HOLD, OrderKind.WITHDRAWAL])
def test_order_that_names_a_precinct_changes_what_a_look_at_every_precinct_finds(
    world: World, kind: OrderKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(world)
    if kind is OrderKind.RELEASE_HOLD:
        ordered(world, OrderKind.HOLD, "precinct:n-1", approved=True)
    fact = lowered(world)
    target = f"fact:{fact}" if kind is OrderKind.CORRECTION else "precinct:n-1"
    quick, full = both(world, ordered(world, kind, target), monkeypatch)
    assert (quick.added, quick.changed, quick.withdrawn) == (full.added, full.changed, full.withdrawn)
    assert quick.after.identified - quick.before.identified == full.after.identified - full.before.identified
    assert (
        quick.after.protocol_votes - quick.before.protocol_votes
        == full.after.protocol_votes - full.before.protocol_votes
    )
    assert (quick.whole, full.whole) == (False, True)
    assert (quick.changed == ("n-1",)) is (kind in (OrderKind.CORRECTION, OrderKind.RELEASE_HOLD))


def test_order_about_the_campaign_and_a_schedule_look_at_every_precinct(sqlite_world: World) -> None:
    play(sqlite_world, 2)
    with sqlite_world.store.read() as session:
        items = (ScheduleItem(ScheduleItemKind.TURNOUT, clock_time(12), "1"),)
        assert preview(session, CAMPAIGN, clock_time(9), items=items).whole
    assert both_whole(sqlite_world, ordered(sqlite_world, OrderKind.PAUSE, ""))


def both_whole(world: World, seq: int) -> bool:
    with world.store.read() as session:
        return preview(session, CAMPAIGN, LATE, order=seq).whole


def test_schedule_is_judged_alike_whether_every_precinct_is_judged_again_or_those_it_moves(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = (ScheduleItemKind.TURNOUT, ScheduleItemKind.RESULTS, ScheduleItemKind.SCANS)
    hidden = TurnoutReport(0, clock_time(13, 10), "n-1", clock_time(13), 900, TurnoutSource.ONLINE, 0)
    moved = []
    for record, due in STEPS:
        with sqlite_world.store.write() as session:
            record(session)
            if due == STEPS[1][1]:
                record_turnout(session, CAMPAIGN, hidden, "tests")
        for kind, later in product(kinds, (0, 85)):
            items = (ScheduleItem(kind, due + timedelta(minutes=later), "1"),)
            at = due + timedelta(minutes=90)
            with sqlite_world.store.read() as session:
                quick = preview(session, CAMPAIGN, due, at=at, items=items)
                with monkeypatch.context() as patch:
                    patch.setattr(module, "_moments", lambda *arguments: object())
                    patch.setattr(module, "every_precinct", lambda snap: with_facts(snap, snap.all_precincts()))
                    assert preview(session, CAMPAIGN, due, at=at, items=items) == quick
            moved += [*quick.added, *quick.changed]
    assert set(moved) == {"n-1"}
