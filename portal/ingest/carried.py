"""Messages on a medium: the same bytes by the same door, with the act and the witnesses of R139 ¶50."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.errors import InputError
from portal.ingest.enrolment import Actor
from portal.ingest.envelope import MAX_BYTES
from portal.ingest.intake import Answer, Intake
from portal.ingest.receiving import Source
from portal.ingest.refusals import Refusal
from portal.store.record import record_audit
from portal.store.record.intake import insert_carried

MAX_FILE = 16 * 1024 * 1024
_SIGNATURE = "— ".encode()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one message of the file."""

    place: int
    result: Answer | Refusal


def submit_carried(intake: Intake, data: bytes, act: str, witnesses: Sequence[str], actor: Actor) -> list[Result]:
    """Take in every message of a file that a ТИК administrator uploads; what became of each, in their order.

    Raises InputError for a file without messages, one too large, no act number, or fewer than two witnesses.
    """
    if len(data) > MAX_FILE:
        raise InputError([f"the file has {len(data)} bytes; at most {MAX_FILE} are taken at once"])
    messages = list(split(data))
    if not messages:
        raise InputError(["the file holds no signed message; choose the file that the device wrote"])
    digest = hashlib.sha256(data).hexdigest()
    with intake.store.write() as session:
        carried = insert_carried(session, digest, act, witnesses, at=actor.at, by=actor.name)
        record_audit(
            session,
            actor.at,
            actor.name,
            "messages.carried",
            details={"act": act, "witnesses": list(witnesses), "messages": len(messages)},
            function=actor.function,
            address=actor.address,
            object=f"carried_file:{carried}",
            after=digest,
        )
    source = Source(actor.address, carried)
    return [Result(place, _submit(intake, raw, source)) for place, raw in enumerate(messages, 1)]


def split(data: bytes) -> Iterator[bytes]:
    """The messages of a file in which notes stand one after another: each ends with its signature lines."""
    note: list[bytes] = []
    for line in data.splitlines(keepends=True):
        if note and note[-1].startswith(_SIGNATURE) and not line.startswith(_SIGNATURE):
            yield b"".join(note)
            note = []
        note.append(line)
    if b"".join(note).strip():
        yield b"".join(note)


def _submit(intake: Intake, raw: bytes, source: Source) -> Answer | Refusal:
    try:
        return intake.submit(raw[: MAX_BYTES + 1], source)
    except Refusal as refusal:
        return refusal
