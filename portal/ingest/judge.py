"""What becomes of a stored message: a pure judgement of its bytes, the campaign's configuration and its neighbours.

Wrong arithmetic and figures that do not fit the precinct go to quarantine, where a person decides; what is merely odd
(a falling turnout, a zero report that is not zero) is accepted, because findings are shown, not hidden (domain.md §4).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from portal.domain.facts import Scan, ScannerReport, TurnoutReport
from portal.domain.statuses import TurnoutSource
from portal.ingest.bodies import TYPES, Body, ScanBody, ScannerReportBody, Turnout, moments
from portal.ingest.envelope import Envelope
from portal.store.models import DeviceKind, Outcome
from portal.store.queries.intake import Neighbour

AHEAD = timedelta(minutes=5)
"""So far a device's clock may run ahead of ours."""
SENDS: Mapping[DeviceKind, frozenset[str]] = {
    DeviceKind.SCANNER: frozenset({"turnout", "scanner_report", "scan"}),
    DeviceKind.IDENTIFICATION: frozenset({"turnout", "scan"}),
    DeviceKind.SCAN_STATION: frozenset({"scan"}),
}
"""Which types each kind of device sends (R139 ¶35, ¶50, ¶62)."""
Report = TurnoutReport | ScannerReport | Scan


@dataclass(frozen=True, slots=True)
class Ballots:
    """What a judgement needs of a campaign's newest configuration: its precincts, and the positions of each contest."""

    version: int
    precincts: frozenset[str]
    positions: Mapping[str, frozenset[int]]
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome, its reason as a code with values, and the facts to be recorded."""

    outcome: Outcome
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in the store: its number there, the number and kind of its key, when it came."""

    seq: int
    key: int
    kind: DeviceKind
    received_at: datetime


def judge(envelope: Envelope, place: Place, ballots: Ballots | None, others: Sequence[Neighbour]) -> Judgement:
    """The judgement of a stored message; `others` are its neighbours by key and number."""
    same = [each for each in others if (each.key, each.number) == (place.key, envelope.number)]
    if any(each.seq < place.seq and not each.conflict for each in same):
        return Judgement(Outcome.CONFLICT, "number_taken", {"number": envelope.number})
    try:
        body = read_body(envelope)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors()[:10]]
        return Judgement(Outcome.QUARANTINED, "malformed", {"problems": problems})
    if body is None:
        return Judgement(Outcome.QUARANTINED, "unknown_type", {"type": envelope.type})
    if envelope.type not in SENDS[place.kind]:
        return Judgement(Outcome.QUARANTINED, "wrong_device", {"type": envelope.type, "device": place.kind.value})
    reports = reports_of(envelope, body, place)
    objection = next(_objections(envelope, body, place, ballots, others), None)
    if objection is not None:
        return Judgement(Outcome.QUARANTINED, objection[0], objection[1], reports)
    return Judgement(Outcome.ACCEPTED, reports=reports)


def read_body(envelope: Envelope) -> Body | None:
    """The body by its type, None for a type that this version does not know. Raises ValidationError."""
    model = TYPES.get(envelope.type)
    return None if model is None else model.model_validate(envelope.body)


def reports_of(envelope: Envelope, body: Body, place: Place) -> tuple[Report, ...]:
    """The facts that a body states, not numbered yet. A scanner's turnout is the number of its ballots at closing."""
    received_at = place.received_at
    if isinstance(body, Turnout):
        return (
            TurnoutReport(
                seq=0,
                received_at=received_at,
                precinct=envelope.precinct,
                as_of=body.as_of,
                identified=body.home,
                source=TurnoutSource.SCANNER_FINAL if place.kind is DeviceKind.SCANNER else TurnoutSource.ONLINE,
                remote=body.remote,
                outside=body.outside,
            ),
        )
    if isinstance(body, ScannerReportBody):
        return tuple(
            ScannerReport(
                seq=0,
                received_at=received_at,
                precinct=envelope.precinct,
                contest=count.contest,
                device=envelope.device,
                ballots_processed=count.ballots_processed,
                reported_at=body.reported_at,
                votes={int(position): votes for position, votes in count.votes.items()},
                remote_voters=count.remote_voters,
                zero=body.kind == "zero",
            )
            for count in body.contests
        )
    if isinstance(body, ScanBody):
        where = (envelope.precinct, body.contest, body.kind, body.sha256, body.extension)
        return (Scan(0, received_at, *where),)
    raise TypeError(f"no facts are made of {type(body).__name__}")


def _objections(
    envelope: Envelope,
    body: Body,
    place: Place,
    ballots: Ballots | None,
    others: Sequence[Neighbour],
) -> Iterator[tuple[str, dict[str, Any]]]:
    if ballots is None or envelope.precinct not in ballots.precincts:
        yield "unknown_precinct", {"precinct": envelope.precinct}
        return
    for moment in moments(body):
        if moment > place.received_at + AHEAD:
            yield "from_the_future", {"at": moment.isoformat(), "received_at": place.received_at.isoformat()}
    yield from _broken_chain(envelope, place.key, others)
    if isinstance(body, Turnout):
        yield from _wrong_turnout(body)
    elif isinstance(body, ScannerReportBody):
        yield from _wrong_counts(body, ballots)
    elif isinstance(body, ScanBody) and body.contest and body.contest not in ballots.positions:
        yield "unknown_contest", {"contest": body.contest}


def _broken_chain(envelope: Envelope, key: int, others: Sequence[Neighbour]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A device names the message before; a gap is no objection, another message at that place is."""
    if (envelope.number == 1) != (envelope.prev == ""):
        yield "broken_chain", {"number": envelope.number, "prev": envelope.prev}
    for each in others:
        if each.key != key or each.conflict:
            continue
        if each.number == envelope.number - 1 and each.sha256 != envelope.prev:
            yield "broken_chain", {"number": envelope.number, "prev": envelope.prev, "stored": each.sha256}
        if each.number == envelope.number + 1 and each.prev != envelope.sha256:
            yield "broken_chain", {"number": each.number, "prev": each.prev, "stored": envelope.sha256}


def _wrong_turnout(body: Turnout) -> Iterator[tuple[str, dict[str, Any]]]:
    if body.outside is not None and body.outside > body.home + (body.remote or 0):
        yield "arithmetic", {"outside": body.outside, "home": body.home, "remote": body.remote}


def _wrong_counts(body: ScannerReportBody, ballots: Ballots) -> Iterator[tuple[str, dict[str, Any]]]:
    codes = [count.contest for count in body.contests]
    if len(set(codes)) != len(codes):
        yield "contest_twice", {"contests": codes}
    for count in body.contests:
        positions = ballots.positions.get(count.contest)
        if positions is None:
            yield "unknown_contest", {"contest": count.contest}
            continue
        given = {int(position) for position in count.votes}
        if given != positions:
            yield "positions", {"contest": count.contest, "given": sorted(given), "ballot": sorted(positions)}
        total = sum(count.votes.values())
        most = count.ballots_processed * ballots.marks.get(count.contest, 1)
        if total > most:
            yield "arithmetic", {"contest": count.contest, "votes": total, "ballots_processed": count.ballots_processed}
