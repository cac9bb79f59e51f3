"""What a release must rewrite: the whole campaign, or the territories that facts, time or decisions touched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.facts import Order
from portal.domain.hierarchy import Hierarchy
from portal.publication.snapshot import Snapshot
from portal.store.queries.changes import changes_since
from portal.store.queries.publication import last_release


@dataclass(frozen=True, slots=True)
class Note:
    """The publisher's private note of a release: what it was made of. Lost notes only cost a whole rebuild.

    `mark` is the store's high-water mark, `as_of` the gate's time, `seen_until` the election clock's, `again` names
    precincts with facts from a clock ahead of ours, "" the campaign itself: they are looked at once more. `orders` are
    the sequence numbers of all orders that this release and the ones before it carried out. `held` names the precincts
    with held facts.
    """

    mark: int
    as_of: datetime
    seen_until: datetime
    configuration: int
    code_version: str
    again: tuple[str, ...] = ()
    orders: tuple[int, ...] | None = None
    held: tuple[str, ...] | None = None

    def document(self) -> dict[str, Any]:
        """The note as it is written."""
        return {
            "mark": self.mark,
            "as_of": self.as_of.isoformat(),
            "seen_until": self.seen_until.isoformat(),
            "configuration": self.configuration,
            "code_version": self.code_version,
            "again": list(self.again),
            "orders": None if self.orders is None else list(self.orders),
            "held": None if self.held is None else list(self.held),
        }

    @classmethod
    def parse(cls, document: dict[str, Any]) -> "Note":
        """The note as it was written."""
        return cls(
            mark=document["mark"],
            as_of=datetime.fromisoformat(document["as_of"]),
            seen_until=datetime.fromisoformat(document["seen_until"]),
            configuration=document["configuration"],
            code_version=document["code_version"],
            again=tuple(document["again"]),
            orders=None if document.get("orders") is None else tuple(document["orders"]),
            held=None if document.get("held") is None else tuple(document["held"]),
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """`territories` to rewrite, their ancestors included; None for all of them. `mark` is for the next release.

    In a scope that is not whole, only `precincts` are made anew, and every precinct of the territories in `entire`
    (some of them just closed); the others stand in their territory as they did.
    """

    mark: int
    territories: frozenset[str] | None
    precincts: frozenset[str] = frozenset()
    entire: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """True when everything is rebuilt."""
        return self.territories is None


def scope_of(snapshot: Snapshot, note: Note | None, code_version: str) -> Scope:
    """The scope of the next release after the one that `note` describes (None: there is none, or its note is lost)."""
    changes = changes_since(snapshot.session, snapshot.campaign, note.mark if note else 0)
    if note is None or note.configuration != snapshot.stored.version or note.code_version != code_version:
        return Scope(changes.mark, None)
    if changes.whole or _schedule_moves(snapshot, note.as_of) or pending_orders(snapshot, note):
        return Scope(changes.mark, None)
    decided = _decided(snapshot, note.as_of)
    if "" in decided or "" in note.again:
        return Scope(changes.mark, None)
    precincts = frozenset({*changes.precincts, *note.again, *decided})
    closed = frozenset(snapshot.territories_closing(note.as_of, snapshot.gate.now))
    territories = with_ancestors(snapshot.scheme.hierarchy, snapshot.territories_of(precincts) | closed)
    return Scope(changes.mark, territories, precincts, closed)


def pending_orders(snapshot: Snapshot, note: Note | None) -> list[Order]:
    """Orders in force that no release has carried out yet; before the first release there are none to carry out."""
    if note is None:
        return _unregistered(snapshot)
    return in_force_after(snapshot.orders, note, snapshot.now)


def in_force_after(orders: Iterable[Order], note: Note, now: datetime) -> list[Order]:
    """Those of the orders in force at `now` that the release of this note, and those before it, did not carry out."""
    approved = [(order, order.approved_at) for order in orders if order.approved_at and order.approved_at <= now]
    if note.orders is None:
        return [order for order, at in approved if at > note.seen_until]
    return [order for order, _ in approved if order.seq not in note.orders]


def _unregistered(snapshot: Snapshot) -> list[Order]:
    """What is pending when the note is lost: the register remembers which orders were carried out."""
    registered = last_release(snapshot.session, snapshot.campaign)
    done = (registered.details or {}).get("orders") if registered else None
    return [order for order in snapshot.approved_orders(None) if done is not None and order.seq not in done]


def with_ancestors(hierarchy: Hierarchy, codes: Iterable[str]) -> frozenset[str]:
    """The territories and everything above them."""
    return frozenset(above for code in codes for above in (code, *hierarchy.ancestors(code)))


def _decided(snapshot: Snapshot, after: datetime) -> set[str]:
    """Precincts of decisions that came into force since the last release, "" for a decision on more than one."""
    return {
        entry.decision.precinct
        for entry in snapshot.gate.timetable.decisions
        if entry.confirmed_at and after < max(entry.confirmed_at, entry.received_at) <= snapshot.gate.now
    }


def _schedule_moves(snapshot: Snapshot, after: datetime) -> bool:
    """True when a line of a schedule, or its approval, came due since the last release."""
    schedules = snapshot.gate.timetable.schedules
    moments = [item.at for schedule in schedules for item in schedule.items]
    moments += [schedule.approved_at for schedule in schedules]
    return any(after < moment <= snapshot.gate.now for moment in moments)
