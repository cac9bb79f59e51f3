"""The spine row of every fact: numbering and waking the publisher."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from portal.errors import InputError
from portal.store.chunks import chunks
from portal.store.models import CampaignRow, FactKind, FactRow

CHANNEL = "natyija_facts"
"""PostgreSQL channel on which a recording transaction names its campaign when it commits."""
BATCH = 20_000
"""Rows handed to the database driver at once: bounds memory, large enough to be quick."""


class Entry(NamedTuple):
    """What the spine needs to know of a fact: the precinct it touches (None: the whole campaign) and when it came."""

    precinct: str | None
    received_at: datetime


def register_campaign(session: Session, campaign: str, at: datetime) -> bool:
    """Take the id for a new campaign; False when it is known already."""
    if session.get(CampaignRow, campaign) is not None:
        return False
    insert_rows(session, CampaignRow, [{"id": campaign, "registered_at": at}])
    return True


def insert_facts(session: Session, campaign: str, kind: FactKind, entries: Sequence[Entry], by: str) -> list[int]:
    """Insert one spine row per entry; their sequence numbers in the same order. InputError when `by` is empty."""
    if not by:
        raise InputError(["recorded_by: say who or what records the fact"])
    if not entries:
        return []
    seqs = _next_numbers(session, len(entries))
    insert_rows(
        session,
        FactRow,
        (
            {
                "seq": seq,
                "campaign": campaign,
                "kind": kind.value,
                "precinct": entry.precinct,
                "received_at": entry.received_at,
                "recorded_by": by,
            }
            for seq, entry in zip(seqs, entries, strict=True)
        ),
    )
    _wake_publisher(session, campaign)
    return seqs


def insert_rows(session: Session, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows in batches; nothing happens for none."""
    for batch in chunks(rows, BATCH):
        session.execute(insert(model.__table__), batch)


def _next_numbers(session: Session, count: int) -> list[int]:
    """SQLite writers hold the write lock, so the next numbers are free; PostgreSQL hands them out."""
    if session.get_bind().dialect.name == "postgresql":
        statement = text("SELECT nextval(pg_get_serial_sequence('fact', 'seq')) FROM generate_series(1, :count)")
        return sorted(session.scalars(statement, {"count": count}))
    highest = session.scalar(select(func.max(FactRow.seq))) or 0
    return list(range(highest + 1, highest + 1 + count))


def _wake_publisher(session: Session, campaign: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, campaign)))
