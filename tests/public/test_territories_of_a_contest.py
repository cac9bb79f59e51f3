"""The tables by territory of a contest and of an option: own territories first, then those with remote votes only."""

import re

import pytest

from tests.published import documents as d
from tests.published.tree import a_campaign


def territory(code, votes, expected=4):
    both = {"scanner": d.count(votes, expected, remote_received=1), "protocol": d.count(votes, expected, received=0)}
    return {"code": code, "name": d.names("", "", f"Place {code}"), "direct": False, **both}


@pytest.fixture
def contest(tree, client):
    """The district's page before it has one of its precincts: three places, the first without any of them."""
    documents = a_campaign()
    rows = [territory("7", [90, 1, 1], expected=0), territory("8", [10, 20, 30]), territory("9", [20, 20, 30])]
    documents["contests/1.json"]["territories"] = rows
    tree.publish("kg2025", documents)
    return lambda page: client.get(f"/en/kg2025/{page}").text


def order(text):
    return re.findall(r">(Place \d|Remote votes cast in other territories)<", text)


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        ("contest/1/", "89"),
        ("contest/1/?sort=votes", "98"),
        ("contest/1/?sort=name", "89"),
        ("option/1/1/", "98"),
    ],
)
def test_places_with_remote_votes_only_follow_under_their_name(contest, page, codes):
    own = [f"Place {code}" for code in codes]
    text = contest(page).split('id="territories"', 1)[1].split("<table", 1)[1]
    assert order(text) == [*own, "Remote votes cast in other territories", "Place 7"]


def test_where_no_place_has_remote_votes_only_nothing_is_said_of_them(client):
    for page in ("contest/1/", "option/1/1/"):
        assert "Remote votes cast in other territories" not in client.get(f"/en/kg2025/{page}").text


def test_the_order_of_the_territories_is_marked(contest):
    assert re.search(r'aria-current="true">as in the list</a>', contest("contest/1/"))
    assert re.search(r'aria-current="true">by name</a>', contest("contest/1/?sort=name"))


def test_every_figure_of_a_territory_says_what_it_is_where_the_table_becomes_cards(contest):
    table = contest("contest/1/").split('id="territories"', 1)[1].split("<table", 1)[1].split("</table>")[0]
    labels = re.findall(r'data-label="([^"]+)"', table.split("Place 8")[1].split("</tr>")[0])
    assert labels == re.findall(r'<th scope="col" class="n[^"]*">([^<]+)', table)
