"""Pages of the explorers: every sheet in every language, its words, its table, its files, and what is not there."""

import csv
import io
import re

import pytest

from portal.app import create_app
from portal.languages import LANGUAGES
from portal.published.site import Site
from portal.settings import Settings
from tests.dashboards.campaigns import explored
from tests.dashboards.requests import SHEETS, sheet_path
from tests.published.documents import names
from tests.published.tree import a_campaign


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("explorer", "sheet"), SHEETS)
def test_every_sheet_says_what_it_shows_and_holds_its_numbers_without_scripts(client, explorer, sheet, language):
    path = sheet_path(explorer, sheet, language)
    response = client.get(path)
    assert response.status_code == 200
    text = response.text
    assert f'<html lang="{language}">' in text and text.count("<h1>") == 1
    name = {"ky": "Жогорку Кеңештин", "ru": "Выборы депутатов", "en": "Election of deputies"}[language]
    release = {"ky": "№ 1 чыгарылыш", "ru": "выпуск № 1", "en": "release 1"}[language]
    line = re.search(r'<p class="as-of">(.*?)</p>', text, re.DOTALL)
    assert line is not None and name in line[1] and release in line[1]
    assert f'href="{path.rstrip("/")}.csv"' in text
    assert 'class="in-words"' in text


@pytest.mark.parametrize(("explorer", "sheet"), SHEETS)
def test_the_csv_file_holds_the_rows_of_the_page_and_names_the_release(client, explorer, sheet):
    response = client.get(sheet_path(explorer, sheet).rstrip("/") + ".csv")
    assert response.status_code == 200 and response.mimetype == "text/csv"
    assert f"kg2025-r1-{explorer}-{sheet}-en.csv" in response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.text)))
    assert all(re.fullmatch(r"[a-z0-9_:T-]+", name) for name in rows[0])
    assert all(len(row) == len(rows[0]) for row in rows)


def test_the_table_of_turnout_is_the_document(client, tree):
    document = Site(tree.root).current().release("kg2025").campaign_document()
    rows = list(csv.DictReader(io.StringIO(client.get("/en/explore/turnout/kg2025/hours.csv").text)))
    assert [(row["total"], row["percent"]) for row in rows] == [
        (str(point["total"]), point["percent"]) for point in document["totals"]["turnout"]
    ]


