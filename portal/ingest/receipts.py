"""Receipts: signed notes that say which bytes were stored durably, and when by the election clock.

A receipt is made of the stored row alone and Ed25519 signs deterministically, so the same message always gets the same
receipt.
"""

from datetime import UTC

from portal.ingest.envelope import Envelope, write_envelope
from portal.publication.transparency.canonical import read_canonical
from portal.publication.transparency.signed_note import Note, Verifier
from portal.publication.transparency.signer import Signer
from portal.store.queries.intake import StoredMessage

KEY_NAME = "natyija.ingest"
"""Name of the key that signs receipts (portal.audit.keys)."""


def receipt(signer: Signer, envelope: Envelope, message: StoredMessage) -> bytes:
    """The receipt of a stored message."""
    fields = {
        "v": 1,
        "type": "receipt",
        "campaign": envelope.campaign,
        "precinct": envelope.precinct,
        "device": envelope.device,
        "mode": envelope.mode,
        "seq": envelope.number,
        "sha256": message.sha256,
        "received_at": message.received_at.astimezone(UTC).isoformat(),
    }
    return write_envelope(fields, signer)


def file_receipt(signer: Signer, sha256: str, size: int) -> bytes:
    """The receipt of a scan's file."""
    return write_envelope({"v": 1, "type": "file_receipt", "sha256": sha256, "size": size}, signer)


def check_receipt(data: bytes, verifier: Verifier, sha256: str) -> bool:
    """True when the portal signed that it stored the bytes with this sha256. Raises NoteError or ValueError."""
    note = Note.parse(data)
    fields = read_canonical(note.text)
    return bool(note.signed_by([verifier])) and isinstance(fields, dict) and fields.get("sha256") == sha256
