"""Writing what was reported: the fact files of a full package, made of the events of election day."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from portal.demo.events import DecisionEvent, Event, NoMachineEvent, ProtocolEvent, ScannerEvent, TurnoutEvent
from portal.demo.packaging import triple, write_csv

LINES = (*(str(number) for number in range(1, 12)), *(f"D{number}" for number in range(1, 8)))
"""Line ids of both forms, kg-2025 and kg-2025-remote."""

E = TypeVar("E")


def write_facts(folder: Path, events: Iterable[Event]) -> None:
    """The fact files of docs/package.md; of a protocol entered twice the later version, and no scans."""
    everything = list(events)
    _turnout(folder, _of(TurnoutEvent, everything))
    _scanner(folder, _of(ScannerEvent, everything))
    _no_machine(folder, _of(NoMachineEvent, everything))
    current = {(each.precinct, each.contest, each.kind): each for each in _of(ProtocolEvent, everything)}
    _protocols(folder, list(current.values()))
    _decisions(folder, _of(DecisionEvent, everything))


def _of(kind: type[E], events: list[Event]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def _turnout(folder: Path, events: list[TurnoutEvent]) -> None:
    # The first report of an hour stands: the late one that would lower it is no part of the archive.
    first: dict[tuple[str, datetime, bool], TurnoutEvent] = {}
    for each in events:
        first.setdefault((each.precinct, each.as_of, each.source == "scanner_final"), each)
    rows = (
        (each.precinct, each.as_of.isoformat(), each.identified, each.source, each.remote) for each in first.values()
    )
    write_csv(folder / "turnout.csv", ("precinct", "as_of", "identified", "source", "remote"), rows)


def _scanner(folder: Path, events: list[ScannerEvent]) -> None:
    header = ("precinct", "contest", "ballots_processed", "reported_at", "device")
    reports = (
        (each.precinct, each.contest, each.ballots_processed, each.reported_at.isoformat(), each.device)
        for each in events
    )
    write_csv(folder / "scanner.csv", header, reports)
    votes = (
        (each.precinct, each.contest, position, number, each.device)
        for each in events
        for position, number in each.votes
    )
    write_csv(folder / "scanner_votes.csv", ("precinct", "contest", "position", "votes", "device"), votes)


def _no_machine(folder: Path, events: list[NoMachineEvent]) -> None:
    header = ("precinct", "reason_ky", "reason_ru", "reason_en")
    write_csv(folder / "no_machine_results.csv", header, ((each.precinct, *triple(each.reason)) for each in events))


def _protocols(folder: Path, events: list[ProtocolEvent]) -> None:
    header = ("precinct", "contest", "kind", "signed_at", *LINES, "members", "signed", "opinions")
    write_csv(folder / "protocols.csv", header, map(_protocol_row, events))
    votes = (
        (each.precinct, each.contest, each.kind, position, number) for each in events for position, number in each.votes
    )
    write_csv(folder / "protocol_votes.csv", ("precinct", "contest", "kind", "position", "votes"), votes)


def _protocol_row(event: ProtocolEvent) -> tuple[object, ...]:
    lines = dict(event.lines)
    return (
        event.precinct,
        event.contest,
        event.kind,
        event.signed_at.isoformat(),
        *(lines.get(line) for line in LINES),
        event.members,
        event.signed,
        event.opinions,
    )


def _decisions(folder: Path, events: list[DecisionEvent]) -> None:
    header = ("number", "date", "body", "kind", "scope", "target", "reason_ky", "reason_ru", "reason_en")
    rows = (
        (
            each.number,
            each.date.isoformat(),
            each.body,
            each.kind,
            each.scope,
            each.target,
            each.reason_ky,
            each.reason_ru,
            each.reason_en,
        )
        for each in events
    )
    write_csv(folder / "decisions.csv", header, rows)
