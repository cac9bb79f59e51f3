"""Public pages in a real browser: nothing fetched from elsewhere, nothing stored, nothing wider than a phone."""

from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Page, expect

from portal.app import create_app
from portal.settings import Settings
from tests.browser.conftest import served, until
from tests.browser.reflow import NARROW, faults
from tests.browser.scan_picture import publish_with_a_picture
from tests.depth import DEPTH
from tests.published.documents import names
from tests.published.tree import Tree, a_campaign

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/kg2025/",
    "/kg2025/turnout/",
    "/kg2025/contest/1/",
    "/kg2025/option/1/2/",
    "/kg2025/territory/2/",
    "/kg2025/precinct/1002/",
    "/kg2025/precinct/1002/report/",
    "/kg2025/differences/?territory=2",
    "/kg2025/scans/",
    "/kg2025/decisions/",
    "/kg2025/watch/?precinct=1002",
    "/kg2025/releases/",
    "/kg2025/releases/1/",
    "/kg2025/releases/2/since/1/",
    "/kg2025/data/",
    "/kg2025/data/dictionary/",
    "/kg2025/precinct/1002/report/sent/",
    "/find?q=1002",
    "/about/",
    "/about/method/",
    "/about/glossary/",
    "/about/accessibility/",
    "/verify/",
    "/site/",
)
LANGUAGES, COLOURS = ("ky", "ru", "en"), ("light", "dark")
SCHEMES = list(product(LANGUAGES, COLOURS)) if DEPTH >= 1 else list(zip(LANGUAGES, cycle(COLOURS)))
"""Every language in both, and in one of them below full depth."""
OTHER_PAGES = ("/nope/",)
CARDS = ("turnout/", "contest/1/")
NARROW_IN = [LANGUAGES] if DEPTH >= 1 else [(language,) for language in LANGUAGES]
"""The languages of one page after the other at four times the size."""
COLUMN = {
    "name": "campaign",
    "type": "string",
    "descriptions": dict.fromkeys(LANGUAGES, "Identifier of the campaign"),
    "constraints": {"required": True},
}
BULK_FILES = {
    "licenses": [{"name": "CC0-1.0", "title": "CC0", "path": "https://example.org/"}],
    "resources": [
        {
            "name": "results",
            "path": "results.csv",
            "titles": dict.fromkeys(LANGUAGES, "Votes per precinct, count and option"),
            "rowcount": 1_000_000,
            "bytes": 123_456_789,
            "schema": {"fields": [COLUMN], "primaryKey": ["campaign"]},
            "firstRows": [["kg2025"]],
        }
    ],
    "files": [{"path": f"results.{x}", "format": x, "bytes": 123_456_789} for x in ("json", "parquet", "geojson")],
}
FIRST_VIEW = 30 * 1024
"""Bytes over the wire of a first view, everything that it loads included."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    made = Tree(tmp_path_factory.mktemp("home") / "public")
    made.publish("kg2025", a_campaign(), data={"results.csv": b"a\r\n", "datapackage.json": orjson.dumps(BULK_FILES)})
    later = a_campaign()
    later["territories/2.json"]["precincts"][1]["results"][0]["protocol"]["votes"][0] += 1
    made.publish("kg2025", later)
    return made


@pytest.fixture(scope="module")
def site(tree: Tree) -> Iterator[str]:
    home: Path = tree.root.parent
    with served(create_app(settings=Settings(home=home))) as address:
        yield address


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


@pytest.mark.parametrize(("language", "scheme"), SCHEMES)
def test_pages_have_no_accessibility_violations(site, browser, axe_source, language, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 700})
    page = context.new_page()
    complaints = {}
    addresses = [f"/{language}{path}" for path in (*PAGES, *OTHER_PAGES)]
    for path in (*addresses, *(f"/embed/{language}/kg2025/{card}" for card in CARDS)):
        page.goto(f"{site}{path}")
        page.evaluate(axe_source)
        found = page.evaluate("axe.run()")["violations"]
        complaints[path] = [(row["id"], [node["target"] for node in row["nodes"]][:3]) for row in found]
    assert {path: rows for path, rows in complaints.items() if rows} == {}
    context.close()


def test_at_four_times_the_size_nothing_is_cut_off_or_written_over(site, browser):
    context = browser.new_context(viewport=NARROW)
    page = context.new_page()
    found = {}
    for path, spoken in zip((*PAGES, *OTHER_PAGES), cycle(NARROW_IN)):
        for language in spoken:
            page.goto(f"{site}/{language}{path}")
            found[language, path] = faults(page)
    for card in CARDS:
        page.goto(f"{site}/embed/ky/kg2025/{card}")
        found["ky", card] = faults(page)
    assert {place: rows for place, rows in found.items() if rows} == {}
    context.close()


def test_a_page_that_does_not_fit_is_noticed(browser):
    context = browser.new_context(viewport=NARROW)
    page = context.new_page()
    page.set_content(
        "<p style='white-space: nowrap'>A line that is much longer than the window is wide, whatever the font</p>"
        "<p style='width: 3em; overflow: hidden'>Unbreakably-long_word</p>"
        "<p style='margin-bottom: -1em; line-height: 1'>Under</p><p style='margin: 0; line-height: 1'>Over</p>"
    )
    said = " ".join(faults(page))
    assert all(word in said for word in (" wide", "outside: ", "cut off: ", "written over: "))
    context.close()


def test_the_first_view_of_the_main_pages_is_small(site, browser):
    for path in ("/kg2025/", "/kg2025/contest/1/", "/kg2025/precinct/1002/"):
        context = browser.new_context()
        page = context.new_page()
        sizes = []
        page.on("requestfinished", lambda request, sizes=sizes: sizes.append(request.sizes()["responseBodySize"]))
        page.goto(f"{site}/ky{path}")
        page.wait_for_load_state("networkidle")
        assert 0 < sum(sizes) <= FIRST_VIEW, path
        context.close()


def test_an_open_page_shows_a_new_release_and_keeps_place_and_focus(tree, site, browser):
    context = browser.new_context(viewport={"width": 360, "height": 500})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/en/kg2025/contest/1/")
    link = page.get_by_role("link", name="Sokuluk district").first
    link.focus()
    place = page.evaluate("window.scrollY")
    documents = a_campaign()
    documents["contests/1.json"]["scanner"]["ballots"] = 7654321
    tree.publish("kg2025", documents)
    until(lambda: "7,654,321" in fetched(page, f"{site}/en/kg2025/contest/1/"))
    # Its clock stands still: the page looks for a release when twenty seconds have gone by, and not before.
    page.clock.run_for(20_000)
    expect(page.get_by_text("7,654,321").first).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("The figures on this page were updated.")
    expect(page.get_by_role("link", name="Sokuluk district").first).to_be_focused()
    assert abs(page.evaluate("window.scrollY") - place) < 5
    documents["configuration.json"] |= {"pause": names("Токтотулду.", "Приостановлено.", "Publication is paused.")}
    tree.publish("kg2025", documents)
    until(lambda: "Publication is paused." in fetched(page, f"{site}/en/kg2025/contest/1/"))
    page.clock.run_for(20_000)
    expect(page.locator("#banners")).to_contain_text("Publication is paused.")
    expect(page.get_by_role("status")).to_contain_text("Publication is paused.")
    context.close()


def test_an_open_page_that_got_the_former_one_just_after_a_release_asks_once_more(tree, site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    address = f"{site}/en/kg2025/contest/1/"
    page.goto(address)
    former = page.request.get(address)
    documents = a_campaign()
    documents["contests/1.json"]["scanner"]["ballots"] = 7654321
    tree.publish("kg2025", documents)
    until(lambda: "7,654,321" in fetched(page, address))
    page.route(address, lambda route: route.fulfill(response=former))
    with page.expect_response(address):
        page.clock.run_for(20_000)
    page.unroute(address)
    shown = page.get_by_text("7,654,321").first
    until(lambda: page.clock.run_for(20_000) or shown.is_visible())
    context.close()


def fetched(page: Page, address: str) -> str:
    """The body that the server gives now; it looks for a new release twice in a second."""
    return page.request.get(address).text()


def test_a_scan_opens_in_the_viewer_and_is_a_plain_picture_without_javascript(tree, site, browser):
    sha256 = publish_with_a_picture(tree)
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    until(lambda: f"/scans/{sha256}.jpg" in fetched(page, f"{site}/ky/kg2025/precinct/1002/"))
    requested, complaints = [], []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/ky/kg2025/precinct/1002/")
    assert not any("openseadragon" in url for url in requested), "the viewer is loaded when it is asked for"
    page.locator("a[data-zoom]").click()
    page.locator("dialog.zoom canvas").first.wait_for()
    for button in page.locator("dialog.zoom button").all():
        box = button.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360, "nothing of the bar is cut off"
    assert {url.split("/")[2] for url in requested} == {site.split("/")[2]}
    assert complaints == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog.zoom")).to_be_hidden()
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/ky/kg2025/precinct/1002/")
    page.locator("a[data-zoom]").click()
    page.wait_for_url("**/scans/*.jpg")
    context.close()
