"""Every file that the log names: the lists of hashes, the files themselves, and files that nobody named."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from itertools import islice

from portal.publication.transparency.leaf import DATA
from portal.verify.history import History, Part
from portal.verify.report import Check
from portal.verify.source import Source, SourceError
from portal.verify.sums import SUMS, SumsError, read_sums

BATCH = 512


class Files:
    """What must be in the tree: path → hash of its content, collected from the SHA256SUMS of all releases."""

    def __init__(self, source: Source):
        self._source = source
        self.hashes: dict[str, str] = {}
        self.names: set[str] = set()

    def read_lists(self, history: History, check: Check) -> None:
        """Read the list of each part and compare it with the hash in its leaf."""
        for part in history.parts:
            path = f"{part.folder}/{SUMS}"
            self.names.add(path)
            try:
                data = self._source.read(path)
                if sha256(data).hexdigest() != part.sha256sums:
                    raise SumsError(f"{path} is not the list whose hash its leaf holds")
                self._add(part, read_sums(data, part.folder))
            except FileNotFoundError:
                check.fail(f"{path} is missing")
            except (SumsError, SourceError) as error:
                check.fail(str(error))
        check.said = f"{len(history.parts)} lists of files (SHA256SUMS) have the hash that stands in their leaf"

    def _add(self, part: Part, lines: Iterable[tuple[str, str]]) -> None:
        for path, digest in lines:
            own = path.startswith(f"{part.folder}/")
            known = self.hashes.get(path)
            if (own and known is None) or path.startswith("scans/"):
                self.hashes[path] = digest
            elif known != digest:
                raise SumsError(f"{part.folder}/{SUMS} gives {path} another hash than the release that wrote it")
        if part.kind != DATA and f"{part.folder}/release.json" not in self.hashes:
            raise SumsError(f"{part.folder}/{SUMS} does not name release.json")

    def compare(self, history: History, check: Check) -> None:
        """Hash every file, piece by piece, and compare."""

        def compare(item: tuple[str, str]) -> str | None:
            return self._compare(*item, history.redacted)

        with ThreadPoolExecutor(self._source.readers) as pool:
            for batch in batches(self.hashes.items()):
                for problem in pool.map(compare, batch):
                    if problem and problem.startswith("redacted "):
                        check.redacted.append(problem.removeprefix("redacted "))
                    elif problem:
                        check.fail(problem)
        present = len(self.hashes) - len(check.redacted)
        check.said = f"{present} files have the hash that their list gives"
        if check.redacted:
            check.said += f"; {len(check.redacted)} were redacted, as the log says"

    def _compare(self, path: str, digest: str, redacted: set[str]) -> str | None:
        try:
            found = self._source.sha256(path)
        except FileNotFoundError:
            return f"redacted {path}" if digest in redacted else f"{path} is missing"
        except SourceError as error:
            return str(error)
        if found != digest:
            return f"{path} was changed"
        return f"{path} is still there although it was redacted" if digest in redacted else None

    def compare_releases(self, history: History, check: Check) -> None:
        """Compare each release.json with its leaf."""
        for part in history.parts:
            if part.kind == DATA:
                continue
            expected = {"n": part.release, "campaign": part.campaign, "kind": part.kind}
            found = self.release(part.campaign, part.release)
            if found is not None and any(found.get(name) != value for name, value in expected.items()):
                check.fail(f"{part.folder}/release.json is of another release than its leaf says")
        check.said = "each release.json is of the campaign, number and kind that its leaf says"

    def release(self, campaign: str, number: int) -> dict[str, object] | None:
        """What release.json says; None when it cannot be read, which another check has reported."""
        with suppress(OSError, SourceError, ValueError):
            found = json.loads(self._source.read(f"releases/{campaign}/{number}/release.json"))
            return found if isinstance(found, dict) else {}
        return None

    def find_added(self, known: set[str], check: Check) -> None:
        """Look for files in a folder that neither the log nor a list names."""
        count = 0
        for path, plain in self._source.files():
            count += 1
            if not plain:
                check.fail(f"{path} is a link or a device, not a file")
            elif path not in self.hashes and path not in self.names and path not in known:
                check.fail(f"{path} is named by no release (an interrupted publication leaves such files, too)")
        check.said = f"none of the {count} files in the folder is without its place in the log"


def batches(items: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The items in lists of at most 512, so that a country's files do not all wait in memory."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
