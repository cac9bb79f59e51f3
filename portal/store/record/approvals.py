"""Recording statements that wait for signatures, the signatures that were brought, and approvals taken back."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import InputError, NotPermitted
from portal.store.models import ApprovalRow, ApprovalWithdrawalRow, FactRow, SignatureRow, StatementRow
from portal.store.queries.publication import second_approvals
from portal.store.record.spine import insert_rows, wake_publisher


def record_statement(session: Session, campaign: str, number: int, kind: str, statement: bytes, at: datetime) -> str:
    """Ask for signatures on the statement of a staged release; the statement's sha256. `at` is system time."""
    sha256 = hashlib.sha256(statement).hexdigest()
    row = {
        "campaign": campaign,
        "number": number,
        "kind": kind,
        "statement": statement.decode(),
        "sha256": sha256,
        "staged_at": at,
    }
    insert_rows(session, StatementRow, [row])
    return sha256


def record_signature(session: Session, note: bytes, at: datetime, by: str) -> str:
    """Keep a signed note that was brought for a statement that is asked for; the campaign, whose publisher is woken.

    Whether the signature counts is judged by the publisher. Raises InputError when nobody asked for its statement.
    """
    text, gap, _ = note.partition(b"\n\n")
    sha256 = hashlib.sha256(text + b"\n").hexdigest()
    found = session.scalar(select(StatementRow.campaign).where(StatementRow.sha256 == sha256).limit(1))
    if not gap or found is None:
        raise InputError(["signature: no release with this statement waits; fetch the statement that is asked for now"])
    values = {"sha256": sha256, "note": note.decode("utf-8"), "at": at, "person": by}
    insert_rows(session, SignatureRow, [values])
    wake_publisher(session, found)
    return found


def withdraw_approval(session: Session, subject: int, approver: str, at: datetime) -> None:
    """Take back the own approval of a schedule or order that a second one has not yet given force.

    Raises InputError when this person did not approve it, NotPermitted once it is in force: then a new version or a
    further order undoes it, approved by two people again.
    """
    approval = session.scalar(
        select(ApprovalRow).where(ApprovalRow.subject == subject, ApprovalRow.approver == approver)
    )
    if approval is None or session.get(ApprovalWithdrawalRow, approval.seq) is not None:
        raise InputError([f"{subject}: {approver} has no approval of it to take back"])
    campaign = session.scalar(select(FactRow.campaign).where(FactRow.seq == subject)) or ""
    if subject in second_approvals(session, campaign):
        raise NotPermitted([f"{subject}: two people approved it, it is in force; record what shall hold instead"])
    insert_rows(session, ApprovalWithdrawalRow, [{"approval": approval.seq, "at": at}])
