"""Recording what staff do with scans: bring them, accept or refuse them (R139 ¶62)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.facts import Scan
from portal.errors import InputError, NotPermitted, StorageError
from portal.store.models import FactKind, FactRow, ScanCheckRow, ScanRow, ScanUploadRow
from portal.store.record.reports import record_scan
from portal.store.record.spine import Entry, insert_facts, insert_rows

ATTEMPTS = 5
"""So often is a check given again that came at the same time as another one of the scan."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The cleaned copy that is published in place of a scan, in the private folder under its own sha256."""

    sha256: str
    extension: str


def record_scan_check(
    session: Session, scan: int, at: datetime, by: str, *, accepted: bool, reason: str = "", copy: Copy | None = None
) -> int:
    """One person accepts or refuses a scan at `at` (election clock); the sequence number of the check.

    A refused scan may be accepted later. Raises InputError for an unknown scan or a refusal without reason;
    NotPermitted when it is accepted already: what is published is withdrawn by an order of two people only.
    """
    fact = session.scalar(select(FactRow).where(FactRow.seq == scan, FactRow.kind == FactKind.SCAN))
    if fact is None:
        raise InputError([f"there is no scan with sequence number {scan}"])
    if not accepted and not reason.strip():
        raise InputError([f"scan {scan}: a refusal needs its reason"])
    for _ in range(ATTEMPTS):
        if is_accepted(session, scan):
            raise NotPermitted(
                [f"scan {scan}: is accepted already; withdrawing it needs a redaction order approved by two people"]
            )
        row = {
            "scan": scan,
            "number": _checks(session, scan) + 1,
            "accepted": accepted,
            "reason": reason.strip(),
            "published_sha256": copy.sha256 if copy and accepted else "",
            "published_extension": copy.extension if copy and accepted else "",
        }
        try:
            with session.begin_nested():
                (seq,) = insert_facts(session, fact.campaign, FactKind.SCAN_CHECK, [Entry(fact.precinct, at)], by)
                insert_rows(session, ScanCheckRow, [{"seq": seq, **row}])
        except IntegrityError:
            continue  # somebody checked it at the same time; that check is judged first
        return seq
    raise StorageError(f"scan {scan}: others check it all the time; try again")


def _checks(session: Session, scan: int) -> int:
    return session.scalar(select(func.count()).where(ScanCheckRow.scan == scan)) or 0


def is_accepted(session: Session, scan: int) -> bool:
    """True when the scan was born checked (archive) or its last check accepted it."""
    last = session.scalar(
        select(ScanCheckRow.accepted).where(ScanCheckRow.scan == scan).order_by(ScanCheckRow.seq.desc()).limit(1)
    )
    born = session.scalar(select(ScanRow.released_at).where(ScanRow.seq == scan))
    return bool(last) if last is not None else born is not None


def record_uploaded_scan(
    session: Session,
    campaign: str,
    scan: Scan,
    by: str,
    *,
    file_name: str = "",
    replaces: int | None = None,
    reason: str = "",
) -> int:
    """Record a scan that a person brought; its sequence number. The scan whose place it takes stays as it is.

    Raises InputError when `replaces` names no scan of the same precinct, contest and kind, or no reason is given for
    it, and when the same file is there already for the same paper.
    """
    problems = [*_replacement_problems(session, campaign, scan, replaces, reason), *_again(session, campaign, scan)]
    if problems:
        raise InputError(problems)
    seq = record_scan(session, campaign, scan, by)
    row = {"seq": seq, "replaces": replaces, "reason": reason.strip(), "file_name": file_name}
    insert_rows(session, ScanUploadRow, [row])
    return seq


def _replacement_problems(session: Session, campaign: str, scan: Scan, replaces: int | None, reason: str) -> list[str]:
    if replaces is None:
        return []
    found = session.execute(
        select(FactRow.precinct, ScanRow.contest, ScanRow.kind)
        .join(ScanRow, ScanRow.seq == FactRow.seq)
        .where(FactRow.seq == replaces, FactRow.campaign == campaign)
    ).first()
    problems = []
    if found is None or tuple(found) != (scan.precinct, scan.contest, scan.kind):
        problems.append(f"scan {replaces} is not a scan of the same paper; name the one that is replaced, or none")
    if not reason.strip():
        problems.append("say why the former scan is replaced")
    return problems


def _again(session: Session, campaign: str, scan: Scan) -> list[str]:
    same = session.scalar(
        select(ScanRow.seq)
        .join(FactRow, FactRow.seq == ScanRow.seq)
        .where(
            FactRow.campaign == campaign,
            FactRow.precinct == scan.precinct,
            ScanRow.contest == scan.contest,
            ScanRow.kind == scan.kind,
            ScanRow.sha256 == scan.sha256,
        )
        .limit(1)
    )
    return [] if same is None else [f"this very file is there already as scan {same}; nothing was stored again"]
