"""The machine's side: numbers and signs messages, keeps each until its receipt is held, however often power fails.

A folder holds everything: `key`, `outbox/` (signed, no receipt yet), `sent/` (with receipts), `refused/` (the portal
will never take them), `portal.key` (under which receipts are signed). A message is on the disk before it is sent.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from portal.errors import InputError, StorageError
from portal.ingest.envelope import VERSION, read_envelope, write_envelope
from portal.ingest.receipts import check_receipt
from portal.publication.transparency.durable import make_folder, sync_folder, write_new
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Verifier
from portal.publication.transparency.signer import Signer

OUTBOX, SENT, REFUSED = "outbox", "sent", "refused"
NEVER = (400, 409, 413, 422)
"""Statuses after which sending the same bytes again is of no use; a person has to look."""
STORED = (200, 201, 202)


class Portal(Protocol):
    """Where messages go; the answers are a status and a body. Raises OSError when nobody answers."""

    def post_message(self, raw: bytes) -> tuple[int, bytes]:
        """Hand in a message."""
        ...

    def put_scan(self, sha256: str, file: Path) -> tuple[int, bytes]:
        """Hand in the file of a scan."""
        ...

    def key(self) -> str:
        """The public key of receipts."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What one pass over the outbox did; `trouble` says why it stopped, "" when the outbox is empty."""

    receipts: int
    refused: int
    waiting: int
    trouble: str = ""


class Device:
    """A machine with its folder. Raises InputError for a folder without a key.

    Not `durable` means that a power cut may lose what was queued: for machines that are only played.
    """

    def __init__(self, folder: Path, durable: bool = True) -> None:
        self.folder = folder
        self._durable = durable
        try:
            self.signer = Signer.load(folder / "key")
        except (OSError, NoteError) as error:
            raise InputError([f"{folder}: holds no device key ({error}); make one with `device key`"]) from None

    @classmethod
    def create(cls, folder: Path, name: str) -> "Device":
        """A new device with a new key. Raises InputError when the folder has one or the name cannot be."""
        try:
            Signer.generate(name).save(folder / "key")
        except FileExistsError:
            raise InputError([f"{folder}: has a device key already; a key is never replaced"]) from None
        except NoteError as error:
            raise InputError([f"--name: {error}"]) from None
        return cls(folder)

    def queued(self) -> int:
        """How many messages were ever queued, sent or not."""
        return len(self._notes(OUTBOX, SENT, REFUSED))

    def waiting(self) -> list[Path]:
        """The messages that wait for their receipts, oldest first."""
        return self._notes(OUTBOX)

    def queue(self, fields: Mapping[str, Any], file: Path | None = None) -> Path:
        """Number, chain and sign a message and write it into the outbox; where it lies.

        `fields` are those of docs/ingest.md without v, device, seq and prev; `file` is that of a scan.
        """
        with self._alone():
            newest = max(self._notes(OUTBOX, SENT, REFUSED), key=lambda path: path.name, default=None)
            prev = read_envelope(newest.read_bytes()).sha256 if newest else ""
            number = int(newest.stem) + 1 if newest else 1
            numbered = {"v": VERSION, "device": self.signer.name, "seq": number, "prev": prev}
            raw = write_envelope({**fields, **numbered}, self.signer)
            read_envelope(raw)
            if file is not None:
                self._write(self.folder / OUTBOX / f"{number:08}.file", file.read_bytes())
            path = self.folder / OUTBOX / f"{number:08}.note"
            self._write(path, raw)
            return path

    def send(self, portal: Portal) -> Sent:
        """Send what waits, oldest first; stops at the first message that must wait longer."""
        with self._alone():
            receipts = refused = 0
            waiting = self._notes(OUTBOX)
            for done, path in enumerate(waiting):
                try:
                    trouble, taken = self._send(portal, path)
                except (OSError, ValueError) as error:
                    trouble, taken = f"{path.name}: {error}", False
                if trouble:
                    return Sent(receipts, refused, len(waiting) - done, trouble)
                receipts, refused = receipts + taken, refused + (not taken)
            return Sent(receipts, refused, 0)

    def _send(self, portal: Portal, path: Path) -> tuple[str, bool]:
        """Why the message must wait ("" when it is done with), and whether the portal took it."""
        raw = path.read_bytes()
        envelope = read_envelope(raw)
        status, body = portal.post_message(raw)
        if status in NEVER:
            self._move(path, REFUSED, body)
            return "", False
        if status not in STORED:
            return f"{path.name}: the portal answered {status}", False
        receipt = str(json.loads(body)["receipt"]).encode()
        if not check_receipt(receipt, self._portal_key(portal), envelope.sha256):
            return f"{path.name}: the receipt is not for this message", False
        file = path.with_suffix(".file")
        if file.exists():
            status, _ = portal.put_scan(str(envelope.body["sha256"]), file)
            if status not in STORED:
                return f"{file.name}: the portal answered {status}", False
        self._move(path, SENT, receipt)
        return "", True

    def _portal_key(self, portal: Portal) -> Verifier:
        """The key of receipts: the one handed over with the configuration file, else the first one seen."""
        path = self.folder / "portal.key"
        if not path.exists():
            self._write(path, portal.key().strip().encode())
        return Verifier.parse(path.read_text(encoding="utf-8").strip())

    def _move(self, path: Path, to: str, answer: bytes) -> None:
        """The answer is on the disk before the message leaves the outbox, so a crash between sends it once more."""
        folder = self.folder / to
        beside = folder / f"{path.stem}.answer"
        beside.unlink(missing_ok=True)
        self._write(beside, answer)
        os.replace(path, folder / path.name)
        path.with_suffix(".file").unlink(missing_ok=True)
        if self._durable:
            sync_folder(folder)
            sync_folder(path.parent)

    def _write(self, path: Path, content: bytes) -> None:
        if self._durable:
            write_new(path, content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)

    def _notes(self, *folders: str) -> list[Path]:
        return sorted(path for name in folders for path in (self.folder / name).glob("*.note"))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time numbers or sends."""
        if self._durable:
            make_folder(self.folder / OUTBOX)
        else:
            (self.folder / OUTBOX).mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(f"{self.folder}: {error.strerror}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
