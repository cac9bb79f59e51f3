"""Where the files to be verified come from: a folder, or a web address (a mirror of the tree or the portal itself)."""

import hashlib
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

CHUNK = 1 << 20
MOST_BYTES = 256 << 20
TRIES = 3
TIMEOUT_SECONDS = 30
_RELEASE = re.compile(r"releases/([^/]+)/(\d+)/(.+)")
_LATEST = re.compile(r"releases/([^/]+)/latest\.json")


class SourceError(Exception):
    """A file could not be read, for another reason than that it is not there."""


class Source(ABC):
    """Read access to a public tree by the paths of design contract 2. `live`: it may change while it is read."""

    live = False
    readers = 1

    @abstractmethod
    def open(self, path: str) -> BinaryIO:
        """The file, opened; FileNotFoundError when it is not there, SourceError when it cannot be read."""

    def files(self) -> Iterator[tuple[str, bool]]:
        """Every name beneath the tree with whether it is a plain file; of a web address none can be listed."""
        return iter(())

    def read(self, path: str) -> bytes:
        """A whole file of at most 256 MB."""
        with self.open(path) as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise SourceError(f"{path} is larger than {MOST_BYTES >> 20} MB")
        return data

    def sha256(self, path: str) -> str:
        """The hash of a file of any size, read piece by piece."""
        digest = hashlib.sha256()
        with self.open(path) as file:
            while piece := file.read(CHUNK):
                digest.update(piece)
        return digest.hexdigest()


class FolderSource(Source):
    """A copy of the tree on this machine."""

    def __init__(self, root: Path):
        self._root = root

    def open(self, path: str) -> BinaryIO:
        try:
            descriptor = os.open(self._root / path, os.O_RDONLY | os.O_NOFOLLOW)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FileNotFoundError(path) from error
        except OSError as error:
            raise SourceError(f"{path}: {error.strerror}") from error
        return cast(BinaryIO, os.fdopen(descriptor, "rb"))

    def files(self) -> Iterator[tuple[str, bool]]:
        for folder, folders, names in os.walk(self._root):
            for name in names + [each for each in folders if (Path(folder) / each).is_symlink()]:
                path = Path(folder) / name
                yield path.relative_to(self._root).as_posix(), path.is_file() and not path.is_symlink()


class WebSource(Source):
    """A tree behind http: served as it is, or by the portal, which has its own addresses for the same files."""

    live = True
    readers = 8

    def __init__(self, address: str):
        if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
            raise SourceError(f"{address}: an address begins with http:// or https://")
        self._base = address.rstrip("/") + "/"
        self._as_it_is = self._answers("index.json")

    def open(self, path: str) -> BinaryIO:
        return self._fetch(path if self._as_it_is else portal_path(path))

    def _answers(self, path: str) -> bool:
        try:
            with self._fetch(path):
                return True
        except FileNotFoundError:
            return False

    def _fetch(self, path: str) -> BinaryIO:
        address = self._base + urllib.parse.quote(path)
        request = urllib.request.Request(address, headers={"Cache-Control": "no-cache"})
        for attempt in range(1, TRIES + 1):
            try:
                return cast(BinaryIO, urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS))
            except urllib.error.HTTPError as error:
                error.close()
                if error.code in (404, 410):
                    raise FileNotFoundError(path) from error
                if attempt == TRIES:
                    raise SourceError(f"{address}: the server answers {error.code}") from error
            except OSError as error:
                if attempt == TRIES:
                    raise SourceError(f"{address}: {error}") from error
            time.sleep(attempt)
        raise SourceError(f"{address}: no answer")


def portal_path(path: str) -> str:
    """Where the portal serves a file of the tree (design contract 4)."""
    if path in ("index.json", "keys.json"):
        return f"data/{path}"
    if found := _LATEST.fullmatch(path):
        return f"data/{found[1]}/latest.json"
    if found := _RELEASE.fullmatch(path):
        return f"data/{found[1]}/r/{found[2]}/{found[3]}"
    return path


def open_source(place: str | Path) -> Source:
    """The source for a folder or an address; SourceError when there is no such folder."""
    if isinstance(place, str) and "://" in place:
        return WebSource(place)
    root = Path(place)
    if not root.is_dir():
        raise SourceError(f"{root} is not a folder; give the folder that holds index.json, or a web address")
    return FolderSource(root)
