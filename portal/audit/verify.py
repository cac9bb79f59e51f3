"""Holding the audit trail and the raw messages to their chain; the first row that does not fit is named."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.audit.chain import START, next_link, row_digest
from portal.audit.heads import Head
from portal.store.queries.chain import MODELS, last_refs, links, rows_after, table_of

LOWEST = -(2**63)
"""Below every number, those included that nobody should ever have given."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: `links` fit, `waiting` rows are newer than the chain; `bad` names the first row that is wrong."""

    links: int
    waiting: int
    bad: str = ""


def verify(session: Session, head: Head | None) -> Verified:
    """Compare every link with its row, and the chain with the head that was signed (None: nothing was signed yet)."""
    rows = {kind: rows_after(session, kind, LOWEST) for kind in MODELS}
    before, count = START, 0
    for link in links(session):
        if link.n != count + 1:
            return _bad(count, f"chain_link {count + 1}: is missing")
        if link.kind not in rows:
            return _bad(count, f"chain_link {link.n}: is about {link.kind!r}, which the chain does not cover")
        row = next(rows[link.kind], None)
        where = f"{table_of(link.kind)} {link.ref}"
        if row is None or row["seq"] > link.ref:
            return _bad(count, f"{where}: is missing")
        if row["seq"] < link.ref:
            return _bad(count, f"{table_of(link.kind)} {row['seq']}: is not in the chain")
        if row_digest(row) != link.digest:
            return _bad(count, f"{where}: is not what link {link.n} holds")
        before, count = next_link(before, link.n, link.kind, link.ref, link.digest), link.n
        if before != link.link:
            return _bad(count - 1, f"chain_link {link.n}: does not follow from the links before it")
        if head is not None and head.n == link.n and head.link != link.link:
            return _bad(count - 1, f"chain_link {link.n}: is not the one that was signed")
    if head is not None and count < head.n:
        return _bad(count, f"chain_link {count + 1}: is missing; {head.n} links were signed")
    waiting = sum(1 for kind, ref in last_refs(session).items() for _ in rows_after(session, kind, ref))
    return Verified(count, waiting)


def _bad(fitting: int, what: str) -> Verified:
    return Verified(fitting, 0, what)
