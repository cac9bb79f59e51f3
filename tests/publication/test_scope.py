"""What makes a release: new facts, and time and decisions that make old facts visible; nothing else."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import OrderKind
from portal.domain.names import Names
from portal.domain.statuses import ReleaseKind
from portal.domain.tabulation import campaign
from portal.publication import configured
from portal.publication.builder import Builder
from portal.store.engine import open_store
from portal.store.queries.facts import facts_of
from portal.store.record import approve, confirm_decision, record_decision, record_order
from tests.golden.script import play, scanner, turnout
from tests.publication.world import CAMPAIGN, World, clock_time

INVALIDATE = Decision("9", date(2025, 12, 1), "CEC", DecisionKind.INVALIDATE_PRECINCT, DecisionScope.PRECINCT, "n-1")


def documents_written(world: World, n: int) -> set[str]:
    return world.written(n) - {"SHA256SUMS", "release.json"}


def test_nothing_is_published_when_nothing_changed(sqlite_world: World) -> None:
    assert play(sqlite_world, 3) == [1, 2, 3]
    assert sqlite_world.publish(clock_time(14, 31)) is None
    assert sqlite_world.publish(clock_time(14, 31)) is None
    assert sqlite_world.archive.numbers(CAMPAIGN) == [1, 2, 3]


def test_fact_that_changes_nothing_public_makes_no_release(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    with sqlite_world.store.write() as session:
        scanner(session, "n-1", "d1", 60, (30, 20, 8), clock_time(14, 40))
    assert sqlite_world.publish(clock_time(14, 45)) is None


def test_one_scanner_report_rewrites_its_branch_and_nothing_else(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    with sqlite_world.store.write() as session:
        scanner(session, "n-3", "d1", 30, (25, 3, 1), clock_time(20, 45))
    n = sqlite_world.publish(clock_time(20, 50))
    assert n is not None
    assert documents_written(sqlite_world, n) == {
        "campaign.json",
        "contests/d1.json",
        "lists/N2.json",
        "lists/index.json",
        "parts/N2.json",
        "territories/N.json",
        "territories/N2.json",
    }


def test_closing_of_a_precinct_abroad_publishes_what_was_received_before(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    with sqlite_world.store.write() as session:
        scanner(session, "a-1", "d1", 18, (9, 8, 1), clock_time(21))
    assert sqlite_world.publish(clock_time(22, 59)) is None
    n = sqlite_world.publish(clock_time(23))
    assert n is not None
    assert documents_written(sqlite_world, n) == {
        "campaign.json",
        "contests/d1.json",
        "lists/A.json",
        "lists/index.json",
        "parts/A.json",
        "territories/A.json",
    }


def test_fact_from_a_clock_ahead_is_published_when_the_time_has_come(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    with sqlite_world.store.write() as session:
        scanner(session, "n-3", "d1", 30, (25, 3, 1), clock_time(21))
    assert sqlite_world.publish(clock_time(20, 40)) is None
    assert sqlite_world.publish(clock_time(20, 50)) is None
    assert sqlite_world.publish(clock_time(21)) is not None
    assert sqlite_world.document("contests/d1.json")["scanner"]["received"] == 3


def test_decision_from_a_clock_ahead_is_published_when_the_time_has_come(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    seq = sqlite_world.record(record_decision, INVALIDATE, clock_time(20, 35), "Asel")
    with sqlite_world.store.write() as session:
        confirm_decision(session, seq, clock_time(21), "Bakyt")
    sqlite_world.publish(clock_time(20, 40))
    assert sqlite_world.document("territories/N1.json")["totals"]["numbers"]["invalidated"] == 0
    sqlite_world.publish(clock_time(21))
    assert sqlite_world.document("territories/N1.json")["totals"]["numbers"]["invalidated"] == 1


def test_what_was_held_back_by_a_pause_is_published_after_it(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    for kind, at in ((OrderKind.PAUSE, clock_time(20, 35)), (OrderKind.RESUME, clock_time(22))):
        seq = sqlite_world.record(record_order, kind, at, "Asel", reason=Names(en=kind))
        with sqlite_world.store.write() as session:
            for person in ("Asel", "Bakyt"):
                approve(session, seq, person, at)
        if kind is OrderKind.PAUSE:
            assert sqlite_world.publish(clock_time(20, 36)) == 6
            with sqlite_world.store.write() as session:
                scanner(session, "n-3", "d1", 30, (25, 3, 1), clock_time(21))
            assert sqlite_world.publish(clock_time(21, 59)) is None
    assert sqlite_world.publish(clock_time(22)) == 7
    kinds = [sqlite_world.archive.release(CAMPAIGN, n)["kind"] for n in (6, 7)]
    assert kinds == [ReleaseKind.PAUSE, ReleaseKind.PAUSE]
    assert sqlite_world.document("contests/d1.json")["scanner"]["received"] == 3


def test_release_says_which_documents_it_changed_and_why(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    with sqlite_world.store.write() as session:
        scanner(session, "n-1", "d1", 50, (20, 20, 8), clock_time(20, 40))
    n = sqlite_world.publish(clock_time(20, 45))
    assert n is not None
    assert sqlite_world.document("territories/N1.json")["precincts"][0]["held"] == [
        {"series": "scanner", "contest": "d1", "since": "2025-11-30T20:40:00+06:00"}
    ]
    with sqlite_world.store.read() as session:
        held = facts_of(session, CAMPAIGN, ["n-1"])["n-1"].scanner[-1].seq
    order = sqlite_world.record(
        record_order, OrderKind.CORRECTION, clock_time(21), "Asel", target=f"fact:{held}", reason=Names(en="A slip")
    )
    with sqlite_world.store.write() as session:
        for person in ("Asel", "Bakyt"):
            approve(session, order, person, clock_time(21))
    n = sqlite_world.publish(clock_time(21, 1))
    assert n is not None
    release = sqlite_world.archive.release(CAMPAIGN, n)
    assert (release["kind"], release["reason"]) == ("correction", {"ky": "A slip", "ru": "A slip", "en": "A slip"})
    assert release["changed"]["territories"] == ["N", "N1"]
    assert sqlite_world.document("contests/d1.json")["scanner"]["votes"] == [60, 50, 16]


def test_another_version_of_the_code_looks_at_everything_and_writes_what_differs(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(sqlite_world, 5)
    builder = Builder(sqlite_world.store, sqlite_world.archive, False, "1")
    assert builder.build(CAMPAIGN, clock_time(20, 31), clock_time(20, 31)) is None
    right = campaign.configuration_document
    monkeypatch.setattr(configured, "configuration_document", lambda *given: {**right(*given), "kind": "president"})
    assert builder.build(CAMPAIGN, clock_time(20, 31), clock_time(20, 31)) is None
    built = Builder(sqlite_world.store, sqlite_world.archive, False, "2").build(
        CAMPAIGN, clock_time(20, 31), clock_time(20, 31)
    )
    assert built is not None and built.staging.written == ["configuration.json", "release.json"]


def test_fact_committed_late_with_a_lower_number_is_not_missed(postgres_url: str, tmp_path: Path) -> None:
    """Two overlapping transactions: the one that began first commits last."""
    world = World(open_store(postgres_url), tmp_path).with_golden()
    play(world, 5)
    with world.store.write() as slow:
        scanner(slow, "n-3", "d1", 30, (25, 3, 1), clock_time(20, 31))
        with world.store.write() as quick:
            scanner(quick, "r-1", "d2", 4, (1, 3), clock_time(20, 32))
        assert world.publish(clock_time(20, 35)) == 6
    assert world.publish(clock_time(20, 36)) == 7
    assert world.document("contests/d1.json")["scanner"]["received"] == 3
    assert world.document("contests/d2.json")["scanner"]["remote_received"] == 2
    world.store.close()


def test_lost_note_of_the_publisher_only_costs_a_whole_rebuild(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    (sqlite_world.archive.private / CAMPAIGN / "5.json").unlink()
    with sqlite_world.store.write() as session:
        turnout(session, "n-1", 20, 62, 0, clock_time(20, 35))
    assert sqlite_world.publish(clock_time(20, 36)) == 6
    assert documents_written(sqlite_world, 6) == {
        "campaign.json",
        "parts/N1.json",
        "territories/N.json",
        "territories/N1.json",
    }


def test_clock_that_goes_on_without_facts_leaves_the_release_alone(sqlite_world: World) -> None:
    play(sqlite_world, 7)
    assert sqlite_world.publish(clock_time(10, day=2) + timedelta(days=30)) is None
