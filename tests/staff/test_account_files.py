"""Accounts from a file on the page: looked at line by line, taken whole, slips once, functions for a second person."""

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.staff.bulk_accounts import COLUMNS
from portal.staff.functions import Function
from portal.store.queries.accounts import all_people, functions_in_force, pending_requests
from portal.store.queries.audit import Wanted, audit_events
from tests.print.reading import pages
from tests.staff.conftest import Office

FILE = "/staff/en/accounts/file"
HEAD = ",".join(COLUMNS)
GOOD = f"{HEAD}\nnurlan,Нурлан Осмонов,ouiis,,\nmeerim,Мээрим Үсөнова,approver,jk2025,\nmeerim,,auditor,jk2025,\n"


def looked_at(browser: FlaskClient, text: str | bytes) -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    return browser.post(FILE, data={"file": (io.BytesIO(data), "people.csv")}, content_type="multipart/form-data")


def logins(office: Office) -> list[str]:
    with office.store.read() as session:
        return [row.login for row in all_people(session)]


def test_a_good_file_is_looked_at_without_storing_anything(both_offices: Office) -> None:
    browser = both_offices.client(Function.IT, login="aibek")
    answer = looked_at(browser, GOOD)
    assert answer.status_code == 200 and "Every line can be taken" in answer.text
    assert logins(both_offices) == ["aibek"]
    with both_offices.store.read() as session:
        assert audit_events(session, Wanted(action="account.")) == []


def test_every_wrong_line_is_named_with_its_reason(office: Office) -> None:
    browser = office.client(Function.IT, login="aibek")
    wrong = f"{HEAD}\nx y,X,,,\nnurlan,Нурлан,king,,\nnurlan2,,ouiis,,\naibek,A,,,\nok,OK,administrator,jk2025,\n"
    answer = looked_at(browser, wrong)
    assert answer.status_code == 422
    for number, reason in enumerate(("use letters", "no function “king”", "is missing", "is taken", "so widely"), 2):
        assert re.search(rf"line {number}: [^<]*{reason}", answer.text), number
    assert "Add everybody" not in answer.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("name,login\n", "The first line must be"),
        (HEAD, "names nobody"),
        (f'{HEAD}\n"nurlan,x,,,', "not closed"),
        (f"{HEAD}\na,b,,,,f\n", "more cells"),
        (HEAD.encode() + b"\n\xcd\xf3\xf0,x,,,", "not UTF-8"),
        (b"x" * (1024 * 1024 + 1), "larger than 1024 KiB"),
        (f"{HEAD}\n" + "a,b,,,\n" * 2001, "at most 2000"),
    ],
)
def test_what_is_no_such_file_is_said(office: Office, data: str | bytes, said: str) -> None:
    answer = looked_at(office.client(Function.IT), data)
    assert answer.status_code == 422 and said in answer.text


def test_a_file_saved_by_a_spreadsheet_with_semicolons_is_read(office: Office) -> None:
    text = "\ufeff" + GOOD.replace(",", ";").replace("\n", "\r\n")
    assert looked_at(office.client(Function.IT), text).status_code == 200


def test_the_slips_come_once_and_each_code_opens_its_account(both_offices: Office) -> None:
    office = both_offices
    browser = office.client(Function.IT, login="aibek")
    answer = browser.post(f"{FILE}/add", data={"rows": GOOD, "name": "people.csv"})
    assert answer.content_type == "application/pdf" and answer.headers["Cache-Control"] == "no-store"
    printed = " ".join(pages(answer.data))
    codes = re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", printed)
    assert len(set(codes)) == 2 and "Мээрим Үсөнова" in printed
    assert logins(office) == ["aibek", "meerim", "nurlan"]
    opened = office.client().post("/staff/en/activate", data={"login": "nurlan", "code": codes[0]})
    assert opened.status_code == 302
    again = browser.post(f"{FILE}/add", data={"rows": GOOD, "name": "people.csv"})
    assert again.status_code == 422 and "is taken" in again.text
    with office.store.read() as session:
        (event,) = audit_events(session, Wanted(action="accounts.from_file"))
        assert event.details == {"file": "people.csv", "lines": 3}
        assert not any(code in str(each.details) for each in audit_events(session, Wanted()) for code in codes)


def test_functions_of_a_file_wait_until_another_person_confirms_them_together(both_offices: Office) -> None:
    office = both_offices
    first, second = (office.client(Function.IT, login=login) for login in ("aibek", "cholpon"))
    first.post(f"{FILE}/add", data={"rows": GOOD, "name": "people.csv"})
    with office.store.read() as session:
        asked = pending_requests(session)
        before = len(functions_in_force(session))
    assert len(asked) == 3
    form = {"what": "confirm_all", "requested_by": "aibek", "reason": asked[0].reason, "count": "3"}
    assert "Confirm all" not in first.get("/staff/en/accounts").text
    assert first.post("/staff/en/accounts", data=form).status_code == 422
    assert "Confirm all 3" in second.get("/staff/en/accounts").text
    assert second.post("/staff/en/accounts", data={**form, "count": "2"}).status_code == 422
    assert second.post("/staff/en/accounts", data=form).status_code == 302
    with office.store.read() as session:
        assert pending_requests(session) == []
        assert len(functions_in_force(session)) == before + 3


def test_only_those_who_keep_the_accounts_bring_files(office: Office) -> None:
    for function in (Function.AUDITOR, Function.OUIIS):
        assert office.client(function).get(FILE).status_code == 403
        assert office.client(function).post(f"{FILE}/add", data={"rows": GOOD}).status_code == 403


def test_people_are_found_by_login_and_by_name(office: Office) -> None:
    office.person("nurlan", name="Нурлан Осмонов")
    browser = office.client(Function.IT, login="aibek")
    assert "nurlan" in browser.get("/staff/en/accounts?find=осмон").text
    assert "Nobody was found" in browser.get("/staff/en/accounts?find=zzz").text
