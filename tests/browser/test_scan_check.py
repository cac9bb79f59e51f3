"""The check of scans in a real browser, without JavaScript: the scan beside the numbers, refuse, accept, replace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.staff.functions import Function
from portal.store.queries.scans import scans_of_precinct
from portal.store.record import record_protocol
from tests.browser.conftest import served
from tests.scans import papers
from tests.staff.conftest import CAMPAIGN, Office, an_office
from tests.staff.scans.test_scans import came
from tests.store.factories import protocol

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (360, 1280)


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office that answers over HTTP; `office.app.config["SERVED_AT"]` says where."""
    opened = an_office(tmp_path, sqlite_url)
    with served(opened.app, "localhost") as address:
        opened.app.config["SERVED_AT"] = address
        yield opened
    opened.store.close()


def logged_in(office: Office, browser: Browser, width: int = 1280, *, scripts: bool = False) -> BrowserContext:
    """A browser window of a person of ОУИИС."""
    cookie = office.client(Function.OUIIS).get_cookie("natyija")
    assert cookie is not None
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    context.add_cookies([{"name": "natyija", "value": cookie.value, "domain": "localhost", "path": "/"}])
    return context


def at(office: Office, page: Page, path: str) -> None:
    answer = page.goto(f"{office.app.config['SERVED_AT']}/staff/en/{CAMPAIGN}{path}")
    assert answer is not None and answer.status == 200, page.content()


def states(office: Office, precinct: str = "1-1") -> list[str]:
    with office.store.read() as session:
        found = scans_of_precinct(session, CAMPAIGN, precinct)
    return ["accepted" if each.accepted else "refused" if each.refused else "waits" for each in found]


def test_a_scan_is_refused_with_a_reason_and_the_next_one_accepted(office: Office, browser: Browser) -> None:
    came(office, papers.pdf(), "pdf")
    came(office, papers.with_gps(), "jpg", precinct="1-2")
    with office.store.write() as session:
        record_protocol(session, CAMPAIGN, protocol(), "admin")
    context = logged_in(office, browser)
    page = context.new_page()
    at(office, page, "/scans/")
    page.get_by_role("link", name="Аламудунский район").click()
    page.get_by_role("link", name="protocol of ordinary voting").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("№ 1-1")
    expect(page.get_by_role("img", name="Page 1 of the scan")).to_be_visible()
    expect(page.get_by_role("row", name="11 Valid 58")).to_be_visible()
    page.get_by_role("button", name="Refuse: it is not published").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why the scan is refused")
    page.get_by_label("In your own words").fill("Мөөр жок")
    page.get_by_label("Reason", exact=True).select_option(label="Signatures or the seal are missing.")
    page.get_by_role("button", name="Refuse: it is not published").click()
    expect(page.get_by_role("status")).to_contain_text("Refused")
    expect(page.get_by_role("heading", level=1)).to_contain_text("№ 1-2")
    page.get_by_label("Publish a copy without that").check()
    page.get_by_role("button", name="Accept: it may be published").click()
    expect(page.get_by_role("status")).to_contain_text("Accepted")
    assert (states(office), states(office, "1-2")) == (["refused"], ["accepted"])
    context.close()


def test_a_scan_is_brought_in_the_place_of_a_refused_one(office: Office, browser: Browser, tmp_path: Path) -> None:
    seq = came(office, papers.pdf(), "pdf")
    hostile, good = tmp_path / "act.pdf", tmp_path / "протокол.png"
    hostile.write_bytes(papers.with_file())
    good.write_bytes(papers.png())
    context = logged_in(office, browser)
    page = context.new_page()
    at(office, page, "/scans/precinct/1-1/")
    page.get_by_role("link", name="Bring a scan in its place").click()
    expect(page.get_by_label("Takes the place of scan number")).to_have_value(str(seq))
    page.get_by_label("Why the former scan is replaced").fill("page 2 was missing")
    page.get_by_label("File", exact=True).set_input_files(hostile)
    page.get_by_role("button", name="Store the scan").click()
    expect(page.get_by_role("alert")).to_contain_text("carries other files inside")
    expect(page.get_by_label("Why the former scan is replaced")).to_have_value("page 2 was missing")
    page.get_by_label("File", exact=True).set_input_files(good)
    page.get_by_role("button", name="Store the scan").click()
    expect(page.get_by_role("status")).to_contain_text("waits for its check")
    expect(page.get_by_text(f"Takes the place of scan {seq}: page 2 was missing")).to_be_visible()
    assert states(office) == ["waits", "waits"]
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_scans_are_accessible_and_fit_the_window(office: Office, browser: Browser, width: int) -> None:
    seq = came(office, papers.pdf(), "pdf")
    context = logged_in(office, browser, width, scripts=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in (
        "/scans/",
        "/scans/in/11/",
        f"/scans/{seq}/",
        "/scans/precinct/1-1/",
        "/scans/new/",
        "/decisions/new/",
    ):
        at(office, page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path
    assert complaints == []
    context.close()
