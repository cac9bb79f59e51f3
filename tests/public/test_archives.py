"""An election of long ago, of which only the ballot scanners' figures were found: nothing is late or to come."""

import re
from typing import Any

import pytest

from portal.public.map_page import GEOMETRY
from tests.published import documents as d
from tests.published.tree import a_campaign

PAGES = (
    "",
    "turnout/",
    "contest/1/",
    "option/1/2/",
    "territory/1/",
    "territory/2/",
    "precinct/1001/",
    "precinct/1002/",
    "differences/",
    "differences/?territory=2",
    "scans/",
)


def without_protocols(document: Any) -> Any:
    """The document as it is where no protocol was found."""
    if isinstance(document, list):
        return [without_protocols(each) for each in document]
    if not isinstance(document, dict):
        return document
    made = {key: without_protocols(value) for key, value in document.items()}
    if "progress" in made and "flags" in made:
        made["progress"] = "preliminary"
    if isinstance(made.get("protocol"), dict) and "received" in made["protocol"]:
        made["protocol"] |= {"received": 0, "percent": "0.00"}
    return made


@pytest.fixture
def archive(tree) -> None:
    tree.publish("old2020", without_protocols(a_campaign("old2020", archive=True, notice=None)))


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_an_archive_is_called_late_or_to_come(archive, client, page):
    text = client.get(f"/en/old2020/{page}").text
    for word in ("still to come", " yet", "Preliminary", "has not come in", "until the official", "0 of 4"):
        assert word not in text, word


@pytest.mark.parametrize("page", ["", "contest/1/", "territory/2/", "precinct/1001/"])
def test_an_archive_says_what_it_holds_and_what_it_is_worth(archive, client, page):
    text = client.get(f"/en/old2020/{page}").text
    assert "The archive holds the figures of the ballot scanners only, no protocols." in text
    assert "Figures of the archive are for information and have no legal force." in text
    assert "Protocols (hand count)" not in text


def test_a_running_campaign_speaks_of_both_counts_and_of_what_is_to_come(client):
    text = client.get("/en/kg2025/").text
    assert "Protocols (hand count)" in text
    assert "Preliminary information without legal force" in text
    assert "archive" not in text.lower()


def test_the_list_of_campaigns_names_an_archive_by_what_it_holds(archive, client):
    card = client.get("/en/").text.split('href="/en/old2020/"')[1].split("</li>")[0]
    assert "ballot scanners only" in card
    assert "preliminary" not in card.replace("badge-preliminary", "")


def test_an_archive_known_as_a_whole_contradicts_itself_nowhere(client):
    overview = client.get("/en/old2021/").text
    for place in ("turnout", "differences", "scans"):
        assert f'href="/en/old2021/{place}/"' not in overview
    for page in ("/en/old2021/turnout/", "/embed/en/old2021/turnout/"):
        text = client.get(page).text
        assert "0.54%" in text
        assert "holds no turnout" not in text


def test_one_count_alone_is_not_said_to_differ_nowhere(archive, tree, client):
    documents = without_protocols(a_campaign("old2020", archive=True, notice=None))
    for kind in ("differences", "findings", "corrected", "held", "no_machine_result", "missing_scanner"):
        documents["lists/index.json"]["numbers"][kind] = 0
    tree.publish("old2020", documents)
    text = client.get("/en/old2020/differences/").text
    assert "Nothing differs" not in text


def menu(text):
    return text.partition('<nav class="sections"')[2].partition("</nav>")[0]


def test_an_archive_offers_no_page_that_it_has_nothing_for(tree, client):
    documents = without_protocols(a_campaign("old2020", archive=True, notice=None))
    totals = documents["campaign.json"]["totals"]
    totals |= {"turnout": [], "final": None, "numbers": dict.fromkeys(totals["numbers"], 0)}
    documents["lists/index.json"]["numbers"]["files"] = 0
    tree.publish("old2020", documents)
    text = client.get("/en/old2020/data/").text
    for place in ("turnout", "differences", "scans"):
        assert f'href="/en/old2020/{place}/"' not in menu(text)
        assert f'href="/en/kg2025/{place}/"' in menu(client.get("/en/kg2025/data/").text)
    assert "A card of these figures" not in client.get("/en/old2020/turnout/").text
    for place in ("turnout", "differences", "scans"):
        tree.publish("old2020", a_campaign("old2020", archive=True))
        assert f'href="/en/old2020/{place}/"' in menu(client.get("/en/old2020/data/").text)


