"""Facts of precincts and commissions, in bulk: a handful of statements per thousand precincts."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from portal.domain.facts import (
    Consolidated,
    NoMachineResult,
    PrecinctFacts,
    Protocol,
    Scan,
    ScannerReport,
    TurnoutReport,
)
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind, TurnoutSource
from portal.store.chunks import among, chunks
from portal.store.models import (
    ConsolidatedLineRow,
    ConsolidatedRow,
    ConsolidatedSigningRow,
    ConsolidatedVoteRow,
    FactKind,
    FactRow,
    NoMachineRow,
    ProtocolLineRow,
    ProtocolPreferenceRow,
    ProtocolRow,
    ProtocolVoteRow,
    ScanCheckRow,
    ScannerRow,
    ScannerVoteRow,
    ScanRow,
    TurnoutRow,
)

F = TypeVar("F", TurnoutReport, ScannerReport, Protocol, NoMachineResult, Scan)

_OF_PRECINCT = (
    FactKind.TURNOUT,
    FactKind.SCANNER,
    FactKind.PROTOCOL,
    FactKind.NO_MACHINE,
    FactKind.SCAN,
    FactKind.SCAN_CHECK,
)
_SOURCES = {source.value: source for source in TurnoutSource}
_KINDS = {kind.value: kind for kind in ProtocolKind}


class _Spine(NamedTuple):
    """What `fact` says of one fact."""

    seq: int
    received_at: Any
    precinct: str


def facts_of(session: Session, campaign: str, numbers: Collection[str]) -> dict[str, PrecinctFacts]:
    """Every fact of these precincts by number; a precinct without facts is left out."""
    found: dict[str, PrecinctFacts] = {}
    for piece in chunks(sorted(set(numbers))):
        found.update(_facts_of(session, _spines(session, campaign, piece)))
    return found


def reporting(session: Session, campaign: str) -> set[str]:
    """Numbers of the precincts that have any facts."""
    table = _table(FactRow)
    statement = select(table.c.precinct).where(table.c.campaign == campaign, table.c.kind.in_(_OF_PRECINCT)).distinct()
    return {number for number in session.scalars(statement) if number is not None}


def precinct_of(session: Session, campaign: str, seq: int) -> str | None:
    """The precinct that a fact of the campaign is about; None for one about no precinct, or none at all."""
    return session.scalar(select(FactRow.precinct).where(FactRow.campaign == campaign, FactRow.seq == seq))


def consolidated(session: Session, campaign: str) -> tuple[Consolidated, ...]:
    """Every consolidated protocol as signed, in order of sequence number."""
    spines = {
        row.seq: row
        for row in session.execute(
            select(FactRow.seq, FactRow.received_at).where(
                FactRow.campaign == campaign, FactRow.kind == FactKind.CONSOLIDATED
            )
        )
    }
    lines = _pairs(session, _table(ConsolidatedLineRow), spines, "line", "value")
    votes = _pairs(session, _table(ConsolidatedVoteRow), spines, "position", "votes")
    signings = {row.seq: row for row in _details(session, _table(ConsolidatedSigningRow), spines)}
    return tuple(
        Consolidated(
            seq=row.seq,
            received_at=spines[row.seq].received_at,
            commission=row.commission,
            territory=row.territory,
            contest=row.contest,
            kind=_KINDS[row.kind],
            signed_at=row.signed_at,
            uik_count=row.uik_count,
            ordinary_count=row.ordinary_count,
            remote_count=row.remote_count,
            lines=lines.get(row.seq, {}),
            votes=votes.get(row.seq, {}),
            members=signings[row.seq].members if row.seq in signings else None,
            signed=signings[row.seq].signed if row.seq in signings else None,
            opinions=signings[row.seq].opinions if row.seq in signings else None,
        )
        for row in _details(session, _table(ConsolidatedRow), spines)
    )


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


def _spines(session: Session, campaign: str, numbers: list[str]) -> dict[FactKind, dict[int, _Spine]]:
    """What `fact` holds of these precincts, by kind and sequence number."""
    spines: dict[FactKind, dict[int, _Spine]] = {kind: {} for kind in _OF_PRECINCT}
    rows = session.execute(
        select(FactRow.kind, FactRow.seq, FactRow.received_at, FactRow.precinct).where(
            FactRow.campaign == campaign, among(session, FactRow.precinct, numbers), FactRow.kind.in_(_OF_PRECINCT)
        )
    )
    for kind, seq, received_at, precinct in rows:
        spines[FactKind(kind)][seq] = _Spine(seq, received_at, precinct or "")
    return spines


def _facts_of(session: Session, spines: dict[FactKind, dict[int, _Spine]]) -> dict[str, PrecinctFacts]:
    turnout = _by_precinct(_turnout(session, spines[FactKind.TURNOUT]))
    scanner = _by_precinct(_scanner(session, spines[FactKind.SCANNER]))
    protocols = _by_precinct(_protocols(session, spines[FactKind.PROTOCOL]))
    no_machine = _by_precinct(_no_machine(session, spines[FactKind.NO_MACHINE]))
    scans = _by_precinct(_scans(session, spines[FactKind.SCAN], spines[FactKind.SCAN_CHECK]))
    numbers = turnout.keys() | scanner.keys() | protocols.keys() | no_machine.keys() | scans.keys()
    return {
        number: PrecinctFacts(
            turnout=tuple(turnout.get(number, ())),
            scanner=tuple(scanner.get(number, ())),
            protocols=tuple(protocols.get(number, ())),
            no_machine=tuple(no_machine.get(number, ())),
            scans=tuple(scans.get(number, ())),
        )
        for number in numbers
    }


def _by_precinct(facts: Iterable[F]) -> dict[str, list[F]]:
    found: dict[str, list[F]] = {}
    for fact in facts:
        found.setdefault(fact.precinct, []).append(fact)
    return found


def _details(session: Session, table: Table, seqs: Collection[int]) -> Iterator[Row[Any]]:
    """Rows of a detail table for these facts, in order of sequence number."""
    for piece in chunks(sorted(seqs)):
        yield from session.execute(select(table).where(among(session, table.c.seq, piece)).order_by(table.c.seq))


def _pairs(session: Session, table: Table, seqs: Collection[int], key: str, value: str) -> dict[int, dict[Any, int]]:
    """Key and value of a table of lines or votes, by fact."""
    found: dict[int, dict[Any, int]] = {seq: {} for seq in seqs}
    for piece in chunks(sorted(seqs)):
        rows = session.execute(
            select(table.c.seq, table.c[key], table.c[value])
            .where(among(session, table.c.seq, piece))
            .order_by(*table.primary_key)
        )
        for seq, name, count in rows:
            found[seq][name] = count
    return found


def _turnout(session: Session, spines: dict[int, _Spine]) -> Iterator[TurnoutReport]:
    for row in _details(session, _table(TurnoutRow), spines):
        spine = spines[row.seq]
        yield TurnoutReport(
            seq=row.seq,
            received_at=spine.received_at,
            precinct=spine.precinct,
            as_of=row.as_of,
            identified=row.identified,
            source=_SOURCES[row.source],
            remote=row.remote,
            outside=row.outside,
        )


def _scanner(session: Session, spines: dict[int, _Spine]) -> Iterator[ScannerReport]:
    votes = _pairs(session, _table(ScannerVoteRow), spines, "position", "votes")
    for row in _details(session, _table(ScannerRow), spines):
        spine = spines[row.seq]
        yield ScannerReport(
            seq=row.seq,
            received_at=spine.received_at,
            precinct=spine.precinct,
            contest=row.contest,
            device=row.device,
            ballots_processed=row.ballots_processed,
            reported_at=row.reported_at,
            votes=votes[row.seq],
            remote_voters=row.remote_voters,
            zero=row.zero,
        )


def _protocols(session: Session, spines: dict[int, _Spine]) -> Iterator[Protocol]:
    lines = _pairs(session, _table(ProtocolLineRow), spines, "line", "value")
    votes = _pairs(session, _table(ProtocolVoteRow), spines, "position", "votes")
    preferences = _preferences(session, spines)
    for row in _details(session, _table(ProtocolRow), spines):
        yield Protocol(
            seq=row.seq,
            received_at=spines[row.seq].received_at,
            precinct=row.precinct,
            contest=row.contest,
            kind=_KINDS[row.kind],
            version=row.version,
            signed_at=row.signed_at,
            lines=lines[row.seq],
            votes=votes[row.seq],
            members=row.members,
            signed=row.signed,
            opinions=row.opinions,
            reasons=row.reasons,
            preferences=preferences.get(row.seq, {}),
        )


def _preferences(session: Session, seqs: Collection[int]) -> dict[int, dict[tuple[int, int], int]]:
    """Preference votes by fact, position and person; protocols without any are left out."""
    table = _table(ProtocolPreferenceRow)
    found: dict[int, dict[tuple[int, int], int]] = {}
    for piece in chunks(sorted(seqs)):
        rows = session.execute(select(table).where(among(session, table.c.seq, piece)).order_by(*table.primary_key))
        for row in rows:
            found.setdefault(row.seq, {})[row.position, row.person] = row.votes
    return found


def _no_machine(session: Session, spines: dict[int, _Spine]) -> Iterator[NoMachineResult]:
    for row in _details(session, _table(NoMachineRow), spines):
        spine = spines[row.seq]
        reason = Names(row.reason_ky, row.reason_ru, row.reason_en)
        yield NoMachineResult(row.seq, spine.received_at, spine.precinct, reason)


def _scans(session: Session, spines: dict[int, _Spine], checks: dict[int, _Spine]) -> Iterator[Scan]:
    """Scans as their last check left them: an accepted one is released from then on, perhaps as a cleaned copy."""
    checked = {row.scan: row for row in _details(session, _table(ScanCheckRow), checks)}
    for row in _details(session, _table(ScanRow), spines):
        spine, check = spines[row.seq], checked.get(row.seq)
        released_at = row.released_at
        if check is not None:
            released_at = checks[check.seq].received_at if check.accepted else None
        cleaned = bool(check and check.accepted and check.published_sha256)
        yield Scan(
            seq=row.seq,
            received_at=spine.received_at,
            precinct=spine.precinct,
            contest=row.contest,
            kind=row.kind,
            sha256=check.published_sha256 if check and cleaned else row.sha256,
            extension=check.published_extension if check and cleaned else row.extension,
            released_at=released_at,
            original=row.sha256 if cleaned else "",
        )
