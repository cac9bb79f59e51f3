"""Rows of the audit trail and of raw messages in sequence order, and the links over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.store.models import AuditRow, LinkRow, MessageRow

MODELS: dict[str, Any] = {"audit": AuditRow, "message": MessageRow}
"""What the chain covers, by the kind that stands in its links."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain."""

    n: int
    kind: str
    ref: int
    digest: str
    link: str


def table_of(kind: str) -> str:
    """Name of the table that a kind of link is about."""
    name: str = MODELS[kind].__tablename__
    return name


def rows_after(session: Session, kind: str, seq: int, until: int | None = None) -> Iterator[dict[str, Any]]:
    """Rows of this kind with higher numbers than `seq` (and none above `until`), in order, every column by name."""
    table = MODELS[kind].__table__
    statement = select(table).where(table.c.seq > seq).order_by(table.c.seq)
    if until is not None:
        statement = statement.where(table.c.seq <= until)
    for row in session.execute(statement.execution_options(yield_per=1000)):
        yield dict(row._mapping)


def links(session: Session) -> Iterator[Link]:
    """Every link in order."""
    table = LinkRow.__table__
    for row in session.execute(select(table).order_by(table.c.n).execution_options(yield_per=1000)):
        yield Link(row.n, row.kind, row.ref, row.digest, row.link)


def last_link(session: Session) -> Link | None:
    """The newest link."""
    row = session.scalar(select(LinkRow).order_by(LinkRow.n.desc()).limit(1))
    return None if row is None else Link(row.n, row.kind, row.ref, row.digest, row.link)


def last_refs(session: Session) -> dict[str, int]:
    """The highest linked number of each kind, 0 for none."""
    last = select(func.max(LinkRow.ref))
    return {kind: session.scalar(last.where(LinkRow.kind == kind)) or 0 for kind in MODELS}


def highest(session: Session) -> dict[str, int]:
    """The highest number of each kind in the store, 0 for none."""
    return {kind: session.scalar(select(func.max(model.seq))) or 0 for kind, model in MODELS.items()}
