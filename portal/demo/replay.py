"""The replay of election day: what the invented day brings is recorded as the simulated clock reaches it.

Machines send their part over HTTP where an intake is there (portal.demo.sending). How far the rest got is read from the
store itself (every event is one fact recorded by REPLAY), so a restart goes on where it was and nothing is recorded
twice, whenever it was stopped.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from portal.clocks import SimulatedElectionClock
from portal.demo.events import DecisionEvent, Event, NoMachineEvent, ProtocolEvent, ScannerEvent, TurnoutEvent
from portal.demo.sending import Machines
from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import NoMachineResult, Protocol, ScannerReport, TurnoutReport
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind, TurnoutSource
from portal.store.engine import Store
from portal.store.queries.usage import count_recorded_by
from portal.store.record import (
    confirm_decision,
    record_decision,
    record_no_machine_result,
    record_protocol,
    record_scanner_reports,
    record_turnouts,
)

REPLAY = "demo-replay"
"""Who records the events; the confirmation of a decision is recorded by another name."""
SECOND = "demo-second-person"
TICK_SECONDS = 1.0
AT_ONCE = 2000
"""Events recorded in one transaction at the most."""


def replay(
    store: Store,
    campaign: str,
    events: Sequence[Event],
    clock: SimulatedElectionClock,
    stop: Callable[[], bool],
    machines: Machines | None = None,
) -> None:
    """Record events as their time comes until `stop()` is true; keeps the clock going all along.

    With `machines` the events are those that no machine sends (portal.demo.machines.split).
    """
    position = recorded(store, campaign)
    while not stop():
        now = clock.keep()
        position = record_until(store, campaign, events, position, now)
        if machines:
            machines.work(now)
        time.sleep(TICK_SECONDS)


def recorded(store: Store, campaign: str) -> int:
    """Number of events that are in the store already."""
    with store.read() as session:
        return count_recorded_by(session, campaign, REPLAY)


def record_until(store: Store, campaign: str, events: Sequence[Event], position: int, now: datetime) -> int:
    """Record every event from `position` on that is received by `now`; the position after them."""
    while position < len(events) and events[position].at <= now:
        due = [event for event in events[position : position + AT_ONCE] if event.at <= now]
        with store.write() as session:
            for kind, run in groupby(due, key=type):
                _record(session, campaign, kind, list(run))
        position += len(due)
    return position


def _record(session: Session, campaign: str, kind: type, events: list[Event]) -> None:
    if kind is TurnoutEvent:
        record_turnouts(session, campaign, list(_turnout(events)), REPLAY)
    elif kind is ScannerEvent:
        record_scanner_reports(session, campaign, list(_scanner(events)), REPLAY)
    else:
        for event in events:
            _record_one(session, campaign, event)


def _record_one(session: Session, campaign: str, event: Event) -> None:
    if isinstance(event, ProtocolEvent):
        record_protocol(session, campaign, _protocol(event), REPLAY)
    elif isinstance(event, NoMachineEvent):
        result = NoMachineResult(0, event.at.astimezone(UTC), event.precinct, event.reason)
        record_no_machine_result(session, campaign, result, REPLAY)
    elif isinstance(event, DecisionEvent):
        moment = event.at.astimezone(UTC)
        seq = record_decision(session, campaign, _decision(event), moment, REPLAY)
        confirm_decision(session, seq, moment, SECOND)


def _turnout(events: Iterable[Event]) -> Iterator[TurnoutReport]:
    for event in events:
        if isinstance(event, TurnoutEvent):
            yield TurnoutReport(
                seq=0,
                received_at=event.at.astimezone(UTC),
                precinct=event.precinct,
                as_of=event.as_of.astimezone(UTC),
                identified=event.identified,
                source=TurnoutSource(event.source),
                remote=event.remote,
            )


def _scanner(events: Iterable[Event]) -> Iterator[ScannerReport]:
    for event in events:
        if isinstance(event, ScannerEvent):
            yield ScannerReport(
                seq=0,
                received_at=event.at.astimezone(UTC),
                precinct=event.precinct,
                contest=event.contest,
                device=event.device,
                ballots_processed=event.ballots_processed,
                reported_at=event.reported_at.astimezone(UTC),
                votes=dict(event.votes),
            )


def _protocol(event: ProtocolEvent) -> Protocol:
    return Protocol(
        seq=0,
        received_at=event.at.astimezone(UTC),
        precinct=event.precinct,
        contest=event.contest,
        kind=ProtocolKind(event.kind),
        version=0,
        signed_at=event.signed_at.astimezone(UTC),
        lines=dict(event.lines),
        votes=dict(event.votes),
        members=event.members,
        signed=event.signed,
        opinions=event.opinions,
        reasons=dict(event.reasons),
    )


def _decision(event: DecisionEvent) -> Decision:
    return Decision(
        number=event.number,
        date=event.date,
        body=event.body,
        kind=DecisionKind(event.kind),
        scope=DecisionScope(event.scope),
        target=event.target,
        reasons=Names(event.reason_ky, event.reason_ru, event.reason_en),
    )
