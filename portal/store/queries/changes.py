"""What has changed since the builder last looked: its private high-water mark (design, rules of the store).

Numbers are given before commit. On SQLite writers stand in line, so the highest sequence number is a safe mark. On
PostgreSQL a fact with a lower number may be committed later than one with a higher, so the mark is a transaction number
instead: the xmin of the reading snapshot. Every transaction below it had ended and was seen; whatever was running then,
or began later, has a number of at least xmin and is looked at next time. Seeing a fact twice is harmless, missing one
is not.
"""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.store.models import FactRow


@dataclass(frozen=True, slots=True)
class Changes:
    """`precincts` have facts that may be new; `whole` asks for a rebuild of the campaign; `mark` is for the next
    question.

    A configuration version, a schedule, a consolidated protocol, and a decision or order (with its approvals) that does
    not name one precinct touch the whole campaign. So does a mark from another database (a restored cluster).
    """

    mark: int
    precincts: frozenset[str]
    whole: bool


def changes_since(session: Session, campaign: str, mark: int) -> Changes:
    """Facts of the campaign that a reader with this mark may not have seen; mark 0 asks for everything.

    The session must hold one snapshot (`Store.read`).
    """
    new_mark, horizon = _marks(session)
    column = FactRow.txid if _on_postgresql(session) else FactRow.seq
    fresh = column >= mark if _on_postgresql(session) else column > mark
    touched = set(session.scalars(select(FactRow.precinct).where(FactRow.campaign == campaign, fresh).distinct()))
    whole = mark > horizon or None in touched
    return Changes(new_mark, frozenset(number for number in touched if number is not None), whole)


def _marks(session: Session) -> tuple[int, int]:
    """The mark of this snapshot, and the highest mark that this database can have given."""
    if _on_postgresql(session):
        row = session.execute(
            text(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, "
                "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
            )
        ).one()
        return row[0], row[1]
    highest = session.scalar(select(func.max(FactRow.seq))) or 0
    return highest, highest


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
