"""What every table shares: names of constraints, column types by annotation."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import CheckConstraint, Date, Integer, MetaData, Text, Time
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from portal.store.types import UtcDateTime

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the store; rows are inserted and never changed."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar = {datetime: UtcDateTime(), str: Text(), int: Integer(), date: Date(), time: Time()}


class Named:
    """Three columns of a name in the languages of the site."""

    name_ky: Mapped[str] = mapped_column(default="")
    name_ru: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")


class Reasoned:
    """Three columns of a reason in the languages of the site."""

    reason_ky: Mapped[str] = mapped_column(default="")
    reason_ru: Mapped[str] = mapped_column(default="")
    reason_en: Mapped[str] = mapped_column(default="")


def not_negative(*columns: str) -> tuple[CheckConstraint, ...]:
    """One named CHECK per count: NULL (not known) or at least 0."""
    return tuple(CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative") for column in columns)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A named CHECK that a text column holds one of an enum's values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")
