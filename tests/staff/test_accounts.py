"""Accounts on both engines: two people give, one takes away; and the whole way in through the pages."""

import re
from datetime import datetime

import pytest

from portal.errors import InputError
from portal.ingest.enrolment import Actor
from portal.staff import accounts
from portal.staff.functions import Function, Grant
from portal.staff.security import TOTP
from tests.staff.conftest import NOW, Office

PASSWORD = "five quiet green mountains"


def actor(name: str, at: datetime = NOW) -> Actor:
    return Actor(name, at, Function.IT.value, "192.0.2.1")


def code_of_the_app(office: Office, login: str) -> str:
    from portal.store.queries.accounts import person_by_login

    with office.store.read() as session:
        row = person_by_login(session, login)
    assert row is not None
    return str(office.app.extensions[TOTP].generate_totp_password(row.totp))


def activate(office: Office, login: str, code: str) -> str:
    """Choose both factors; returns the code of the app that was entered."""
    browser = office.client()
    assert browser.post("/staff/en/activate", data={"login": login, "code": code}).status_code == 302
    shown = re.search(r'class="secret">([^<]+)<', browser.get("/staff/en/activate/secrets").text)
    assert shown is not None
    secret = office.app.extensions[TOTP]._totp.from_source
    with browser.session_transaction() as cookie:
        first: str = secret(cookie["activation"]["totp"]).generate().token
    form = {"password": PASSWORD, "again": PASSWORD, "second_factor": first}
    assert browser.post("/staff/en/activate/secrets", data=form).location.endswith("/login")
    return first


def test_only_the_first_two_people_are_made_at_a_terminal(both_offices: Office) -> None:
    for login in ("aibek", "cholpon"):
        with both_offices.store.write() as session:
            accounts.bootstrap(session, login, login, actor("terminal"))
    with both_offices.store.write() as session, pytest.raises(InputError, match="already"):
        accounts.bootstrap(session, "third", "Third", actor("terminal"))


def test_a_function_counts_once_another_person_confirmed_it(both_offices: Office) -> None:
    with both_offices.store.write() as session:
        accounts.create(session, "nurlan", "Nurlan", actor("aibek"))
        request = accounts.ask_for_function(session, "nurlan", Grant(Function.OUIIS), "", actor("aibek"))
        for wrong in ("aibek", "nurlan"):
            with pytest.raises(InputError):
                accounts.confirm(session, request, actor(wrong))
        assert accounts.functions_in_force(session) == []
        accounts.confirm(session, request, actor("cholpon"))
        assert [given.function for given in accounts.functions_in_force(session)] == ["ouiis"]
        accounts.end(session, request, "left", actor("aibek"))
        assert accounts.functions_in_force(session) == []


def test_functions_that_exclude_each_other_are_not_asked_for(office: Office) -> None:
    with office.store.write() as session:
        accounts.create(session, "nurlan", "Nurlan", actor("aibek"))
        accounts.ask_for_function(session, "nurlan", Grant(Function.APPROVER), "", actor("aibek"))
        for other in (Grant(Function.IT), Grant(Function.ADMINISTRATOR, "jk2025", "1")):
            with pytest.raises(InputError):
                accounts.ask_for_function(session, "nurlan", other, "", actor("aibek"))


def test_a_person_activates_logs_in_and_a_code_counts_once(office: Office) -> None:
    with office.store.write() as session:
        code = accounts.bootstrap(session, "aibek", "Aibek", actor("terminal", office.clock.now()))
    on_the_screen = activate(office, "aibek", code)
    again = office.client().post("/staff/en/activate", data={"login": "aibek", "code": code})
    assert again.status_code == 422
    browser = office.client()
    assert browser.post("/staff/en/login", data={"login": "aibek", "password": PASSWORD}).status_code == 302
    used = browser.post("/staff/en/login/code", data={"second_factor": on_the_screen})
    assert used.status_code == 422
    with office.store.write() as session:
        accounts.person(session, "aibek").totp_counter = 0
    entered = browser.post("/staff/en/login/code", data={"second_factor": code_of_the_app(office, "aibek")})
    assert entered.location == "/staff/en/"
    assert "Aibek" in browser.get("/staff/en/").text


def test_five_failed_logins_lock_and_a_quarter_of_an_hour_unlocks(office: Office) -> None:
    office.person("nurlan")
    browser = office.client()
    for _ in range(5):
        assert "not right" in browser.post("/staff/en/login", data={"login": "nurlan", "password": "x"}).text
    assert "Too many" in office.client().post("/staff/en/login", data={"login": "NURLAN", "password": "x"}).text
    office.clock.forward(minutes=16)
    assert "not right" in browser.post("/staff/en/login", data={"login": "nurlan", "password": "x"}).text


def test_a_recovery_by_two_people_ends_sessions_and_both_old_factors(both_offices: Office) -> None:
    office = both_offices
    nurlan = office.person("nurlan", (Function.OUIIS, "", ""), totp="old", password="old")
    browser = office.client()
    office.enter(browser, nurlan)
    assert browser.get("/staff/en/").status_code == 200
    first, second = (office.client(Function.IT, login=login) for login in ("aibek", "cholpon"))
    first.post("/staff/en/accounts", data={"what": "recover", "login": "nurlan", "reason": "phone lost"})
    with office.store.read() as session:
        (waiting,) = accounts.pending_requests(session)
    form = {"what": "confirm", "request": str(waiting.request)}
    assert first.post("/staff/en/accounts", data=form).status_code == 422
    assert 'class="secret"' in second.post("/staff/en/accounts", data=form).text
    assert browser.get("/staff/en/").status_code == 302
    with office.store.read() as session:
        assert accounts.person(session, "nurlan").password == accounts.person(session, "nurlan").totp == ""


def test_a_session_ends_idle_after_fifteen_minutes_and_always_after_twelve_hours(office: Office) -> None:
    browser = office.client(Function.OUIIS)
    for _ in range(71):
        office.clock.forward(minutes=10)
        assert browser.get("/staff/en/").status_code == 200
    office.clock.forward(minutes=11)
    assert browser.get("/staff/en/").status_code == 302
    idle = office.client(Function.OUIIS)
    office.clock.forward(minutes=16)
    assert idle.get("/staff/en/").status_code == 302


def test_a_person_ends_the_other_own_session_and_nobody_elses(office: Office) -> None:
    nurlan = office.person("nurlan", (Function.OUIIS, "", ""))
    here, there, other = office.client(), office.client(), office.client(Function.OUIIS)
    office.enter(here, nurlan)
    office.enter(there, nurlan)
    assert other.post("/staff/en/sessions/2").status_code == 404
    assert here.post("/staff/en/sessions/2").status_code in (302, 404)
