"""The two parts of every batch: the raw bytes, then verdicts with their facts.

Both share one transaction; when the judge fails, the raw bytes are stored in one of their own. Messages without a
verdict are judged again later, and once only, because the verdict's primary key is the message and facts are recorded
in the verdict's own transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from sqlalchemy.orm import Session

from portal.domain.facts import Scan, ScannerReport, TurnoutReport
from portal.ingest.configurations import Configurations
from portal.ingest.envelope import Envelope, read_envelope
from portal.ingest.judge import Judgement, Place, Report, judge
from portal.ingest.later import SCANNER_REPORT, LaterReports
from portal.ingest.refusals import Reason, Refusal
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Verifier
from portal.store.models import DeviceKind, Outcome
from portal.store.queries.intake import (
    Neighbour,
    StoredMessage,
    files_present,
    messages_by_hash,
    messages_by_number,
    neighbours,
)
from portal.store.queries.intake_devices import DeviceKey, keys_named, kinds_of
from portal.store.record import record_scanner_reports, record_scans, record_turnouts
from portal.store.record.audit import AuditEvent, record_audits
from portal.store.record.intake import NewMessage, NewVerdict, insert_messages, insert_verdicts, lock_judging

RECORDER = "ingest"
"""`recorded_by` of facts that came from machines; the device stands with the message (table intake_fact)."""


@dataclass(frozen=True, slots=True)
class Source:
    """How a message came: the address it came from, or the number of the file on a medium (R139 ¶50)."""

    address: str = ""
    carried: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A well-formed message and how it came."""

    envelope: Envelope
    source: Source


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in the store: its row, the key that signed it, and whether this arrival brought it."""

    envelope: Envelope
    message: StoredMessage
    key: DeviceKey
    fresh: bool


def receive(session: Session, arrivals: Sequence[Arrival], mode: str, now: datetime) -> list[Stored | Refusal]:
    """Store the raw bytes of a batch; for each arrival its row, or why it is refused. Nothing is judged."""
    lock_judging(session)
    keys = keys_named(session, {arrival.envelope.device for arrival in arrivals})
    checked = [check_key(arrival.envelope, keys, mode, now) for arrival in arrivals]
    signers = {
        arrival.envelope.sha256: key
        for arrival, key in zip(arrivals, checked, strict=True)
        if not isinstance(key, Refusal)
    }
    first: dict[str, Arrival] = {}
    for arrival in arrivals:
        if arrival.envelope.sha256 in signers:
            first.setdefault(arrival.envelope.sha256, arrival)
    new = {sha256: _new_message(arrival, signers[sha256], now) for sha256, arrival in first.items()}
    fresh = insert_messages(session, list(new.values()))
    found = {sha256: _stored(seq, new[sha256]) for sha256, seq in fresh.items()}
    if known := signers.keys() - fresh.keys():
        found |= messages_by_hash(session, known)
    return [
        key
        if isinstance(key, Refusal)
        else Stored(arrival.envelope, found[sha256], key, sha256 in fresh and first[sha256] is arrival)
        for arrival, key in zip(arrivals, checked, strict=True)
        for sha256 in [arrival.envelope.sha256]
    ]


def check_key(
    envelope: Envelope, keys: dict[tuple[str, str], DeviceKey], mode: str, now: datetime
) -> DeviceKey | Refusal:
    """The key of the register that signed the message, or why it does not count."""
    signed = [keys[name, key_id.hex()] for name, key_id in _identities(envelope) if (name, key_id.hex()) in keys]
    if not signed:
        return Refusal(Reason.UNKNOWN_KEY, f"no key of {envelope.device} in the register signed the message")
    key = signed[0]
    try:
        envelope.note.signed_by([_verifier(key.verifier)])
    except NoteError:
        return Refusal(Reason.BAD_SIGNATURE, f"the signature of {key.name} does not fit the text")
    if key.revoked:
        return Refusal(Reason.REVOKED_KEY, f"the key {key.key_id} of {key.name} is revoked; enrol a new one")
    if not key.in_force:
        return Refusal(Reason.UNCONFIRMED_KEY, f"the key {key.key_id} of {key.name} waits for its confirmations")
    if not mode == key.mode == envelope.mode:
        return Refusal(Reason.WRONG_MODE, f"instance {mode}, key {key.mode}, message {envelope.mode}")
    if not key.valid_from <= now <= key.valid_until:
        return Refusal(Reason.OUT_OF_DATE, f"valid from {key.valid_from.isoformat()} to {key.valid_until.isoformat()}")
    if (key.name, key.campaign, key.precinct) != (envelope.device, envelope.campaign, envelope.precinct):
        return Refusal(Reason.FOREIGN_PRECINCT, f"the key is for precinct {key.precinct} of {key.campaign}")
    return key


def judge_messages(
    session: Session, seqs: Collection[int], configurations: Configurations, at: datetime
) -> dict[int, tuple[Outcome, str]]:
    """Judge those of the stored messages that wait for it, as `judge_rows`."""
    lock_judging(session)
    rows = [(read_envelope(row.raw), row) for row in messages_by_number(session, seqs)]
    return judge_rows(session, rows, kinds_of(session, {row.key for _, row in rows}), configurations, at)


def judge_rows(
    session: Session,
    messages: Sequence[tuple[Envelope, StoredMessage]],
    kinds: Mapping[int, DeviceKind],
    configurations: Configurations,
    at: datetime,
) -> dict[int, tuple[Outcome, str]]:
    """Judge those of the stored messages that wait for it and record their facts; outcome and reason of all of them.

    A scan whose file is not here yet goes on waiting and is left out. `kinds` holds the kind of device of each key,
    `at` is system time. The caller's transaction has locked judging.
    """
    envelopes = {row.seq: envelope for envelope, row in messages}
    rows = list({row.seq: row for _, row in messages}.values())
    present = files_present(session, {row.awaits for row in rows if row.awaits})
    around = neighbours(session, {(row.key, row.number) for row in rows})
    decided = {each.seq: (each.outcome, each.reason) for each in around if each.outcome is not None}
    waiting = [row for row in rows if row.seq not in decided and (not row.awaits or row.awaits in present)]
    ballots = configurations.of(session, {envelopes[row.seq].campaign for row in waiting})
    others = _first_of_each(around)
    later = LaterReports(session, {row.key for row in waiting if row.type == SCANNER_REPORT})
    judgements: dict[int, Judgement] = {}
    for row in waiting:
        envelope = envelopes[row.seq]
        place = Place(row.seq, row.key, kinds[row.key], row.received_at)
        judgement = judge(envelope, place, ballots.get(envelope.campaign), others)
        judgements[row.seq] = later.without_superseded(row.key, envelope, judgement)
    facts = _record_facts(session, envelopes, judgements)
    verdicts = [
        NewVerdict(seq, judgement.outcome, judgement.reason, judgement.details, tuple(facts.get(seq, ())))
        for seq, judgement in judgements.items()
    ]
    insert_verdicts(session, verdicts, at)
    record_audits(session, [_event(at, envelopes[seq], judgement) for seq, judgement in judgements.items()])
    known = {row.seq: decided[row.seq] for row in rows if row.seq in decided}
    return known | {seq: (judgement.outcome, judgement.reason) for seq, judgement in judgements.items()}


def record_reports(
    session: Session, campaign: str, reports: Sequence[tuple[int, Report]], by: str
) -> dict[int, list[int]]:
    """Record reports, each with the number of its message; the numbers of the facts by message."""
    facts: dict[int, list[int]] = {}
    turnouts = [(seq, each) for seq, each in reports if isinstance(each, TurnoutReport)]
    scanners = [(seq, each) for seq, each in reports if isinstance(each, ScannerReport)]
    scans = [(seq, each) for seq, each in reports if isinstance(each, Scan)]
    recorded = (
        (turnouts, record_turnouts(session, campaign, [each for _, each in turnouts], by)),
        (scanners, record_scanner_reports(session, campaign, [each for _, each in scanners], by)),
        (scans, record_scans(session, campaign, [each for _, each in scans], by)),
    )
    for pairs, numbers in recorded:
        for (message, _), number in zip(pairs, numbers, strict=True):
            facts.setdefault(message, []).append(number)
    return facts


def _record_facts(
    session: Session, envelopes: dict[int, Envelope], judgements: dict[int, Judgement]
) -> dict[int, list[int]]:
    accepted = sorted(
        (envelopes[seq].campaign, seq) for seq, each in judgements.items() if each.outcome is Outcome.ACCEPTED
    )
    facts: dict[int, list[int]] = {}
    for campaign, group in groupby(accepted, key=lambda pair: pair[0]):
        reports = [(seq, report) for _, seq in group for report in judgements[seq].reports]
        facts |= record_reports(session, campaign, reports, RECORDER)
    return facts


_verifier = lru_cache(maxsize=8192)(Verifier.parse)


def _identities(envelope: Envelope) -> list[tuple[str, bytes]]:
    return [(each.name, each.key_id) for each in envelope.note.signatures]


def _first_of_each(found: Sequence[Neighbour]) -> list[Neighbour]:
    """The first message under each number of each key: the others are conflicts, judged or not."""
    first: dict[tuple[int, int], Neighbour] = {}
    for each in found:
        if not each.conflict:
            first.setdefault((each.key, each.number), each)
    return list(first.values())


def _new_message(arrival: Arrival, key: DeviceKey, now: datetime) -> NewMessage:
    envelope = arrival.envelope
    awaits = envelope.body.get("sha256", "") if envelope.type == "scan" else ""
    return NewMessage(
        sha256=envelope.sha256,
        raw=envelope.raw,
        key=key.seq,
        number=envelope.number,
        prev=envelope.prev,
        type=envelope.type,
        awaits=awaits if isinstance(awaits, str) and len(awaits) == 64 and awaits.isalnum() else "",
        received_at=now,
        address=arrival.source.address,
        carried=arrival.source.carried,
    )


def _stored(seq: int, row: NewMessage) -> StoredMessage:
    return StoredMessage(
        seq=seq,
        sha256=row.sha256,
        raw=row.raw,
        key=row.key,
        number=row.number,
        prev=row.prev,
        type=row.type,
        awaits=row.awaits,
        received_at=row.received_at,
        carried=row.carried,
        outcome=None,
        reason="",
        details={},
    )


def _event(at: datetime, envelope: Envelope, judgement: Judgement) -> AuditEvent:
    return AuditEvent(
        at=at,
        actor=f"device:{envelope.device}",
        action=f"message.{judgement.outcome}",
        campaign=envelope.campaign,
        details={"type": envelope.type, "precinct": envelope.precinct, "number": envelope.number}
        | ({"reason": judgement.reason} if judgement.reason else {}),
        function="device",
        object=f"message:{envelope.sha256}",
        after=envelope.sha256,
    )
