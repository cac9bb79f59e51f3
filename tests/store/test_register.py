"""The register of decisions: rows with their people, grounds and scans, on both engines."""

import pytest

from portal.domain.grounds import InvalidationGround
from portal.errors import StorageError
from portal.store.engine import Store
from portal.store.queries.decisions import register
from portal.store.record import confirm_decision, record_decision
from portal.store.record.decisions import record_act_document, record_ground
from tests.store.factories import configured, decision, minutes


def test_the_register_holds_people_ground_and_every_scan_of_an_act(store: Store) -> None:
    with store.write() as session:
        configured(session)
        configured(session, "other")
        first, second = (
            record_decision(session, "jk2025", decision(target=target), minutes(1), "asel") for target in ("1-1", "1-2")
        )
        record_decision(session, "other", decision(), minutes(1), "asel")
        record_ground(session, first, InvalidationGround.COURT)
        record_act_document(session, [first, second], "a" * 64, "pdf", "act.pdf", minutes(2), "asel")
        record_act_document(session, [first], "b" * 64, "png", "page.png", minutes(3), "bakyt")
        confirm_decision(session, first, minutes(4), "bakyt")
    with store.read() as session:
        entries = register(session, "jk2025")
    assert [(each.seq, each.entered_by, each.confirmed_by, each.waits) for each in entries] == [
        (first, "asel", "bakyt", False),
        (second, "asel", "", True),
    ]
    assert [each.ground for each in entries] == [InvalidationGround.COURT, None]
    assert [[document.file_name for document in each.documents] for each in entries] == [
        ["act.pdf", "page.png"],
        ["act.pdf"],
    ]


def test_a_scan_of_an_act_belongs_to_a_decision_that_exists(store: Store) -> None:
    with pytest.raises(StorageError, match=r"(?i)foreign key"), store.write() as session:
        record_act_document(session, [999], "a" * 64, "pdf", "act.pdf", minutes(2), "asel")
