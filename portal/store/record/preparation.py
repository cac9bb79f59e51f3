"""Recording drafts, steps of a test, promotions and incident notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.domain.names import Names
from portal.errors import InputError, NotPermitted
from portal.store.models import (
    DraftAdoptionRow,
    DraftChangeRow,
    IncidentApprovalRow,
    IncidentRow,
    PromotionConfirmationRow,
    PromotionRow,
    TestEventRow,
    TestStep,
)
from portal.store.record.spine import insert_rows

_DRAFTING = 6_207_414
"""Key of the advisory lock under which drafts, tests and promotions change on PostgreSQL; SQLite has one writer."""


@dataclass(frozen=True, slots=True)
class NewDraftChange:
    """One row of a sheet as it is from now on; `cells` None takes it out."""

    sheet: str
    key: str
    place: int
    cells: Mapping[str, str] | None


def lock_preparation(session: Session) -> None:
    """Wait until no other process changes a draft, a test or a promotion; held until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _DRAFTING})


def insert_draft_changes(
    session: Session, campaign: str, changes: Sequence[NewDraftChange], *, at: datetime, by: str, function: str
) -> None:
    """Insert changes of a draft in their order."""
    insert_rows(
        session,
        DraftChangeRow,
        (
            {
                "campaign": campaign,
                "sheet": change.sheet,
                "key": change.key,
                "place": change.place,
                "cells": dict(change.cells) if change.cells is not None else None,
                "at": at,
                "person": by,
                "function": function,
            }
            for change in changes
        ),
    )


def insert_draft_adoption(session: Session, campaign: str, version: int, upto: int, *, at: datetime, by: str) -> None:
    """Record that a configuration version holds the draft up to this change."""
    session.add(DraftAdoptionRow(campaign=campaign, version=version, upto=upto, at=at, person=by))
    session.flush()


def insert_test_event(
    session: Session,
    campaign: str,
    step: TestStep,
    details: Mapping[str, Any],
    *,
    at: datetime,
    by: str,
    function: str,
) -> int:
    """Insert a step of a test; its number."""
    row = TestEventRow(campaign=campaign, step=step.value, details=dict(details), at=at, person=by, function=function)
    session.add(row)
    session.flush()
    return row.seq


def insert_promotion(session: Session, campaign: str, sha256: str, statement: str, *, at: datetime, by: str) -> int:
    """Insert what the test officer brought; its number. InputError when the same file was brought before."""
    if session.scalar(select(PromotionRow.seq).where(PromotionRow.sha256 == sha256)) is not None:
        raise InputError([f"the file {sha256[:16]}… was brought before; a second person confirms it"])
    row = PromotionRow(campaign=campaign, sha256=sha256, statement=statement, at=at, person=by)
    session.add(row)
    session.flush()
    return row.seq


def confirm_promotion(session: Session, campaign: str, promotion: int, *, at: datetime, by: str) -> None:
    """The second person's confirmation. NotPermitted for the same person, InputError when the campaign has one."""
    row = session.get(PromotionRow, promotion)
    if row is None or row.campaign != campaign:
        raise InputError([f"nothing was brought for campaign {campaign} under number {promotion}"])
    if row.person == by:
        raise NotPermitted([f"{by} brought the file; another person confirms it (R53 ¶61)"])
    if session.get(PromotionConfirmationRow, campaign) is not None:
        raise InputError([f"campaign {campaign} was carried over already; that happens once (R53 ¶61)"])
    session.add(PromotionConfirmationRow(campaign=campaign, promotion=promotion, at=at, person=by))
    session.flush()


def insert_incident(
    session: Session, happened_at: datetime, heading: Names, words: Names, *, at: datetime, by: str
) -> int:
    """A note for the public incident log; its number. InputError without a heading or text."""
    if not heading or not words:
        raise InputError(["an incident note needs a heading and a text in at least one language"])
    row = IncidentRow(
        happened_at=happened_at,
        name_ky=heading.ky,
        name_ru=heading.ru,
        name_en=heading.en,
        text_ky=words.ky,
        text_ru=words.ru,
        text_en=words.en,
        at=at,
        person=by,
    )
    session.add(row)
    session.flush()
    return row.seq


def approve_incident(session: Session, incident: int, *, at: datetime, by: str) -> None:
    """A second person's approval. NotPermitted for the author, InputError for an unknown or approved note."""
    row = session.get(IncidentRow, incident)
    if row is None:
        raise InputError([f"there is no incident note {incident}"])
    if row.person == by:
        raise NotPermitted([f"{by} wrote the note; another person approves it"])
    if session.get(IncidentApprovalRow, incident) is not None:
        raise InputError([f"incident note {incident} is approved already"])
    session.add(IncidentApprovalRow(incident=incident, at=at, person=by))
    session.flush()
