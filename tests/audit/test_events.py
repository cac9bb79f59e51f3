"""The auditor finds events by who, what, when and about what."""

from datetime import timedelta

from portal.store.engine import Store
from portal.store.queries.audit import Wanted, audit_events, every_audit_event
from tests.ingest.devices import ENTERED, enrolled, signer


def test_events_are_found_by_every_filter_and_in_pages(empty: Store) -> None:
    enrolled(empty)
    enrolled(empty, signer("asu-2"))
    with empty.read() as session:
        every = list(every_audit_event(session, Wanted()))
        assert [event.action for event in every] == ["device.entered", "device.confirmed", "device.confirmed"] * 2
        first, second = audit_events(session, Wanted(action="device.c"), limit=2)
        assert (first.seq, second.seq) == (every[5].seq, every[4].seq)
        assert [event.seq for event in audit_events(session, Wanted(action="device.c"), before=second.seq)] == [3, 2]
        assert [event.seq for event in every_audit_event(session, Wanted(actor="Бекова"))] == [3, 6]
        assert len(list(every_audit_event(session, Wanted(object="device_key:2", campaign="jk2025")))) == 3
        assert list(every_audit_event(session, Wanted(campaign="other"))) == []
        assert list(every_audit_event(session, Wanted(until=ENTERED))) == []
        assert len(list(every_audit_event(session, Wanted(since=ENTERED, until=ENTERED + timedelta(hours=1))))) == 6
    assert (every[0].function, every[0].address, every[0].after) == ("ouiis", "10.0.0.1", every[1].after)
