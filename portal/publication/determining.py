"""Gathering what the determinations of one release need beside the contests' sums, without looking at precincts twice.

Voters of a contest change only with the configuration, and an invalidated precinct only when its territory is
rewritten, so a release that is not whole takes both over from the former document of the contest.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from portal.domain.configuration import Precinct
from portal.domain.documents import ChildDocument, ContestDocument, PrecinctDocument
from portal.domain.documents.consolidated import CommissionDocument
from portal.domain.documents.determination import DeterminationDocument, ExcludedDocument
from portal.domain.facts import Consolidated
from portal.domain.statuses import Count
from portal.domain.tabulation.consolidated import consolidated_documents
from portal.domain.tabulation.coverage import excluded_documents, voters_of
from portal.domain.tabulation.determination import determination_document
from portal.domain.tabulation.evidence import Evidence
from portal.publication.snapshot import Snapshot, voting_at_home
from portal.store.queries import facts
from portal.store.queries.entry import commissions


class Determining:
    """Determinations of one release. In a whole one every precinct of the configuration is shown to it first.

    `signed_ahead`: a consolidated protocol came from a clock ahead of ours and must be looked at once more.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._voters: dict[str, int | None] = {}
        self._excluded: dict[str, list[ExcludedDocument]] = {}
        self._made: set[str] = set()
        self._complete: frozenset[Count] = frozenset()
        self.signed_ahead = False

    def configured(self, precinct: Precinct) -> None:
        """Count the precinct's voters in its own contests; one unknown number makes the contest's unknown."""
        for contest in voting_at_home(precinct).contests:
            so_far, more = self._voters.get(contest, 0), voters_of(precinct, contest)
            self._voters[contest] = None if so_far is None or more is None else so_far + more

    def territory(self, code: str, precincts: Sequence[PrecinctDocument]) -> None:
        """Take the invalidated precincts of a territory that is made in this release."""
        self._made.add(code)
        if not self._named:
            return
        scheme = self._snapshot.scheme
        for contest, rows in excluded_documents(scheme, code, precincts, self._named).items():
            self._excluded.setdefault(contest, []).extend(rows)

    def regions(self, rows: Iterable[ChildDocument]) -> None:
        """Note in which counts every precinct of the campaign is in."""
        self._complete = complete_counts(rows)

    def contest(self, document: ContestDocument, former: ContestDocument | None) -> ContestDocument:
        """The contest's document with its determination; `former` is given in a release that is not whole."""
        code = document["code"]
        before = former.get("determination") if former else None
        evidence = Evidence(
            voters=self._voters.get(code) if before is None else before["voters"],
            excluded=self._excluded_of(code, before),
            signed=self._signed.get(code, ()),
            complete=self._complete,
        )
        scheme = self._snapshot.scheme
        made: ContestDocument = {**document, "determination": determination_document(scheme, document, evidence)}
        if evidence.signed:
            made["consolidated"] = consolidated_documents(scheme, document, evidence.signed, self._commissions)
        return made

    def _excluded_of(self, code: str, before: DeterminationDocument | None) -> list[ExcludedDocument]:
        """Those of territories made now, and the others as they stood."""
        kept = [row for row in before["excluded"] if row["territory"] not in self._made] if before else []
        return sorted([*kept, *self._excluded.get(code, ())], key=lambda row: (row["territory"], row["precinct"]))

    @cached_property
    def _named(self) -> Mapping[str, Precinct]:
        """Precincts that decisions in force name."""
        numbers = self._snapshot.scheme.decided_precincts
        found = self._snapshot.precincts_by_number(numbers) if numbers else []
        return {precinct.number: precinct for precinct in found}

    @cached_property
    def _commissions(self) -> dict[str, CommissionDocument]:
        """The commissions of the campaign by code; asked only where one signed."""
        found = commissions(self._snapshot.session, self._snapshot.campaign)
        return {
            each.code: {
                "kind": each.kind,
                "parent": each.parent,
                "contest": each.contest,
                "name": each.names.document(),
            }
            for each in found
        }

    @cached_property
    def _signed(self) -> dict[str, list[Consolidated]]:
        """Consolidated protocols that may be seen, by contest: once protocols may be (R139 ¶82)."""
        gate, found = self._snapshot.gate, dict[str, list[Consolidated]]()
        for protocol in facts.consolidated(self._snapshot.session, self._snapshot.campaign):
            opened = protocol.received_at if gate.history else max(protocol.received_at, gate.timetable.protocols_open)
            self.signed_ahead = self.signed_ahead or protocol.received_at > gate.now
            if opened <= gate.now:
                found.setdefault(protocol.contest, []).append(protocol)
        return found


def complete_counts(regions: Iterable[ChildDocument]) -> frozenset[Count]:
    """Counts in which every precinct of the campaign is in."""
    rows = [region["totals"] for region in regions]
    parts = {Count.SCANNER: [row["scanner"] for row in rows], Count.PROTOCOL: [row["protocol"] for row in rows]}
    return frozenset(count for count, some in parts.items() if all(p["received"] == p["expected"] for p in some))
