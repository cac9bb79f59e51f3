"""What stands in the tables of pages: words that say what a number is, and nothing that is empty all the way down."""

import re

import pytest

from tests.published import documents as d
from tests.published.tree import a_campaign

HOURS = [d.point(f"2025-11-30T{hour}:00:00+06:00", 400, 4812) for hour in (10, 12, 14)]


def columns(text, caption):
    """The headings of the table with a caption."""
    return re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text.split(caption, 1)[1].split("</thead>")[0])


def publish(tree, **totals):
    documents = a_campaign()
    documents["campaign.json"]["totals"] = d.totals(**totals)
    schedule = [("results", "30T21"), ("turnout", "30T09"), ("turnout", "30T22"), ("turnout", "30T23")]
    documents["campaign.json"]["schedule"] = [
        {"what": what, "at": f"2025-11-{at}:15:00+06:00", "decision": "77"} for what, at in schedule
    ]
    tree.publish("kg2025", documents)


def test_the_table_of_hours_says_who_came_and_of_how_many_precincts(tree, client):
    publish(tree, turnout=[{**HOURS[0], "reported": 3}])
    text = client.get("/en/kg2025/turnout/").text
    assert columns(text, "Turnout by hour</caption>")[1:3] == ["Turnout", "Identified, in all"]
    assert 'data-label="Precincts that reported">3 of 4</td>' in text


def test_before_the_first_hour_turnout_says_when_it_comes_under_one_heading(tree, client):
    publish(tree, turnout=[])
    main = client.get("/en/kg2025/turnout/").text.split("<main")[1].split("</main>")[0]
    assert re.findall(r"<h[12][^>]*>([^<]*)<", main) == ["Turnout"]
    assert "30 November 2025, 22:15" in main


@pytest.mark.parametrize(("hours", "drawn"), [(1, False), (2, False), (3, True)])
def test_regions_are_drawn_side_by_side_from_the_third_hour(tree, client, hours, drawn):
    publish(tree, turnout=HOURS[:hours])
    assert ('<ul class="multiples">' in client.get("/en/kg2025/turnout/").text) is drawn


def test_a_list_of_precincts_says_where_each_one_is_and_of_which_kind(tree, client):
    documents = a_campaign()
    place = d.names("Москва, 1-зал", "Москва, зал № 1", "Moscow, hall 1")
    made = [("1001", "abroad", place), ("1002", "abroad", d.names("", "", "")), ("1003", "remote", place)]
    documents["territories/2.json"]["precincts"] = [
        d.precinct(number, kind=kind, address=address) for number, kind, address in made
    ]
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/territory/2/").text.split('id="precincts"')[1]
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall(r'<th scope="row">(.*?)</th>', text)]
    assert rows == ["№ 1001 Moscow, hall 1", "№ 1002 precinct abroad", "№ 1003 remote precinct · Moscow, hall 1"]


def test_the_list_of_releases_has_a_column_of_reasons_only_where_one_is_given(tree, client):
    assert ">Reason<" not in client.get("/en/kg2025/releases/").text
    tree.publish("kg2025", a_campaign(), reason=d.names("Ката", "Ошибка", "A mistake"))
    text = client.get("/en/kg2025/releases/").text
    assert ">Reason<" in text and ">A mistake<" in text


def test_a_release_links_the_documents_of_the_campaign_that_it_changed(tree, client):
    changed = {"campaign": ["campaign.json"], "configuration": ["precincts-index.json"]}
    tree.publish("kg2025", a_campaign(), changed=changed)
    text = client.get("/en/kg2025/releases/2/").text.split("What changed")[1]
    assert '<a href="/data/kg2025/r/2/campaign.json">campaign.json</a>' in text
    assert '<a href="/data/kg2025/r/2/precincts-index.json">precincts-index.json</a>' in text


def test_kyrgyz_names_the_whole_before_the_part(tree, client):
    documents = a_campaign()
    documents["lists/index.json"]["numbers"] |= {"precincts": 4567, "files": 9, "with_scans": 3, "findings": 2}
    tree.publish("kg2025", documents)
    assert "<dd>4 567 ичинен 3</dd>" in client.get("/ky/kg2025/scans/").text.replace("\N{NO-BREAK SPACE}", " ")
    assert ">4 567 ичинен 2</a>" in client.get("/ky/kg2025/differences/").text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_card_of_turnout_says_of_whom_and_up_to_when(client):
    text = client.get("/embed/en/kg2025/turnout/").text
    assert "voters</span>" in text
    assert '<time datetime="2025-11-30T16:00:00+06:00">' in text
