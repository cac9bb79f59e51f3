"""Preferences on the page of a paper: fields by list, what is wrong marked at the person, and the printout after it."""

import re

import pytest
from flask.testing import FlaskClient

from portal.staff.functions import Function
from portal.store.queries.facts import facts_of
from tests.entry.papers import CAMPAIGN
from tests.entry.test_preferences import configure, paper
from tests.print.reading import pages
from tests.staff.conftest import Office

BASE = f"/staff/en/{CAMPAIGN}/tik-11/entry"
PAPER, STEP = f"{BASE}/paper/1-1/ordinary/1/", f"{BASE}/step/1-1/ordinary/1/"


@pytest.fixture
def administrator(office: Office) -> FlaskClient:
    configure(office.store)
    office.election.forward(hours=2)
    browser = office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11", login="admin")
    for step in ("received", "checked"):
        assert browser.post(STEP, data={"step": step, "person": "Бекова Б."}).status_code == 302
    return browser


def test_the_page_has_a_field_for_every_person_of_every_list(administrator: FlaskClient) -> None:
    page = administrator.get(PAPER).text
    assert re.findall(r'name="preference\.1\.([\d.]+)"', page) == ["1.1", "1.2", "1.3", "2.1", "2.2"]
    assert "Preference votes: 1 Партия 1" in page and "Партия 3</legend>" not in page


def test_too_many_preferences_mark_the_person_and_the_list_and_say_so(administrator: FlaskClient) -> None:
    answer = administrator.post(PAPER, data=paper({"1.1": 31}))
    assert answer.status_code == 422
    assert "Position 1: person No. 1 of the list has 31 preference votes, the list has 30 votes." in answer.text
    assert "bear at most 30." in answer.text
    assert set(re.findall(r'name="(preference[\d.]+)" value="\d+"[^>]*aria-invalid', answer.text)) == {
        "preference.1.1.1"
    }
    assert "All persons of the list: L2" in answer.text
    assert "All persons of the list: L2" not in administrator.get(PAPER).text
    assert "(L1, L2)" in administrator.get(PAPER).text


def test_what_was_stored_is_printed(office: Office, administrator: FlaskClient) -> None:
    assert administrator.post(PAPER, data={**paper(), "seen": "X1 X2 X3 X4"}).status_code == 302
    with office.store.read() as session:
        (stored,) = facts_of(session, CAMPAIGN, ["1-1"])["1-1"].protocols
    address = f"/staff/ru/{CAMPAIGN}/tik-11/printouts/protocol/{stored.seq}/"
    printed = " ".join(pages(administrator.post(address, data={"language": "ru"}).data))
    assert "Преференции: 1 Партия 1" in printed and "Кандидат 1-1 25" in " ".join(printed.split())
