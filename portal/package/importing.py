"""Bringing a read package into the store, in one transaction: all of it or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.domain.facts import Consolidated
from portal.errors import InputError
from portal.package.fact_files import Advance, FactFiles
from portal.package.new_facts import new_facts
from portal.package.package import Package
from portal.package.preview import preview
from portal.package.private_files import keep_file
from portal.store.chunks import chunks
from portal.store.queries.configuration import StoredConfiguration, campaigns, configuration
from portal.store.queries.publication import newest_schedule_items
from portal.store.record import (
    confirm_decision,
    record_audit,
    record_configuration,
    record_consolidated,
    record_decision,
    record_no_machine_results,
    record_protocol,
    record_protocols,
    record_scanner_reports,
    record_scans,
    record_schedule,
    record_turnouts,
)
from portal.store.record.entry import record_signing

ARCHIVE = "archive"
"""Who confirms the decisions of an archive: they are history, printed long ago."""
_BATCH = 5000
T = TypeVar("T")


@dataclass(frozen=True)
class Imported:
    """What an import did. `version` is the configuration version now in force, `unchanged` that nothing was to do.

    `changes` are the lines of the preview of a changed package; `facts` counts new facts by kind.
    """

    campaign: str
    version: int
    unchanged: bool
    changes: tuple[str, ...]
    facts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and by whom an import happens: `at` by the election clock, `system_at` by the machine's."""

    at: datetime
    system_at: datetime
    by: str


def import_package(
    session: Session,
    package: Package,
    private: Path,
    occasion: Occasion,
    *,
    tell: Callable[[Sequence[str]], None] = lambda changes: None,
    advance: Advance = lambda rows: None,
) -> Imported:
    """Record a package in the caller's write transaction; files of scans and boundaries are copied into `private`.

    `tell` gets the preview of a changed package before anything is written. The same package again changes nothing.
    Raises InputError when a code with facts would be removed, NotPermitted for a second entry of a protocol (R53 ¶45).
    """
    id = package.configuration.campaign.id
    stored = configuration(session, id) if id in campaigns(session) else None
    if stored is not None and stored.digest == package.configuration.digest:
        return Imported(id, stored.version, True, (), {})
    facts, changes = _compared(session, stored, package)
    tell(changes)
    boundaries = {path.name: keep_file(path, private / "boundaries", "geojson") for path in package.boundaries}
    for scan in facts.scans:
        keep_file(package.facts.scan_files[scan.sha256], private / "scans", scan.extension, scan.sha256)
    version = record_configuration(session, package.configuration, occasion.at, occasion.by)
    counts = _record(session, package, facts, occasion, advance)
    details = {"version": version, "digest": package.configuration.digest, "changes": list(changes), "facts": counts}
    record_audit(
        session, occasion.system_at, occasion.by, "package.imported", id, {**details, "boundaries": boundaries}
    )
    return Imported(id, version, False, changes, counts)


def _compared(
    session: Session, stored: StoredConfiguration | None, package: Package
) -> tuple[FactFiles, tuple[str, ...]]:
    """The facts that are new, and what the package changes. Raises InputError when it may not."""
    if stored is None:
        return package.facts, ()
    found = preview(session, stored, package)
    if found.refusals:
        raise InputError(found.refusals)
    facts = new_facts(session, stored.campaign.id, package.facts)
    added = [f"{name}: {count} new or changed" for name, count in _counts(facts).items() if count]
    return facts, (*found.lines, *added) or ("files changed, but nothing that they say",)


def _counts(facts: FactFiles) -> dict[str, int]:
    return {
        "turnout reports": len(facts.turnout),
        "scanner reports": len(facts.scanner),
        "protocols": len(facts.protocols),
        "precincts without machine result": len(facts.no_machine),
        "consolidated protocols": len(facts.consolidated),
        "scans": len(facts.scans),
        "decisions": len(facts.decisions),
    }


def _record(
    session: Session, package: Package, facts: FactFiles, occasion: Occasion, advance: Advance
) -> dict[str, int]:
    """Record the facts; their numbers by kind."""
    id, by = package.configuration.campaign.id, occasion.by

    def batches(items: Sequence[T], record: Callable[[list[T]], object]) -> None:
        for piece in chunks(items, _BATCH):
            record(piece)
            advance(len(piece))

    _record_decisions(session, package, facts, occasion)
    batches(facts.turnout, lambda piece: record_turnouts(session, id, piece, by))
    batches(facts.scanner, lambda piece: record_scanner_reports(session, id, piece, by))
    if package.configuration.campaign.archive:
        batches(facts.protocols, lambda piece: record_protocols(session, id, piece, by))
    else:
        batches(facts.protocols, lambda piece: [record_protocol(session, id, item, by) for item in piece])
    batches(facts.no_machine, lambda piece: record_no_machine_results(session, id, piece, by))
    batches(facts.consolidated, lambda piece: _record_consolidated(session, id, piece, by))
    batches(facts.scans, lambda piece: record_scans(session, id, piece, by))
    if package.schedule and newest_schedule_items(session, id) != package.schedule:
        record_schedule(session, id, package.schedule, occasion.at, by)
    return {name: count for name, count in _counts(facts).items() if count}


def _record_consolidated(session: Session, campaign: str, protocols: Sequence[Consolidated], by: str) -> None:
    """Consolidated protocols, with their signatures where the package states them."""
    for fact, each in zip(record_consolidated(session, campaign, protocols, by), protocols, strict=True):
        if each.members is not None and each.signed is not None and each.opinions is not None:
            record_signing(session, fact, each.members, each.signed, each.opinions, {})


def _record_decisions(session: Session, package: Package, facts: FactFiles, occasion: Occasion) -> None:
    """Decisions of an archive are confirmed at once; others wait for a second person."""
    for decision in facts.decisions:
        seq = record_decision(session, package.configuration.campaign.id, decision, occasion.at, occasion.by)
        if package.configuration.campaign.archive:
            confirm_decision(session, seq, occasion.at, ARCHIVE)
