"""The explorers in a real browser: drawn from the documents, from one host, without a word in the console."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import palette
from portal.app import create_app
from portal.published.site import Site
from portal.settings import Settings
from tests.browser.conftest import served
from tests.dashboards.campaigns import explored
from tests.dashboards.requests import SHEETS, sheet_path
from tests.published.tree import Tree

pytestmark = pytest.mark.browser

LANGUAGES = ("ky", "ru", "en")
FIRST_LOAD = 750 * 1024  # bytes, compressed
DRAWN = "() => document.querySelector('.js-plotly-plot .main-svg')?.closest('.js-plotly-plot').data?.length > 0"
"""The figure has its first trace: Dash draws an empty one before the answer of the callback is there."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("home")
    Tree(home / "public").publish("kg2025", explored())
    return home


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[str]:
    with served(create_app(settings=Settings(home=home))) as address:
        yield address


class Watched:
    """A page that remembers what it asked for and what the console said."""

    def __init__(self, browser: Browser, width: int = 1280, **context: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **context)
        self.page: Page = self.context.new_page()
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._ask(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _ask(self, url: str) -> None:
        if url.startswith("http"):
            self.hosts.add(url.split("/")[2])

    def open(self, address: str) -> Page:
        self.page.goto(address)
        if self.page.locator("#drawing").get_attribute("hidden") is None:
            self.page.wait_for_function(DRAWN)
        return self.page

    def said(self) -> list[str]:
        """What the console said, but for the icon that the site does not have."""
        return [text for text in self.complaints if "404" not in text and "favicon" not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_drawn_from_one_host_on_a_phone_without_a_complaint(site, browser, language):
    watched = Watched(browser, width=360)
    for explorer, sheet in SHEETS:
        page = watched.open(site + sheet_path(explorer, sheet, language))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, sheet
        assert page.evaluate("document.documentElement.lang") == language
    assert watched.hosts == {site.split("/")[2]}
    assert watched.said() == []
    assert watched.context.cookies() == []
    watched.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_drawn_are_the_numbers_of_the_documents(site, browser, home, language):
    release = Site(home / "public").current().release("kg2025")
    contest, totals = release.contest("1"), release.campaign_document()["totals"]
    watched = Watched(browser)
    plotted = "() => document.querySelector('.js-plotly-plot').data.map(t => ({x: t.x, y: t.y, key: t.customdata}))"

    watched.open(site + sheet_path("turnout", "hours", language))
    assert watched.page.evaluate(plotted)[0]["y"] == [point["percent"] for point in totals["turnout"]]
    watched.open(site + sheet_path("turnout", "hours", language) + "?measure=total")
    assert watched.page.evaluate(plotted)[0]["y"] == [point["total"] for point in totals["turnout"]]
    watched.open(site + sheet_path("results", "options", language))
    traces = watched.page.evaluate(plotted)
    assert [trace["x"] for trace in traces] == [contest["scanner"]["shares"], contest["protocol"]["shares"]]
    watched.open(site + sheet_path("quality", "scatter", language) + "?count=scanner")
    (points,) = watched.page.evaluate(plotted)
    territory = release.territory("2")
    for number, share in zip(points["key"], points["y"], strict=True):
        assert share in territory.precinct(number)["results"][0]["scanner"]["shares"]
    watched.context.close()


@pytest.mark.parametrize(("explorer", "sheet"), SHEETS)
def test_sheets_have_no_serious_accessibility_violations(site, browser, axe_source, explorer, sheet):
    watched = Watched(browser)
    page = watched.open(site + sheet_path(explorer, sheet, "ky"))
    page.evaluate(axe_source)
    found = page.evaluate("axe.run()")["violations"]
    grave = [row for row in found if row["impact"] in ("serious", "critical")]
    assert [(row["id"], [node["target"] for node in row["nodes"]][:3]) for row in grave] == []
    watched.context.close()


def test_the_dark_scheme_is_as_readable(site, browser, axe_source):
    watched = Watched(browser, color_scheme="dark")
    page = watched.open(site + sheet_path("results", "options", "ru"))
    page.evaluate(axe_source)
    found = page.evaluate("axe.run()")["violations"]
    assert [row["id"] for row in found if row["impact"] in ("serious", "critical")] == []
    watched.context.close()


def test_a_reader_compares_territories_with_the_keyboard_and_the_address_says_so(site, browser):
    watched = Watched(browser)
    page = watched.open(site + sheet_path("turnout", "hours"))
    page.locator("details.boxes summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Sokuluk district").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "territory=2" in page.url
    page.wait_for_function(DRAWN)
    assert "Sokuluk district" in page.evaluate("document.querySelector('.js-plotly-plot').data[0].name")
    watched.context.close()


def test_a_click_on_a_point_offers_its_precinct(site, browser):
    watched = Watched(browser)
    page = watched.open(site + sheet_path("quality", "scatter") + "?count=scanner")
    # A figure hears clicks some time after it is drawn: click until it does.
    page.wait_for_function(
        "() => { const plot = document.querySelector('.js-plotly-plot');"
        " plot.emit('plotly_click', {points: [{curveNumber: 0, pointNumber: 0, x: 1, y: 1,"
        " customdata: plot.data[0].customdata[0], data: plot.data[0], fullData: plot._fullData[0]}], event: {}});"
        " return document.querySelector('#picked a') !== null }",
        polling=500,
    )
    assert "/en/kg2025/precinct/" in str(page.get_attribute("#picked a", "href"))
    assert watched.said() == []
    watched.context.close()


@pytest.mark.parametrize("extension", ["png", "svg"])
def test_a_view_is_saved_as_a_picture_that_names_its_release(site, browser, extension):
    watched = Watched(browser)
    page = watched.open(site + sheet_path("results", "options"))
    with page.expect_download() as caught:
        page.get_by_role("button", name=f"This view as {extension.upper()}").click()
    assert caught.value.suggested_filename == f"kg2025-r1-results-options-en.{extension}"
    assert caught.value.path().stat().st_size > 3000
    assert watched.said() == []
    watched.context.close()


def test_a_figure_follows_the_colour_scheme_and_its_picture_stays_light(site, browser):
    watched = Watched(browser, color_scheme="dark")
    page = watched.open(site + sheet_path("results", "options"))
    ground = "() => document.querySelector('.js-plotly-plot')._fullLayout.paper_bgcolor"
    assert page.evaluate(ground) == palette.DARK[palette.CARD]
    with page.expect_download() as caught:
        page.get_by_role("button", name="This view as SVG").click()
    assert hex_or_rgb(palette.CARD) & set(re.findall(r"#[0-9a-f]{6}|rgb\([0-9, ]+\)", caught.value.path().read_text()))
    page.emulate_media(color_scheme="light")
    # Asked from here: the page's policy allows no evaluation, which waiting in the page would need.
    for _ in range(300):
        if page.evaluate(ground) == palette.CARD:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(ground) == palette.CARD
    assert watched.said() == []
    watched.context.close()


def hex_or_rgb(color: str) -> set[str]:
    """How a browser may write a colour."""
    return {color, f"rgb({', '.join(str(int(color[place : place + 2], 16)) for place in (1, 3, 5))})"}


def test_the_first_load_is_light(site, browser):
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site + sheet_path("turnout", "hours", "ky"))
    page.wait_for_function(DRAWN)
    assert 0 < sum(sizes) <= FIRST_LOAD
    context.close()


def test_without_scripts_filters_words_and_numbers_are_there(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + sheet_path("results", "options"))
    expect(page.locator("tbody tr").first).to_be_visible()
    page.get_by_label("Precinct No.").fill("1002")
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    assert "precinct=1002" in page.url and "1002" in page.get_by_role("heading", level=1).inner_text()
    context.close()


def test_numbers_and_hints_of_the_figure_are_written_in_kyrgyz(site, browser):
    watched = Watched(browser)
    page = watched.open(site + sheet_path("turnout", "hours", "ky") + "?measure=total")
    layout = page.evaluate("() => document.querySelector('.js-plotly-plot')._context.locale")
    separators = page.evaluate("() => document.querySelector('.js-plotly-plot')._fullLayout.separators")
    assert layout == "ky" and separators[0] == ","
    watched.context.close()
