"""Refusals that anybody can cause are counted per address and hour, and seldom written."""

from datetime import timedelta

import pytest
from flask_wtf.csrf import CSRFError
from hypothesis import given
from hypothesis import strategies as st

from portal.staff.functions import Function
from portal.staff.tally import ADDRESSES, Tally
from portal.store.queries.audit import RecordedEvent, Wanted, audit_events
from tests.staff.conftest import NOW, Office

FOREIGN = "request.foreign_form"


def events(office: Office, action: str) -> list[RecordedEvent]:
    with office.store.read() as session:
        return audit_events(session, Wanted(action=action))


@given(st.integers(0, 3000))
def test_an_event_is_due_at_every_power_of_ten(refused: int) -> None:
    tally = Tally()
    written = [count for _ in range(refused) if (count := tally.due("x", "192.0.2.1", NOW)[1])]
    assert written == [power for power in (1, 10, 100, 1000) if power <= refused]


def test_a_new_hour_counts_anew_and_reasons_apart() -> None:
    tally = Tally()
    assert [tally.due("x", "a", NOW)[1] for _ in range(3)] == [1, 0, 0]
    assert tally.due("y", "a", NOW)[1] == 1
    assert tally.due("x", "a", NOW + timedelta(hours=1))[1] == 1


def test_ever_new_addresses_do_not_fill_the_trail() -> None:
    tally = Tally()
    written = [tally.due("x", f"2001:db8::{number:x}", NOW) for number in range(20_000)]
    assert sum(1 for _, count in written if count) <= ADDRESSES + 5
    assert written[ADDRESSES] == ("", 1)


def test_a_foreign_form_is_an_event_with_the_person_and_the_count(both_offices: Office) -> None:
    office = both_offices
    browser = office.client(Function.OUIIS, login="nurlan")
    office.app.config["WTF_CSRF_ENABLED"] = True
    for _ in range(25):
        assert browser.post("/staff/en/campaigns/", data={"id": "x"}).status_code == 400
    newest, first = events(office, FOREIGN)
    assert (newest.details["this_hour"], first.details["this_hour"]) == (10, 1)
    assert (first.actor, first.address, first.object) == ("nurlan", "127.0.0.1", "/staff/en/campaigns/")


def test_a_form_of_the_way_in_that_is_not_ours_is_an_event_without_a_person(office: Office) -> None:
    office.app.config["WTF_CSRF_ENABLED"] = True
    assert office.client().post("/staff/en/login", data={"login": "a", "password": "b"}).status_code == 400
    (event,) = events(office, FOREIGN)
    assert (event.actor, event.details["endpoint"]) == ("", "login.start")


def test_too_many_knocks_are_an_event_and_no_inquiry(office: Office) -> None:
    office.app.config["RATELIMIT_ENABLED"] = True
    from portal.staff.limits import limiter

    limiter.enabled = True
    try:
        answers = [office.client().post("/staff/en/login", data={}).status_code for _ in range(45)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert answers.count(429) >= 10
    assert [event.details["this_hour"] for event in events(office, "request.too_many")][-1] == 1


def test_a_refusal_stands_where_the_store_does_not_take_the_event(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.errors import StorageError
    from portal.staff import refusals

    def full(*_: object, **__: object) -> None:
        raise StorageError("disk full")

    office.app.config["WTF_CSRF_ENABLED"] = True
    monkeypatch.setattr(refusals, "record_audit", full)
    assert office.client().post("/staff/en/login", data={}).status_code == 400
    assert CSRFError.code == 400
