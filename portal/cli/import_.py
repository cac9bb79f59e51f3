"""Import a campaign package into the store: all of it or nothing (docs/package.md)."""

import argparse
import getpass
from collections.abc import Sequence
from pathlib import Path

from portal.cli._progress import Progress
from portal.clocks import SystemClock, election_clock
from portal.logs import get_logger
from portal.package.importing import Imported, Occasion, import_package
from portal.package.package import Package, read_package
from portal.package.tables import PRECINCTS, TABLES
from portal.settings import Settings
from portal.store.engine import open_store
from portal.store.migrate import upgrade

PRINTED_NOTES = 20
_FACT_FILES = TABLES[TABLES.index(PRECINCTS) + 4 :]


class _DryRun(Exception):
    """Ends the transaction of a preview."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder of the package and how to take it."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with campaign.toml and the CSV files")
    parser.add_argument("--strict", action="store_true", help="refuse an archive whose protocols break refuse ratios")
    parser.add_argument("--dry-run", action="store_true", help="check and show what would change, store nothing")
    parser.add_argument("--by", default="", metavar="NAME", help="who imports; the user of this machine by default")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check the package and import it; 0, or InputError with every problem."""
    clock = election_clock(settings.home)
    occasion = Occasion(clock.now(), SystemClock().now(), f"import:{arguments.by or _user()}")
    with Progress("reading", _rows(arguments.folder)) as progress:
        package = read_package(arguments.folder, occasion.at, strict=arguments.strict, advance=progress.advance)
    _print_notes(package)
    imported = _store(settings, package, occasion, arguments.dry_run)
    _print_result(package, imported, arguments.dry_run)
    get_logger("import").info(
        "package.imported",
        campaign=imported.campaign,
        version=imported.version,
        unchanged=imported.unchanged,
        dry_run=arguments.dry_run,
        digest=package.configuration.digest,
    )
    return 0


def _store(settings: Settings, package: Package, occasion: Occasion, dry_run: bool) -> Imported:
    upgrade(settings.store_url)
    store = open_store(settings.store_url)
    changes: list[str] = []

    def tell(lines: Sequence[str]) -> None:
        changes.extend(lines)
        _print_preview(package, lines)
        if dry_run:
            raise _DryRun

    facts = package.facts
    total = len(facts.turnout) + len(facts.scanner) + len(facts.protocols)
    try:
        with Progress("storing", total) as progress, store.write() as session:
            imported = import_package(session, package, settings.private, occasion, tell=tell, advance=progress.advance)
        store.analyze()
        return imported
    except _DryRun:
        return Imported(package.configuration.campaign.id, 0, False, tuple(changes), {})
    finally:
        store.close()


def _print_notes(package: Package) -> None:
    for note in package.notes[:PRINTED_NOTES]:
        print(f"note: {note}")
    if len(package.notes) > PRINTED_NOTES:
        print(f"note: … and {len(package.notes) - PRINTED_NOTES} more, {len(package.notes)} in all")
    if package.findings:
        print(f"note: {package.findings} control ratios of severity refuse do not hold; shown as findings")


def _print_preview(package: Package, changes: Sequence[str]) -> None:
    if changes:
        print(f"{package.configuration.campaign.id} is known; the package changes:")
    for line in changes:
        print(f"  {line}")


def _print_result(package: Package, imported: Imported, dry_run: bool) -> None:
    configuration = package.configuration
    if imported.unchanged:
        print(f"{imported.campaign}: the same package is in the store already (version {imported.version})")
    elif dry_run:
        print(f"{imported.campaign}: the package is good; nothing was stored")
    else:
        parts = [f"{count} {name}" for name, count in imported.facts.items()]
        print(
            f"{imported.campaign}: configuration version {imported.version}, {len(configuration.precincts)} precincts, "
            f"{len(configuration.contests)} contests; {', '.join(parts) or 'no facts'}"
        )
        if package.schedule:
            print(f"{imported.campaign}: its publication schedule is in force once two people approved it")


def _rows(folder: Path) -> int:
    """Rows of the fact files, for the bar: lines less one header each."""
    total = 0
    for table in _FACT_FILES:
        path = folder / table.file
        if path.is_file():
            with path.open("rb") as file:
                total += max(sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1, 0)
    return total


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
