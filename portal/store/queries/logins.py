"""Sessions that count, and failed logins that lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.store.models import (
    AddressConfirmationRow,
    AddressRequestRow,
    AttemptOutcome,
    AttemptRow,
    PersonRow,
    SessionRow,
)


@dataclass(frozen=True, slots=True)
class Failures:
    """How often a login failed since it last succeeded, and when the last time was."""

    count: int
    latest: datetime | None


def session_of(session: Session, token_hash: str) -> tuple[SessionRow, PersonRow] | None:
    """The session behind a cookie's token and its person, whether it still counts or not."""
    statement = (
        select(SessionRow, PersonRow)
        .join(PersonRow, PersonRow.id == SessionRow.person)
        .where(SessionRow.token_hash == token_hash)
    )
    found = session.execute(statement).first()
    return None if found is None else (found[0], found[1])


def open_sessions(
    session: Session, started_after: datetime, seen_after: datetime, person: int | None = None
) -> Sequence[tuple[SessionRow, PersonRow]]:
    """Sessions that nobody ended and that are neither too old nor idle; of everybody or of one person."""
    statement = (
        select(SessionRow, PersonRow)
        .join(PersonRow, PersonRow.id == SessionRow.person)
        .where(SessionRow.ended_at.is_(None), SessionRow.started_at > started_after, SessionRow.seen_at > seen_after)
        .order_by(PersonRow.login, SessionRow.id)
    )
    if person is not None:
        statement = statement.where(SessionRow.person == person)
    return [(row, owner) for row, owner in session.execute(statement)]


def failures_of_account(session: Session, account: str, since: datetime) -> Failures:
    """Failed logins of an account (a sha256, see AttemptRow) since `since` and its last success or unlocking."""
    return _failures(session, AttemptRow.account == account, since)


def failures_of_address(session: Session, address: str, since: datetime) -> Failures:
    """Failed logins from an address since `since`; a success from there ends nothing, or guessing would pay."""
    return _failures(session, AttemptRow.address == address, since, (AttemptOutcome.UNLOCKED,))


def failing_accounts(session: Session, since: datetime, limit: int) -> set[str]:
    """Accounts (a sha256, see AttemptRow) with so many failures since `since`, whether something ended them or not."""
    statement = (
        select(AttemptRow.account)
        .where(AttemptRow.outcome == AttemptOutcome.FAILED, AttemptRow.at > since)
        .group_by(AttemptRow.account)
        .having(func.count() >= limit)
    )
    return set(session.scalars(statement))


def failing_addresses(session: Session, since: datetime, limit: int) -> list[str]:
    """Network addresses with so many failures since `since`, whether something ended them or not, in order."""
    statement = (
        select(AttemptRow.address)
        .where(AttemptRow.outcome == AttemptOutcome.FAILED, AttemptRow.at > since, AttemptRow.address != "")
        .group_by(AttemptRow.address)
        .having(func.count() >= limit)
        .order_by(AttemptRow.address)
    )
    return list(session.scalars(statement))


def asked_addresses(session: Session, since: datetime) -> dict[str, AddressRequestRow]:
    """What was asked for an address since `since` and nobody has confirmed, the newest request of each."""
    statement = (
        select(AddressRequestRow)
        .outerjoin(AddressConfirmationRow, AddressConfirmationRow.request == AddressRequestRow.seq)
        .where(AddressRequestRow.at > since, AddressConfirmationRow.request.is_(None))
        .order_by(AddressRequestRow.seq)
    )
    return {row.address: row for row in session.scalars(statement)}


def _failures(
    session: Session,
    whose: ColumnElement[bool],
    since: datetime,
    ending: tuple[AttemptOutcome, ...] = (AttemptOutcome.SUCCEEDED, AttemptOutcome.UNLOCKED),
) -> Failures:
    last_end = select(func.coalesce(func.max(AttemptRow.seq), 0)).where(whose, AttemptRow.outcome.in_(ending))
    count, latest = session.execute(
        select(func.count(), func.max(AttemptRow.at)).where(
            whose,
            AttemptRow.outcome == AttemptOutcome.FAILED,
            AttemptRow.at > since,
            AttemptRow.seq > last_end.scalar_subquery(),
        )
    ).one()
    return Failures(count, latest)
