"""Building one release: snapshot → scope → documents → checks → sealed staging, ready to be admitted to the archive."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from geo.geography import Geography, Site
from geo.release_maps import Drawing, MapValues, former_rows
from geo.values import INDEX
from portal.domain.documents import CampaignDocument, ReleaseDocument, TerritoryDocument
from portal.domain.facts import Order, OrderKind, ScheduleItemKind
from portal.domain.names import Names
from portal.domain.statuses import SELF_CONTAINED, ReleaseKind
from portal.errors import CheckFailed
from portal.publication.archive import Archive, Staging
from portal.publication.assembly import CAMPAIGN, Assembly
from portal.publication.checks import Inspector, rulings
from portal.publication.checks.inspector import SHOWN
from portal.publication.configured import CONFIGURATION, PRECINCTS_INDEX
from portal.publication.durable import disk_errors
from portal.publication.effects import needs_signatures
from portal.publication.scope import Note, Scope, pending_orders, scope_of
from portal.publication.snapshot import Snapshot, take_snapshot
from portal.store.engine import Store
from portal.store.queries.boundaries import boundaries

RELEASE = "release.json"

_KINDS = {
    OrderKind.CORRECTION: ReleaseKind.CORRECTION,
    OrderKind.RELEASE_HOLD: ReleaseKind.CORRECTION,
    OrderKind.OFFICIAL: ReleaseKind.OFFICIAL,
    OrderKind.WITHDRAWAL: ReleaseKind.WITHDRAWAL,
    OrderKind.PAUSE: ReleaseKind.PAUSE,
    OrderKind.RESUME: ReleaseKind.PAUSE,
    OrderKind.REDACTION: ReleaseKind.REDACTION,
}
_APPROVED = (ReleaseKind.OFFICIAL, ReleaseKind.REDACTION, ReleaseKind.WITHDRAWAL, ReleaseKind.CORRECTION)
"""A release that carries out several orders is of the first of these kinds among them."""
_BULK_FIRST = frozenset({ReleaseKind.ARCHIVE, ReleaseKind.OPENING, ReleaseKind.CORRECTION, ReleaseKind.OFFICIAL})


class Bulk(StrEnum):
    """When a release's bulk files are due: before its pointer moves, at once beside it, or with the next
    regular part.
    """

    FIRST = "first"
    AT_ONCE = "at_once"
    LATER = "later"


@dataclass(frozen=True)
class Built:
    """A sealed release that is not public yet, with the publisher's note and when its bulk files are due; `orders` are
    those that it carries out and for which approvers sign.
    """

    campaign: str
    staging: Staging
    release: ReleaseDocument
    document: CampaignDocument
    note: Note
    bulk: Bulk
    orders: tuple[int, ...] = ()


@dataclass(frozen=True)
class Builder:
    """Builds releases of the store's campaigns into the archive's staging area.

    `test` marks a test instance, `code_version` goes into every release and a new one rebuilds everything.
    """

    store: Store
    archive: Archive
    test: bool
    code_version: str

    def build(
        self,
        campaign: str,
        now: datetime,
        published_at: datetime,
        reason: Names | None = None,
        aside: frozenset[int] = frozenset(),
    ) -> Built | None:
        """The next release of the campaign as of `now` (election clock), or None when nothing public would change.

        `aside` are orders that do not count yet because their release waits for signatures.
        Raises CheckFailed with every breach when a check refuses the release, StorageError when the disk does; in both
        cases nothing of it is visible.
        """
        latest = self.archive.latest(campaign)
        previous = latest["release"] if latest else None
        with self.store.read() as session, disk_errors():
            snapshot = take_snapshot(session, campaign, now, test=self.test, aside=aside)
            if previous is None and now < snapshot.gate.timetable.visible_from:
                return None
            document = self.archive.note(campaign, previous) if previous else None
            note = Note.parse(document) if document else None
            scope = scope_of(snapshot, note, self.code_version)
            orders = pending_orders(snapshot, note)
            if previous and not scope.whole and not scope.territories:
                return None
            kind = _kind(snapshot, previous, orders)
            manifest = self.archive.manifest(campaign, previous) if previous else {}
            staging = self.archive.stage(campaign, (previous or 0) + 1, manifest)
            inspector = self._inspector(snapshot)
            campaign_document, assembly = self._documents(snapshot, scope, staging, inspector, kind)
            if inspector.breaches:
                raise CheckFailed([f"{campaign}: {breach}" for breach in inspector.breaches[:SHOWN]])
            done = tuple(order.seq for order in snapshot.approved_orders(None))
            version = snapshot.stored.version
            again, held = tuple(sorted(assembly.again)), _held(scope, note, assembly)
            made = Note(scope.mark, snapshot.gate.now, now, version, self.code_version, again, done, held)
            if previous and not staging.written and not orders:
                self.archive.write_note(campaign, previous, {**(document or {}), **made.document()})
                return None
            release = self._release(snapshot, staging, kind, published_at, previous, orders, reason, campaign_document)
            staging.add(RELEASE, release)
            staging.seal()
            bulk = Bulk.FIRST if kind in _BULK_FIRST else Bulk.AT_ONCE if _slot_due(snapshot, note) else Bulk.LATER
            waiting = tuple(order.seq for order in orders if needs_signatures(order))
            return Built(campaign, staging, release, campaign_document, made, bulk, waiting)

    def _documents(
        self, snapshot: Snapshot, scope: Scope, staging: Staging, inspector: Inspector, kind: ReleaseKind
    ) -> tuple[CampaignDocument, Assembly]:
        """Write every document of the release into its staging; the campaign's, and what assembled them."""
        self_contained = kind in SELF_CONTAINED
        maps = self._maps(snapshot, staging, whole=scope.whole, keep_unchanged=not self_contained)
        seen = maps.territory if maps else _unseen
        assembly = Assembly(snapshot, scope, self.archive, staging, inspector, self_contained, seen)
        try:
            document = assembly.run()
            if maps:
                maps.finish()
        finally:
            if maps:
                maps.stop()
        return document, assembly

    def _maps(self, snapshot: Snapshot, staging: Staging, *, whole: bool, keep_unchanged: bool) -> MapValues | None:
        """What makes the maps' part; None for a campaign that cannot be drawn. A whole build brings geometry."""
        add = partial(staging.add, keep_unchanged=keep_unchanged)
        add_file = partial(staging.add_file, keep_unchanged=keep_unchanged)
        roots = snapshot.scheme.hierarchy.roots
        if not whole:
            known = staging.previous.get(INDEX)
            former = former_rows(self.archive.read(snapshot.campaign, known, INDEX)) if known else {}
            return MapValues(add, add_file, roots, former) if known else None
        private = self.archive.home / "private" / "boundaries"
        stored = snapshot.stored
        named = boundaries(snapshot.session, snapshot.campaign, stored.version)
        geography = Geography(
            territories=stored.territories,
            contests=stored.contests,
            sites=tuple(Site.of(precinct) for precinct in snapshot.all_precincts()),
            borders={name: private / f"{sha256}.geojson" for name, sha256 in named.items()},
        )
        drawing = Drawing(geography, self.archive.private / "geo")
        return MapValues(add, add_file, roots, drawing=drawing) if drawing.wanted else None

    def _inspector(self, snapshot: Snapshot) -> Inspector:
        campaign = snapshot.stored.campaign
        forms = [form for form in (campaign.ordinary_form, campaign.remote_form) if form]
        in_force = snapshot.scheme.decisions.in_force
        return Inspector(
            contests=snapshot.scheme.contests,
            hierarchy=snapshot.scheme.hierarchy,
            forms=forms,
            precinct_counts=snapshot.stored.precinct_counts,
            rulings=rulings(in_force),
            test=self.test,
        )

    def _release(
        self,
        snapshot: Snapshot,
        staging: Staging,
        kind: ReleaseKind,
        published_at: datetime,
        previous: int | None,
        orders: list[Order],
        reason: Names | None,
        document: CampaignDocument,
    ) -> ReleaseDocument:
        written = staging.written
        why = orders[-1].reason if orders else reason
        totals = document["totals"]
        return {
            "v": 1,
            "n": staging.n,
            "campaign": snapshot.campaign,
            "kind": kind,
            "as_of": snapshot.scheme.time(snapshot.gate.now),
            "published_at": snapshot.scheme.time(published_at),
            "reason": why.document() if why else None,
            "supersedes": previous,
            "code_version": self.code_version,
            "configuration": snapshot.stored.version,
            "schedule": snapshot.schedule_number,
            "approvals": list(snapshot.schedule.approvers) if snapshot.schedule else [],
            "not_before": snapshot.scheme.time(snapshot.not_before) if snapshot.not_before else None,
            "redacted": _redacted(orders),
            "test": self.test,
            "units": {
                "precincts": sum(totals["precincts"].values()),
                "scanner": totals["scanner"]["received"],
                "protocol": totals["protocol"]["received"],
            },
            "changed": {
                "campaign": [CAMPAIGN] if CAMPAIGN in written else [],
                "configuration": [path for path in (CONFIGURATION, PRECINCTS_INDEX) if path in written],
                "territories": _codes(written, "territories/"),
                "contests": _codes(written, "contests/"),
            },
        }


