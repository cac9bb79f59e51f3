"""File-system steps that survive a crash: write and sync, rename and sync the folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.errors import StorageError


def write_ahead(path: Path, content: bytes) -> None:
    """Write a new file and let the disk begin at once, so that a later sync of many files has little left to wait for.

    Raises FileExistsError when there is one already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def write_synced(path: Path, content: bytes) -> None:
    """Write a new file and sync it. Raises FileExistsError when there is one already: nothing is overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_synced(path: Path, content: bytes) -> None:
    """Replace a small pointer file atomically: readers see the old or the new content, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync_folder(path.parent)


def move_new(source: Path, target: Path) -> None:
    """Rename a folder to a name that must not exist yet. Raises FileExistsError: a release is never overwritten."""
    if target.exists():
        raise FileExistsError(f"{target.name} exists already; a published folder is never replaced")
    os.rename(source, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Make the names in a folder and in all folders beneath it durable."""
    for current, _, _ in os.walk(folder, topdown=False):
        sync_folder(Path(current))


@contextmanager
def disk_errors() -> Iterator[None]:
    """What the disk refuses within the block leaves it as StorageError that names the file."""
    try:
        yield
    except OSError as error:
        where = error.filename or "disk"
        raise StorageError(f"{where}: {error.strerror or error}; what was published before is whole") from error
