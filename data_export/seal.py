"""Making written files durable and known by their hash."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sealed:
    """Size in bytes and sha256 of a file that is on the disk."""

    size: int
    sha256: str


def seal(path: Path) -> Sealed:
    """Write the file through to the disk and say what it holds; raises OSError where the disk refuses."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return Sealed(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())


def seal_folders(folder: Path) -> None:
    """Write the names of all files in a folder and beneath through to the disk."""
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_sums(folder: Path, sealed: dict[str, Sealed]) -> Path:
    """Write SHA256SUMS in the format of coreutils, one line per file in the order of their paths."""
    path = folder / "SHA256SUMS"
    lines = [f"{sealed[name].sha256}  {name}\n" for name in sorted(sealed)]
    path.write_text("".join(lines), encoding="utf-8")
    seal(path)
    return path
