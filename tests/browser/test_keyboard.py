"""The main journeys of a reader who has a keyboard and nothing else, without JavaScript.

Every stop of the Tab key must be visible and marked, whatever page it is on.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.app import create_app
from portal.reader_reports import Spool
from portal.settings import Settings
from tests.browser.conftest import served
from tests.browser.scan_picture import publish_with_a_picture
from tests.published.tree import Tree

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const style = getComputedStyle(e), r = e.getBoundingClientRect();
  const shown = r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth;
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const picture = e.querySelector("img");
  const name = e.labels?.[0]?.textContent ?? e.getAttribute("aria-label") ?? (picture?.alt || e.textContent);
  return {name: name.trim(), inMain: !!e.closest("main"), fault: shown && marked ? "" : e.outerHTML};
}"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    made = Tree(tmp_path_factory.mktemp("home") / "public")
    publish_with_a_picture(made)
    return made


@pytest.fixture(scope="module")
def site(tree: Tree) -> Iterator[str]:
    with served(create_app(settings=Settings(home=tree.root.parent))) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 700}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the link, field or button of this name has the focus."""
    passed: list[str] = []
    while (focused := next_stop(page)) and focused["name"] != name:
        passed.append(focused["name"])
    assert focused, f"{name} is none of the stops of {page.url}: {passed}"


def next_stop(page: Page) -> dict[str, Any] | None:
    """What has the focus after one more Tab; None behind the last stop."""
    page.keyboard.press("Tab")
    focused: dict[str, Any] | None = page.evaluate(FOCUSED)
    assert not focused or not focused["fault"], f"neither seen nor marked at {page.url}"
    return focused


def follow(page: Page, name: str) -> None:
    """Goes to the link of this name and through it, by keys."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_first_stop_leads_past_the_head_of_the_page(site: str, page: Page) -> None:
    page.goto(f"{site}/en/kg2025/contest/1/")
    tab_to(page, "To the content")
    page.keyboard.press("Enter")
    focused = next_stop(page)
    assert focused and focused["inMain"]


def test_a_reader_walks_from_the_campaigns_to_a_scan_and_to_another_language(site: str, page: Page) -> None:
    page.goto(f"{site}/en/")
    for name in ("Election of deputies of the Jogorku Kenesh", "District No. 1", "Sokuluk district", "№ 1002"):
        follow(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Precinct No. 1002")
    follow(page, "Кыргызча")
    page.wait_for_url(f"{site}/ky/kg2025/precinct/1002/")
    follow(page, "English")
    follow(page, "Protocol")
    page.wait_for_url("**/scans/*.jpg")


def test_a_reader_finds_a_precinct_by_its_number(site: str, page: Page) -> None:
    page.goto(f"{site}/en/kg2025/")
    follow(page, "Find a precinct")
    tab_to(page, "Number of the precinct, address or name of a place")
    page.keyboard.type("1002")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, "Precinct No. 1002")
    page.wait_for_url(f"{site}/en/kg2025/precinct/1002/")


def test_a_table_is_sorted_and_a_remote_contest_opened_by_links(site: str, page: Page) -> None:
    page.goto(f"{site}/en/kg2025/contest/1/")
    follow(page, "by votes")
    follow(page, "by precincts received")
    expect(page.locator("[aria-current=true]", has_text="by precincts received")).to_be_visible()
    page.goto(f"{site}/en/kg2025/precinct/1002/")
    follow(page, "District No. 2")
    expect(page.get_by_role("heading", name="District No. 2")).to_be_in_viewport()


def test_a_reader_reports_an_error(tree: Tree, site: str, page: Page) -> None:
    page.goto(f"{site}/en/kg2025/precinct/1002/")
    follow(page, "Report an error here")
    tab_to(page, "What is wrong?")
    page.keyboard.type("The scan says 410, the page 401.")
    for name in ("How to reach you, if you want an answer (optional)", "Send"):
        focused = next_stop(page)
        assert focused and focused["name"] == name, "the field for programs is no stop"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Thank you. The commission has your report.")
    assert len(list(Spool(tree.root.parent).waiting())) == 1
