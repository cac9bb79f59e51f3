"""The interactive map in a browser: nothing from elsewhere, the figures of the documents, keys as good as a mouse."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.app import create_app
from portal.domain.documents import newest_turnout
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.settings import Settings
from portal.store.engine import open_store
from portal.store.migrate import upgrade
from tests.browser.conftest import served
from tests.browser.reflow import NARROW, faults
from tests.geo.test_release import mapped_golden
from tests.golden.script import play
from tests.publication.world import EVE, World, approve_newest_schedule

pytestmark = pytest.mark.browser
READY = "[data-ready]"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    url = f"sqlite:///{folder}/natyija.db"
    upgrade(url)
    store = open_store(url)
    package = read_package(mapped_golden(folder / "package"), EVE)
    with store.write() as session:
        import_package(session, package, folder / "home/private", Occasion(EVE, EVE, "tests"))
        approve_newest_schedule(session)
    world = World(store, folder / "home")
    play(world)
    yield world
    store.close()


@pytest.fixture(scope="module")
def site(world: World) -> Iterator[str]:
    with served(create_app(settings=Settings(home=world.home))) as address:
        yield address


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """The English map, ready."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/en/golden/map/")
    page.wait_for_selector(READY)
    zoom_to(page, 42, 72, 6)
    expect(unit(page, "N")).to_be_visible()
    yield page
    context.close()


def zoom_to(page: Page, lat: float, lon: float, zoom: float) -> None:
    page.evaluate("([lat, lon, zoom]) => map_1.setView([lat, lon], zoom, {animate: false})", [lat, lon, zoom])


def unit(page: Page, code: str):
    return page.locator(f"path[data-unit='{code}']")


