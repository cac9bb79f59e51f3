"""What staff do with what machines sent: decide about quarantine, keep the register of failed ASU, bring in a medium.

Every function works in the caller's transaction, writes its audit event there, and leaves raw messages as they are.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.facts import NoMachineResult
from portal.domain.names import Names
from portal.errors import InputError
from portal.ingest.enrolment import Actor
from portal.ingest.envelope import read_envelope
from portal.ingest.judge import Place, read_body, reports_of
from portal.ingest.later import SCANNER_REPORT, LaterReports
from portal.ingest.receiving import record_reports
from portal.store.models import FailureStep, Outcome
from portal.store.queries.intake import StoredMessage, message_of
from portal.store.queries.intake_devices import kinds_of
from portal.store.record import record_audit, record_no_machine_result
from portal.store.record.intake import insert_message_facts, insert_quarantine_decision, record_failure

UNREADABLE = ("malformed", "unknown_type", "wrong_device")
"""Reasons of quarantine that no decision can turn into facts."""


def decide(session: Session, message: int, *, accept: bool, reason: str, actor: Actor) -> list[int]:
    """A person takes a message out of quarantine: its figures become facts, or never will. Numbers of the facts.

    Raises InputError when it is not in quarantine, is decided, has no readable figures, or no reason is given.
    """
    stored = message_of(session, message)
    if stored is None or stored.outcome is not Outcome.QUARANTINED:
        raise InputError([f"message {message} is not in quarantine"])
    if accept and stored.reason in UNREADABLE:
        raise InputError([f"message {message}: holds no figures that can be read ({stored.reason}); reject it"])
    insert_quarantine_decision(session, message, accepted=accept, reason=reason, at=actor.at, by=actor.name)
    facts = _facts(session, stored, actor.name) if accept else []
    insert_message_facts(session, message, facts)
    envelope = read_envelope(stored.raw)
    action = "message.released" if accept else "message.rejected"
    details = {"message": message, "reason": reason, "quarantined_for": stored.reason, "facts": facts}
    _audit(session, actor, action, envelope.campaign, f"message:{stored.sha256}", details)
    return facts


def note_failure(
    session: Session,
    campaign: str,
    precinct: str,
    step: FailureStep,
    actor: Actor,
    *,
    at: datetime,
    device: str = "",
    act: str = "",
    note: str = "",
) -> int:
    """A step of a failed ASU with its act (R53 ¶37-38); its number. Raises InputError when an act is missing."""
    seq = record_failure(session, campaign, precinct, step, device=device, at=at, act=act, note=note, by=actor.name)
    details = {"precinct": precinct, "device": device, "act": act}
    _audit(session, actor, f"asu.{step}", campaign, f"asu_failure:{seq}", details)
    return seq


def note_no_result(
    session: Session, campaign: str, precinct: str, reason: Names, received_at: datetime, actor: Actor
) -> int:
    """The last case of R53 ¶38: no machine result, because …; the number of the fact. InputError without a reason."""
    if not reason:
        raise InputError([f"precinct {precinct}: say why there is no machine result"])
    result = NoMachineResult(0, received_at, precinct, reason)
    seq = record_no_machine_result(session, campaign, result, actor.name)
    _audit(
        session, actor, "asu.no_result", campaign, f"fact:{seq}", {"precinct": precinct, "reason": reason.document()}
    )
    return seq


def _facts(session: Session, stored: StoredMessage, by: str) -> list[int]:
    envelope = read_envelope(stored.raw)
    body = read_body(envelope)
    if body is None:
        return []
    kind = kinds_of(session, [stored.key])[stored.key]
    reports = reports_of(envelope, body, Place(stored.seq, stored.key, kind, stored.received_at))
    if stored.type == SCANNER_REPORT:
        reports = LaterReports(session, [stored.key]).standing(stored.key, envelope, reports)
    pairs = [(stored.seq, report) for report in reports]
    return record_reports(session, envelope.campaign, pairs, by).get(stored.seq, [])


def _audit(
    session: Session, actor: Actor, action: str, campaign: str, what: str, details: Mapping[str, object]
) -> None:
    record_audit(
        session,
        actor.at,
        actor.name,
        action,
        campaign,
        details,
        function=actor.function,
        address=actor.address,
        object=what,
    )
