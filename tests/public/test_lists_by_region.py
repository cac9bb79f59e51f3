"""Lists across the country: territories stand with those of their region, and a reader sees which one it is."""

import re

import pytest

from tests.published import documents as d
from tests.published.tree import a_campaign

PLACES = {"A": ("Alpha region", ""), "A1": ("Zeta district", "A"), "A2": ("Beta district", "A"), "B": ("Capital", "")}
PLACES |= {"C": ("South", ""), "C1": ("South town", "C"), "X": ("Abroad", "")}
ROWS = ("A1", "A2", "B", "C", "C1", "X")


@pytest.fixture
def text(tree, client):
    documents = a_campaign()
    [entry, *_] = documents["lists/index.json"]["rows"]
    documents["configuration.json"]["territories"] = [
        {
            "code": code,
            "parent": parent,
            "level": 2 if parent else 1,
            "kind": "abroad" if code == "X" else "",
            "name": d.names("", "", name),
            "precincts": 1,
        }
        for code, (name, parent) in PLACES.items()
    ]
    documents["lists/index.json"]["rows"] = [
        {**entry, "code": code, "name": d.names("", "", PLACES[code][0]), "above": [*filter(None, [PLACES[code][1]])]}
        for code in ROWS
    ]
    tree.publish("kg2025", documents)
    return lambda page: client.get(f"/en/kg2025/{page}").text.partition('<h2 id="list">')[2]


@pytest.mark.parametrize("page", ["scans/", "differences/"])
def test_territories_stand_beneath_their_region_and_a_region_names_its_own_precincts(text, page):
    rows = [re.sub("<[^>]+>", "", head).strip() for head in re.findall(r'<th scope="row.*?</th>', text(page))]
    own = "South own precincts"
    assert rows == ["Capital", "Alpha region", "Beta district", "Zeta district", "South", own, "South town", "Abroad"]
    assert text(page).count('scope="rowgroup"') == 2


@pytest.mark.parametrize("page", ["scans/", "differences/"])
def test_what_lies_abroad_stands_last_and_beneath_no_region(text, page):
    assert text(page).rpartition("<tbody>")[2].count('scope="row') == 1


@pytest.mark.parametrize("page", ["scans/", "differences/"])
def test_a_region_opens_what_is_beneath_it_without_naming_it_again(text, page):
    assert f'href="/en/kg2025/{page}?territory=A#list">Alpha region' in text(page)
    beneath = text(f"{page}?territory=A")
    assert "Beta district" in beneath and "Capital" not in beneath and "rowgroup" not in beneath