def test_at_four_times_the_size_the_map_and_what_changed_fit_the_window(site, browser):
    context = browser.new_context(viewport=NARROW)
    page = context.new_page()
    page.goto(f"{site}/ru/golden/map/")
    page.wait_for_selector(READY)
    assert faults(page) == []
    for path in ("differences/", "scans/", "releases/7/since/6/?territory=S"):
        page.goto(f"{site}/ky/golden/{path}")
        assert faults(page) == [], path
    context.close()


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_nothing_is_fetched_from_elsewhere_and_the_policy_refuses_nothing(site, browser, language):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(f"{site}/{language}/golden/map/")
    assert "unsafe" not in answer.headers["content-security-policy"]
    page.wait_for_selector(READY)
    for measure in page.locator("#map-measure option").evaluate_all("all => all.map(each => each.value)"):
        page.select_option("#map-measure", measure)
        page.check("#map-circles")
        page.uncheck("#map-circles")
    zoom_to(page, 42, 71, 10)
    expect(unit(page, "n-1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert hosts == {site.split("/")[2]}
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
    assert context.cookies() == []
    context.close()


def test_hover_and_focus_show_the_figures_of_the_document(world, page):
    north, south = (newest_turnout(world.document(f"territories/{code}.json")["totals"]) for code in ("N", "S"))
    told = re.compile(rf"\s*North\s*{re.escape(f'Turnout: {label(north)}')}\s*")
    unit(page, "N").hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text(told)
    page.mouse.move(0, 0)
    unit(page, "S").focus()
    expect(page.locator(".leaflet-tooltip").filter(has_text="South")).to_contain_text(label(south))
    assert label(north) in unit(page, "N").get_attribute("aria-label")


def test_districts_and_precincts_show_the_figures_of_the_document(world, page):
    zoom_to(page, 42, 71, 8.5)
    district = newest_turnout(world.document("territories/N2.json")["totals"])
    expect(unit(page, "N2")).to_have_attribute("aria-label", f"North District. Turnout: {label(district)}. {SCHEMATIC}")
    zoom_to(page, 42, 71, 10)
    precinct = next(row for row in world.document("territories/N1.json")["precincts"] if row["number"] == "n-1")
    report = precinct["final"] or precinct["turnout"][-1]
    text = f"{report['home_percent']}% ({report['identified']} of {precinct['voters']})"
    expect(unit(page, "n-1")).to_have_attribute("aria-label", f"Precinct No. n-1. Turnout: {text}. {SCHEMATIC}")


SCHEMATIC = "schematic area, not a border"


def label(point) -> str:
    return f"{point['percent']}% ({point['total']} of {point['voters']})"


def test_precincts_of_a_region_beside_its_districts_lie_on_ground_that_the_legend_names(page):
    own, named = page.locator("path.own"), page.locator("#map-legend").get_by_text("precincts of the region itself")
    expect(own).to_have_count(0)
    zoom_to(page, 42, 71, 8.5)
    expect(own).to_have_count(1)
    expect(named).to_be_visible()
    zoom_to(page, 42, 71, 10)
    expect(own).to_have_count(0)
    expect(named).to_have_count(0)


def test_the_slider_goes_back_in_time(world, page):
    points = world.document("territories/N.json")["totals"]["turnout"]
    slider = page.locator("#map-hour")
    slider.focus()
    for _ in range(int(slider.get_attribute("max"))):
        page.keyboard.press("ArrowLeft")
    first = points[0]
    expect(unit(page, "N")).to_have_attribute(
        "aria-label", f"North. Turnout, Up to {first['as_of'][11:16]}: {label(first)}"
    )
    expect(page.locator("#map-hour-text")).to_have_text(f"Up to {first['as_of'][11:16]}")


def test_the_leader_and_the_share_of_an_option_are_those_of_the_contest(world, page):
    contest = world.document("contests/d1.json")
    row = world.document("geo/values.json")["rows"]["N"]["contests"]["d1"]
    leader = row["leaders"][0]
    name = contest["options"][leader]["name"]["en"]
    page.select_option("#map-measure", "leader")
    expect(page.locator("#map-legend")).to_contain_text(name)
    zoom_to(page, 42, 72, 6)
    expect(unit(page, "N")).to_have_attribute("aria-label", leading_label(name, row, leader))
    expect(unit(page, "S")).to_have_attribute("aria-label", "South. District 1: does not vote in this contest")
    page.select_option("#map-measure", "share")
    page.select_option("#map-option", str(leader))
    expect(unit(page, "N")).to_have_attribute("aria-label", leading_label(name, row, leader, share=True))


def leading_label(name, row, index, share=False) -> str:
    count = {"scanner": "ASU", "protocol": "Protocol"}[row["count"]]
    figures = f"{row['shares'][index]}% ({row['votes'][index]} of {row['base']}, {count})"
    return f"North. {name}: {figures}" if share else f"North. District 1: {name} {figures}"


def test_keys_move_between_units_open_one_and_lead_to_its_page(page):
    zoom_to(page, 42, 71, 10)
    first = unit(page, "n-1")
    expect(first).to_be_visible()
    stops = page.locator("path[data-unit][tabindex='0']")
    expect(stops).to_have_count(1)
    stops.first.focus()
    seen = set()
    for _ in range(8):
        seen.add(page.evaluate("document.activeElement.getAttribute('data-unit')"))
        page.keyboard.press("ArrowRight")
    assert {"n-1", "n-2", "n-3"} <= seen
    first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a[href*='precinct']")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/golden/precinct/n-1/")


def test_the_map_can_be_skipped_and_the_table_stands_above_it(page):
    table = page.locator("table").first.bounding_box()
    assert table["y"] < page.locator("#map_1").bounding_box()["y"]
    skip = page.get_by_role("link", name="Skip the map")
    skip.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#after-map")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1100, "light")])
def test_the_map_has_no_accessibility_violations(site, browser, axe_source, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/ky/golden/map/")
    page.wait_for_selector(READY)
    for zoom, shown in ((6, "N"), (10, "n-1")):
        zoom_to(page, 42, 71, zoom)
        expect(unit(page, shown)).to_be_visible()
        page.evaluate(axe_source)
        found = page.evaluate("axe.run()")["violations"]
        assert [(row["id"], [node["target"] for node in row["nodes"]][:3]) for row in found] == []
    context.close()


GROUNDS = (".leaflet-container", ".leaflet-popup-content-wrapper", ".leaflet-bar a", ".leaflet-control-attribution")
LIGHT = """ground => {
  const [red, green, blue] = getComputedStyle(ground).backgroundColor.match(/[0-9]+/g).map(Number);
  return (red + green + blue) / (3 * 255);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_follows_the_colours_of_the_reader_and_its_units_have_edges(site, browser, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/ru/golden/map/")
    page.wait_for_selector(READY)
    zoom_to(page, 42, 72, 6)
    unit(page, "N").click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    for ground in GROUNDS:
        lightness = page.locator(ground).first.evaluate(LIGHT)
        assert lightness < 0.25 if scheme == "dark" else lightness > 0.75, ground
    edge, fill = (unit(page, "S").evaluate(f"unit => getComputedStyle(unit).{name}") for name in ("stroke", "fill"))
    assert edge not in ("none", fill)
    context.close()


def test_a_click_on_the_map_and_a_typed_place_find_the_precinct(page):
    zoom_to(page, 42, 70.5, 10)
    expect(unit(page, "n-1")).to_be_visible()
    with page.expect_request(lambda request: "where" in request.url) as asked:
        page.get_by_role("button", name="Choose a place on the map").click()
        page.locator("#map_1").click(position={"x": 400, "y": 250})
    assert asked.value.method == "POST" and "?" not in asked.value.url
    expect(page.locator("#where-answer")).to_contain_text("Precinct No. n-1")
    page.fill("#where-lat", "45")
    page.fill("#where-lon", "70.5")
    page.get_by_role("button", name="Find my precinct").click()
    expect(page.locator("#where-answer")).to_contain_text("outside every precinct")


def test_the_location_of_the_device_is_asked_for_only_after_a_click(site, browser):
    context = browser.new_context(geolocation={"latitude": 42.0, "longitude": 70.4}, permissions=["geolocation"])
    page = context.new_page()
    page.goto(f"{site}/ru/golden/map/")
    page.wait_for_selector(READY)
    page.locator("#where-locate").click()
    expect(page.locator("#where-answer a").first).to_have_attribute("href", "/ru/golden/precinct/n-1/")
    context.close()


def test_without_a_script_the_page_still_answers(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/golden/map/")
    expect(page.get_by_role("link", name="North District")).to_be_visible()
    page.fill("#where-lat", "42")
    page.fill("#where-lon", "70.5")
    page.get_by_role("button", name="Find my precinct").click()
    expect(page.get_by_role("link", name="Precinct No. n-1")).to_be_visible()
    page.goto(f"{site}/en/golden/")
    expect(page.locator("svg.static-map path")).to_have_count(2)
    context.close()


def test_the_map_to_take_away_works_without_a_network(site, browser, tmp_path: Path, world):
    context = browser.new_context()
    page = context.new_page()
    with page.expect_download() as download:
        page.goto(f"{site}/en/golden/map/")
        page.get_by_role("link", name="The map as one file").click()
    target = tmp_path / "map.html"
    download.value.save_as(target)
    context.close()
    offline = browser.new_context(offline=True)
    page = offline.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(f"file://{target}")
    page.wait_for_selector(READY)
    zoom_to(page, 42, 71, 10)
    expect(unit(page, "n-1")).to_be_visible()
    assert requested == [f"file://{target}"]
    offline.close()


def test_the_first_view_is_small(site, browser):
    sizes: list[int] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{site}/en/golden/map/")
    page.wait_for_selector(READY)
    assert sum(sizes) <= 170_000
    context.close()
