"""Scans as staff see them: what waits for a check, what was said of each, and which took the place of which."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.store.chunks import among, chunks
from portal.store.models import (
    ConfigurationRow,
    FactKind,
    FactRow,
    PrecinctRow,
    ScanCheckRow,
    ScanRow,
    ScanUploadRow,
)


@dataclass(frozen=True, slots=True)
class ScanCheck:
    """One check of a scan: who, when (election clock), accepted or the reason of the refusal."""

    seq: int
    at: datetime
    person: str
    accepted: bool
    reason: str
    published_sha256: str
    published_extension: str


@dataclass(frozen=True, slots=True)
class StoredScan:
    """скан-копия with its story; `checks` are in order, `replaces` and `replaced_by` are sequence numbers of scans."""

    seq: int
    received_at: datetime
    recorded_by: str
    precinct: str
    contest: str
    kind: str
    sha256: str
    extension: str
    born_released: bool
    file_name: str = ""
    replaces: int | None = None
    reason: str = ""
    replaced_by: int | None = None
    checks: tuple[ScanCheck, ...] = ()

    @property
    def accepted(self) -> bool:
        """True when the last check accepted it, or it was born checked (archive)."""
        return self.checks[-1].accepted if self.checks else self.born_released

    @property
    def refused(self) -> bool:
        """True when the last check refused it."""
        return bool(self.checks) and not self.checks[-1].accepted

    @property
    def waits(self) -> bool:
        """True while nobody has checked it and nothing took its place."""
        return not self.checks and not self.born_released and self.replaced_by is None


def waiting_by_territory(session: Session, campaign: str) -> dict[str, int]:
    """How many scans wait for their check, by code of the territory that their precinct is attached to."""
    statement = (
        _waiting(campaign)
        .join(
            PrecinctRow,
            (PrecinctRow.number == FactRow.precinct) & (PrecinctRow.configuration == _newest(campaign)),
        )
        .with_only_columns(PrecinctRow.territory, func.count())
        .group_by(PrecinctRow.territory)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def waiting_in(session: Session, campaign: str, territory: str, limit: int) -> list[StoredScan]:
    """Scans of one territory's precincts that wait, in the order of the precincts; at most `limit`."""
    statement = (
        _waiting(campaign)
        .join(
            PrecinctRow,
            (PrecinctRow.number == FactRow.precinct) & (PrecinctRow.configuration == _newest(campaign)),
        )
        .where(PrecinctRow.territory == territory)
        .with_only_columns(ScanRow.seq)
        .order_by(PrecinctRow.ordinal, ScanRow.seq)
        .limit(limit)
    )
    return _stored(session, list(session.scalars(statement)))


def scan_of(session: Session, campaign: str, seq: int) -> StoredScan | None:
    """The scan with this sequence number; None when the campaign has none."""
    known = session.scalar(select(FactRow.campaign).where(FactRow.seq == seq, FactRow.kind == FactKind.SCAN))
    return _stored(session, [seq])[0] if known == campaign else None


def scans_of_precinct(session: Session, campaign: str, precinct: str) -> list[StoredScan]:
    """Every scan of a precinct in order of receipt, those replaced and refused among them."""
    statement = select(FactRow.seq).where(
        FactRow.campaign == campaign, FactRow.precinct == precinct, FactRow.kind == FactKind.SCAN
    )
    return _stored(session, list(session.scalars(statement.order_by(FactRow.seq))))


def scans_of_precincts(session: Session, campaign: str, precincts: Collection[str]) -> dict[str, list[StoredScan]]:
    """Every scan of these precincts in order of receipt, by precinct; one without scans is left out."""
    seqs: list[int] = []
    for piece in chunks(sorted(precincts)):
        seqs += session.scalars(
            select(FactRow.seq).where(
                FactRow.campaign == campaign,
                FactRow.kind == FactKind.SCAN,
                among(session, FactRow.precinct, piece),
            )
        )
    found: dict[str, list[StoredScan]] = {}
    for part in chunks(sorted(seqs)):
        for scan in _stored(session, part):
            found.setdefault(scan.precinct, []).append(scan)
    return found


def _newest(campaign: str) -> Any:
    return (
        select(ConfigurationRow.seq)
        .where(ConfigurationRow.campaign == campaign)
        .order_by(ConfigurationRow.version.desc())
        .limit(1)
        .scalar_subquery()
    )


def _waiting(campaign: str) -> Any:
    checked = select(ScanCheckRow.seq).where(ScanCheckRow.scan == ScanRow.seq)
    replaced = select(ScanUploadRow.seq).where(ScanUploadRow.replaces == ScanRow.seq)
    return (
        select(ScanRow.seq)
        .join(FactRow, FactRow.seq == ScanRow.seq)
        .where(FactRow.campaign == campaign, ScanRow.released_at.is_(None), ~checked.exists(), ~replaced.exists())
    )


def _stored(session: Session, seqs: Collection[int]) -> list[StoredScan]:
    """These scans in the order given; callers ask for one precinct or one page at a time."""
    if not seqs:
        return []
    checks: dict[int, list[ScanCheck]] = {}
    for row in session.execute(
        select(ScanCheckRow, FactRow.received_at, FactRow.recorded_by)
        .join(FactRow, FactRow.seq == ScanCheckRow.seq)
        .where(ScanCheckRow.scan.in_(seqs))
        .order_by(ScanCheckRow.seq)
    ):
        checks.setdefault(row.ScanCheckRow.scan, []).append(_check(row))
    own, later = aliased(ScanUploadRow), aliased(ScanUploadRow)
    rows = session.execute(
        select(ScanRow, FactRow, own, later.seq.label("replaced_by"))
        .join(FactRow, FactRow.seq == ScanRow.seq)
        .outerjoin(own, own.seq == ScanRow.seq)
        .outerjoin(later, later.replaces == ScanRow.seq)
        .where(ScanRow.seq.in_(seqs))
        .order_by(later.seq)
    )
    found = {row[0].seq: _scan(row, tuple(checks.get(row[0].seq, ()))) for row in rows}
    return [found[seq] for seq in seqs]


def _check(row: Any) -> ScanCheck:
    check = row.ScanCheckRow
    return ScanCheck(
        seq=check.seq,
        at=row.received_at,
        person=row.recorded_by,
        accepted=check.accepted,
        reason=check.reason,
        published_sha256=check.published_sha256,
        published_extension=check.published_extension,
    )


def _scan(row: Any, checks: tuple[ScanCheck, ...]) -> StoredScan:
    scan, fact, upload, replaced_by = row
    return StoredScan(
        seq=scan.seq,
        received_at=fact.received_at,
        recorded_by=fact.recorded_by,
        precinct=fact.precinct or "",
        contest=scan.contest,
        kind=scan.kind,
        sha256=scan.sha256,
        extension=scan.extension,
        born_released=scan.released_at is not None,
        file_name=upload.file_name if upload else "",
        replaces=upload.replaces if upload else None,
        reason=upload.reason if upload else "",
        replaced_by=replaced_by,
        checks=checks,
    )
