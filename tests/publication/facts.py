"""Facts of one precinct as the gate sees them; valid by default, a test names only what it is about.

Times are minutes after 20:00 in Bishkek on voting day, the precinct's closing: -60 is 19:00.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from portal.domain.configuration import Campaign, Precinct
from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import (
    Order,
    OrderKind,
    PrecinctFacts,
    Protocol,
    RegisteredDecision,
    ScannerReport,
    Schedule,
    ScheduleItem,
    ScheduleItemKind,
    TurnoutReport,
)
from portal.domain.names import Names
from portal.domain.statuses import CampaignKind, PrecinctKind, ProtocolKind, TurnoutSource
from portal.domain.visible import VisiblePrecinct
from portal.publication.gate import Gate, open_gate
from portal.publication.schedule import Timetable

DAY = date(2025, 11, 30)
CLOSING = datetime(2025, 11, 30, 14, 0, tzinfo=UTC)
LATE = 10_000
"""Minutes after closing when everything that can be seen is seen."""


def at(minutes: int) -> datetime:
    return CLOSING + timedelta(minutes=minutes)


def campaign(**values: Any) -> Campaign:
    defaults: dict[str, Any] = {
        "id": "c",
        "kind": CampaignKind.PARLIAMENT,
        "names": Names(en="Election"),
        "voting_date": DAY,
        "opens": time(8),
        "closes": time(20),
        "timezone": "Asia/Bishkek",
    }
    return Campaign(**{**defaults, **values})


def precinct(**values: Any) -> Precinct:
    defaults: dict[str, Any] = {
        "number": "1-1",
        "territory": "11",
        "kind": PrecinctKind.ORDINARY,
        "contests": ("1",),
        "voters": 1000,
    }
    return Precinct(**{**defaults, **values})


def turnout(seq: int, identified: int, hour: int, received: int | None = None, **values: Any) -> TurnoutReport:
    """Identified voters up to `hour` minutes; received two minutes later unless said otherwise."""
    defaults: dict[str, Any] = {"source": TurnoutSource.ONLINE}
    got = at(hour + 2 if received is None else received)
    return TurnoutReport(seq, got, "1-1", at(hour), identified, **{**defaults, **values})


def scanner(seq: int, votes: tuple[int, ...], received: int = 10, **values: Any) -> ScannerReport:
    defaults: dict[str, Any] = {
        "contest": "1",
        "device": "",
        "ballots_processed": sum(votes) + 2,
        "reported_at": at(received),
        "votes": dict(enumerate(votes, 1)),
    }
    return ScannerReport(seq=seq, received_at=at(received), precinct="1-1", **{**defaults, **values})


def protocol(seq: int, votes: tuple[int, ...], received: int = 120, **values: Any) -> Protocol:
    defaults: dict[str, Any] = {
        "contest": "1",
        "kind": ProtocolKind.ORDINARY,
        "version": 1,
        "signed_at": at(received - 10),
        "lines": {"9": sum(votes), "10": 0, "11": sum(votes)},
        "votes": dict(enumerate(votes, 1)),
    }
    return Protocol(seq=seq, received_at=at(received), precinct="1-1", **{**defaults, **values})


def facts(*found: TurnoutReport | ScannerReport | Protocol) -> PrecinctFacts:
    return PrecinctFacts(
        turnout=tuple(fact for fact in found if isinstance(fact, TurnoutReport)),
        scanner=tuple(fact for fact in found if isinstance(fact, ScannerReport)),
        protocols=tuple(fact for fact in found if isinstance(fact, Protocol)),
    )


def schedule(
    *items: ScheduleItem, version: int = 1, approved: int = -1000, slots: tuple[int, ...] = (), results: int | None = 0
) -> Schedule:
    """An approved schedule: turnout slots, and results from the moment of closing, unless said otherwise."""
    found = [*items, *(ScheduleItem(ScheduleItemKind.TURNOUT, at(slot)) for slot in slots)]
    if results is not None:
        found.append(ScheduleItem(ScheduleItemKind.RESULTS, at(results)))
    return Schedule(version, tuple(found), at(approved))


def order(seq: int, kind: OrderKind, target: str = "", approved: int | None = 0) -> Order:
    return Order(seq, kind, target, Names(en="why"), "", None if approved is None else at(approved))


def decision(
    seq: int, kind: DecisionKind, target: str = "1-1", confirmed: int | None = 0, day: date = DAY
) -> RegisteredDecision:
    """A decision on a precinct, entered at the moment it was confirmed."""
    act = Decision(f"n{seq}", day, "CEC", kind, DecisionScope.PRECINCT, target, sequence=seq)
    moment = None if confirmed is None else at(confirmed)
    return RegisteredDecision(seq, moment or at(0), moment, act)


def gate_at(minutes: int, *schedules: Schedule, **values: Any) -> Gate:
    """The gate at that minute; slots every hour from 9:00 and results at closing by default."""
    chosen = schedules or (schedule(slots=tuple(range(-660, 0, 60))),)
    decisions = tuple(values.pop("decisions", ()))
    orders = tuple(values.pop("orders", ()))
    hierarchy = values.pop("hierarchy", None)
    return open_gate(Timetable(campaign(**values), chosen, decisions), at(minutes), decisions, orders, hierarchy)


def seen(minutes: int, found: PrecinctFacts, *schedules: Schedule, **values: Any) -> VisiblePrecinct:
    """What the gate shows of these facts at that minute."""
    return gate_at(minutes, *schedules, **values).visible(precinct(), found)
