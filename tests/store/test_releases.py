from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.domain.statuses import ReleaseKind
from portal.errors import StorageError
from portal.store.engine import Store
from portal.store.models import AuditRow
from portal.store.queries.publication import Release, last_release
from portal.store.record import record_audit, record_release
from tests.store.factories import EVENING, configured, minutes


def release(number: int = 1) -> Release:
    return Release(
        campaign="jk2025",
        number=number,
        kind=ReleaseKind.OPENING,
        as_of=EVENING,
        published_at=minutes(1),
        mark=2**40,
        digest="a" * 64,
        supersedes=None if number == 1 else number - 1,
        details={"reason": "Ачылыш"},
    )


def test_a_release_is_registered_once(store: Store) -> None:
    with store.write() as session:
        configured(session)
        record_release(session, release())
        record_release(session, release())
        record_release(session, release(2))
    with store.read() as session:
        assert last_release(session, "jk2025") == release(2)
        assert last_release(session, "other") is None


def test_another_release_of_the_same_number_is_refused(store: Store) -> None:
    with store.write() as session:
        configured(session)
        record_release(session, release())
    with pytest.raises(StorageError, match="another content"), store.write() as session:
        record_release(session, replace(release(), digest="b" * 64))


def test_audit_events_are_numbered_in_order(store: Store) -> None:
    with store.write() as session:
        first = record_audit(session, EVENING, "a", "package.imported", "jk2025", {"version": 1})
        second = record_audit(session, EVENING, "b", "login")
    assert first < second
    with store.read() as session:
        events = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    assert [(event.actor, event.action, event.campaign, event.details) for event in events] == [
        ("a", "package.imported", "jk2025", {"version": 1}),
        ("b", "login", "", {}),
    ]