def _kind(snapshot: Snapshot, previous: int | None, orders: list[Order]) -> ReleaseKind:
    if previous is None:
        return ReleaseKind.ARCHIVE if snapshot.stored.campaign.archive else ReleaseKind.OPENING
    named = [_KINDS[order.kind] for order in orders if order.kind in _KINDS]
    if named:
        return next((kind for kind in _APPROVED if kind in named), named[-1])
    return ReleaseKind.ARCHIVE if snapshot.stored.campaign.archive else ReleaseKind.AUTOMATIC


def _held(scope: Scope, note: Note | None, assembly: Assembly) -> tuple[str, ...] | None:
    """Precincts with held facts after this build; None when the former note does not say which there were."""
    if scope.whole:
        return tuple(sorted(assembly.held))
    if note is None or note.held is None:
        return None
    return tuple(sorted(assembly.held | (set(note.held) - assembly.made)))


def _redacted(orders: list[Order]) -> list[str]:
    """Hashes whose bytes this release takes away."""
    found = [order.target.partition(":") for order in orders if order.kind is OrderKind.REDACTION]
    return sorted({name for what, _, name in found if what == "scan"})


def _slot_due(snapshot: Snapshot, note: Note | None) -> bool:
    """True when a turnout slot came due since the last release: its bulk files are built at once."""
    if note is None:
        return False
    slots = [item.at for item in snapshot.schedule_items if item.what is ScheduleItemKind.TURNOUT]
    return any(note.as_of < at <= snapshot.gate.now for at in slots)


def _unseen(document: TerritoryDocument) -> None:
    """Without maps nobody looks at the documents of territories."""


def _codes(paths: list[str], folder: str) -> list[str]:
    return [path.removeprefix(folder).removesuffix(".json") for path in paths if path.startswith(folder)]
