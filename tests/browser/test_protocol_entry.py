"""Entry of a protocol in a real browser, without JavaScript: a broken ratio, a slip, re-entry without and with a
decision.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.staff.functions import Function
from portal.store.queries.facts import facts_of
from tests.browser.conftest import served
from tests.entry.papers import configure_again_whole, permit, typed
from tests.staff.conftest import CAMPAIGN, Office, an_office

pytestmark = pytest.mark.browser


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office that answers over HTTP; `office.app.config["SERVED_AT"]` says where."""
    opened = an_office(tmp_path, sqlite_url)
    configure_again_whole(opened.store)
    opened.election.forward(hours=2)
    with served(opened.app, "localhost") as address:
        opened.app.config["SERVED_AT"] = address
        yield opened
    opened.store.close()


def logged_in(office: Office, browser: Browser, width: int) -> BrowserContext:
    """A window of the administrator of ТИК 11, in which no script runs."""
    cookie = office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11").get_cookie("natyija")
    assert cookie is not None
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    context.add_cookies([{"name": "natyija", "value": cookie.value, "domain": "localhost", "path": "/"}])
    return context


def hand_over(page: Page) -> None:
    for step in ("received", "checked"):
        form = page.locator("details:has(select[name=step])")
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        page.get_by_label("What was done").select_option(step)
        page.get_by_label("Member of the commission who did it").fill("Бекова Б.")
        page.get_by_role("button", name="Record the step").click()


def fill(page: Page, raw: dict[str, str]) -> None:
    for name, text in raw.items():
        if name.endswith("_confirms"):
            page.locator(f'[name="{name}"]').check()
        else:
            page.locator(f'[name="{name}"]').fill(text)


def versions(office: Office) -> int:
    with office.store.read() as session:
        found = facts_of(session, CAMPAIGN, ["1-1"]).get("1-1")
    return len(found.protocols) if found else 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_broken_ratio_a_slip_and_a_second_entry_by_decision(office: Office, browser: Browser, width: int) -> None:
    context = logged_in(office, browser, width)
    page = context.new_page()
    page.goto(f"{office.app.config['SERVED_AT']}/staff/en/{CAMPAIGN}/tik-11/entry/")
    page.get_by_role("link", name="Ordinary protocol 1").first.click()
    hand_over(page)
    fill(page, typed({"9": 61}))
    page.get_by_role("button", name="Check and save").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Not saved")
    expect(alert).to_contain_text("C1 (1): Invalid (2) and valid (58) ballots make 60")
    wrong = page.locator('input[aria-invalid="true"]')
    assert [each.get_attribute("name") for each in wrong.all()] == [f"line.1.{n}" for n in (8, 9, 10, 11)]
    expect(page.locator('[name="line.1.9"]')).to_have_value("61")
    assert versions(office) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.locator('[name="line.1.9"]').fill("60")
    page.get_by_role("button", name="Save the correction of the slip").click()
    expect(page.get_by_role("status")).to_contain_text("Stored")
    assert versions(office) == 1

    for _ in range(2):  # Past the time for slips, while the session stays awake.
        office.clock.forward(minutes=9)
        page.reload()
    expect(page.get_by_role("alert")).to_contain_text("needs a confirmed decision of the CEC")
    expect(page.get_by_role("button", name="Check and save")).to_have_count(0)
    permit(office.store)
    permit(office.store, number="156")
    page.reload()
    hand_over(page)
    fill(page, typed(votes={1: 31, 2: 19}))
    page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_role("status")).to_contain_text("Stored")
    assert versions(office) == 2
    context.close()


def test_the_keyboard_walks_the_fields_in_the_order_of_the_paper(office: Office, browser: Browser) -> None:
    context = logged_in(office, browser, 1280)
    page = context.new_page()
    page.goto(f"{office.app.config['SERVED_AT']}/staff/en/{CAMPAIGN}/tik-11/entry/paper/1-1/ordinary/1/")
    hand_over(page)
    page.locator('[name="line.1.1"]').focus()
    walked = []
    for _ in range(17):
        walked.append(page.locator(":focus").get_attribute("name"))
        page.keyboard.press("Tab")
    options = [f"option.1.{n}" for n in (1, 2, 3)]
    assert walked == [*(f"line.1.{n}" for n in range(1, 12)), *options, "members", "signed", "opinions"]
    context.close()
