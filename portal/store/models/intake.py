"""What machines send: their keys, their messages as they came, what was judged, and the register of failed scanners.

A raw message is kept for ever as the bytes that were signed; verdict and facts stand beside it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.models.base import Base, one_of
from portal.store.types import BIG


class DeviceKind(StrEnum):
    """What a machine is (R53 ¶28, ¶34; R139 ¶62)."""

    SCANNER = "scanner"
    IDENTIFICATION = "identification"
    SCAN_STATION = "scan_station"


class Outcome(StrEnum):
    """What became of a message: its figures are facts, a person decides, or its number was taken by other bytes."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    CONFLICT = "conflict"


class FailureStep(StrEnum):
    """Steps of a failed ASU (R53 ¶37-38): failure, reserve device, transparent box, repaired."""

    FAILURE = "failure"
    RESERVE = "reserve"
    BOX = "box"
    REPAIRED = "repaired"


class DeviceKeyRow(Base):
    """A device's public key as entered, bound to campaign, precinct, mode and dates; in force once two people confirmed
    its fingerprint and while nobody revoked it.
    """

    __tablename__ = "device_key"
    __table_args__ = (
        UniqueConstraint("verifier"),
        Index("ix_device_key_name", "name", "key_id"),
        Index("ix_device_key_precinct", "campaign", "precinct"),
        one_of("kind", DeviceKind),
        one_of("mode", ("main", "test")),
        CheckConstraint("valid_from < valid_until", name="dates_in_order"),
        CheckConstraint("entered_by <> ''", name="enterer_named"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    name: Mapped[str]
    key_id: Mapped[str]
    verifier: Mapped[str]
    fingerprint: Mapped[str]
    kind: Mapped[str]
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.id"))
    precinct: Mapped[str]
    mode: Mapped[str]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class DeviceConfirmationRow(Base):
    """One person compared the fingerprint on the device with the register; nobody confirms the same key twice."""

    __tablename__ = "device_confirmation"
    __table_args__ = (CheckConstraint("person <> ''", name="person_named"),)

    key: Mapped[int] = mapped_column(BIG, ForeignKey("device_key.seq"), primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class DeviceRevocationRow(Base):
    """A key that counts no longer, from when and why."""

    __tablename__ = "device_revocation"

    key: Mapped[int] = mapped_column(BIG, ForeignKey("device_key.seq"), primary_key=True, autoincrement=False)
    person: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str]


class CarriedRow(Base):
    """A file of messages brought on a medium, with the act and the witnesses of R139 ¶50."""

    __tablename__ = "carried_file"
    __table_args__ = (CheckConstraint("act <> '' AND uploaded_by <> ''", name="act_named"),)

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    sha256: Mapped[str]
    act: Mapped[str]
    witnesses: Mapped[list[str]] = mapped_column(JSON)
    uploaded_by: Mapped[str]
    at: Mapped[datetime]


class MessageRow(Base):
    """One signed message as it came. `received_at` is election time, `prev` the sha256 of the device's message before,
    `awaits` that of a file that must come before this one can be judged ("" for none).
    """

    __tablename__ = "intake_message"
    __table_args__ = (
        UniqueConstraint("sha256"),
        Index("ix_intake_message_number", "key", "number"),
        Index("ix_intake_message_awaits", "awaits"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("number >= 1", name="number_positive"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    sha256: Mapped[str]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[int] = mapped_column(BIG, ForeignKey("device_key.seq"))
    number: Mapped[int] = mapped_column(BIG)
    prev: Mapped[str]
    type: Mapped[str]
    awaits: Mapped[str]
    received_at: Mapped[datetime]
    address: Mapped[str]
    carried: Mapped[int | None] = mapped_column(BIG, ForeignKey("carried_file.seq"))


class VerdictRow(Base):
    """The one judgement of a message, made in the transaction that records its facts."""

    __tablename__ = "intake_verdict"
    __table_args__ = (one_of("outcome", Outcome), Index("ix_intake_verdict_outcome", "outcome", "message"))

    message: Mapped[int] = mapped_column(BIG, ForeignKey("intake_message.seq"), primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    reason: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class MessageFactRow(Base):
    """Which message a fact came from."""

    __tablename__ = "intake_fact"
    __table_args__ = (Index("ix_intake_fact_message", "message"),)

    fact: Mapped[int] = mapped_column(BIG, ForeignKey("fact.seq"), primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(BIG, ForeignKey("intake_message.seq"))


class QuarantineDecisionRow(Base):
    """A person decided about a quarantined message: its figures become facts, or never will."""

    __tablename__ = "quarantine_decision"
    __table_args__ = (CheckConstraint("person <> '' AND reason <> ''", name="person_and_reason"),)

    message: Mapped[int] = mapped_column(
        BIG, ForeignKey("intake_verdict.message"), primary_key=True, autoincrement=False
    )
    accepted: Mapped[bool]
    person: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class ScanFileRow(Base):
    """A scan's file that lies in the private folder, whole and synced."""

    __tablename__ = "scan_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("size >= 1", name="size_positive"),
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    extension: Mapped[str]
    stored_at: Mapped[datetime]


class FailureRow(Base):
    """One step in the life of a failed ASU, with its act (R53 ¶37-38)."""

    __tablename__ = "asu_failure"
    __table_args__ = (one_of("step", FailureStep), Index("ix_asu_failure_precinct", "campaign", "precinct"))

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.id"))
    precinct: Mapped[str]
    device: Mapped[str]
    step: Mapped[str]
    at: Mapped[datetime]
    act: Mapped[str]
    note: Mapped[str]
    recorded_by: Mapped[str]
