"""A network address that is kept out: seen on the page of accounts, let in again by two people, recorded."""

import pytest

from portal.errors import InputError, StorageError
from portal.ingest.enrolment import Actor
from portal.staff import address_locks
from portal.staff.functions import Function
from portal.staff.lockout import ADDRESS_LIMIT
from portal.store.models import AttemptOutcome
from portal.store.queries.audit import RecordedEvent, Wanted, audit_events
from portal.store.record.logins import ask_for_address, confirm_address, record_attempt
from tests.staff.conftest import Office

PAGE = "/staff/en/accounts"
ADDRESS = "127.0.0.1"
LOCKED = "Too many failed attempts"


def fail(office: Office, times: int = ADDRESS_LIMIT, address: str = ADDRESS) -> None:
    with office.store.write() as session:
        for number in range(times):
            record_attempt(session, office.clock.now(), f"{number:064x}", address, AttemptOutcome.FAILED)


def keeper(office: Office, name: str = "aibek") -> Actor:
    return Actor(name, office.clock.now(), Function.IT.value, "192.0.2.1")


def events(office: Office, action: str) -> list[RecordedEvent]:
    with office.store.read() as session:
        return audit_events(session, Wanted(action=action))


def answer(office: Office) -> str:
    return office.client().post("/staff/en/login", data={"login": "nobody", "password": "x"}).text


def test_one_keeper_asks_another_confirms_and_the_address_is_in_again(both_offices: Office) -> None:
    office = both_offices
    fail(office)
    assert LOCKED in answer(office)
    first, second = office.client(Function.IT, login="aibek"), office.client(Function.IT, login="cholpon")
    assert ADDRESS in first.get(PAGE).text
    assert first.post(PAGE, data={"what": "ask_address", "address": ADDRESS, "reason": " "}).status_code == 422
    assert first.post(PAGE, data={"what": "ask_address", "address": ADDRESS, "reason": "a class"}).status_code == 302
    assert LOCKED in answer(office)
    assert first.post(PAGE, data={"what": "confirm_address", "address": ADDRESS}).status_code == 422
    assert 'value="confirm_address"' not in first.get(PAGE).text
    assert 'value="confirm_address"' in second.get(PAGE).text
    assert second.post(PAGE, data={"what": "confirm_address", "address": ADDRESS}).status_code == 302
    assert LOCKED not in answer(office)
    assert ADDRESS not in second.get(PAGE).text
    (asked,), (done,) = events(office, "address.unlock_requested"), events(office, "address.unlocked")
    assert (asked.actor, asked.object, asked.details["reason"]) == ("aibek", f"address:{ADDRESS}", "a class")
    assert (done.actor, done.details["asked_by"], done.details["failures"] >= ADDRESS_LIMIT) == (
        "cholpon",
        "aibek",
        True,
    )


def test_the_address_is_locked_again_after_as_many_failures_as_before(office: Office) -> None:
    fail(office)
    with office.store.write() as session:
        address_locks.ask(session, ADDRESS, "a class", keeper(office))
        address_locks.confirm(session, ADDRESS, keeper(office, "cholpon"))
    fail(office, ADDRESS_LIMIT - 1)
    assert LOCKED not in answer(office)
    assert LOCKED in answer(office)
    with office.store.read() as session:
        (found,) = address_locks.locked_addresses(session, office.clock.now())
    assert (found.failures, found.asked) == (ADDRESS_LIMIT, None)


def test_nothing_is_asked_for_an_address_that_is_in_nor_confirmed_without_a_request(office: Office) -> None:
    with office.store.write() as session, pytest.raises(InputError, match="not locked"):
        address_locks.ask(session, ADDRESS, "why", keeper(office))
    fail(office)
    with office.store.write() as session, pytest.raises(InputError, match="Nothing waits"):
        address_locks.confirm(session, ADDRESS, keeper(office))
    with office.store.write() as session:
        address_locks.ask(session, ADDRESS, "why", keeper(office))
        with pytest.raises(InputError, match="asked for this already"):
            address_locks.ask(session, ADDRESS, "why", keeper(office, "cholpon"))


def test_a_lock_ends_by_itself_and_its_request_with_it(office: Office) -> None:
    fail(office)
    with office.store.write() as session:
        address_locks.ask(session, ADDRESS, "a class", keeper(office))
    office.clock.forward(minutes=16)
    with office.store.read() as session:
        assert address_locks.locked_addresses(session, office.clock.now()) == []
    fail(office)
    with office.store.read() as session:
        assert [one.asked for one in address_locks.locked_addresses(session, office.clock.now())] == [None]


def test_an_auditor_sees_the_lock_and_cannot_end_it(office: Office) -> None:
    fail(office, address="198.51.100.7")
    auditor = office.client(Function.AUDITOR)
    page = auditor.get(PAGE).text
    assert "198.51.100.7" in page and "ask_address" not in page
    sent = {"what": "ask_address", "address": "198.51.100.7", "reason": "x"}
    assert auditor.post(PAGE, data=sent).status_code == 403


def test_the_database_itself_refuses_that_one_person_asks_and_confirms(both_offices: Office) -> None:
    office = both_offices
    with office.store.write() as session:
        request = ask_for_address(session, office.clock.now(), ADDRESS, "a class", "aibek")
    with pytest.raises(StorageError), office.store.write() as session:
        confirm_address(session, request, "aibek", office.clock.now(), "aibek")
