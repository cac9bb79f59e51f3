"""Files of scans: hashed while they are read, synced before they are said to be here, private until published.

A file is taken only when a signed message announced its sha256 and size, so the hash itself is the permission.
"""

import hashlib
import os
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from portal.clocks import SystemClock
from portal.errors import NatyijaError, StorageError
from portal.ingest.bodies import ScanBody
from portal.ingest.envelope import read_envelope
from portal.ingest.intake import Intake
from portal.ingest.judge import read_body
from portal.ingest.receipts import file_receipt
from portal.ingest.receiving import judge_messages
from portal.ingest.refusals import Reason, Refusal
from portal.ingest.reporting import report
from portal.publication.transparency.durable import make_folder, sync_folder
from portal.store.queries.intake import announcing, files_present
from portal.store.record.intake import insert_scan_file

FOLDER = "scans"
_BLOCK = 64 * 1024


class Readable(Protocol):
    """Something that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`."""
        ...


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What the sender of a file is told."""

    receipt: bytes
    fresh: bool


def store_scan(intake: Intake, private: Path, sha256: str, stream: Readable) -> FileAnswer:
    """Store the file with this sha256 and judge the messages that wait for it.

    Raises Refusal when nobody announced it, it is another file, or the disk or database refuses.
    """
    with intake.store.read() as session:
        messages = announcing(session, sha256)
        present = sha256 in files_present(session, [sha256])
    announced = [body for message in messages if isinstance(body := _body(message.raw), ScanBody)]
    if not announced:
        raise Refusal(Reason.NOT_ANNOUNCED, "send the scan's message first")
    scan = announced[0]
    if present:
        return FileAnswer(file_receipt(intake.signer, sha256, scan.size), False)
    _write(private / FOLDER, scan, stream)
    waiting = [message.seq for message in messages if message.outcome is None]
    _enter(intake, scan, waiting)
    return FileAnswer(file_receipt(intake.signer, sha256, scan.size), True)


def _enter(intake: Intake, scan: ScanBody, waiting: list[int]) -> None:
    """The file is in the store, the messages that waited for it are judged; one that cannot be judged waits on."""
    now = intake.clock.now()
    try:
        with intake.store.write() as session:
            insert_scan_file(session, scan.sha256, scan.size, scan.extension, now)
            judge_messages(session, waiting, intake.configurations, SystemClock().now())
            return
    except NatyijaError:
        raise
    except Exception as error:  # noqa: BLE001 (stored first, judged later: the sweep tries again)
        report("intake.judge_failed", messages=waiting[:10], exc_info=error)
    with intake.store.write() as session:
        insert_scan_file(session, scan.sha256, scan.size, scan.extension, now)


def _body(raw: bytes) -> object:
    try:
        return read_body(read_envelope(raw))
    except ValueError:
        return None


def _write(folder: Path, scan: ScanBody, stream: Readable) -> None:
    target = folder / f"{scan.sha256}.{scan.extension}"
    staged = folder / f".incoming-{uuid.uuid4().hex}"
    try:
        make_folder(folder)
        with staged.open("xb") as file:
            size, digest = _copy(stream, file, scan.size)
            file.flush()
            os.fsync(file.fileno())
        if (size, digest) != (scan.size, scan.sha256):
            raise Refusal(Reason.WRONG_FILE, f"{size} bytes with sha256 {digest} came, {scan.size} were announced")
        staged.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise StorageError(f"{target}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            staged.unlink()


def _copy(stream: Readable, file: BinaryIO, announced: int) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > announced:
            raise Refusal(Reason.TOO_LARGE, f"the file is larger than the {announced} bytes announced")
        digest.update(block)
        file.write(block)
    return size, digest.hexdigest()
