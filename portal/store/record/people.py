"""Recording what people decide and approve: decisions, schedules, publication orders, approvals."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.domain.decisions import Decision
from portal.domain.facts import OrderKind, ScheduleItem
from portal.domain.names import Names
from portal.errors import InputError, NotPermitted
from portal.store.models import (
    ApprovalRow,
    ConfirmationRow,
    DecisionRow,
    FactKind,
    FactRow,
    OrderRow,
    ScanCheckRow,
    ScanRow,
    ScheduleItemRow,
    ScheduleRow,
)
from portal.store.record.spine import Entry, insert_facts, insert_rows


def record_decision(session: Session, campaign: str, decision: Decision, received_at: datetime, by: str) -> int:
    """Record a решение as entered by one person; it waits for `confirm_decision`. Its sequence number."""
    entry = Entry(decision.precinct or None, received_at)
    (seq,) = insert_facts(session, campaign, FactKind.DECISION, [entry], by)
    row = {
        "seq": seq,
        "number": decision.number,
        "date": decision.date,
        "body": decision.body,
        "kind": decision.kind.value,
        "scope": decision.scope.value,
        "target": decision.target,
        "reason_ky": decision.reasons.ky,
        "reason_ru": decision.reasons.ru,
        "reason_en": decision.reasons.en,
    }
    insert_rows(session, DecisionRow, [row])
    return seq


def confirm_decision(session: Session, decision: int, at: datetime, by: str) -> int:
    """A second person confirms the entry of a decision; the sequence number of the confirmation.

    Raises InputError when there is no such decision or it is confirmed, NotPermitted when `by` entered it.
    """
    fact = _fact(session, decision, FactKind.DECISION)
    if fact.recorded_by == by:
        raise NotPermitted([f"decision {decision}: {by} entered it; another person has to confirm it"])
    if session.scalar(select(ConfirmationRow.seq).where(ConfirmationRow.decision == decision)) is not None:
        raise InputError([f"decision {decision}: is confirmed already"])
    (seq,) = insert_facts(session, fact.campaign, FactKind.CONFIRMATION, [Entry(fact.precinct, at)], by)
    insert_rows(session, ConfirmationRow, [{"seq": seq, "decision": decision}])
    return seq


def record_schedule(
    session: Session, campaign: str, items: Sequence[ScheduleItem], received_at: datetime, by: str
) -> int:
    """Record the next version of a publication schedule; in force once two people approved it. Its sequence number."""
    last = session.scalar(select(func.max(ScheduleRow.version)).where(ScheduleRow.campaign == campaign)) or 0
    (seq,) = insert_facts(session, campaign, FactKind.SCHEDULE, [Entry(None, received_at)], by)
    insert_rows(session, ScheduleRow, [{"seq": seq, "campaign": campaign, "version": last + 1}])
    insert_rows(
        session,
        ScheduleItemRow,
        (
            {"schedule": seq, "ordinal": ordinal, "what": item.what.value, "at": item.at, "decision": item.decision}
            for ordinal, item in enumerate(items, 1)
        ),
    )
    return seq


def record_order(
    session: Session,
    campaign: str,
    kind: OrderKind,
    received_at: datetime,
    by: str,
    *,
    target: str = "",
    reason: Names = Names(),
    decision: str = "",
) -> int:
    """Record a publication order; in force once two people approved it. Its sequence number.

    `target` is "" (the campaign), `precinct:<number>`, `fact:<seq>` or `scan:<sha256>`; InputError for anything else.
    """
    entry = Entry(_touched_precinct(session, campaign, target), received_at)
    (seq,) = insert_facts(session, campaign, FactKind.ORDER, [entry], by)
    row = {
        "seq": seq,
        "kind": kind.value,
        "target": target,
        "decision": decision,
        "reason_ky": reason.ky,
        "reason_ru": reason.ru,
        "reason_en": reason.en,
    }
    insert_rows(session, OrderRow, [row])
    return seq


def approve(session: Session, subject: int, approver: str, at: datetime) -> int:
    """One person approves a schedule version or an order; the sequence number of the approval.

    Raises InputError when there is nothing of that number to approve, NotPermitted when this person approved it before.
    """
    fact = _fact(session, subject, FactKind.SCHEDULE, FactKind.ORDER)
    if not approver:
        raise InputError([f"{fact.kind} {subject}: an approval needs the name of a person"])
    given = select(ApprovalRow.seq).where(ApprovalRow.subject == subject, ApprovalRow.approver == approver)
    if session.scalar(given) is not None:
        raise NotPermitted([f"{fact.kind} {subject}: {approver} approved it already; a different person has to"])
    (seq,) = insert_facts(session, fact.campaign, FactKind.APPROVAL, [Entry(fact.precinct, at)], approver)
    row = {"seq": seq, "subject_kind": fact.kind, "subject": subject, "approver": approver, "approved_at": at}
    insert_rows(session, ApprovalRow, [row])
    return seq


def _fact(session: Session, seq: int, *kinds: FactKind) -> FactRow:
    fact = session.scalar(select(FactRow).where(FactRow.seq == seq, FactRow.kind.in_(kinds)))
    if fact is None:
        raise InputError([f"there is no {' or '.join(kinds)} with sequence number {seq}"])
    return fact


def _touched_precinct(session: Session, campaign: str, target: str) -> str | None:
    """Number of the one precinct that an order's target is about, None for the whole campaign."""
    what, _, which = target.partition(":")
    if target == "":
        return None
    if what == "precinct" and which:
        return which
    if what == "fact" and which.isascii() and which.isdigit():
        statement = select(FactRow.precinct).where(FactRow.campaign == campaign, FactRow.seq == int(which))
    elif what == "scan" and which:
        statement = (
            select(FactRow.precinct)
            .join(ScanRow, ScanRow.seq == FactRow.seq)
            .outerjoin(ScanCheckRow, ScanCheckRow.scan == ScanRow.seq)
            .where(FactRow.campaign == campaign, or_(ScanRow.sha256 == which, ScanCheckRow.published_sha256 == which))
            .limit(1)
        )
    else:
        raise InputError([f"target {target!r}: write nothing, precinct:<number>, fact:<seq> or scan:<sha256>"])
    found = session.execute(statement).first()
    if found is None:
        raise InputError([f"target {target!r}: campaign {campaign} has no such {what}"])
    precinct: str | None = found[0]
    return precinct
