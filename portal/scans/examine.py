"""Having a file looked at by a process of its own, once: what it found is kept beside the previews.

The process gets the path of one file and the folder for its previews, no settings, no secrets and no network, and is
ended after a minute. What it says is taken at its word only as far as numbers and words known here go.
"""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.errors import StorageError
from portal.logs import get_logger
from portal.publication.transparency.durable import make_folder, sync_folder
from portal.scans.outside import kind_of
from portal.scans.refusals import ScanRefused, Unfit

log = get_logger(__name__)

PREVIEWS = "scan-previews"
REPORT = "report.json"
_RULES = 1
"""Number of the rules by which a file was judged; a higher one has every file looked at again."""
_SECONDS = 60
_ROOT = Path(__file__).resolve().parents[2]
_TOLD = frozenset({"author", "title", "subject", "keywords", "xmp", "gps", "device", "time", "text"})


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be published: its kind (pdf, jpg, png, tiff), pages, and what it tells beside the picture
    (author, gps, device …).
    """

    kind: str
    pages: int
    told: tuple[str, ...] = ()


def examine(private: Path, file: Path, sha256: str, file_name: str = "") -> Examined:
    """What the file holds; its previews lie in `preview` afterwards. Raises ScanRefused, or StorageError."""
    folder = private / PREVIEWS / sha256
    known = _known(folder)
    if known is not None:
        if file_name:
            kind_of(_content(file), file_name)
        return _judged(known)
    try:
        kind = kind_of(_content(file), file_name)
    except ScanRefused as refused:
        if refused.reason is not Unfit.WRONG_EXTENSION:
            _keep(folder, {"unfit": refused.reason, "detail": refused.detail}, None)
        raise
    staged = folder.with_name(f".making-{uuid.uuid4().hex}")
    make_folder(staged)
    try:
        said = {"kind": kind, **_ask({"verb": "examine", "file": str(file), "kind": kind, "folder": str(staged)})}
        examined = _judged_or_kept(folder, said)
        _keep(folder, said, staged)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return examined


def preview(private: Path, sha256: str, page: int) -> Path:
    """Where the picture of a page lies once the file was examined."""
    return private / PREVIEWS / sha256 / f"{page}.webp"


def cleaned(file: Path, kind: str, target: Path) -> None:
    """Write a copy without what the file tells beside its pictures. Raises ScanRefused when it cannot be made."""
    said = _ask({"verb": "clean", "file": str(file), "kind": kind, "target": str(target)})
    if "unfit" in said:
        raise ScanRefused(_reason(said), str(said.get("detail", "")))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StorageError(f"{file}: {error.strerror or error}") from error


def _ask(task: Mapping[str, str]) -> dict[str, Any]:
    """The worker's answer; a process that dies, hangs or says nothing has judged the file by that."""
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "portal.scans.worker"],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            cwd=_ROOT,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
        said = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        said, done = None, None
    if isinstance(said, dict):
        if not said.pop("cut_off", False):
            _tell_of_the_network()
        return said
    error = done.stderr.strip().splitlines()[-1:] if done else ["no answer in time"]
    log.warning("scan_not_examined", code=done.returncode if done else None, error=error)
    return {"unfit": Unfit.TOO_MUCH_WORK, "detail": "the process ended"}


@cache
def _tell_of_the_network() -> None:
    """Once per process: the files are examined all the same, under the other limits."""
    log.error(
        "scan_worker_has_network",
        hint="allow user namespaces (sysctl user.max_user_namespaces) or run staff pages on x86_64 or aarch64 Linux",
    )


def _judged_or_kept(folder: Path, said: dict[str, Any]) -> Examined:
    try:
        return _judged(said)
    except ScanRefused as refused:
        if refused.reason is not Unfit.TOO_MUCH_WORK:
            _keep(folder, said, None)
        raise


def _judged(said: Mapping[str, Any]) -> Examined:
    if "unfit" in said:
        raise ScanRefused(_reason(said), str(said.get("detail", "")))
    told = tuple(word for word in said.get("told", ()) if word in _TOLD)
    return Examined(str(said["kind"]), int(said["pages"]), told)


def _reason(said: Mapping[str, Any]) -> Unfit:
    try:
        return Unfit(said["unfit"])
    except ValueError:
        return Unfit.TOO_MUCH_WORK


def _known(folder: Path) -> dict[str, Any] | None:
    try:
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return report if isinstance(report, dict) and report.get("rules") == _RULES else None


def _keep(folder: Path, said: Mapping[str, Any], previews: Path | None) -> None:
    """Put report and previews in place at once; another process may have done the same before."""
    staged = previews or folder.with_name(f".making-{uuid.uuid4().hex}")
    try:
        make_folder(staged)
        (staged / REPORT).write_text(json.dumps({"rules": _RULES, **said}), encoding="utf-8")
        if folder.is_dir():
            shutil.rmtree(folder)
        staged.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        if not (folder / REPORT).is_file():
            raise StorageError(f"{folder}: {error.strerror or error}") from error
    finally:
        if previews is None:
            shutil.rmtree(staged, ignore_errors=True)
