"""Writing the chain: finding out which numbers are settled, and adding links."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.store.models import LinkRow
from portal.store.queries.chain import Link, highest
from portal.store.record.spine import insert_rows

_NUMBERING = 6_207_412
"""Advisory lock that every transaction shares from drawing a number to its end (migration 0005)."""
_SEQUENCING = 6_207_414
"""Advisory lock of the one sequencer."""


def settled(session: Session) -> dict[str, int] | None:
    """The highest number of each kind below which nothing can appear any more; None when writers leave no gap now.

    On PostgreSQL the lock is taken alone for an instant: nobody then holds a number that is not committed. SQLite's
    writers stand in line, so every number seen is settled.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        try:
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _NUMBERING})
        except OperationalError:
            session.rollback()
            return None
    return highest(session)


def lock_sequencing(session: Session) -> None:
    """Wait until no other sequencer works; held until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SEQUENCING})


def insert_links(session: Session, links: Sequence[Link]) -> None:
    """Add links to the end of the chain."""
    rows = (
        {"n": each.n, "kind": each.kind, "ref": each.ref, "digest": each.digest, "link": each.link} for each in links
    )
    insert_rows(session, LinkRow, rows)
