import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.package.importing import Occasion
from portal.preparation import steps
from portal.preparation.adopting import adopt
from portal.preparation.draft import draft_of
from portal.preparation.promoting import hand_over
from portal.settings import Mode
from portal.staff.functions import Function
from portal.staff.state import EXTENSION
from portal.store.engine import Store, open_store
from portal.store.migrate import upgrade
from portal.store.queries.configuration import campaigns
from tests.preparation.factories import CAMPAIGN, NOW, drafted
from tests.preparation.test_testing import OFFICER, SECOND, by, passed
from tests.staff.conftest import Office

BASE = f"/staff/en/{CAMPAIGN}/testing/"
PLAN = {"title": "Тест 1", "begins": "2026-11-05", "ends": "2026-11-07", "stages": "приём\nввод"}


@pytest.fixture
def testing_office(office: Office) -> Office:
    """The office of a test instance with a draft."""
    state = office.app.extensions[EXTENSION]
    state.settings = state.settings.model_copy(update={"mode": Mode.TEST})
    drafted(office.store)
    return office


@pytest.fixture
def tested(tmp_path: Path) -> Iterator[Store]:
    """The store of a test instance in which the campaign is tested and its deletion ordered."""
    url = f"sqlite:///{tmp_path / 'test' / 'natyija.db'}"
    upgrade(url)
    store = open_store(url)
    drafted(store)
    with store.read() as session:
        draft = draft_of(session, CAMPAIGN)
    adopt(store, draft, tmp_path / "test", Occasion(NOW, NOW, "omurova"))
    passed(store)
    for step, name in ((steps.order_drop, OFFICER), (steps.confirm_drop, SECOND)):
        with store.write() as session:
            step(session, CAMPAIGN, by(name), "test")
    yield store
    store.close()


def post(browser: FlaskClient, place: str, **data: str) -> int:
    return browser.post(BASE + place, data=data).status_code


def test_a_campaign_is_tested_from_its_plan_to_the_order_to_delete(testing_office: Office) -> None:
    officer, head = testing_office.client(Function.TEST_OFFICER), testing_office.client(Function.APPROVER)
    assert post(officer, "plan/", **PLAN) == 303
    assert post(officer, "round/begin/") == 422
    assert post(head, "approval/", decision="17") == 303
    assert post(officer, "round/begin/") == 303
    assert post(officer, "objections/", text="Отчёт не пришёл") == 303
    assert post(officer, "round/end/") == 303
    assert post(officer, "report/", text="…", passed="1") == 422
    assert post(officer, "objections/1/mended/", text="модем заменён") == 303
    assert post(officer, "round/begin/") == 303
    assert post(officer, "round/end/") == 303
    assert post(officer, "report/", text="Принято.", passed="1") == 303
    assert post(officer, "deletion/order/") == 303
    assert post(officer, "deletion/confirmation/") == 422
    assert post(head, "deletion/confirmation/") == 303
    page = head.get(BASE).text
    assert "модем заменён" in page and "promote out" in page
    assert head.get(f"{BASE}report.pdf").data.startswith(b"%PDF")


def test_a_refused_step_says_why_and_changes_nothing(testing_office: Office) -> None:
    answer = testing_office.client(Function.TEST_OFFICER).post(f"{BASE}plan/", data={**PLAN, "stages": ""})
    assert answer.status_code == 422 and "Title, dates and stages of the plan must be given." in answer.text
    assert 'value="Тест 1"' in answer.text


def test_the_main_instance_holds_no_tests(office: Office) -> None:
    drafted(office.store)
    browser = office.client(Function.TEST_OFFICER)
    assert "never in the main one" in browser.post(f"{BASE}plan/", data=PLAN).text


def test_the_test_officer_brings_the_configuration_and_another_person_confirms_it(
    office: Office, tested: Store, tmp_path: Path
) -> None:
    with tested.read() as session:
        data = hand_over(session, CAMPAIGN, tmp_path / "test", tmp_path / "test", NOW)
    digest = {"sha256": hashlib.sha256(data).hexdigest()}
    officer, second = office.client(Function.TEST_OFFICER), office.client(Function.APPROVER)
    wrong = {"file": (io.BytesIO(data), "x.zip"), "sha256": "0" * 64}
    assert officer.post("/staff/en/carried-over/", data=wrong).status_code == 422
    file = {"file": (io.BytesIO(data), "x.zip"), **digest}
    assert officer.post("/staff/en/carried-over/", data=file).status_code == 303
    assert officer.post("/staff/en/carried-over/1/", data=digest).status_code == 422
    assert second.post("/staff/en/carried-over/1/", data={"sha256": "1" * 64}).status_code == 422
    assert second.post("/staff/en/carried-over/1/", data=digest).status_code == 303
    with office.store.read() as session:
        assert CAMPAIGN in campaigns(session)
        facts = session.execute(text("SELECT count(*) FROM turnout_report")).scalar()
    assert facts == 0
    assert "carried over" in second.get("/staff/en/carried-over/").text


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pages_of_testing_are_shown_in_every_language(testing_office: Office, language: str) -> None:
    browser = testing_office.client(Function.TEST_OFFICER)
    assert browser.get(f"/staff/{language}/{CAMPAIGN}/testing/").status_code == 200
    assert browser.get(f"/staff/{language}/carried-over/").status_code == 200
