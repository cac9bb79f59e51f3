"""From a draft to a configuration version, by the reader of packages: the only way that there is.

The check runs beside the database; the version is made only of the draft that was checked.
"""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.errors import InputError
from portal.package.importing import Imported, Occasion, import_package
from portal.package.package import Package, read_package
from portal.package.preview import preview
from portal.package.toml_file import FILE
from portal.preparation.draft import Draft
from portal.preparation.folder import write_folder
from portal.preparation.sheets import SHEETS
from portal.store.engine import Store
from portal.store.queries.configuration import campaigns, configuration
from portal.store.queries.preparation import newest_draft_change
from portal.store.record.preparation import insert_draft_adoption, lock_preparation

_PROBLEM = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>[^:]*): (?P<reason>.*)", re.DOTALL)
_BY_FILE = {sheet.table.file: sheet.name for sheet in SHEETS.values()}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a draft: sheet, the row's key ("" for the whole sheet), column, and why."""

    sheet: str
    key: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the reader says of a draft: `problems` and `refusals` forbid a version, `changes` are what it would change.

    `notes` are what the reader changed while reading. `known`: the campaign has a configuration version already.
    """

    head: int
    problems: tuple[Problem, ...]
    refusals: tuple[str, ...]
    changes: tuple[str, ...]
    notes: tuple[str, ...]
    known: bool

    @property
    def good(self) -> bool:
        """Whether a version can be made of it."""
        return not self.problems and not self.refusals


def check(session: Session, draft: Draft, private: Path, now: datetime) -> Checked:
    """Read the draft as a package would be read, at `now` by the election clock; nothing is stored."""
    known = draft.campaign in campaigns(session)
    with tempfile.TemporaryDirectory(prefix="natyija-draft-") as folder:
        try:
            package = _package(draft, Path(folder) / "package", private, now)
        except InputError as error:
            return Checked(draft.head, tuple(problem_of(draft, each) for each in error.problems), (), (), (), known)
        if not known:
            return Checked(draft.head, (), (), _new(package), package.notes, known)
        found = preview(session, configuration(session, draft.campaign), package)
        return Checked(draft.head, (), found.refusals, found.lines, package.notes, known)


def adopt(store: Store, draft: Draft, private: Path, occasion: Occasion) -> Imported:
    """Make the next configuration version of the draft.

    Raises InputError with every problem, or when the draft was changed since it was read.
    """
    with tempfile.TemporaryDirectory(prefix="natyija-draft-") as folder:
        package = _package(draft, Path(folder) / "package", private, occasion.at)
        with store.write() as session:
            lock_preparation(session)
            if newest_draft_change(session, draft.campaign) != draft.head:
                raise InputError(["the draft was changed since it was checked; look at it again"])
            imported = import_package(session, package, private, occasion)
            if not imported.unchanged:
                insert_draft_adoption(
                    session, draft.campaign, imported.version, draft.head, at=occasion.system_at, by=occasion.by
                )
            return imported


def problem_of(draft: Draft, text: str) -> Problem:
    """A problem of the reader, led back to the row of the draft."""
    match = _PROBLEM.match(text)
    if match is None:
        return Problem("", "", "", text)
    file, column, reason = match["file"], match["column"], match["reason"]
    if file == FILE:
        return _of_toml(draft, column, reason)
    sheet = _BY_FILE.get(file, "forms" if file.endswith(".toml") else "boundaries" if "/" in file else "")
    rows = draft.rows(sheet) if sheet and not SHEETS[sheet].of_toml else []
    place = int(match["line"]) - 2
    return Problem(sheet, rows[place].key if 0 <= place < len(rows) else "", column, reason)


def _of_toml(draft: Draft, path: str, reason: str) -> Problem:
    base, _, rest = path.partition(".")
    if base == "parameters":
        rows = draft.rows("parameters")
        return Problem("parameters", next((row.key for row in rows if row.cells["key"] == rest), ""), "value", reason)
    if base == "schedule":
        return Problem("schedule", "", rest, reason)
    own: Sequence[str] = [row.key for row in draft.rows("campaign")]
    return Problem("campaign", own[0] if own else "", path.replace(".", "_"), reason)


def _package(draft: Draft, folder: Path, private: Path, now: datetime) -> Package:
    write_folder(draft, folder, private)
    return read_package(folder, now)


def _new(package: Package) -> tuple[str, ...]:
    found = package.configuration
    counts = {
        "territories": len(found.territories),
        "contests": len(found.contests),
        "precincts": len(found.precincts),
        "commissions": len(found.commissions),
    }
    return tuple(f"{name}: {count} added" for name, count in counts.items())
