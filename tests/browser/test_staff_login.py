"""The way in, in a real browser without JavaScript: second factor, lock, recovery by two; with every defence on."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.staff.functions import Function
from portal.staff.security import TOTP, hashed
from tests.browser.conftest import served
from tests.staff.conftest import Office, an_office

pytestmark = pytest.mark.browser
PASSWORD = "five quiet green mountains"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office over HTTP, forms guarded as in earnest; `office.app.config["SERVED_AT"]` says where."""
    opened = an_office(tmp_path, sqlite_url)
    opened.app.config["WTF_CSRF_ENABLED"] = True
    with served(opened.app, "localhost") as address:
        opened.app.config["SERVED_AT"] = address
        yield opened
    opened.store.close()


class Somebody:
    """A person with password, phone and an own browser window."""

    def __init__(self, office: Office, browser: Browser, login: str, function: Function) -> None:
        self.maker = office.app.extensions[TOTP]
        with office.app.app_context():
            self.secret = self.maker.generate_totp_secret()
            password = hashed(PASSWORD)
        office.person(login, (function, "", ""), totp=self.secret, password=password)
        self.login, self.office, self.step = login, office, 0
        self.page: Page = browser.new_context(java_script_enabled=False).new_page()

    def code(self) -> str:
        """The code of this time step, or of the next one after that was used; both hold for thirty seconds and more."""
        self.step = max(self.step, int(time.time()) // 30)
        token = self.maker._totp.from_source(self.secret).generate(time=self.step * 30).token
        self.step += 1
        return str(token)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.office.app.config['SERVED_AT']}/staff/en{path}")

    def give_code(self, button: str) -> None:
        self.page.get_by_label("Code of your authenticator app").fill(self.code())
        self.page.get_by_role("button", name=button).click()

    def give_password(self, password: str = PASSWORD) -> None:
        self.go("/")
        self.page.get_by_label("Login").fill(self.login)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Continue").click()

    def enter(self) -> None:
        self.give_password()
        self.give_code("Log in")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.login.title())


def test_a_person_logs_in_with_the_second_factor_and_out_again(office: Office, browser: Browser) -> None:
    person = Somebody(office, browser, "gulnara", Function.AUDITOR)
    person.enter()
    person.page.get_by_role("link", name="Audit trail").first.click()
    expect(person.page.get_by_text("login.succeeded")).to_be_visible()
    person.page.get_by_role("button", name="Log out").click()
    person.go("/audit")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_five_wrong_passwords_lock_the_account_for_the_right_one_too(office: Office, browser: Browser) -> None:
    person = Somebody(office, browser, "gulnara", Function.AUDITOR)
    for _ in range(5):
        person.give_password("wrong")
        expect(person.page.get_by_role("alert")).to_contain_text("not right")
    person.give_password()
    expect(person.page.get_by_role("alert")).to_contain_text("Too many failed attempts")


def test_two_people_give_a_lost_second_factor_anew(office: Office, browser: Browser) -> None:
    office.person("nurlan", (Function.OUIIS, "", ""), totp="lost", password="old")
    first, second = (Somebody(office, browser, login, Function.IT) for login in ("aibek", "cholpon"))
    first.enter()
    first.go("/accounts")
    one = first.page.locator("details", has_text="nurlan")
    one.locator("summary").click()
    one.get_by_role("textbox", name="Reason: Ask for a new second factor").fill("phone lost")
    one.get_by_role("button", name="Ask for a new second factor").click()
    expect(first.page.get_by_text("new second factor", exact=False).first).to_be_visible()
    assert first.page.get_by_role("button", name="Confirm").count() == 0
    second.enter()
    office.clock.forward(minutes=6)
    second.go("/accounts")
    second.page.get_by_role("button", name="Confirm").click()
    expect(second.page.get_by_role("heading", level=1)).to_have_text("Your second factor once more")
    second.give_code("Continue")
    code = second.page.locator(".secret").inner_text()
    assert len(code) == 19
    fresh = browser.new_context(java_script_enabled=False).new_page()
    fresh.goto(f"{office.app.config['SERVED_AT']}/staff/en/activate")
    fresh.get_by_label("Login").fill("nurlan")
    fresh.get_by_label("Code from the printed slip").fill(code.lower())
    fresh.get_by_role("button", name="Continue").click()
    expect(fresh.get_by_role("heading", level=1)).to_have_text("Password and second factor")
