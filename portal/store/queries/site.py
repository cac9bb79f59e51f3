"""What is published of the site itself, and what commitments are made of."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.names import Names
from portal.store.models import IncidentApprovalRow, IncidentRow, MessageRow


def approved_incidents(session: Session) -> list[tuple[datetime, Names, Names]]:
    """When, heading and text of every note that a second person approved, the newest first."""
    rows = session.scalars(
        select(IncidentRow)
        .where(IncidentRow.seq.in_(select(IncidentApprovalRow.incident)))
        .order_by(IncidentRow.happened_at.desc(), IncidentRow.seq.desc())
    )
    return [
        (row.happened_at, Names(row.name_ky, row.name_ru, row.name_en), Names(row.text_ky, row.text_ru, row.text_en))
        for row in rows
    ]


def message_hashes(session: Session) -> Iterator[str]:
    """The sha256 of every raw message in order of receipt."""
    table = MessageRow.__table__
    statement = select(table.c.sha256).order_by(table.c.seq).execution_options(yield_per=1000)
    yield from session.scalars(statement)
