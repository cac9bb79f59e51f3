"""Zip files of packages: unpacked only when nothing in them can harm; the same files are packed to the same bytes."""

import io
import zipfile
from pathlib import Path, PurePosixPath

from portal.errors import InputError

MAX_ZIP = 64 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_FILES = 5_000
MAX_RATIO = 200
"""A file that grows more than so many times is no table of a campaign."""
SUFFIXES = frozenset({".csv", ".toml", ".geojson", ".txt", ".md"})
_STAMP = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20
_SYMLINK = 0o120000


def unpack(data: bytes, folder: Path) -> Path:
    """Unpack a package into `folder`; where its campaign.toml lies, in the top or in the one folder of the zip.

    Raises InputError with every reason: no zip, encrypted, links, names that lead outside, too many or too large files,
    kinds of files that no package has.
    """
    if len(data) > MAX_ZIP:
        raise InputError([f"the zip has {len(data)} bytes; at most {MAX_ZIP} are taken"])
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError):
        raise InputError(["the file is not a zip; pack the folder of the package"]) from None
    with archive:
        entries = [entry for entry in archive.infolist() if not _ignored(entry)]
        problems = [f"{entry.filename!r}: {reason}" for entry in entries if (reason := _refused(entry))]
        if len(entries) > MAX_FILES:
            problems.append(f"the zip holds {len(entries)} files; a package has at most {MAX_FILES}")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            problems.append(f"the files are larger than {MAX_UNPACKED} bytes together")
        lowered = [entry.filename.lower() for entry in entries]
        problems += sorted({f"{name!r}: stands twice" for name in lowered if lowered.count(name) > 1})
        if problems:
            raise InputError(problems)
        for entry in entries:
            _write(archive, entry, folder)
    tops = {PurePosixPath(entry.filename).parts[0] for entry in entries}
    inner = folder / next(iter(tops)) if len(tops) == 1 else folder
    return inner if inner.is_dir() else folder


def pack(folder: Path) -> bytes:
    """All files beneath a folder as a zip; the same files always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _STAMP)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def _ignored(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what file managers add."""
    return entry.is_dir() or entry.filename.startswith("__MACOSX/") or entry.filename.endswith(".DS_Store")


def _refused(entry: zipfile.ZipInfo) -> str:
    name = PurePosixPath(entry.filename)
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if (entry.external_attr >> 16) & 0o170000 == _SYMLINK:
        return "is a link"
    outside = name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename
    if outside or not name.parts or "\0" in entry.filename:
        return "leads out of the folder"
    if name.suffix.lower() not in SUFFIXES:
        return f"is no file of a package to prepare; known are {', '.join(sorted(SUFFIXES))}"
    if entry.file_size > MAX_RATIO * max(entry.compress_size, 1024):
        return "grows too much when it is unpacked"
    return ""


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    """One file; the size that the zip states is not believed."""
    target = folder.joinpath(*PurePosixPath(entry.filename).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    try:
        with archive.open(entry) as reader, target.open("xb") as writer:
            while block := reader.read(_BLOCK):
                size += len(block)
                if size > entry.file_size:
                    raise InputError([f"{entry.filename!r}: is larger than the zip says"])
                writer.write(block)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError([f"{entry.filename!r}: cannot be unpacked ({error})"]) from None
