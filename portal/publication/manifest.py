"""SHA256SUMS of a release: every file with its hash, an unchanged one by its path in the release that wrote it.

The format is that of coreutils, so `sha256sum -c SHA256SUMS` in the release's folder checks all of it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "SHA256SUMS"
SCANS = "../../../scans/"
"""Where scans lie as seen from a release's folder; each stands there under its own hash."""
_LINE = re.compile(
    r"^([0-9a-f]{64})  (?:\.\./([0-9]+)/)?([0-9A-Za-z_-][0-9A-Za-z_.-]*(?:/[0-9A-Za-z_-][0-9A-Za-z_.-]*)*)$"
)
_SCAN = re.compile(r"^([0-9a-f]{64})  \.\./\.\./\.\./scans/(([0-9a-f]{64})\.[0-9a-z]{1,5})$")
_CHUNK = 1 << 20


class ManifestError(ValueError):
    """A SHA256SUMS that cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a release: its hash and the release that wrote it."""

    sha256: str
    owner: int


def parse_manifest(text: str, release: int) -> dict[str, Entry]:
    """Entries by path, without scans. Raises ManifestError for anything that a publisher would not have written."""
    entries: dict[str, Entry] = {}
    for number, line in enumerate(text.splitlines(), 1):
        scan = _SCAN.match(line)
        if scan and scan[1] == scan[3]:
            continue
        match = _LINE.match(line)
        if match is None or match[3] in entries:
            raise ManifestError(f"{NAME} of release {release}, line {number}: not a line of this release's files")
        owner = int(match[2]) if match[2] else release
        if owner > release:
            raise ManifestError(f"{NAME} of release {release}, line {number}: names a later release")
        entries[match[3]] = Entry(match[1], owner)
    return entries


def parse_scans(text: str) -> list[str]:
    """Names of the scans, `<sha256>.<ext>`, that a release shows for the first time."""
    found = (_SCAN.match(line) for line in text.splitlines())
    return [scan[2] for scan in found if scan and scan[1] == scan[3]]


def format_manifest(entries: Mapping[str, Entry], release: int, scans: Iterable[str] = ()) -> str:
    """The text of SHA256SUMS, sorted by path, its scans (`<sha256>.<ext>`) after the files."""
    named = (f"{scan.partition('.')[0]}  {SCANS}{scan}\n" for scan in sorted(set(scans)))
    return "".join((*_lines(entries, release), *named))


def _lines(entries: Mapping[str, Entry], release: int) -> Iterator[str]:
    for path, entry in sorted(entries.items()):
        prefix = "" if entry.owner == release else f"../{entry.owner}/"
        yield f"{entry.sha256}  {prefix}{path}\n"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()
