"""The page of turnout by hour: the newest hour is the first that is seen, and a pale bar is explained. The bars of a
place leave out no hour that the schedule publishes.
"""

import re

import pytest

from tests.published import documents as d
from tests.published.tree import a_campaign

HOURS = ("2025-11-30T10:00:00+06:00", "2025-11-30T12:00:00+06:00", "2025-11-30T16:00:00+06:00")
PALE = "A pale bar: no report for this hour"


def page(tree, client, silent_in=None):
    """The page of a country with these hours, whose region reports in all but one."""
    documents = a_campaign()
    campaign = documents["campaign.json"]
    points = [d.point(hour, 100 * at, 4812) for at, hour in enumerate(HOURS, 1)]
    campaign["totals"] = d.totals(turnout=points)
    campaign["regions"][0]["totals"] = d.totals(turnout=[point for point in points if point["as_of"] != silent_in])
    tree.publish("kg2025", documents)
    return client.get("/en/kg2025/turnout/").text


def test_the_table_by_territory_begins_with_the_newest_hour(tree, client):
    table = page(tree, client).split('aria-label="By territory and hour"')[1].split("</table>")[0]
    assert [table.index(f'datetime="{hour}"') for hour in HOURS] == sorted(
        (table.index(f'datetime="{hour}"') for hour in HOURS), reverse=True
    )
    assert table.index("6.23%") < table.index("4.16%") < table.index("2.08%")


def test_the_bars_side_by_side_name_their_hours(tree, client):
    hint = page(tree, client).split("Bars from the left")[1].split("</p>")[0]
    assert [hint.count(f'datetime="{hour}"') for hour in HOURS] == [1, 1, 1]
    assert hint.index("10:00") < hint.index("12:00") < hint.index("16:00")


def test_a_pale_bar_is_explained_where_there_is_one(tree, client):
    assert PALE not in page(tree, client)
    assert PALE in page(tree, client, silent_in=HOURS[1])


@pytest.fixture
def bars(tree, client):
    """The hours of the bars that a territory shows, each with what stands beside it, by the hours of its reports."""

    def found(*reported):
        documents = a_campaign()
        documents["campaign.json"]["schedule"] = [
            *({"what": "turnout", "at": hour.replace(":00:", ":15:"), "decision": "77"} for hour in HOURS),
            {"what": "protocols", "at": "2025-11-30T15:00:00+06:00", "decision": "77"},
        ]
        points = [d.point(hour, 100 * at, 4812) for at, hour in enumerate(reported, 1)]
        documents["territories/2.json"]["totals"] = d.totals(turnout=points)
        tree.publish("kg2025", documents)
        text = client.get("/en/kg2025/territory/2/").text
        figure = text.partition('<figure class="hours')[2].partition("</figure>")[0]
        rows = re.findall('<li><time datetime="([^"]+)">.*?</time>(.*?)</li>', figure)
        return [(hour, re.sub("<[^>]+>", "", said).split("%")[0].strip()) for hour, said in rows]

    return found


def test_an_hour_of_the_schedule_without_a_report_stands_empty_among_the_bars(bars):
    assert bars(HOURS[0], HOURS[2]) == [(HOURS[0], "2.08"), (HOURS[1], "no report for this hour —"), (HOURS[2], "4.16")]
    assert [said for _, said in bars(HOURS[1], HOURS[2])] == ["no report for this hour —", "2.08", "4.16"]


def test_hours_after_the_last_report_of_a_place_and_other_lines_of_the_schedule_draw_nothing(bars):
    assert [hour for hour, _ in bars(HOURS[0], HOURS[1])] == [*HOURS[:2]]
    assert bars() == []
