"""Rows of precincts on the pages of territories and on watch lists."""

import re

import pytest

from tests.published import documents as d
from tests.published.tree import a_campaign

PAGES = ("/en/kg2025/territory/2/", "/en/kg2025/watch/?precinct=1,2,3")


def rows(text):
    """The cells of every precinct, without tags."""
    found = re.findall(r"<tr>\n<th scope=\"row\"><a class=\"nb\".*?</tr>", text, re.DOTALL)
    return [[re.sub("<[^>]+>", "", cell).strip() for cell in re.split("</t[dh]>", row)[:-1]] for row in found]


@pytest.fixture
def client_of_three(tree, client):
    """A precinct for remote voting only, one whose counts differ, one where they agree."""
    report = d.turnout_report(20, 0, 1203)
    away = [d.result([7, 3, 0], None, contest="2", remote=True)]
    remote = d.precinct("1", kind="remote", voters=None, contests=[], turnout=[{**report, "remote": 31}], results=away)
    differs = d.precinct("2", results=[d.result([210, 140, 12], [209, 141, 12])])
    agrees = d.precinct("3", results=[d.result([210, 140, 12], [210, 140, 12])])
    documents = a_campaign()
    documents["territories/2.json"] = d.territory("2", [remote, differs, agrees])
    documents["precincts-index.json"] = {"precincts": dict.fromkeys("123", "2")}
    tree.publish("kg2025", documents)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_precinct_for_remote_voting_only_shows_its_remote_voters_and_no_nought(client_of_three, page):
    remote = rows(client_of_three.get(page).text)[0]
    assert remote[2:] == ["—", "31 remote", "—", "—", "remote votes only"]


@pytest.mark.parametrize("page", PAGES)
def test_a_precinct_whose_counts_differ_is_remarked_and_another_is_not(client_of_three, page):
    remarks = [row[-1] for row in rows(client_of_three.get(page).text)]
    assert remarks[1:] == ["the counts differ", ""]


def test_a_watch_list_of_an_archive_names_only_the_count_that_it_holds(tree, client):
    documents = a_campaign()
    totals = d.totals(scanner=d.progress(0, 0, 0, 0))
    documents["campaign.json"] |= {"archive": True, "totals": totals}
    documents["territories/2.json"] = d.territory("2", totals=totals)
    tree.publish("kg2025", documents)
    listed = client.get("/en/kg2025/watch/?territory=2").text.partition("<h2>Territories</h2>")[2]
    assert "Protocol 2 of 4" in listed and "ASU" not in listed.partition("</ul>")[0]
