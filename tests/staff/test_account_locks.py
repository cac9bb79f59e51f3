"""Unlocking, closing and opening accounts: at once, with a reason, recorded with what was before and after."""

from itertools import pairwise

import pytest

from portal.errors import InputError
from portal.ingest.enrolment import Actor
from portal.staff import account_locks, accounts
from portal.staff.functions import Function, Grant
from portal.staff.security import hashed
from portal.store.queries.accounts import pending_requests
from portal.store.queries.audit import RecordedEvent, Wanted, audit_events
from tests.staff.conftest import Office

PAGE = "/staff/en/accounts"


def keeper(office: Office, name: str = "aibek") -> Actor:
    return Actor(name, office.clock.now(), Function.IT.value, "192.0.2.1")


def event(office: Office, action: str) -> RecordedEvent:
    with office.store.read() as session:
        (found,) = audit_events(session, Wanted(action=action))
    return found


def fail(office: Office, login: str) -> None:
    browser = office.client()
    for _ in range(5):
        browser.post("/staff/en/login", data={"login": login, "password": "x"})


def locked_answer(office: Office, login: str) -> bool:
    answer = office.client().post("/staff/en/login", data={"login": login, "password": "x"})
    return "Too many failed attempts" in answer.text


def test_a_locked_account_is_unlocked_with_a_reason_and_counts_anew(both_offices: Office) -> None:
    office = both_offices
    with office.app.app_context():
        office.person("nurlan", (Function.OUIIS, "", ""), password=hashed("five quiet green mountains"), totp="x")
    fail(office, "nurlan")
    assert locked_answer(office, "nurlan")
    it = office.client(Function.IT, login="aibek")
    assert "locked after failed attempts" in it.get(PAGE).text
    assert it.post(PAGE, data={"what": "unlock", "login": "nurlan", "reason": " "}).status_code == 422
    assert it.post(PAGE, data={"what": "unlock", "login": "nurlan", "reason": "called back"}).status_code == 302
    assert not locked_answer(office, "nurlan")
    assert "locked after failed attempts" not in it.get(PAGE).text
    recorded = event(office, "account.unlocked")
    assert (recorded.actor, recorded.object, recorded.details["reason"]) == ("aibek", "account:nurlan", "called back")


def test_an_account_that_is_not_locked_is_not_unlocked_and_nobody_unlocks_oneself(office: Office) -> None:
    office.person("nurlan", (Function.OUIIS, "", ""))
    office.person("aibek", (Function.IT, "", ""))
    with office.store.write() as session:
        for login in ("nurlan", "aibek", "nobody"):
            with pytest.raises(InputError):
                account_locks.unlock(session, login, "why", keeper(office))


def test_a_closed_account_is_out_at_once_and_its_codes_count_no_longer(both_offices: Office) -> None:
    office = both_offices
    nurlan = office.person("nurlan", (Function.OUIIS, "", ""), totp="x", password="x")
    at_work = office.client()
    office.enter(at_work, nurlan)
    assert at_work.get("/staff/en/").status_code == 200
    it = office.client(Function.IT, login="aibek")
    assert it.post(PAGE, data={"what": "close", "login": "nurlan", "reason": "has left"}).status_code == 302
    assert at_work.get("/staff/en/").status_code == 302
    assert "closed" in it.get(PAGE).text
    recorded = event(office, "account.closed")
    assert recorded.details == {"reason": "has left", "sessions": 1}
    assert len(recorded.before) == len(recorded.after) == 64 and recorded.before != recorded.after
    again = it.post(PAGE, data={"what": "close", "login": "nurlan", "reason": "has left"})
    assert again.status_code == 422 and "closed already" in again.text


def test_nobody_closes_the_own_account_and_no_code_of_a_closed_one_activates_it(office: Office) -> None:
    office.person("aibek", (Function.IT, "", ""))
    with office.store.write() as session, pytest.raises(InputError, match="own account"):
        account_locks.close(session, "aibek", "tired", keeper(office))
    with office.store.write() as session:
        code = accounts.create(session, "meerim", "Meerim", keeper(office))
        account_locks.close(session, "meerim", "never came", keeper(office))
    assert office.client().post("/staff/en/activate", data={"login": "meerim", "code": code}).status_code == 422


def test_two_people_open_a_closed_account_again_by_a_new_second_factor(both_offices: Office) -> None:
    office = both_offices
    office.person("nurlan", (Function.OUIIS, "", ""), totp="x", password="x")
    with office.store.write() as session:
        account_locks.close(session, "nurlan", "leave", keeper(office))
        with pytest.raises(InputError, match="closed"):
            accounts.ask_for_function(session, "nurlan", Grant(Function.AUDITOR), "", keeper(office))
        request = accounts.ask_for_recovery(session, "nurlan", "is back", keeper(office))
        with pytest.raises(InputError):
            accounts.confirm(session, request, keeper(office))
        assert not accounts.person(session, "nurlan").active
        code = accounts.confirm(session, request, keeper(office, "cholpon"))
        assert accounts.person(session, "nurlan").active
    assert office.client().post("/staff/en/activate", data={"login": "nurlan", "code": code}).status_code == 302


def test_where_one_of_two_keepers_is_closed_a_terminal_makes_another_one(office: Office) -> None:
    for login in ("aibek", "cholpon"):
        with office.store.write() as session:
            accounts.bootstrap(session, login, login, keeper(office, "terminal"))
    with office.store.write() as session:
        account_locks.close(session, "cholpon", "has left", keeper(office))
        accounts.bootstrap(session, "third", "Third", keeper(office, "terminal"))


def test_every_act_on_an_account_is_recorded_with_its_state_before_and_after(office: Office) -> None:
    with office.store.write() as session:
        accounts.create(session, "nurlan", "Nurlan", keeper(office))
        request = accounts.ask_for_function(session, "nurlan", Grant(Function.OUIIS), "", keeper(office))
        accounts.confirm(session, request, keeper(office, "cholpon"))
        accounts.end(session, request, "moved", keeper(office))
        recovery = accounts.ask_for_recovery(session, "nurlan", "lost", keeper(office))
        accounts.confirm(session, recovery, keeper(office, "cholpon"))
        account_locks.close(session, "nurlan", "left", keeper(office))
        assert pending_requests(session) == []
    with office.store.read() as session:
        events = list(reversed(audit_events(session, Wanted(object="account:nurlan"))))
    assert [one.action for one in events] == [
        "account.created",
        "function.requested",
        "function.confirmed",
        "function.ended",
        "recovery.requested",
        "recovery.confirmed",
        "account.closed",
    ]
    assert events[0].before == ""
    assert all(later.before == earlier.after != "" for earlier, later in pairwise(events))
    assert all(one.before != one.after for one in events)
