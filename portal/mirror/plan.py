"""What a copy must hold: the lists of files of every release, as the pointers or the transparency log name them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.publication.transparency.checkpoint import Checkpoint
from portal.publication.transparency.errors import TransparencyError
from portal.publication.transparency.keys import Keys
from portal.publication.transparency.tiles import tile_path
from portal.published.site import CAMPAIGN_ID
from portal.verify.history import History
from portal.verify.log_reader import CHECKPOINT, LogReader, read_checkpoint
from portal.verify.pointers import INDEX, KEYS, latest_path
from portal.verify.report import Check, Report
from portal.verify.source import Source, SourceError
from portal.verify.sums import SUMS


@dataclass(frozen=True, slots=True)
class Part:
    """A release or its bulk files: the folder, and the hash of its list where the log names it."""

    folder: str
    sha256sums: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Pointers as they were read first, parts in the order of publication, the log's tiles, and redacted hashes."""

    pointers: tuple[tuple[str, bytes], ...]
    parts: tuple[Part, ...]
    tiles: Mapping[str, bytes] = field(default_factory=dict)
    checkpoint: bytes = b""
    redacted: frozenset[str] = frozenset()


def make_plan(source: Source, kept: Path) -> Plan:
    """Read pointers first and the log afterwards, so that the log covers what they name.

    Raises SourceError for a place that is no public tree, TransparencyError where the log does not hold.
    """
    pointers = list(_pointers(source))
    try:
        note = source.read(CHECKPOINT)
    except FileNotFoundError:
        return Plan(tuple(pointers), tuple(_parts_by_pointers(source, pointers, kept)))
    return _plan_by_log(source, pointers, note)


def _pointers(source: Source) -> Iterator[tuple[str, bytes]]:
    """keys.json where there is one, each latest.json, and index.json last: the order in which they are moved."""
    try:
        index = source.read(INDEX)
        campaigns = [str(row["id"]) for row in json.loads(index)["campaigns"] if row["release"]]
    except (FileNotFoundError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{INDEX} is missing or cannot be read; is this the public tree of a portal?") from error
    if strange := [campaign for campaign in campaigns if not CAMPAIGN_ID.fullmatch(campaign)]:
        raise SourceError(f"{INDEX}: {strange[0]!r} cannot be the id of a campaign")
    with suppress(FileNotFoundError):
        yield KEYS, source.read(KEYS)
    for campaign in campaigns:
        yield latest_path(campaign), source.read(latest_path(campaign))
    yield INDEX, index


def _parts_by_pointers(source: Source, pointers: list[tuple[str, bytes]], kept: Path) -> Iterator[Part]:
    for path, content in pointers:
        if not path.endswith("/latest.json"):
            continue
        folder = path.rpartition("/")[0]
        latest = json.loads(content)
        newest_data = latest["data"] or 0
        mirrored = [int(found.parents[1].name) for found in (kept / folder).glob(f"*/data/{SUMS}")]
        for number in range(1, latest["release"] + 1):
            yield Part(f"{folder}/{number}")
            # Bulk files come in order: below the newest copied part nothing is to be expected any more.
            if max(mirrored, default=0) < number <= newest_data and _exists(source, f"{folder}/{number}/data/{SUMS}"):
                yield Part(f"{folder}/{number}/data")


def _exists(source: Source, path: str) -> bool:
    try:
        with source.open(path):
            return True
    except FileNotFoundError:
        return False


def _plan_by_log(source: Source, pointers: list[tuple[str, bytes]], note: bytes) -> Plan:
    keys = Keys.parse(dict(pointers).get(KEYS, b""))
    report = Report()
    history = History.begin(keys, report)
    reader = TileKeeper(source, Check("tiles"), set())
    checkpoint: Checkpoint = read_checkpoint(note, keys)
    reader.follow(checkpoint.size, history.see)
    if reader.root() != checkpoint.root:
        raise TransparencyError("the leaves do not give the root that the checkpoint signs")
    reader.finish()
    for check in report.checks:
        if check.problems:
            raise TransparencyError(check.problems[0])
    parts = tuple(Part(part.folder, part.sha256sums) for part in history.parts)
    return Plan(tuple(pointers), parts, reader.tiles, note, frozenset(history.redacted))


class TileKeeper(LogReader):
    """Follows the log and keeps every tile that its leaves give, so that only the leaves need to be fetched."""

    def __init__(self, source: Source, check: Check, sizes: set[int]) -> None:
        super().__init__(source, check, sizes)
        self.tiles: dict[str, bytes] = {}

    def _compare(self, tile: str, content: bytes) -> None:
        self.tiles[f"log/{tile}"] = content

    def _compare_partial(self, level: int | str, index: int, content: bytes, lengths: list[int]) -> None:
        """The incomplete tile at each of its former sizes, as whoever kept an older checkpoint reads it."""
        end = 0
        for width, length in enumerate(lengths, start=1):
            end += length
            self._compare(tile_path(level, index, width), content[:end])
