"""Which facts of a package the store does not hold yet: what it holds unchanged is left out, the rest is appended."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from portal.domain.facts import (
    Consolidated,
    NoMachineResult,
    PrecinctFacts,
    Protocol,
    Scan,
    ScannerReport,
    TurnoutReport,
)
from portal.package.fact_files import FactFiles
from portal.store.queries.facts import consolidated, facts_of
from portal.store.queries.publication import decisions

T = TypeVar("T")
Key = tuple[Any, ...]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_facts(session: Session, campaign: str, files: FactFiles) -> FactFiles:
    """The facts of the package that differ from the newest stored ones of the same key."""
    stored = facts_of(session, campaign, _numbers(files)).values()
    kept = {decision.sequence: decision for decision in files.decisions}
    known = {replace(item.decision, sequence=0) for item in decisions(session, campaign)}
    return FactFiles(
        turnout=_fresh(files.turnout, _each(stored, "turnout"), _turnout_key),
        scanner=_fresh(files.scanner, _each(stored, "scanner"), _scanner_key),
        protocols=_fresh(files.protocols, _each(stored, "protocols"), _protocol_key),
        no_machine=_fresh(files.no_machine, _each(stored, "no_machine"), _no_machine_key),
        consolidated=_fresh_consolidated(files.consolidated, consolidated(session, campaign)),
        scans=_fresh(files.scans, _each(stored, "scans"), _scan_key),
        scan_files=files.scan_files,
        decisions=[item for item in kept.values() if replace(item, sequence=0) not in known],
    )


def _numbers(files: FactFiles) -> set[str]:
    facts: tuple[Iterable[Any], ...] = (files.turnout, files.scanner, files.protocols, files.no_machine, files.scans)
    return {fact.precinct for group in facts for fact in group}


def _each(stored: Iterable[PrecinctFacts], name: str) -> Iterable[Any]:
    return (fact for facts in stored for fact in getattr(facts, name))


def _fresh(given: Iterable[T], stored: Iterable[T], key: Callable[[T], Key]) -> list[T]:
    """Those of `given` whose content is not that of the last stored fact of their key."""
    last = {key(fact): _content(fact) for fact in stored}
    return [fact for fact in given if last.get(key(fact)) != _content(fact)]


def _fresh_consolidated(given: Iterable[Consolidated], stored: Iterable[Consolidated]) -> list[Consolidated]:
    """As `_fresh`; a package that states no signatures says nothing against those that were entered."""
    last = {(each.commission, each.contest, each.kind): each for each in stored}

    def is_known(item: Consolidated) -> bool:
        before = last.get((item.commission, item.contest, item.kind))
        if before is not None and item.members is None:
            before = replace(before, members=None, signed=None, opinions=None)
        return before is not None and _content(before) == _content(item)

    return [item for item in given if not is_known(item)]


def _content(fact: Any) -> Any:
    """A fact without what the store gave it or the package cannot say."""
    given: dict[str, Any] = {"seq": 0, "received_at": _EPOCH}
    if isinstance(fact, Protocol):
        given |= {"version": 0, "reasons": {}}
    elif isinstance(fact, TurnoutReport):
        given |= {"outside": None}
    elif isinstance(fact, ScannerReport):
        given |= {"remote_voters": None}
    elif isinstance(fact, Scan):
        given |= {"released_at": None}
    return replace(fact, **given)


def _turnout_key(report: TurnoutReport) -> Key:
    return (report.precinct, report.as_of, report.source)


def _scanner_key(report: ScannerReport) -> Key:
    return (report.precinct, report.contest, report.device, report.zero)


def _protocol_key(protocol: Protocol) -> Key:
    return (protocol.precinct, protocol.contest, protocol.kind)


def _no_machine_key(result: NoMachineResult) -> Key:
    return (result.precinct,)


def _scan_key(scan: Scan) -> Key:
    return (scan.precinct, scan.contest, scan.kind, scan.original or scan.sha256)
