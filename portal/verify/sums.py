"""SHA256SUMS in coreutils' format: which file has which hash, and where an unchanged file really lies."""

import posixpath
import re
from collections.abc import Iterator

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_SCAN = re.compile(r"scans/([0-9a-f]{64})\.[0-9a-z]+")
SUMS = "SHA256SUMS"


class SumsError(ValueError):
    """A list of hashes is malformed or names what it must not name."""


def read_sums(data: bytes, folder: str) -> Iterator[tuple[str, str]]:
    """(path from the root of the tree, hash) of each line of the SHA256SUMS in `folder`, e.g. releases/e2025/42.

    A path leads to the folder itself, to the same part of an earlier release, or to a scan named by its own hash.
    Raises SumsError for anything else.
    """
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise SumsError(f"{folder}/{SUMS} is not UTF-8") from error
    if lines.pop() != "":
        raise SumsError(f"{folder}/{SUMS} does not end with a newline")
    seen = set()
    for number, line in enumerate(lines, start=1):
        found = _LINE.fullmatch(line)
        path = posixpath.normpath(posixpath.join(folder, found[2])) if found else ""
        if not found or path in seen or posixpath.relpath(path, folder) != found[2] or "\\" in path:
            raise SumsError(f"{folder}/{SUMS}:{number}: not `hash  path`, or a path twice: {line[:80]!r}")
        if not is_reachable(path, folder, found[1]):
            raise SumsError(f"{folder}/{SUMS}:{number}: leads to {path}, not into this release or an earlier one")
        seen.add(path)
        yield path, found[1]


def is_reachable(path: str, folder: str, digest: str) -> bool:
    """True when the list of files in a folder may name the path with that hash."""
    if scan := _SCAN.fullmatch(path):
        return scan[1] == digest
    _, campaign, release, *part = folder.split("/")
    steps = path.split("/")
    if steps[:2] != ["releases", campaign] or len(steps) < 4 + len(part) or steps[-1] in ("", SUMS):
        return False
    number, rest = steps[2], steps[3:]
    if not number.isascii() or not number.isdecimal() or str(int(number)) != number or int(number) > int(release):
        return False
    return rest[: len(part)] == part if part else rest[0] != "data"
