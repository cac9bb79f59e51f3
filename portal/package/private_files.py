"""Copies of a package's files in the private folder of the home, under the sha256 of their content."""

import hashlib
import os
import shutil
from pathlib import Path

from portal.errors import InputError


def keep_file(source: Path, folder: Path, extension: str, sha256: str = "") -> str:
    """Copy a file to `folder/<sha256>.<extension>`, synced to disk; the sha256. A copy that is there already stays.

    Raises InputError when the file is no longer the one with the `sha256` given.
    """
    with source.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 and found != sha256:
        raise InputError([f"{source}: changed while the package was imported; import it again"])
    target = folder / f"{found}.{extension}"
    if target.exists():
        return found
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    staged = folder / f".{found}.{os.getpid()}"
    with source.open("rb") as reader, staged.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())
    staged.replace(target)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return found
