"""SHA256SUMS: which file has which hash, and which release wrote it (design contract 2)."""

import re
from dataclasses import dataclass

from portal.published.errors import DamagedFile

_LINE = re.compile(r"([0-9a-f]{64}) [ *](?P<up>(?:\.\./)*)(?P<path>[^/\\\x00-\x1f][^\\\x00-\x1f]*)")
_SCAN = re.compile(r"(?:\.\./){3,4}scans/[0-9a-f]{64}\.[a-z0-9]{1,5}")
_WAY_OUT = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
_FOREIGN = re.compile(r"(?P<owner>[1-9][0-9]{0,9})/(?P<path>.+)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a release: its hash and the number of the release that wrote it."""

    sha256: str
    owner: int

    @property
    def identity(self) -> str:
        """What changes exactly when the file's bytes or its owner change."""
        return f"{self.sha256}@{self.owner}"


def parse_checksums(text: str, release: int, where: str, folder: str = "") -> dict[str, Listed]:
    """Path within the release → hash and owner, from the text of `SHA256SUMS` in coreutils format.

    `folder` is "" for the release itself and "data/" for its bulk part, whose paths are relative to that folder.
    Raises DamagedFile for a line that is not of the format, a path that leaves the campaign, or a path named twice.
    """
    depth = 1 + folder.count("/")
    files: dict[str, Listed] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise DamagedFile(where, "unreadable_line")
        if match["path"].startswith("scans/") and _SCAN.fullmatch(match["up"] + match["path"]):
            # A scan lies beside the releases under its own hash; it is checked when it is sent.
            continue
        path, owner = _place(match["up"].count("../"), match["path"], depth, release, folder, where)
        if path in files or _WAY_OUT.search(path):
            raise DamagedFile(where, "bad_path")
        files[path] = Listed(match[1], owner)
    if not files:
        raise DamagedFile(where, "empty")
    return files


def own_hash(text: str, path: str) -> str | None:
    """Hash of one file that the release wrote itself, None when it names none: all other lines are passed over."""
    lines, ending = f"{text}\n", f"{path}\n"
    at = lines.find(ending)
    while at >= 0:
        match = _LINE.fullmatch(lines, lines.rfind("\n", 0, at) + 1, at + len(path))
        if match and not match["up"] and match["path"] == path:
            return match[1]
        at = lines.find(ending, at + 1)
    return None


def _place(ups: int, rest: str, depth: int, release: int, folder: str, where: str) -> tuple[str, int]:
    if ups == 0:
        return folder + rest, release
    foreign = _FOREIGN.fullmatch(rest)
    if ups != depth or foreign is None or not foreign["path"].startswith(folder):
        raise DamagedFile(where, "bad_path")
    owner = int(foreign["owner"])
    if owner >= release:
        raise DamagedFile(where, "later_owner")
    return foreign["path"], owner
