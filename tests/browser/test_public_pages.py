"""Public pages in a real browser: nothing fetched from elsewhere, nothing stored, nothing wider than a phone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from portal.app import create_app
from portal.settings import Settings
from tests.published.tree import Tree, a_campaign

pytestmark = pytest.mark.browser

PAGES = ("/", "/kg2025/", "/kg2025/turnout/", "/kg2025/contest/1/", "/kg2025/territory/2/", "/kg2025/precinct/1002/")
OTHER_PAGES = ("/kg2025/data/", "/kg2025/releases/", "/kg2025/releases/1/", "/nope/")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home: Path = tmp_path_factory.mktemp("home")
    Tree(home / "public").publish("kg2025", a_campaign(), data={"results.csv": b"a\r\n"})
    server = make_server("127.0.0.1", 0, create_app(settings=Settings(home=home)), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_no_page_is_wider_than_a_phone_and_all_come_from_one_host_without_cookies(site, browser, language):
    context = browser.new_context(viewport={"width": 360, "height": 700}, java_script_enabled=True)
    page = context.new_page()
    requested, complaints = set(), []
    page.on("request", lambda request: requested.add(request.url.split("/")[2]))
    page.on("console", lambda message: complaints.append(message.text))
    for path in (*PAGES, *OTHER_PAGES):
        page.goto(f"{site}/{language}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert requested == {site.split("/")[2]}
    # The 404 page is there on purpose; a refused style or script would be a complaint of its own.
    assert [text for text in complaints if "404" not in text and "favicon" not in text] == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_accessibility_violations(site, browser, axe_source, path, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/ky{path}")
    page.evaluate(axe_source)
    found = page.evaluate("axe.run()")["violations"]
    assert [(row["id"], [node["target"] for node in row["nodes"]][:3]) for row in found] == []
    context.close()


def test_a_reader_walks_from_the_list_of_campaigns_to_a_precinct_with_the_keyboard_alone(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/")
    for name in ("Election of deputies of the Jogorku Kenesh", "Chui region", "Sokuluk district", "№ 1002"):
        page.get_by_role("link", name=name).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Precinct No. 1002"
    page.get_by_role("link", name="Кыргызча").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/ky/kg2025/precinct/1002/")
    context.close()
