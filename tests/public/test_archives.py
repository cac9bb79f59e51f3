"""An election of long ago, of which only the ballot scanners' figures were found: nothing is late or to come."""

from typing import Any

import pytest

from portal.public.map_page import GEOMETRY
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
