"""Writing logins: sessions begin, are seen and end; attempts are kept."""

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from portal.store.models import (
    AddressConfirmationRow,
    AddressRequestRow,
    AttemptOutcome,
    AttemptRow,
    PersonRow,
    SessionRow,
)


def begin_session(
    session: Session, person: int, token_hash: str, at: datetime, *, address: str = "", agent: str = ""
) -> int:
    """A session whose second factor was given just now; its number."""
    row = SessionRow(
        person=person,
        token_hash=token_hash,
        started_at=at,
        seen_at=at,
        second_factor_at=at,
        address=address,
        agent=agent,
        ended_at=None,
        ended_by="",
    )
    session.add(row)
    session.flush()
    return row.id


def see_session(session: Session, id: int, at: datetime) -> None:
    """The person is still there."""
    session.execute(update(SessionRow).where(SessionRow.id == id).values(seen_at=at))


def freshen_session(session: Session, id: int, at: datetime) -> None:
    """The second factor was given again."""
    session.execute(update(SessionRow).where(SessionRow.id == id).values(second_factor_at=at))


def end_sessions(session: Session, at: datetime, by: str, *, id: int | None = None, person: int | None = None) -> int:
    """End one session or all of a person; how many ended. What has ended stays as it is."""
    which: ColumnElement[bool] = SessionRow.id == id if id is not None else SessionRow.person == person
    statement = (
        update(SessionRow)
        .where(which, SessionRow.ended_at.is_(None))
        .values(ended_at=at, ended_by=by)
        .returning(SessionRow.id)
    )
    return len(session.execute(statement).all())


def use_time_step(session: Session, person: int, counter: int) -> bool:
    """Mark a time step of the second factor as used; False when it or a later one was used already."""
    statement = (
        update(PersonRow)
        .where(PersonRow.id == person, PersonRow.totp_counter < counter)
        .values(totp_counter=counter)
        .returning(PersonRow.id)
    )
    return session.execute(statement).first() is not None


def record_attempt(session: Session, at: datetime, account: str, address: str, outcome: AttemptOutcome) -> None:
    """Keep an attempt to log in."""
    session.add(AttemptRow(at=at, account=account, address=address, outcome=outcome.value))
    session.flush()


def ask_for_address(session: Session, at: datetime, address: str, reason: str, by: str) -> int:
    """One person asks that an address is let in again; the number of the request."""
    row = AddressRequestRow(at=at, requested_by=by, address=address, reason=reason)
    session.add(row)
    session.flush()
    return row.seq


def confirm_address(session: Session, request: int, requested_by: str, at: datetime, by: str) -> None:
    """The second person agrees; the database refuses the one who asked."""
    session.add(AddressConfirmationRow(request=request, requested_by=requested_by, confirmed_by=by, at=at))
    session.flush()
