"""No page shows a link that its reader may not follow: a refused access begins an inquiry (R53 ¶64)."""

import re

import pytest
from flask.testing import FlaskClient

from portal.domain.names import Names
from portal.ingest.enrolment import Actor
from portal.preparation.draft import draft_of
from portal.preparation.editing import begin
from portal.staff.functions import Function
from portal.store.values import Commission
from tests.ingest.devices import enrolled
from tests.staff.conftest import CAMPAIGN, NOW, Office
from tests.store.factories import configured

PLACES = {
    "preparation/": (Function.OUIIS, Function.ADMINISTRATOR, Function.TEST_OFFICER, Function.AUDITOR),
    "preparation/precincts/": (Function.OUIIS, Function.ADMINISTRATOR, Function.APPROVER),
    "preparation/check/": (Function.OUIIS, Function.ADMINISTRATOR),
    "devices/": (Function.OUIIS, Function.ADMINISTRATOR, Function.ASU_OPERATOR, Function.AUDITOR),
    "devices/files/": (Function.OUIIS, Function.ADMINISTRATOR, Function.TEST_OFFICER),
    "testing/": (Function.TEST_OFFICER, Function.APPROVER, Function.OUIIS, Function.AUDITOR),
    "console/": (Function.OUIIS, Function.APPROVER, Function.TEST_OFFICER, Function.AUDITOR),
}
OF_A_COMMISSION = (Function.ADMINISTRATOR, Function.ASU_OPERATOR)


@pytest.fixture
def office(office: Office) -> Office:
    """An office with a commission, a device and a draft."""
    with office.store.write() as session:
        configured(session, CAMPAIGN, commissions=[Commission("tik-11", "tik", "", "11", "", Names(ru="ТИК"))])
    enrolled(office.store)
    with office.store.write() as session:
        begin(session, CAMPAIGN, Actor("omurova", NOW, "ouiis"))
        assert draft_of(session, CAMPAIGN).head
    return office


def refused(browser: FlaskClient, page: str) -> dict[str, int]:
    """The links of a page that answer with anything but a page."""
    links = set(re.findall(r'href="(/staff/en/[^"#]*)', page.replace("&amp;", "&")))
    assert links
    answers = {link: browser.get(link).status_code for link in links}
    return {link: status for link, status in answers.items() if status not in (200, 302)}


@pytest.mark.parametrize(("place", "function"), [(place, each) for place, able in PLACES.items() for each in able])
def test_every_link_of_a_page_can_be_followed_by_its_reader(office: Office, place: str, function: Function) -> None:
    commission = "tik-11" if function in OF_A_COMMISSION else ""
    browser = office.client(function, CAMPAIGN, commission)
    answer = browser.get(f"/staff/en/{CAMPAIGN}/{place}")
    assert answer.status_code == 200
    assert refused(browser, answer.text) == {}
