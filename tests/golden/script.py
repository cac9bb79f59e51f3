"""What happens to the golden campaign after its package was imported: facts in the order in which they came.

Each step is what was recorded before one pass of the publisher. Times are of voting day in Bishkek (`day=1`: the next).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import NoMachineResult, Protocol, ScannerReport, TurnoutReport
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind, TurnoutSource
from portal.store.record import (
    confirm_decision,
    record_decision,
    record_no_machine_result,
    record_protocol,
    record_scanner_report,
    record_turnout,
)
from tests.publication.world import CAMPAIGN, World, clock_time

BY = "tests"
LINES = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")


def turnout(
    session: Session, precinct: str, hour: int, identified: int, remote: int, received: datetime, final: bool = False
) -> None:
    source = TurnoutSource.SCANNER_FINAL if final else TurnoutSource.ONLINE
    report = TurnoutReport(0, received, precinct, clock_time(hour), identified, source, remote)
    record_turnout(session, CAMPAIGN, report, BY)


def scanner(
    session: Session,
    precinct: str,
    contest: str,
    ballots: int,
    votes: tuple[int, ...],
    received: datetime,
    device: str = "a",
) -> None:
    counted = dict(enumerate(votes, 1))
    report = ScannerReport(0, received, precinct, contest, device, ballots, received, counted)
    record_scanner_report(session, CAMPAIGN, report, BY)


def ordinary(
    session: Session, precinct: str, contest: str, lines: tuple[int, ...], votes: tuple[int, ...], received: datetime
) -> None:
    form = dict(zip(LINES, lines, strict=True))
    _protocol(session, precinct, contest, ProtocolKind.ORDINARY, form, votes, received)


def remote(
    session: Session, precinct: str, contest: str, lines: Mapping[str, int], votes: tuple[int, ...], received: datetime
) -> None:
    _protocol(session, precinct, contest, ProtocolKind.REMOTE, lines, votes, received)


def _protocol(
    session: Session,
    precinct: str,
    contest: str,
    kind: ProtocolKind,
    lines: Mapping[str, int],
    votes: tuple[int, ...],
    received: datetime,
) -> None:
    counted = dict(enumerate(votes, 1))
    entry = Protocol(0, received, precinct, contest, kind, 0, received, lines, counted, members=7, signed=7)
    record_protocol(session, CAMPAIGN, entry, BY)


def decided(session: Session, kind: DecisionKind, precinct: str, number: str, at: datetime) -> None:
    act = Decision(number, date(2025, 12, 2), "CEC", kind, DecisionScope.PRECINCT, precinct, Names(en="because"))
    seq = record_decision(session, CAMPAIGN, act, at, "Asel")
    confirm_decision(session, seq, at, "Bakyt")


def nothing_yet(session: Session) -> None:
    """The opening release comes before any fact."""


def until_noon(session: Session) -> None:
    at = clock_time(12, 1)
    for precinct, identified, away in (("n-1", 30, 0), ("n-3", 12, 0), ("s-1", 33, 0), ("s-2", 20, 0), ("r-1", 0, 5)):
        turnout(session, precinct, 12, identified, away, at)
    turnout(session, "a-1", 12, 4, 0, at)


def late_report(session: Session) -> None:
    turnout(session, "n-2", 12, 60, 2, clock_time(14, 10))


def until_four(session: Session) -> None:
    """No report of s-2: it stands with its 20 voters of noon."""
    at = clock_time(16, 2)
    for precinct, identified, away in (("n-1", 50, 0), ("n-2", 110, 4), ("n-3", 25, 0), ("s-1", 60, 0), ("r-1", 0, 9)):
        turnout(session, precinct, 16, identified, away, at)
    turnout(session, "a-1", 16, 12, 0, at)


def closing(session: Session) -> None:
    at = clock_time(20, 3)
    for precinct, identified, away in (
        ("n-1", 61, 0),
        ("n-2", 131, 6),
        ("n-3", 30, 0),
        ("s-1", 80, 0),
        ("s-2", 41, 0),
        ("r-1", 0, 11),
        ("a-1", 18, 0),
    ):
        turnout(session, precinct, 20, identified, away, at)
    turnout(session, "n-1", 20, 60, 0, clock_time(20, 5), final=True)
    scanner(session, "n-1", "d1", 60, (30, 20, 8), clock_time(20, 10))
    scanner(session, "n-1", "q", 60, (35, 22), clock_time(20, 10))
    scanner(session, "n-2", "d1", 80, (40, 30, 8), clock_time(20, 15))
    scanner(session, "n-2", "d2", 6, (4, 2), clock_time(20, 15))
    scanner(session, "s-1", "d2", 80, (41, 37), clock_time(20, 16))
    none = NoMachineResult(0, clock_time(20, 20), "s-2", Names(en="Both machines failed"))
    record_no_machine_result(session, CAMPAIGN, none, BY)


def night(session: Session) -> None:
    scanner(session, "n-2", "d1", 50, (20, 25, 4), clock_time(20, 40), device="b")
    turnout(session, "n-2", 20, 130, 6, clock_time(20, 41), final=True)
    scanner(session, "n-3", "d1", 30, (25, 3, 1), clock_time(20, 45))
    scanner(session, "r-1", "d1", 7, (3, 3, 1), clock_time(20, 50))
    scanner(session, "r-1", "d2", 4, (1, 3), clock_time(20, 50))
    scanner(session, "a-1", "d1", 18, (9, 8, 1), clock_time(23, 20))
    ordinary(session, "n-1", "d1", (100, 61, 61, 61, 0, 3, 3, 0, 60, 2, 58), (30, 20, 8), clock_time(23))
    ordinary(session, "n-1", "q", (100, 61, 61, 61, 0, 3, 3, 0, 60, 3, 57), (35, 22), clock_time(23))
    ordinary(session, "n-2", "d1", (200, 131, 131, 131, 1, 0, 0, 0, 130, 3, 127), (60, 55, 12), clock_time(23, 30))
    remote(session, "n-2", "", {"D1": 6, "D2": 6, "D3": 6, "D4": 0}, (), clock_time(23, 30))
    remote(session, "n-2", "d2", {"D5": 6, "D6": 0, "D7": 6}, (4, 2), clock_time(23, 30))
    ordinary(session, "n-3", "d1", (50, 30, 30, 30, 0, 0, 0, 0, 30, 1, 29), (24, 4, 1), clock_time(1, day=1))
    ordinary(session, "s-1", "d2", (120, 80, 80, 80, 0, 2, 2, 0, 80, 2, 78), (37, 41), clock_time(2, day=1))
    ordinary(session, "s-2", "d2", (80, 41, 41, 41, 0, 1, 1, 0, 41, 1, 40), (17, 23), clock_time(2, day=1))
    remote(session, "r-1", "", {"D1": 11, "D2": 11, "D3": 11, "D4": 0}, (), clock_time(3, day=1))
    remote(session, "r-1", "d1", {"D5": 7, "D6": 0, "D7": 7}, (3, 3, 1), clock_time(3, day=1))
    remote(session, "r-1", "d2", {"D5": 4, "D6": 0, "D7": 4}, (1, 3), clock_time(3, day=1))


def corrections(session: Session) -> None:
    """The commission of s-1 had swapped its two candidates; n-3 is invalidated; the protocol of a-1 comes by air."""
    decided(session, DecisionKind.PERMIT_REENTRY, "s-1", "40", clock_time(9, day=2))
    ordinary(session, "s-1", "d2", (120, 80, 80, 80, 0, 2, 2, 0, 80, 2, 78), (41, 37), clock_time(9, 10, day=2))
    decided(session, DecisionKind.INVALIDATE_PRECINCT, "n-3", "41", clock_time(9, 20, day=2))
    ordinary(session, "a-1", "d1", (40, 18, 18, 18, 0, 0, 0, 0, 18, 0, 18), (9, 8, 1), clock_time(9, 30, day=2))


STEPS: tuple[tuple[Callable[[Session], None], datetime], ...] = (
    (nothing_yet, clock_time(7)),
    (until_noon, clock_time(12, 5)),
    (late_report, clock_time(14, 30)),
    (until_four, clock_time(16, 5)),
    (closing, clock_time(20, 30)),
    (night, clock_time(6, day=1)),
    (corrections, clock_time(10, day=2)),
)
"""What was recorded, and when the publisher then ran: releases 1 to 7."""


def play(world: World, until: int = len(STEPS)) -> list[int | None]:
    """Record and publish the first steps; what each pass published."""
    passes: list[Any] = []
    for record, now in STEPS[:until]:
        with world.store.write() as session:
            record(session)
        passes.append(world.publish(now))
    return passes
