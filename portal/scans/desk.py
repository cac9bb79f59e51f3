"""What staff do with scans: bring one, accept one, refuse one (R139 ¶62). Files first, then the fact; never half.

A file lies in the private folder under its sha256 before a fact names it. Where the fact is refused the file goes,
unless something else names it already.
"""

import fcntl
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from portal.domain.facts import Scan
from portal.errors import StorageError
from portal.publication.transparency.durable import make_folder, sync_folder
from portal.scans.examine import Examined, cleaned, examine
from portal.scans.kinds import ScanKind
from portal.scans.outside import LARGEST
from portal.scans.refusals import ScanRefused, Unfit, UploadProblem, UploadRefused
from portal.store.queries.configuration import configuration, precincts_by_number
from portal.store.queries.intake import files_present
from portal.store.queries.scans import StoredScan, scans_of_precinct
from portal.store.record.intake import insert_scan_file
from portal.store.record.scans import Copy, record_scan_check, record_uploaded_scan

FOLDER = "scans"
LOCK = ".scans.lock"
_BLOCK = 64 * 1024


class Readable(Protocol):
    """Something that bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """What a person says of the file: the paper it shows, and the scan whose place it takes."""

    campaign: str
    precinct: str
    contest: str
    kind: str
    file_name: str
    replaces: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A file in the private folder that has passed the examination."""

    sha256: str
    size: int
    examined: Examined


def stored_file(private: Path, sha256: str, extension: str) -> Path:
    """Where a scan's file lies."""
    return private / FOLDER / f"{sha256}.{extension}"


@contextmanager
def receive(private: Path, stream: Readable, file_name: str) -> Iterator[Received]:
    """Store a file and have it examined; when the block fails, nothing of it stays unless it was there before.

    Raises ScanRefused for a file that is not taken, StorageError when the disk refuses.
    """
    folder = private / FOLDER
    staged = folder / f".incoming-{uuid.uuid4().hex}"
    try:
        make_folder(folder)
        size, sha256 = _write(staged, stream)
        examined = examine(private, staged, sha256, file_name)
        with _placed(staged, stored_file(private, sha256, examined.kind), private / LOCK):
            yield Received(sha256, size, examined)
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror or error}") from error
    finally:
        staged.unlink(missing_ok=True)


@contextmanager
def _placed(staged: Path, place: Path, lock: Path) -> Iterator[None]:
    """Put a file in its place while the block records it; taken away again when the block fails.

    Two people may bring the same file at once, and a device may send it: one placing follows another, and only the very
    file that was placed here is ever taken away.
    """
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        placed = None
        if not place.exists():
            placed = staged.stat().st_ino
            staged.replace(place)
            sync_folder(place.parent)
        try:
            yield
        except BaseException:
            if placed is not None and place.exists() and place.stat().st_ino == placed:
                place.unlink()
            raise


def upload_problems(session: Session, upload: Upload, sha256: str = "") -> list[UploadProblem]:
    """Everything that is wrong with what is said of a file; with its `sha256` also whether it is here already."""
    stored = configuration(session, upload.campaign)
    known = list(precincts_by_number(session, upload.campaign, stored.version, [upload.precinct]))
    problems = [] if known else [UploadProblem.PRECINCT]
    if upload.contest and upload.contest not in {contest.code for contest in stored.contests}:
        problems.append(UploadProblem.CONTEST)
    if upload.kind not in {kind.value for kind in ScanKind}:
        problems.append(UploadProblem.KIND)
    same = [each for each in scans_of_precinct(session, upload.campaign, upload.precinct) if _same_paper(each, upload)]
    if upload.replaces is not None and upload.replaces not in {each.seq for each in same}:
        problems.append(UploadProblem.REPLACES)
    if upload.replaces is not None and not upload.reason.strip():
        problems.append(UploadProblem.REASON)
    if sha256 in {each.sha256 for each in same}:
        problems.append(UploadProblem.SAME_FILE)
    return problems


def record_upload(
    session: Session, upload: Upload, received: Received, at: datetime, stored_at: datetime, by: str
) -> int:
    """Record a received file as a scan; its sequence number. Raises UploadRefused with every reason why not."""
    if problems := upload_problems(session, upload, received.sha256):
        raise UploadRefused(problems)
    scan = Scan(
        seq=0,
        received_at=at,
        precinct=upload.precinct,
        contest=upload.contest,
        kind=upload.kind,
        sha256=received.sha256,
        extension=received.examined.kind,
    )
    file_name = Path(upload.file_name).name[:200]
    seq = record_uploaded_scan(
        session,
        upload.campaign,
        scan,
        by,
        file_name=file_name,
        replaces=upload.replaces,
        reason=upload.reason,
    )
    insert_scan_file(session, received.sha256, received.size, received.examined.kind, stored_at)
    return seq


def prepare(private: Path, scan: StoredScan, *, clean: bool = False) -> Copy | None:
    """Examine a scan before it is accepted, outside any transaction; with `clean` also make the copy to be published.

    Raises ScanRefused for a file that does not pass.
    """
    file = stored_file(private, scan.sha256, scan.extension)
    examined = examine(private, file, scan.sha256)
    return _copy(private, file, examined) if clean else None


def accept(session: Session, private: Path, scan: StoredScan, at: datetime, by: str, copy: Copy | None = None) -> int:
    """Let a prepared scan be published from `at` on, as it came or as the copy. Raises as `record_scan_check` does."""
    if copy is not None and copy.sha256 not in files_present(session, [copy.sha256]):
        size = stored_file(private, copy.sha256, copy.extension).stat().st_size
        insert_scan_file(session, copy.sha256, size, copy.extension, at)
    return record_scan_check(session, scan.seq, at, by, accepted=True, copy=copy)


def refuse(session: Session, scan: StoredScan, at: datetime, by: str, reason: str) -> int:
    """Keep a scan from being published, with the reason for those who sent it."""
    return record_scan_check(session, scan.seq, at, by, accepted=False, reason=reason)


def _same_paper(scan: StoredScan, upload: Upload) -> bool:
    return (scan.contest, scan.kind) == (upload.contest, upload.kind)


def _write(staged: Path, stream: Readable) -> tuple[int, str]:
    """Size and sha256 of what was written, synced. Raises ScanRefused beyond the largest size."""
    digest, size = hashlib.sha256(), 0
    with staged.open("xb") as file:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > LARGEST:
                raise ScanRefused(Unfit.TOO_LARGE)
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _copy(private: Path, file: Path, examined: Examined) -> Copy:
    """Make the cleaned copy and look at it as at any other file; it is published, so it must pass too."""
    staged = private / FOLDER / f".incoming-{uuid.uuid4().hex}"
    try:
        cleaned(file, examined.kind, staged)
        with staged.open("rb+") as made:
            digest = hashlib.file_digest(made, "sha256").hexdigest()
            os.fsync(made.fileno())
        examine(private, staged, digest)
        place = stored_file(private, digest, examined.kind)
        if not place.exists():
            staged.replace(place)
            sync_folder(place.parent)
        return Copy(digest, examined.kind)
    except OSError as error:
        raise StorageError(f"{file}: {error.strerror or error}") from error
    finally:
        staged.unlink(missing_ok=True)
