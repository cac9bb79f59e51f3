"""Assembling a release's documents, territory by territory from the bottom up, never more than a batch in memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from portal.domain.configuration import Precinct
from portal.domain.documents import (
    CampaignDocument,
    ChildDocument,
    ContestDocument,
    ContestSummary,
    PrecinctDocument,
    TerritoryDocument,
)
from portal.domain.facts import PrecinctFacts
from portal.domain.tabulation.campaign import campaign_document, contest_summary
from portal.domain.tabulation.precinct import precinct_document
from portal.domain.tabulation.register import register_document
from portal.domain.tabulation.territory import child_row, territory_document
from portal.logs import get_logger
from portal.publication.archive import Archive, Staging
from portal.publication.checks import Inspector
from portal.publication.configured import configured_documents
from portal.publication.contests import Contests, contest_path
from portal.publication.determining import Determining, complete_counts
from portal.publication.lists import INDEX as LISTS
from portal.publication.lists import Lists, former_entries
from portal.publication.parts import in_parts, parts_path
from portal.publication.scope import Scope
from portal.publication.snapshot import Snapshot

logger = get_logger(__name__)

BATCH = 2000
"""Precincts read from the store at a time."""

CAMPAIGN = "campaign.json"
REGISTER = "decisions.json"


def territory_path(code: str) -> str:
    """Path of a territory's document in its release."""
    return f"territories/{code}.json"


