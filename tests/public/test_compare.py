"""What stood before and after a change has a column each, and no two figures share a name."""

import re

from tests.published import documents as d
from tests.published.tree import a_campaign


def rows(tree, client):
    """Name, former and present value of every figure that a report of the scanners changed."""
    before, after = a_campaign(), a_campaign()
    district = before["territories/2.json"]["precincts"]
    district[1] = district[1] | {"status": d.status("none"), "final": None}
    totals = after["campaign.json"]["totals"]
    totals["turnout"] = [d.point(d.AS_OF, 1000, 4812, remote=30)]
    tree.publish("kg2025", before)
    tree.publish("kg2025", after)
    text = client.get("/en/kg2025/releases/3/since/2/?territory=2").text
    found = [re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(<th.*?)</tr>", text)]
    return {name: values for name, *values in found}


def test_a_status_in_words_has_a_column_before_and_one_after_the_change(tree, client):
    assert rows(tree, client)["Status"] == ["no results yet", "complete"]


def test_turnout_of_a_region_with_remote_voters_is_named_apart_from_the_home_list_of_a_precinct(tree, client):
    named = rows(tree, client)
    assert named["Voters who took part, remote voting included"][1] == "1,030"
    assert named["Final number by the ballot scanners (ASU), home list"] == ["—", "371"]
    assert "Voters identified" not in "".join(named)
