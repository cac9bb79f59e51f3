"""Verifies a whole public tree: the signed checkpoint, every leaf, every list of files, every file, every pointer."""

import time
from pathlib import Path

from portal.publication.transparency.checkpoint import Checkpoint
from portal.publication.transparency.errors import TransparencyError
from portal.publication.transparency.keys import Keys
from portal.verify.files import Files
from portal.verify.history import History
from portal.verify.kept import KeptState, compare_kept
from portal.verify.log_reader import CHECKPOINT, LogReader, read_checkpoint
from portal.verify.pointers import KEYS, find_wrong_pointers, pointer_names
from portal.verify.report import Check, Report
from portal.verify.source import Source, SourceError, open_source

LIVE_TRIES = 10
PAUSE_SECONDS = 1


def verify_tree(place: str | Path, keep: Path | None = None) -> Report:
    """Check a folder or a web address. With `keep`, a file, the log must continue the checkpoint kept there, which
    is replaced by the new one when everything is right.

    Raises SourceError when the place cannot be opened, KeptStateError when the kept state cannot be read.
    """
    source = open_source(place)
    kept = KeptState.load(keep) if keep else None
    report = Report()
    try:
        verification = Verification(source, report, kept)
        verification.run()
    except (TransparencyError, SourceError, FileNotFoundError) as error:
        missing = f"{error} is missing" if isinstance(error, FileNotFoundError) else str(error)
        report.checks[-1].fail(missing)
        return report
    if keep and report.ok:
        KeptState.of(verification.note, verification.keys).save(keep)
    return report


class Verification:
    """One run over one tree; `report` is filled in as far as the run comes."""

    def __init__(self, source: Source, report: Report, kept: KeptState | None):
        self._source, self._report, self._kept = source, report, kept
        opening = report.new("keys")
        opening.said = "keys.json holds the public keys and the policy"
        self.keys = Keys.parse(source.read(KEYS))
        self.note = b""

    def run(self) -> None:
        """Do every check; an error that ends the run is raised and belongs to the newest check."""
        history = History.begin(self.keys, self._report)
        tree = self._report.new("tree")
        sizes = {self._kept.checkpoint.size} if self._kept else set()
        tiles = Check("tiles", f"the tiles of {self.keys.origin} follow from its leaves")
        reader = LogReader(self._source, tiles, sizes)
        pointers = Check("pointers", "index.json, keys.json and each latest.json say what the newest leaves say")
        checkpoint = self._settle(reader, history, tree, pointers)
        history.conclude(checkpoint.size)
        self._report.checks += [tiles, pointers]
        reader.finish()
        if self._kept:
            compare_kept(self._kept, checkpoint, reader.roots, self.keys, self._report.new("kept"))
        self._check_files(history, reader)

    def _settle(self, reader: LogReader, history: History, tree: Check, pointers: Check) -> Checkpoint:
        """Read the log up to its checkpoint. A live log may grow meanwhile: then read on, until nothing moves."""
        wrong: list[str] = []
        for attempt in range(LIVE_TRIES if self._source.live else 1):
            self.note = self._source.read(CHECKPOINT)
            tree.said = "the checkpoint is signed by the log's key and its root is that of the leaves"
            checkpoint = read_checkpoint(self.note, self.keys)
            reader.follow(checkpoint.size, history.see)
            if reader.size != checkpoint.size or reader.root() != checkpoint.root:
                raise TransparencyError("the leaves do not give the root that the checkpoint signs")
            wrong = find_wrong_pointers(self._source, history)
            if not wrong:
                break
            if self._source.live and attempt + 1 < LIVE_TRIES:
                time.sleep(PAUSE_SECONDS)
        for problem in wrong:
            pointers.fail(problem)
        root = checkpoint.root.hex()
        tree.said = (
            f"the checkpoint is signed by {checkpoint.origin}; its {checkpoint.size} leaves give its root {root}"
        )
        return checkpoint

    def _check_files(self, history: History, reader: LogReader) -> None:
        files = Files(self._source)
        files.read_lists(history, self._report.new("lists"))
        files.compare(history, self._report.new("files"))
        files.compare_releases(history, self._report.new("releases"))
        if not self._source.live:
            files.find_added(reader.names | pointer_names(history), self._report.new("added"))
