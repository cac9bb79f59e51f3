"""Accounts of the staff: who may log in, in which functions, and what was refused.

The first three tables hold the state of logins and are the exception to "inserted, never changed"; a function is given
or taken away by rows that stay (R53 ¶62-63).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.models.base import Base, one_of
from portal.store.types import BIG

LOGIN_TABLES = ("person", "activation", "staff_session")
"""What may be changed: the state of logins. None of it is a fact."""


class RequestKind(StrEnum):
    """What two people agree on; `bootstrap` are the first functions, given at a terminal of the server."""

    GRANT = "grant"
    RECOVERY = "recovery"
    BOOTSTRAP = "bootstrap"


class AttemptOutcome(StrEnum):
    """How an attempt to log in ended; `unlocked` is not an attempt: somebody ended the lock by hand."""

    FAILED = "failed"
    SUCCEEDED = "succeeded"
    UNLOCKED = "unlocked"


class PersonRow(Base):
    """One person who may log in. `password` is an Argon2 hash, `totp` the encrypted secret of the second factor, both
    "" until the account is activated; `totp_counter` is the last time step used, so that no code counts twice.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("login"),
        UniqueConstraint("fs_uniquifier"),
        CheckConstraint("login <> '' AND login = lower(login)", name="login_in_lower_case"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    fs_uniquifier: Mapped[str]
    active: Mapped[bool]
    password: Mapped[str]
    totp: Mapped[str]
    totp_counter: Mapped[int] = mapped_column(BIG)
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class ActivationRow(Base):
    """A printed code with which a person sets password and second factor, once, before it expires."""

    __tablename__ = "activation"
    __table_args__ = (UniqueConstraint("code_hash"), Index("ix_activation_person", "person"))

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    person: Mapped[int] = mapped_column(BIG, ForeignKey("person.id"))
    code_hash: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SessionRow(Base):
    """One login: the cookie holds a random token, this row decides whether it still counts. All times system clock."""

    __tablename__ = "staff_session"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_staff_session_person", "person", "ended_at"))

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    person: Mapped[int] = mapped_column(BIG, ForeignKey("person.id"))
    token_hash: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime]
    address: Mapped[str]
    agent: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str]


class AttemptRow(Base):
    """One attempt to log in; `account` is a sha256 of what was typed, because people type passwords there too."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        one_of("outcome", AttemptOutcome),
        Index("ix_login_attempt_account", "account", "seq"),
        Index("ix_login_attempt_address", "address", "seq"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime]
    account: Mapped[str]
    address: Mapped[str]
    outcome: Mapped[str]


class AccountRequestRow(Base):
    """One person asks that another gets a function, or a new second factor; "" as campaign or commission: every one."""

    __tablename__ = "account_request"
    __table_args__ = (
        UniqueConstraint("seq", "requested_by"),
        Index("ix_account_request_person", "person"),
        one_of("kind", RequestKind),
        CheckConstraint("requested_by <> ''", name="requester_named"),
        CheckConstraint("commission = '' OR campaign <> ''", name="commission_within_a_campaign"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime]
    requested_by: Mapped[str]
    kind: Mapped[str]
    person: Mapped[int] = mapped_column(BIG, ForeignKey("person.id"))
    function: Mapped[str]
    campaign: Mapped[str]
    commission: Mapped[str]
    reason: Mapped[str]


class AccountConfirmationRow(Base):
    """Another person than the one who asked agrees; the database refuses the same one."""

    __tablename__ = "account_confirmation"
    __table_args__ = (
        ForeignKeyConstraint(["request", "requested_by"], ["account_request.seq", "account_request.requested_by"]),
        CheckConstraint("confirmed_by <> '' AND confirmed_by <> requested_by", name="two_people"),
    )

    request: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    requested_by: Mapped[str]
    confirmed_by: Mapped[str]
    at: Mapped[datetime]


class AddressRequestRow(Base):
    """One person asks that a network address, kept out after failed attempts, is let in again before the time."""

    __tablename__ = "address_request"
    __table_args__ = (
        UniqueConstraint("seq", "requested_by"),
        CheckConstraint("requested_by <> '' AND address <> '' AND reason <> ''", name="said_whole"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime]
    requested_by: Mapped[str]
    address: Mapped[str]
    reason: Mapped[str]


class AddressConfirmationRow(Base):
    """Another person than the one who asked agrees; the database refuses the same one."""

    __tablename__ = "address_confirmation"
    __table_args__ = (
        ForeignKeyConstraint(["request", "requested_by"], ["address_request.seq", "address_request.requested_by"]),
        CheckConstraint("confirmed_by <> '' AND confirmed_by <> requested_by", name="two_people"),
    )

    request: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    requested_by: Mapped[str]
    confirmed_by: Mapped[str]
    at: Mapped[datetime]


class AccountEndRow(Base):
    """A request that was withdrawn or a function that was taken away; one person is enough for that."""

    __tablename__ = "account_end"
    __table_args__ = (CheckConstraint("ended_by <> '' AND reason <> ''", name="person_and_reason"),)

    request: Mapped[int] = mapped_column(BIG, ForeignKey("account_request.seq"), primary_key=True, autoincrement=False)
    ended_by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str]
