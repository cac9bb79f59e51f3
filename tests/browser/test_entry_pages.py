"""Entry in a real browser: double entry and turnout without JavaScript, every page on a phone and before axe-core."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.staff.functions import Function
from portal.store.queries.entry import turnout_persons
from portal.store.queries.facts import facts_of
from portal.store.record import record_scanner_report
from tests.browser.test_protocol_entry import fill, hand_over, office
from tests.entry.papers import configure_again_whole, typed
from tests.staff.conftest import CAMPAIGN, Office
from tests.store.factories import scanner

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PAPER = "paper/1-1/ordinary/1/"
WRONG_PASTE = "1-1\t12x\t\tО.\n9-9\t5\t\tО."


__all__ = ["office"]


def administrator(office: Office, login: str) -> FlaskClient:
    return office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11", login=login)


def window(browser: Browser, client: FlaskClient, width: int, *, scripts: bool = False) -> BrowserContext:
    cookie = client.get_cookie("natyija")
    assert cookie is not None
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    context.add_cookies([{"name": "natyija", "value": cookie.value, "domain": "localhost", "path": "/"}])
    return context


def at(office: Office, page: Page, path: str, language: str = "en", area: str = "entry") -> None:
    page.goto(f"{office.app.config['SERVED_AT']}/staff/{language}/{CAMPAIGN}/tik-11/{area}/{path}")


def fields(page: Page) -> list[str | None]:
    """Names of the number fields that the page shows."""
    found = page.locator('input[inputmode="numeric"]').all()
    return [each.get_attribute("name") for each in found]


def stored(office: Office) -> list[dict[int, int]]:
    with office.store.read() as session:
        found = facts_of(session, CAMPAIGN, ["1-1"]).get("1-1")
    return [dict(each.votes) for each in found.protocols] if found else []


def send(page: Page) -> None:
    page.locator("main form button").last.click()


@pytest.mark.parametrize("width", [360, 1280])
def test_two_people_type_a_paper_blind_and_only_what_differs_again(
    office: Office, browser: Browser, width: int
) -> None:
    configure_again_whole(office.store, double_entry="true")
    windows = [window(browser, administrator(office, login), width) for login in ("aida", "bakyt")]
    aida, bakyt = (context.new_page() for context in windows)
    at(office, aida, PAPER)
    hand_over(aida)
    fill(aida, typed(votes={1: 37, 2: 13}))
    send(aida)
    expect(aida.get_by_role("status").last).to_contain_text("Your reading is kept")
    expect(aida.get_by_role("alert")).to_contain_text("Now another person types the paper")
    expect(aida.locator('[name="line.1.1"]')).to_have_count(0)
    at(office, bakyt, PAPER)
    expect(bakyt.get_by_text("neither seeing the reading of the other")).to_be_visible()
    expect(bakyt.locator('[name="option.1.1"]')).to_have_value("")
    fill(bakyt, typed())
    send(bakyt)
    expect(bakyt.get_by_text("The two readings differ in the fields below")).to_be_visible()
    assert fields(bakyt) == ["option.1.1", "option.1.2"]
    assert "37" not in bakyt.locator("main form").last.inner_text()
    expect(bakyt.locator('[name="option.1.1"]')).to_have_value("")
    assert bakyt.evaluate("document.documentElement.scrollWidth") <= width
    at(office, aida, PAPER)
    assert fields(aida) == ["option.1.1", "option.1.2"]
    assert stored(office) == []
    people = {
        name: text for name, text in typed().items() if name.startswith(("chair", "member")) and name != "members"
    }
    fill(aida, {**people, "option.1.1": "30", "option.1.2": "20"})
    send(aida)
    expect(aida.get_by_role("status").last).to_contain_text("Stored")
    assert stored(office) == [{1: 30, 2: 20, 3: 8}]
    for context in windows:
        context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_turnout_is_pasted_corrected_and_kept_with_its_persons(office: Office, browser: Browser, width: int) -> None:
    context = window(browser, administrator(office, "aida"), width)
    page = context.new_page()
    at(office, page, "turnout/?hour=12:00")
    expect(page.locator('a[aria-current="page"]', has_text="12:00")).to_be_visible()
    page.get_by_label("Responsible member of the commission").fill("Бекова Б.")
    page.get_by_label("Or paste from a spreadsheet").fill(WRONG_PASTE)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Row 1, identified: “12x” is not a count")
    expect(page.get_by_role("alert")).to_contain_text("Precinct “9-9” is not one of this commission")
    expect(page.get_by_label("Or paste from a spreadsheet")).to_have_value(WRONG_PASTE)
    page.get_by_label("Or paste from a spreadsheet").fill("1-1\t120\t\tО. О.\n1-2\t90\t2\tП. П.")
    send(page)
    expect(page.get_by_role("status").last).to_contain_text("2 numbers stored")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    with office.store.read() as session:
        (report,) = facts_of(session, CAMPAIGN, ["1-2"])["1-2"].turnout
        persons = turnout_persons(session, CAMPAIGN, [report.seq])[report.seq]
    assert (report.identified, report.remote) == (90, 2)
    assert (persons.operator, persons.member, persons.administrator) == ("П. П.", "Бекова Б.", "aida")
    context.close()


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_page_of_entry_fits_a_phone_and_is_open_to_all(office: Office, browser: Browser, language: str) -> None:
    with office.store.write() as session:
        record_scanner_report(session, CAMPAIGN, scanner(ballots_processed=59, votes={1: 29, 2: 20, 3: 8}), "asu")
        record_scanner_report(session, CAMPAIGN, scanner("1-2", contest="2"), "asu")
    aida, bakyt = administrator(office, "aida"), administrator(office, "bakyt")
    for number in ("1-1", "1-2"):
        kind = "ordinary/1" if number == "1-1" else "remote"
        for step in ("received", "checked"):
            address = f"/staff/en/{CAMPAIGN}/tik-11/entry/step/{number}/{kind}/"
            assert aida.post(address, data={"step": step, "person": "Бекова Б."}).status_code == 302
    context = window(browser, bakyt, 360, scripts=True)
    page = context.new_page()

    def sound(what: str) -> None:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (what, width)
            page.evaluate(AXE)
            found = page.evaluate("axe.run().then(found => found.violations.map(v => [v.id, v.nodes[0].target]))")
            assert found == [], (what, width)

    at(office, page, "", language)
    sound("overview")
    at(office, page, "turnout/?hour=12:00", language)
    page.locator('[name="member"]').fill("Бекова Б.")
    page.locator('[name="paste"]').fill(WRONG_PASTE)
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    sound("turnout with a paste that cannot be read")
    at(office, page, "paper/1-2/remote/?district=2", language)
    sound("remote paper")
    at(office, page, "consolidated/1/", language)
    page.locator("section form button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    narrow = "names => names.filter(name => name.getBoundingClientRect().width < 200).length"
    assert page.locator("table.rows tbody th").evaluate_all(narrow) == 0
    sound("consolidated protocol that cannot be read")
    at(office, page, "", language, "printouts")
    sound("printouts")
    at(office, page, PAPER, language)
    fill(page, typed({"4": 61}))
    send(page)
    expect(page.locator('[name="reason.1.C6"]')).to_be_visible()
    sound("paper that wants reasons")
    assert aida.post(f"/staff/en/{CAMPAIGN}/tik-11/entry/{PAPER}", data=typed({"9": 61})).status_code == 422
    page.locator('[name="reason.1.C6"]').fill("Чек порван")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Aida")
    sound("paper that was entered meanwhile")
    context.close()
    context = window(browser, aida, 360, scripts=True)
    page = context.new_page()
    at(office, page, PAPER, language)
    sound("paper whose slip may be retyped")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    sound("slip that nobody confirmed")
    context.close()