def test_the_differences_are_those_of_the_document(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/en/explore/quality/kg2025/differences.csv").text)))
    assert {(row["precinct"], row["scanner"], row["protocol"], row["difference"]) for row in rows} >= {
        ("1002", "210", "209", "-1"),
        ("1002", "140", "141", "1"),
    }


@pytest.mark.parametrize(("explorer", "sheet"), SHEETS)
def test_every_sheet_is_marked_as_a_part_of_the_explorers_in_the_strip_of_sections(client, explorer, sheet):
    text = client.get(sheet_path(explorer, sheet, "en")).text
    strip = text.partition('class="sections"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="(?:page|true)">([^<]+)', strip) == ["Explore"]


def test_the_pages_of_the_campaign_are_those_that_every_other_page_names(client):
    def sections(path):
        named = client.get(path).text.partition('class="sections"')[2].partition("</nav>")[0]
        return re.findall(r'href="([^"]+)"', named)

    explorer = sheet_path("turnout", "hours", "ru")
    campaign = f"/ru/{explorer.split('/')[4]}/"
    assert f"{campaign}differences/" in sections(explorer)
    assert sections(explorer) == sections(campaign)


@pytest.mark.parametrize(
    "path",
    [
        "/en/explore/turnout/kg2025/nope/",
        "/en/explore/turnout/nope/",
        "/en/explore/turnout/kg2025/hours/more/",
        "/en/explore/turnout/kg2025/hours",
        "/en/explore/nope/kg2025/",
        "/de/explore/turnout/kg2025/",
        "/en/explore/turnout/_reload-hash",
        "/en/explore/turnout/_favicon.ico",
        "/en/explore/turnout/assets/x.js",
        "/en/explore/turnout/_dash-component-suites/dash/dcc/nope.js",
        "/en/explore/turnout/_dash-component-suites/os/path.py",
        "/en/explore/turnout/kg2025/nope.csv",
        "/en/explore/results/kg2025/options/?contest=nope",
        "/en/explore/results/kg2025/options/?precinct=9999",
        "/en/explore/turnout/kg2025/hours/?before=nope",
        "/en/explore/turnout/kg2025/hours/?page=99",
        "/static/explore/000000000000/plotly.js",
    ],
)
def test_an_address_that_means_nothing_is_not_found(client, path):
    response = client.get(path)
    assert response.status_code == 404, path
    assert "Traceback" not in response.text


def test_no_page_tells_a_version_of_what_runs_it(client):
    text = client.get(sheet_path("turnout", "hours")).text
    for word in ("4.4.1", "7.1.0", "v4_4_1", "python_version", "dash_version", "plotly_version", "GCC"):
        assert word not in text


def test_the_policy_allows_nothing_inline_but_by_hash(client):
    policy = client.get(sheet_path("turnout", "hours")).headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert policy.startswith("default-src 'none'") and "script-src 'self' 'sha256-" in policy


def test_every_route_of_the_explorers_is_declared_public(app):
    rules = [rule for rule in app.url_map.iter_rules() if "explore" in rule.rule]
    assert len(rules) > 9 * 5
    assert {app.view_functions[rule.endpoint].access.value for rule in rules} == {"public"}


def crawled(client, *starts):
    """Every HTML page that links lead to, by address; queries and files are left out."""
    found, waiting = {}, list(starts)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = client.get(path, buffered=True)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        found[path] = answer.text
        links = re.findall(r'(?:href|action)="(/[^"#?]*)', answer.text)
        waiting += [link for link in links if not re.match("/static/|/data/|/scans/|/../explore/", link)]
    return found


def kinds(client, paths):
    """Which routes the addresses belong to."""
    adapter = client.application.url_map.bind("localhost")
    return {adapter.match(path)[0] for path in paths}


def test_switched_off_nothing_of_the_explorers_is_left_on_any_page(app, tree):
    off = create_app(settings=Settings(home=tree.root.parent, explorers=False)).test_client()
    for path in ("/en/explore/", sheet_path("turnout", "hours"), "/en/explore/turnout/_dash-layout"):
        assert off.get(path).status_code == 404
    starts = ("/ky/", "/ru/", "/en/", "/en/find", "/en/kg2025/precinct/1001/", "/en/kg2025/scans/")
    without, crawled_with = crawled(off, *starts), crawled(app.test_client(), *starts)
    assert [path for path, text in without.items() if "/explore/" in text] == []
    pages = {path for path in crawled_with if "/explore/" not in path}
    assert kinds(off, without) >= kinds(app.test_client(), pages)
    assert len(kinds(off, without)) >= 15, kinds(off, without)
    assert sum("/explore/" in crawled_with[path] for path in pages) > 10


def test_a_campaign_known_as_a_whole_has_no_explorers_and_no_link_to_them(app, tree):
    stated = {"voters": 9, "participated": 5, "percent": "55.56", "turnout_percent_stated": None, "source": "Bulletin"}
    tree.publish("old2021", a_campaign("old2021", stated=stated))
    client = app.test_client()
    for explorer, sheet in SHEETS:
        assert client.get(sheet_path(explorer, sheet, campaign="old2021")).status_code == 404
        assert client.get(sheet_path(explorer, sheet, campaign="kg2025")).status_code == 200
    assert "/explore/turnout/" not in client.get("/en/old2021/").text
    assert "/explore/turnout/kg2025/" in client.get("/en/kg2025/").text
    assert "old2021" not in client.get("/en/explore/").text


def test_templates_learn_the_address_of_the_explorers_only_where_there_are_any(app, tree):
    assert app.jinja_env.globals["explorer_url"]("ru", "kg2025") == "/ru/explore/turnout/kg2025/hours/"
    off = create_app(settings=Settings(home=tree.root.parent, explorers=False))
    assert "explorer_url" not in off.jinja_env.globals


def test_a_damaged_document_is_answered_from_the_release_before(client, tree):
    path = sheet_path("results", "places")
    changed = explored()
    changed["contests/1.json"]["scanner"]["shares"][0] = "12.34"
    number = tree.publish("kg2025", changed)
    tree.write(tree.path("kg2025", number, "contests/1.json"), b"{}")
    response = client.get(path)
    assert response.status_code == 200 and "release 1" in response.text


def test_the_language_switch_keeps_the_filters(client):
    text = client.get(sheet_path("turnout", "hours") + "?territory=1&nonsense=7").text
    assert 'href="/ky/explore/turnout/kg2025/hours/?territory=1"' in text
    assert "nonsense" not in text


def test_the_start_page_leads_to_every_explorer_of_every_campaign(client):
    text = client.get("/ru/explore/").text
    for campaign in ("kg2020", "kg2025"):
        for explorer, sheet in (("turnout", "hours"), ("results", "options"), ("quality", "differences")):
            assert f'href="/ru/explore/{explorer}/{campaign}/{sheet}/"' in text


def test_answers_are_compressed_for_those_who_ask(client):
    path = sheet_path("turnout", "hours")
    assert client.get(path, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get(path).headers


def test_an_earlier_campaign_stands_beside_this_one_where_the_codes_agree(client):
    text = client.get(sheet_path("turnout", "hours") + "?before=kg2020&territory=1&territory=2").text
    assert "Without a counterpart in the earlier campaign:" in text


def test_notices_of_the_site_are_no_campaign_to_explore(client, tree):
    tree.publish("site", {"notices.json": {"notices": []}})
    assert client.get("/ky/explore/").status_code == 200
    assert client.get("/ky/explore/turnout/site/hours/").status_code == 404


def test_a_picture_of_a_test_or_of_halted_figures_says_so(draw, tree):
    documents = explored()
    documents["configuration.json"] |= {"test": True, "pause": names("Т", "П", "Publication is paused.")}
    tree.publish("kg2025", documents)
    title = draw(sheet_path("turnout", "hours"))["layout"]["title"]["subtitle"]["text"].replace("<br>", " ")
    assert "nothing on this page is a real result" in title
    assert "Publication is paused." in title


def an_archive():
    """The explored campaign as one of the past of which only the reports of scanners are left."""
    documents = explored()
    campaign = documents["campaign.json"]
    campaign["archive"] = True
    campaign["totals"] |= {"turnout": [], "final": None, "protocol": campaign["totals"]["protocol"] | {"received": 0}}
    return documents


def test_of_an_archive_only_what_it_holds_is_offered(client, tree):
    tree.publish("kg2025", an_archive())
    options = client.get(sheet_path("results", "options")).text
    offered = set(re.findall(r'href="/en/explore/([a-z]+)/kg2025/([a-z]+)/"', options))
    assert {sheet for explorer, sheet in offered if explorer == "results"} == {"options", "places", "arrival", "kinds"}
    assert "turnout" not in {explorer for explorer, _ in offered}
    quality = client.get(sheet_path("quality", "findings")).text
    assert not re.search("/en/explore/quality/kg2025/(invalid|entry|scatter)/", quality)
    start = client.get("/en/explore/").text
    assert "/en/explore/results/kg2025/options/" in start and "/en/explore/turnout/kg2025/" not in start
    assert "/en/explore/results/kg2025/options/" in client.get("/en/kg2025/").text


def test_an_archive_is_dated_by_its_voting_day_and_owes_no_count_that_it_never_had(client, tree):
    tree.publish("kg2025", an_archive())
    text = client.get(sheet_path("results", "options")).text
    line = re.search(r'<p class="as-of">(.*?)</p>', text, re.DOTALL)
    assert line is not None and "Archive. Voting day:" in line[1] and "As of" not in line[1]
    assert "Protocol: votes" not in text and "ASU: votes" in text
    missing = client.get(sheet_path("quality", "missing").rstrip("/") + ".csv").text
    assert "Protocols" not in missing


def test_a_figure_of_nothing_is_not_drawn(client, tree):
    documents = explored()
    documents["campaign.json"]["totals"] |= {"turnout": [], "final": None}
    tree.publish("kg2025", documents)
    assert re.search(r'id="drawing"[^>]* hidden>', client.get(sheet_path("turnout", "within")).text)
    assert not re.search(r'id="drawing"[^>]* hidden>', client.get(sheet_path("results", "options")).text)


@pytest.mark.parametrize(("explorer", "sheet"), SHEETS)
def test_every_row_has_a_head_and_on_a_phone_its_numbers_have_names(client, explorer, sheet):
    text = client.get(sheet_path(explorer, sheet)).text
    table = re.search(r'<table class="dense explored (?:pairs|places|hourly)">.*?</table>', text, re.DOTALL)
    if table is None:
        assert "There is nothing to show." in text
        return
    body = table[0].partition("<tbody>")[2]
    rows = body.count("<tr>")
    assert rows and body.count('<th scope="row"') == rows
    unnamed = re.findall(r'<td class="n[^>]*>', re.sub(r'<td class="n[^>]* data-label="[^>]*>', "", body))
    assert len(unnamed) == (rows if ">No.</th>" in table[0] else 0)
