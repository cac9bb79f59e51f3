"""Writing accounts: people, activation codes, what one asks for and another confirms."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.store.models import (
    AccountConfirmationRow,
    AccountEndRow,
    AccountRequestRow,
    ActivationRow,
    PersonRow,
    RequestKind,
)


def add_person(session: Session, login: str, name: str, uniquifier: str, at: datetime, by: str) -> PersonRow:
    """A new account without password and second factor."""
    row = PersonRow(
        login=login,
        name=name,
        fs_uniquifier=uniquifier,
        active=True,
        password="",
        totp="",
        totp_counter=0,
        created_at=at,
        created_by=by,
    )
    session.add(row)
    session.flush()
    return row


def add_activation(
    session: Session, person: int, code_hash: str, at: datetime, expires_at: datetime, by: str
) -> ActivationRow:
    """A code for setting password and second factor."""
    row = ActivationRow(person=person, code_hash=code_hash, made_at=at, made_by=by, expires_at=expires_at, used_at=None)
    session.add(row)
    session.flush()
    return row


def void_activations(session: Session, person: int, at: datetime) -> None:
    """Codes of a person that were not used count no longer."""
    unused = (ActivationRow.person == person) & ActivationRow.used_at.is_(None)
    session.execute(update(ActivationRow).where(unused).values(used_at=at))


def use_activation(session: Session, id: int, at: datetime) -> bool:
    """Use a code up; False when it was used or has expired."""
    usable = (ActivationRow.id == id) & ActivationRow.used_at.is_(None) & (ActivationRow.expires_at > at)
    statement = update(ActivationRow).where(usable).values(used_at=at).returning(ActivationRow.id)
    return session.execute(statement).first() is not None


def add_request(
    session: Session,
    kind: RequestKind,
    person: int,
    at: datetime,
    by: str,
    *,
    function: str = "",
    campaign: str = "",
    commission: str = "",
    reason: str = "",
) -> int:
    """What one person asks for another; its number."""
    row = AccountRequestRow(
        at=at,
        requested_by=by,
        kind=kind.value,
        person=person,
        function=function,
        campaign=campaign,
        commission=commission,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return row.seq


def confirm_request(session: Session, request: int, requested_by: str, at: datetime, by: str) -> None:
    """The second person agrees; the database refuses the one who asked."""
    session.add(AccountConfirmationRow(request=request, requested_by=requested_by, confirmed_by=by, at=at))
    session.flush()


def end_request(session: Session, request: int, at: datetime, by: str, reason: str) -> None:
    """A request withdrawn or a function taken away."""
    session.add(AccountEndRow(request=request, ended_by=by, at=at, reason=reason))
    session.flush()
