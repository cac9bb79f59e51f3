"""Numbers of a precinct that a release changed: a new protocol against the former one, and what a correction lowered.

A later protocol replaces a published one by a decision (R53 ¶45); a correction with two approvals may also change a
scanner report or a turnout figure that had been held. Turnout that only grows is no correction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from portal.domain.decisions import DecisionKind
from portal.domain.documents import (
    DecisionDocument,
    PrecinctDocument,
    ProtocolDocument,
    ReleaseDocument,
    ResultDocument,
)
from portal.domain.names import NamesDocument
from portal.domain.statuses import ReleaseKind

PERMITTING = frozenset({DecisionKind.PERMIT_REENTRY.value, DecisionKind.RECOUNT.value})


@dataclass(frozen=True, slots=True)
class Change:
    """One number before and after; None where the protocol of that time does not state it."""

    contest: str
    field: str
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A change with the release that published it, its reason and the number of the decision behind it."""

    release: int
    precinct: str
    change: Change
    reason: NamesDocument | None
    decision: str


def corrections(
    release: ReleaseDocument, before: PrecinctDocument | None, after: PrecinctDocument
) -> Iterator[Correction]:
    """Everything that the release corrected of one precinct; `before` is None in the first release that has it."""
    former = {result["contest"]: result for result in before["results"]} if before else {}
    changes = [
        change for result in after["results"] for change in _protocol_changes(former.get(result["contest"]), result)
    ]
    if release["kind"] == ReleaseKind.CORRECTION and before is not None:
        for result in after["results"]:
            changes += _scanner_changes(former.get(result["contest"]), result)
        changes += _turnout_changes(before, after)
    if not changes:
        return
    act = _decision(before, after)
    reason = release["reason"] or (act["reason"] if act else None)
    for change in changes:
        yield Correction(release["n"], after["number"], change, reason, act["number"] if act else "")


def _versions(result: ResultDocument | None) -> list[ProtocolDocument]:
    """The protocols of a result, oldest first."""
    if result is None or result["protocol"] is None:
        return []
    return [*reversed(result["versions"]), result["protocol"]]


def _protocol_changes(before: ResultDocument | None, after: ResultDocument) -> Iterator[Change]:
    known = {(protocol["kind"], protocol["version"]) for protocol in _versions(before)}
    versions = _versions(after)
    for old, new in pairwise(versions):
        if (new["kind"], new["version"]) not in known:
            yield from _differences(after["contest"], "line.", old["lines"], new["lines"])
            yield from _differences(after["contest"], "votes.", _by_position(old["votes"]), _by_position(new["votes"]))
            listed = [_by_position(version.get("preferences", [])) for version in (old, new)]
            yield from _differences(after["contest"], "preferences.", *listed)


def _scanner_changes(before: ResultDocument | None, after: ResultDocument) -> Iterator[Change]:
    if before is None or (old := before["scanner"]) is None or (new := after["scanner"]) is None:
        return
    if before.get("vote", 0) != after.get("vote", 0):
        return  # A re-vote corrects nothing: it takes the place of an invalidated vote.
    contest = after["contest"]
    yield from _differences(contest, "scanner.votes.", _by_position(old["votes"]), _by_position(new["votes"]))
    if old["ballots_processed"] != new["ballots_processed"]:
        yield Change(contest, "scanner.ballots_processed", old["ballots_processed"], new["ballots_processed"])


def _turnout_changes(before: PrecinctDocument, after: PrecinctDocument) -> Iterator[Change]:
    former = {(report["source"], report["as_of"]): report for report in before["turnout"]}
    for report in after["turnout"]:
        old = former.get((report["source"], report["as_of"]))
        if old is not None and old["identified"] != report["identified"]:
            yield Change("", f"turnout.{report['source']}.{report['as_of']}", old["identified"], report["identified"])
    final, now = before["final"], after["final"]
    if final is not None and now is not None and final["identified"] != now["identified"]:
        yield Change("", "turnout.final", final["identified"], now["identified"])


def _by_position(votes: list[int]) -> dict[str, int]:
    """Votes by place in ballot order, preferences by place in the order of the lists, from 1."""
    return {str(place): number for place, number in enumerate(votes, start=1)}


def _differences(contest: str, prefix: str, old: dict[str, int], new: dict[str, int]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Change(contest, prefix + name, old.get(name), new.get(name))


def _decision(before: PrecinctDocument | None, after: PrecinctDocument) -> DecisionDocument | None:
    """The act behind the correction: the newest that came with it, else the newest that permits a new protocol."""
    known = before["decisions"] if before else []
    acts = [act for act in after["decisions"] if act["kind"] in PERMITTING]
    new = [act for act in acts if act not in known]
    return max(new or acts, key=lambda act: act["date"], default=None)
