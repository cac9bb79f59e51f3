"""Signatures of approvers: asked for when a release of their kind is staged, judged when they are brought."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from typing import Any

from portal.clocks import Clock
from portal.errors import CheckFailed
from portal.logs import get_logger
from portal.publication.archive import Archive
from portal.publication.builder import Built
from portal.publication.effects import needs_signatures
from portal.publication.ledger import Ledger
from portal.publication.scope import Note, in_force_after
from portal.publication.waiting import Waiting, WaitingRoom
from portal.store.engine import Store
from portal.store.queries.approvals import signatures
from portal.store.queries.publication import orders as orders_of
from portal.store.record.approvals import record_statement

logger = get_logger(__name__)


@dataclass(frozen=True)
class Signing:
    """What waits for signatures in one instance, in `room`; the time for signing is system time."""

    store: Store
    archive: Archive
    ledger: Ledger
    room: WaitingRoom
    election_clock: Clock
    system_clock: Clock

    def aside(self, campaign: str) -> frozenset[int]:
        """Orders that do not count in the next build: set aside for now, or overtaken by a pause, resume or hold.

        A release that waits gives way to them, and when the time for its signatures is over.
        """
        waiting, now = self.room.of(campaign), self.system_clock.now()
        if at_once := self._at_once(campaign):
            self.room.leave(campaign)
            return at_once
        if waiting is None or not waiting.over(now):
            return frozenset(waiting.orders) if waiting and waiting.folder is None else frozenset()
        if waiting.folder is None:
            self.room.leave(campaign)
            return frozenset()
        logger.error("signatures_missing", campaign=campaign, release=waiting.n, kind=waiting.kind)
        shutil.rmtree(waiting.folder)
        if not waiting.orders:
            self.room.leave(campaign)
            return frozenset()
        self.room.enter(campaign, replace(waiting, folder=None, since=now))
        return frozenset(waiting.orders)

    def _at_once(self, campaign: str) -> frozenset[int]:
        """The pending orders that need signatures, when one that does not is pending beside them; else none."""
        latest = self.archive.latest(campaign)
        note = self.archive.note(campaign, latest["release"]) if latest else None
        if note is None:
            return frozenset()
        with self.store.read() as session:
            known = Note.parse(note)
            orders = in_force_after(orders_of(session, campaign), known, self.election_clock.now())
        if all(needs_signatures(order) for order in orders):
            return frozenset()
        return frozenset(order.seq for order in orders if needs_signatures(order))

    def ask(self, built: Built, note: dict[str, Any]) -> None:
        """Ask for the signatures of a staged release."""
        campaign, n, kind = built.campaign, built.staging.n, built.release["kind"]
        statement = self.ledger.statement(campaign, built.staging.folder)
        now = self.system_clock.now()
        self.room.enter(campaign, Waiting(n, kind, built.orders, now, statement, note, built.staging.folder))
        with self.store.write() as session:
            record_statement(session, campaign, n, kind, statement, now)
        logger.info("release_waits", campaign=campaign, release=n, kind=kind)

    def signed(self, campaign: str, waiting: Waiting) -> tuple[list[bytes], set[str]]:
        """The good signatures that were brought for a waiting release, and the people whose keys made them.

        What does not verify is logged and passed over: whoever brings rubbish stops nobody.
        """
        with self.store.read() as session:
            brought = signatures(session, hashlib.sha256(waiting.statement).hexdigest())
        good, people = [], set[str]()
        for note in brought:
            try:
                people |= (signers := self.ledger.approvers(waiting.statement, note))
                good += [note] if signers else []
            except CheckFailed as error:
                logger.error("signature_refused", campaign=campaign, release=waiting.n, problem=str(error))
        return good, people

    def given(self, campaign: str, waiting: Waiting) -> bool:
        """True once enough different people signed the waiting release; their signatures are then kept with it."""
        notes, people = self.signed(campaign, waiting)
        if len(people) < self.ledger.needed(campaign, waiting.kind):
            return False
        self.room.keep_signatures(campaign, waiting.n, notes)
        return True
