"""Campaigns and their configuration versions; a version's rows are inserted whole and never changed (R53 ¶26-29)."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.statuses import CampaignKind, ContestKind, OptionKind, PrecinctKind
from portal.store.models.base import Base, Named, not_negative, one_of
from portal.store.types import BIG


class CampaignRow(Base):
    """шайлоо кампаниясы: an id that has been taken, once and for ever."""

    __tablename__ = "campaign"

    id: Mapped[str] = mapped_column(primary_key=True)
    registered_at: Mapped[datetime]


class ConfigurationRow(Named, Base):
    """One version of a campaign's configuration; `seq` is its fact, `digest` the sha256 of the package it came from."""

    __tablename__ = "configuration_version"
    __table_args__ = (
        UniqueConstraint("campaign", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
        one_of("kind", CampaignKind),
        *not_negative("stated_voters", "stated_participated"),
    )

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("fact.seq"), primary_key=True, autoincrement=False)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.id"))
    version: Mapped[int]
    digest: Mapped[str]
    kind: Mapped[str]
    voting_date: Mapped[date]
    opens: Mapped[time]
    closes: Mapped[time]
    timezone: Mapped[str]
    archive: Mapped[bool]
    notice_ky: Mapped[str]
    notice_ru: Mapped[str]
    notice_en: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    continues: Mapped[str]
    continues_as: Mapped[str]
    stated_voters: Mapped[int | None]
    stated_participated: Mapped[int | None]
    stated_turnout_percent: Mapped[str | None]
    stated_source: Mapped[str | None]
    ordinary_form: Mapped[str]
    remote_form: Mapped[str]


class OfConfiguration:
    """The key column of every row that belongs to one configuration version."""

    configuration: Mapped[int] = mapped_column(
        BIG, ForeignKey("configuration_version.seq"), primary_key=True, autoincrement=False
    )


class TerritoryRow(Named, OfConfiguration, Base):
    """территория; `ordinal` is its place in the package's file."""

    __tablename__ = "territory"
    __table_args__ = (CheckConstraint("level >= 1", name="level_positive"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    parent: Mapped[str]
    level: Mapped[int]
    kind: Mapped[str]


class ContestRow(Named, OfConfiguration, Base):
    """голосование по округу или вопросу."""

    __tablename__ = "contest"
    __table_args__ = (one_of("kind", ContestKind), CheckConstraint("seats >= 0", name="seats_not_negative"))

    code: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    kind: Mapped[str]
    seats: Mapped[int]
    territory: Mapped[str]


class OptionRow(Named, OfConfiguration, Base):
    """позиция бюллетеня."""

    __tablename__ = "contest_option"
    __table_args__ = (
        ForeignKeyConstraint(["configuration", "contest"], ["contest.configuration", "contest.code"]),
        one_of("kind", OptionKind),
        CheckConstraint("position >= 1", name="position_positive"),
    )

    contest: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    id: Mapped[str]
    sex: Mapped[str]
    party: Mapped[str]
    documents_complete_at: Mapped[datetime | None]
    status: Mapped[str]


class ListPersonRow(Named, OfConfiguration, Base):
    """кандидат списка: a person on a party's list; `person` is the number on it."""

    __tablename__ = "list_person"
    __table_args__ = (
        ForeignKeyConstraint(
            ["configuration", "contest", "position"],
            ["contest_option.configuration", "contest_option.contest", "contest_option.position"],
        ),
        CheckConstraint("person >= 1", name="person_positive"),
    )

    contest: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str]
    sex: Mapped[str]
    status: Mapped[str]


class PrecinctRow(Named, OfConfiguration, Base):
    """избирательный участок; `ordinal` sorts by territory (in file order) and natural number; `contest` "" is every
    contest.
    """

    __tablename__ = "precinct"
    __table_args__ = (
        ForeignKeyConstraint(["configuration", "territory"], ["territory.configuration", "territory.code"]),
        one_of("kind", PrecinctKind),
        *not_negative("voters"),
        Index("ix_precinct_ordinal", "configuration", "ordinal", unique=True),
        Index("ix_precinct_territory", "configuration", "territory", "ordinal"),
    )

    number: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    territory: Mapped[str]
    kind: Mapped[str]
    contest: Mapped[str]
    voters: Mapped[int | None]
    address_ky: Mapped[str]
    address_ru: Mapped[str]
    address_en: Mapped[str]
    lat: Mapped[str]
    lon: Mapped[str]
    timezone: Mapped[str]
    opens: Mapped[time | None]
    closes: Mapped[time | None]
    chair: Mapped[str]
    secretary: Mapped[str]
    country: Mapped[str] = mapped_column(server_default="")


class PrecinctContestRow(OfConfiguration, Base):
    """One of several own contests of a precinct, with the voters of its list for that contest."""

    __tablename__ = "precinct_contest"
    __table_args__ = (
        ForeignKeyConstraint(["configuration", "precinct"], ["precinct.configuration", "precinct.number"]),
        ForeignKeyConstraint(["configuration", "contest"], ["contest.configuration", "contest.code"]),
        *not_negative("voters"),
    )

    precinct: Mapped[str] = mapped_column(primary_key=True)
    contest: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    voters: Mapped[int | None]


class CommissionRow(Named, OfConfiguration, Base):
    """избирательная комиссия above the precinct: ОИК or ТИК (R53 ¶4)."""

    __tablename__ = "commission"
    __table_args__ = (one_of("kind", ("oik", "tik")),)

    code: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    kind: Mapped[str]
    parent: Mapped[str]
    territory: Mapped[str]
    contest: Mapped[str]
    address_ky: Mapped[str]
    address_ru: Mapped[str]
    address_en: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]


class MemberRow(OfConfiguration, Base):
    """A member of a commission above the precinct or of a precinct's own commission (R53 ¶29)."""

    __tablename__ = "commission_member"
    __table_args__ = (
        one_of("role", ("chair", "secretary", "member", "administrator")),
        CheckConstraint("(commission = '') <> (precinct = '')", name="one_commission"),
    )

    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    commission: Mapped[str]
    precinct: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
