"""Releases of the pseudo-campaign `site`: approved notices, and commitments to the audit trail and to the intake.

Commitments fix, in the public log, what the commission's own records were at that time, and say nothing of them: the
head of the audit chain and every message are blinded with a key of the home. Whoever is shown a record and its blinding
later (a court, an auditor) can hold it against the log. They are first published after the last precinct closed and
whenever no voting is ahead, because even their change would tell that something happened.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.documents.notices import NoticesDocument
from portal.domain.statuses import ReleaseKind
from portal.publication.archive import Archive
from portal.publication.durable import disk_errors
from portal.publication.ledger import FOLDER, SITE, Ledger
from portal.publication.schedule import Timetable
from portal.publication.transparency.durable import write_new
from portal.publication.transparency.merkle import CompactRange, leaf_hash
from portal.store.engine import Store
from portal.store.queries.chain import last_link
from portal.store.queries.configuration import campaigns, configuration
from portal.store.queries.site import approved_incidents, message_hashes
from portal.store.queries.timetable import closings

NOTICES, COMMITMENTS, RELEASE = "notices.json", "commitments.json", "release.json"
EVERY = timedelta(hours=1)
"""Commitments are renewed at most so often."""
ZONE = ZoneInfo("Asia/Bishkek")


@dataclass(frozen=True)
class SitePublication:
    """Publishes what belongs to no campaign."""

    store: Store
    archive: Archive
    ledger: Ledger
    test: bool
    code_version: str

    def publish(self, now: datetime) -> int | None:
        """A release when a notice was approved or commitments are due; its number, None when there is nothing new.

        Raises CheckFailed or StorageError; the former release then stays.
        """
        with disk_errors(), self.store.read() as session:
            self._settle()
            latest = self.archive.latest(SITE)
            previous = latest["release"] if latest else 0
            documents: dict[str, Any] = {}
            if approved_incidents(session):
                documents[NOTICES] = notices_document(session)
            rested = latest is None or now - datetime.fromisoformat(latest["as_of"]) >= EVERY
            if rested and no_voting_ahead(session, now):
                documents[COMMITMENTS] = commitments(session, blinding_key(self.archive.home))
            manifest = self.archive.manifest(SITE, previous) if previous else {}
            staging = self.archive.stage(SITE, previous + 1, manifest)
            for path, document in documents.items():
                staging.add(path, document)
            if not staging.written:
                return None
            staging.keep(staging.previous.keys() - {RELEASE})
            staging.add(RELEASE, self._release(staging.n, previous or None, now, staging.written))
            staging.seal()
            self.archive.admit(SITE, staging.folder, staging.n)
            self._settle()
            return staging.n

    def _settle(self) -> None:
        """Enter and point to what was admitted."""
        numbers = self.archive.numbers(SITE)
        for n in range(self.ledger.last(SITE) + 1, (numbers[-1] if numbers else 0) + 1):
            self.ledger.enter_release(SITE, n)
        latest = self.archive.latest(SITE)
        if numbers and (latest is None or latest["release"] < numbers[-1]):
            as_of = self.archive.release(SITE, numbers[-1])["as_of"]
            self.archive.point(SITE, {"release": numbers[-1], "data": None, "as_of": as_of})

    def _release(self, n: int, previous: int | None, now: datetime, written: Iterable[str]) -> dict[str, Any]:
        time = now.astimezone(ZONE).isoformat()
        return {
            "v": 1,
            "n": n,
            "campaign": SITE,
            "kind": ReleaseKind.AUTOMATIC,
            "as_of": time,
            "published_at": time,
            "reason": None,
            "supersedes": previous,
            "code_version": self.code_version,
            "configuration": 0,
            "schedule": None,
            "approvals": [],
            "not_before": None,
            "redacted": [],
            "test": self.test,
            "units": {},
            "changed": {"site": sorted(written)},
        }


def notices_document(session: Session) -> NoticesDocument:
    """Every approved notice, the newest first."""
    return {
        "notices": [
            {"at": at.astimezone(ZONE).isoformat(), "title": title.document(), "text": text.document()}
            for at, title, text in approved_incidents(session)
        ]
    }


def no_voting_ahead(session: Session, now: datetime) -> bool:
    """True when the last precinct of every campaign has closed, and there was a voting to commit to."""
    ends = [_last_closing(session, campaign) for campaign in campaigns(session)]
    return any(end is not None for end in ends) and all(end is None or end <= now for end in ends)


def _last_closing(session: Session, campaign: str) -> datetime | None:
    """When its last precinct closes; None for an archive."""
    stored = configuration(session, campaign)
    if stored.campaign.archive:
        return None
    times = Timetable(stored.campaign)
    return max((times.closing(precinct) for precinct, _ in closings(session, campaign, stored.version)), default=None)


def commitments(session: Session, key: bytes) -> dict[str, Any]:
    """The blinded head of the audit chain and the root (RFC 6962) over the blinded hashes of all messages, in order."""
    head = last_link(session)
    tree = CompactRange(leaf_hash(blinded(key, sha256)) for sha256 in message_hashes(session))
    return {
        "v": 1,
        "audit_chain": blinded(key, head.link).hex() if head else None,
        "intake_root": tree.root().hex(),
    }


def blinded(key: bytes, sha256: str) -> bytes:
    """What stands for a hash in a commitment: HMAC-SHA256 with the home's blinding key."""
    return hmac.new(key, sha256.encode(), hashlib.sha256).digest()


def blinding_key(home: Path) -> bytes:
    """The secret `home/keys/blinding.key`, made on first use; without it no commitment can be opened later."""
    path = home / FOLDER / "blinding.key"
    if not path.exists():
        with suppress(FileExistsError):
            write_new(path, os.urandom(32).hex().encode(), mode=0o600)
    return bytes.fromhex(path.read_text(encoding="ascii"))