@dataclass
class Assembly:
    """One release being assembled. `again` collects precincts with facts from a clock ahead of the publisher's, `made`
    those that were looked at, `held` those of them with held facts.

    `seen` is shown every territory document as it is made.
    """

    snapshot: Snapshot
    scope: Scope
    archive: Archive
    staging: Staging
    inspector: Inspector
    self_contained: bool
    seen: Callable[[TerritoryDocument], None] = lambda document: None
    again: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    _rows: dict[str, ChildDocument] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._determining = Determining(self.snapshot)
        self._contests = Contests(self.snapshot, self._determining, self.inspector)
        known = None if self.scope.whole else self.staging.previous.get(LISTS)
        former = former_entries(self.archive.read(self.snapshot.campaign, known, LISTS)) if known else {}
        order = tuple(self.snapshot.scheme.hierarchy.territories)
        self._lists = Lists(self._add, self.snapshot.stored.campaign.voting_date, order, former)

    def run(self) -> CampaignDocument:
        """Write every document in scope and take the rest over; gives the campaign document back."""
        if self.scope.whole:
            configured = configured_documents(self.snapshot, self.inspector, self._determining.configured)
            for path, document in configured.items():
                self._add(path, document)
        for code, precincts in self._precinct_documents():
            self._territory(code, precincts)
        self._determining.regions(self._regions())
        contests = [self._contest(code) for code in self._touched_contests()]
        campaign = self._campaign(contests)
        if not self.scope.whole:
            self.staging.keep(self.staging.previous.keys() - {"release.json"})
        self._lists.finish()
        self._add(REGISTER, register_document(self.snapshot.scheme.decisions))
        if self._determining.signed_ahead:
            self.again.add("")
        return campaign

    def _add(self, path: str, document: object) -> bool:
        return self.staging.add(path, document, keep_unchanged=not self.self_contained)

    def _in_scope(self) -> list[str]:
        codes = self.snapshot.scheme.hierarchy.bottom_up()
        return [code for code in codes if self.scope.territories is None or code in self.scope.territories]

    def _precinct_documents(self) -> Iterator[tuple[str, list[PrecinctDocument]]]:
        """Every territory in scope with the documents of the precincts attached to it, children before parents."""
        counts = self.snapshot.stored.precinct_counts
        batch: list[str] = []
        size = 0
        for code in self._in_scope():
            batch.append(code)
            size += counts.get(code, 0)
            if size >= BATCH:
                yield from self._batch(batch)
                batch, size = [], 0
        yield from self._batch(batch)

    def _batch(self, codes: Sequence[str]) -> Iterator[tuple[str, list[PrecinctDocument]]]:
        documents = {code: self._standing(code) for code in codes}
        precincts = self._to_make(codes)
        facts = self.snapshot.facts(precincts)
        for precinct in precincts:
            known = facts.get(precinct.number, PrecinctFacts())
            visible = self.snapshot.gate.visible(precinct, known)
            document = precinct_document(self.snapshot.scheme, precinct, visible)
            self.inspector.precinct(precinct, visible, document)
            documents[precinct.territory][precinct.number] = document
            self.made.add(precinct.number)
            if visible.held:
                self.held.add(precinct.number)
            if _ahead(known, self.snapshot):
                self.again.add(precinct.number)
        yield from ((code, list(by_number.values())) for code, by_number in documents.items())

    def _to_make(self, codes: Sequence[str]) -> list[Precinct]:
        """Precincts attached to these territories whose documents are made anew."""
        if self.scope.whole:
            return self.snapshot.precincts(codes) if codes else []
        entire = [code for code in codes if code in self.scope.entire]
        found = {precinct.number: precinct for precinct in (self.snapshot.precincts(entire) if entire else ())}
        wanted = set(codes)
        found |= {p.number: p for p in self._touched if p.territory in wanted}
        return list(found.values())

    def _standing(self, code: str) -> dict[str, PrecinctDocument]:
        """Documents of the attached precincts as they stood, in order; those made anew take their places."""
        if self.scope.whole or code in self.scope.entire or not self.snapshot.stored.precinct_counts.get(code):
            return {}
        document = cast(TerritoryDocument, self._former(territory_path(code)))
        standing = {precinct["number"]: precinct for precinct in document["precincts"]}
        self.inspector.standing(code, standing)
        return standing

    @cached_property
    def _touched(self) -> list[Precinct]:
        return self.snapshot.precincts_by_number(self.scope.precincts)

    def _territory(self, code: str, precincts: Sequence[PrecinctDocument]) -> None:
        document = territory_document(self.snapshot.scheme, code, precincts, self._children(code))
        self.inspector.territory(document)
        self._write(code, document)
        self._determining.territory(code, precincts)
        self.seen(document)
        self._lists.territory(document)
        self._scans(precincts)
        self._rows[code] = child_row(document)
        self._contests.territory(document)

    def _write(self, code: str, document: TerritoryDocument) -> None:
        """The document, and of which parts it consists where precincts are attached to it."""
        content, parts = in_parts(document)
        self.staging.add_file(territory_path(code), content, keep_unchanged=not self.self_contained)
        if document["precincts"]:
            self._add(parts_path(code), parts)

    def _scans(self, precincts: Sequence[PrecinctDocument]) -> None:
        """Name the scans that become public with this release in its list of files; redacted ones stay away."""
        for name in (Path(scan["url"]).name for precinct in precincts for scan in precinct["scans"]):
            if (self.archive.public / "scans" / name).exists() and not self.scope.whole:
                continue
            if name.partition(".")[0] in self.snapshot.redacted:
                continue
            if (self.archive.home / "private" / "scans" / name).exists():
                self.staging.scans.add(name)
            else:
                logger.error("scan_missing", campaign=self.snapshot.campaign, scan=name)

    def _children(self, code: str) -> list[ChildDocument]:
        """Rows of all children: those built now, the others as they stand in the former document of this territory."""
        children = self.snapshot.scheme.hierarchy.children(code)
        missing = [child for child in children if child not in self._rows]
        former = {row["code"]: row for row in self._former_rows(code)} if missing else {}
        return [self._rows.pop(child) if child in self._rows else former[child] for child in children]

    def _former_rows(self, code: str) -> list[ChildDocument]:
        document = cast(TerritoryDocument, self._former(territory_path(code)))
        return document["children"]

    def _former(self, path: str) -> object:
        return self.archive.read(self.snapshot.campaign, self.staging.previous[path], path)

    def _touched_contests(self) -> list[str]:
        """Contests with a row in what was rewritten, in the order of the package.

        All of them in a whole rebuild, and when the last precinct came in: nothing may then be counted any more.
        """
        every = self.scope.whole or complete_counts(self._regions()) != complete_counts(self._former_regions.values())
        return list(self.snapshot.scheme.contests) if every else self._contests.touched()

    def _contest(self, code: str) -> ContestDocument:
        former = None if self.scope.whole else cast(ContestDocument, self._former(contest_path(code)))
        document = self._contests.document(code, former)
        self._add(contest_path(code), document)
        return document

    def _regions(self) -> list[ChildDocument]:
        """Rows of the regions: those built now, the others as they stood."""
        rows = {**self._former_regions, **self._rows}
        return [rows[code] for code in self.snapshot.scheme.hierarchy.roots]

    @cached_property
    def _former_campaign(self) -> CampaignDocument | None:
        return None if self.scope.whole else cast(CampaignDocument, self._former(CAMPAIGN))

    @property
    def _former_regions(self) -> dict[str, ChildDocument]:
        return {row["code"]: row for row in self._former_campaign["regions"]} if self._former_campaign else {}

    def _campaign(self, contests: Sequence[ContestDocument]) -> CampaignDocument:
        scheme = self.snapshot.scheme
        summaries = {document["code"]: contest_summary(document) for document in contests}
        if self._former_campaign:
            summaries = {**{row["code"]: row for row in self._former_campaign["contests"]}, **summaries}
        document = campaign_document(
            scheme,
            self._regions(),
            _in_order(summaries, list(scheme.contests)),
            self.snapshot.schedule_items,
        )
        self.inspector.campaign(document, contests)
        self._add(CAMPAIGN, document)
        return document


def _in_order(summaries: dict[str, ContestSummary], codes: Sequence[str]) -> list[ContestSummary]:
    return [summaries[code] for code in codes]


def _ahead(facts: PrecinctFacts, snapshot: Snapshot) -> bool:
    times = [
        *(fact.received_at for fact in facts.turnout),
        *(fact.received_at for fact in facts.scanner),
        *(fact.received_at for fact in facts.protocols),
        *(fact.received_at for fact in facts.no_machine),
        *(moment for fact in facts.scans for moment in (fact.received_at, fact.released_at) if moment),
    ]
    return bool(times) and max(times) > snapshot.now
