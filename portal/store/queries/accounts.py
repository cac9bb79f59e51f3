"""Who may log in, under which functions, and what stands open between two people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.store.models import (
    AccountConfirmationRow,
    AccountEndRow,
    AccountRequestRow,
    ActivationRow,
    CommissionRow,
    ConfigurationRow,
    PersonRow,
    RequestKind,
)
from portal.store.queries.intake import commission_of, newest_versions


@dataclass(frozen=True, slots=True)
class Given:
    """A function in force, by the number of its request; "" as campaign or commission means every one."""

    request: int
    person: int
    function: str
    campaign: str
    commission: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A request that waits for a second person."""

    request: int
    at: datetime
    requested_by: str
    kind: RequestKind
    login: str
    name: str
    function: str
    campaign: str
    commission: str
    reason: str


def person_by_login(session: Session, login: str) -> PersonRow | None:
    """The account of a login, whatever its letter case."""
    return session.scalar(select(PersonRow).where(PersonRow.login == login.strip().lower()))


def person_of(session: Session, id: int) -> PersonRow:
    """The account of this number, which something that is stored refers to."""
    return session.scalars(select(PersonRow).where(PersonRow.id == id)).one()


def person_by_uniquifier(session: Session, uniquifier: str) -> PersonRow | None:
    """The account behind what a login keeps."""
    return session.scalar(select(PersonRow).where(PersonRow.fs_uniquifier == uniquifier))


def all_people(session: Session) -> Sequence[PersonRow]:
    """Every account, by login."""
    return session.scalars(select(PersonRow).order_by(PersonRow.login)).all()


def functions_in_force(session: Session, people: Iterable[int] | None = None) -> list[Given]:
    """Functions that two people gave (or a terminal, the first ones) and nobody took away, in the order of asking."""
    statement = _standing().where(
        (AccountRequestRow.kind == RequestKind.BOOTSTRAP)
        | ((AccountRequestRow.kind == RequestKind.GRANT) & AccountConfirmationRow.request.is_not(None))
    )
    if people is not None:
        statement = statement.where(AccountRequestRow.person.in_(tuple(people)))
    rows = session.scalars(statement.order_by(AccountRequestRow.seq))
    return [Given(row.seq, row.person, row.function, row.campaign, row.commission) for row in rows]


def requested_functions(session: Session, person: int) -> list[Given]:
    """Functions of a person that are in force or wait for a second person."""
    grants = (RequestKind.GRANT, RequestKind.BOOTSTRAP)
    statement = _standing().where(AccountRequestRow.person == person, AccountRequestRow.kind.in_(grants))
    rows = session.scalars(statement.order_by(AccountRequestRow.seq))
    return [Given(row.seq, row.person, row.function, row.campaign, row.commission) for row in rows]


def pending_requests(session: Session) -> list[Pending]:
    """What waits for a second person, oldest first."""
    statement = (
        select(AccountRequestRow, PersonRow)
        .join(PersonRow, PersonRow.id == AccountRequestRow.person)
        .outerjoin(AccountConfirmationRow, AccountConfirmationRow.request == AccountRequestRow.seq)
        .outerjoin(AccountEndRow, AccountEndRow.request == AccountRequestRow.seq)
        .where(
            AccountRequestRow.kind != RequestKind.BOOTSTRAP,
            AccountConfirmationRow.request.is_(None),
            AccountEndRow.request.is_(None),
        )
        .order_by(AccountRequestRow.seq)
    )
    return [
        Pending(
            request=row.seq,
            at=row.at,
            requested_by=row.requested_by,
            kind=RequestKind(row.kind),
            login=person.login,
            name=person.name,
            function=row.function,
            campaign=row.campaign,
            commission=row.commission,
            reason=row.reason,
        )
        for row, person in session.execute(statement)
    ]


def standing_request(session: Session, request: int) -> AccountRequestRow | None:
    """The request of this number unless it was withdrawn or its function taken away."""
    return session.scalar(_standing().where(AccountRequestRow.seq == request))


def activation_of(session: Session, code_hash: str) -> tuple[ActivationRow, PersonRow] | None:
    """The activation of a code, whether used or expired or not, and its person."""
    statement = (
        select(ActivationRow, PersonRow)
        .join(PersonRow, PersonRow.id == ActivationRow.person)
        .where(ActivationRow.code_hash == code_hash)
    )
    found = session.execute(statement).first()
    return None if found is None else (found[0], found[1])


def known_scope(session: Session, campaign: str, commission: str) -> bool:
    """True when the store has this campaign, and its newest configuration this commission; "" asks for nothing."""
    if not campaign:
        return True
    version = newest_versions(session, [campaign]).get(campaign)
    if version is None:
        return False
    return not commission or commission_of(session, campaign, version, commission) is not None


def first_commission(session: Session, campaign: str) -> str:
    """The code of some commission of a campaign's newest configuration; "" where it has none."""
    version = newest_versions(session, [campaign]).get(campaign)
    statement = (
        select(CommissionRow.code)
        .join(ConfigurationRow, ConfigurationRow.seq == CommissionRow.configuration)
        .where(ConfigurationRow.campaign == campaign, ConfigurationRow.version == version)
        .order_by(CommissionRow.ordinal)
    )
    return session.scalar(statement.limit(1)) or ""


def _standing() -> Select[AccountRequestRow]:
    return (
        select(AccountRequestRow)
        .outerjoin(AccountConfirmationRow, AccountConfirmationRow.request == AccountRequestRow.seq)
        .outerjoin(AccountEndRow, AccountEndRow.request == AccountRequestRow.seq)
        .where(AccountEndRow.request.is_(None))
    )