@pytest.mark.parametrize("page", ["", "territory/2/"])
def test_what_an_archive_holds_is_no_share_of_itself(tree, client, page):
    documents = without_protocols(a_campaign("old2020", archive=True, notice=None))
    none, all_ = d.progress(3, 0, 90, 0), d.progress(3, 3, 90, 90)
    totals = d.totals(turnout=[], scanner=all_, protocol=none)
    documents["campaign.json"]["totals"] = totals
    documents["territories/2.json"]["totals"] |= totals
    tree.publish("old2020", documents)
    text = re.sub("<[^>]+>", "", client.get(f"/en/old2020/{page}").text.partition("<main")[2])
    assert "100.00%" not in text and "3 of 3" not in text
    assert "Precincts in the archive\n3\n" in text and "Voters of these precincts\n90\n" in text


@pytest.mark.parametrize("page", ["contest/1/", "watch/?territory=2", "option/1/1/"])
def test_nothing_is_awaited_of_an_archive_and_no_zero_stands_for_what_it_never_had(archive, client, page):
    text = client.get(f"/en/old2020/{page}").text.partition("<main")[2]
    assert not re.search(r"(\d+) of \1\b", re.sub("<[^>]+>", "", text))
    assert "where reports are missing" not in text and "by precincts received" not in text
    assert "Remote voting</th>" not in text


@pytest.mark.parametrize("archive", [True, False])
def test_a_search_leads_to_the_map_of_places_where_there_is_one(tree, client, archive):
    tree.publish("old2020", a_campaign("old2020", archive=archive) | {"geo/locate.json": {"v": 1}})
    assert ("/map/#where" in client.get("/en/find?campaign=old2020").text) is not archive


@pytest.mark.parametrize("page", ["releases/", "releases/1/"])
def test_a_release_of_an_archive_tells_when_it_was_imported_and_dates_its_figures_to_voting_day(archive, client, page):
    text = re.sub("<[^>]+>", " ", client.get(f"/en/old2020/{page}").text.partition("<main")[2])
    assert "Imported" in text and "Voting day" in text and "30 November 2025 " in text
    assert "Figures as of" not in text


def test_the_map_of_an_archive_of_one_count_compares_nothing(archive, tree, client):
    drawn = {path: {} for path in ("geo/map.en.js", *GEOMETRY)}
    row = {"name": d.names("Б", "Б", "B"), "parent": "", "turnout": None, "voters": None, "scanner": [3, 3, "100.00"]}
    values = {"v": 1, "rows": {"9": {**row, "protocol": [0, 3, "0.00"], "differences": 0, "findings": 0}}}
    documents = without_protocols(a_campaign("old2020", archive=True, notice=None))
    tree.publish("old2020", {**documents, **drawn, "geo/values.json": values})
    text = client.get("/en/old2020/map/").text
    table = text.partition('<table class="dense pairs">')[2].partition("</table>")[0]
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)', table) == ["Territory", "ASU reports"]
    layers = re.findall(r'<option value="(\w+)">', text.partition('id="map-measure"')[2].partition("</select>")[0])
    assert layers == ["leader", "share", "scanner", "findings", "kind"]


@pytest.mark.parametrize(("archive", "opens_with"), [(True, "leader"), (False, "turnout")])
def test_the_map_of_an_archive_without_turnout_opens_with_who_led_and_asks_for_no_place(
    tree, client, archive, opens_with
):
    drawn = {path: {} for path in ("geo/map.en.js", *GEOMETRY)}
    documents = a_campaign("old2020", archive=archive) | drawn | {"geo/values.json": {"v": 1, "rows": {}}}
    tree.publish("old2020", documents)
    text = client.get("/en/old2020/map/").text
    assert text.split('<option value="')[1].startswith(opens_with)
    assert ("Where do I vote?" in text) is not archive
