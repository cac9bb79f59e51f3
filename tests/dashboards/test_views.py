"""What the views make of the documents: order, bins and lists; every number is a document's or counts something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.views.turnout import into_hours
from dashboards.views.view import series
from tests.dashboards.campaigns import explored
from tests.dashboards.requests import sheet_path


@given(st.lists(st.integers(0, 10**6), max_size=24))
def test_hours_put_together_again_are_the_cumulative_series(values):
    parts = into_hours(values)
    assert [sum(parts[: place + 1]) for place in range(len(parts))] == values


def test_a_series_copies_what_it_is_given():
    values = [1, 2]
    made = series("name", ["a", "b"], values)
    values.append(3)
    assert made["values"] == [1, 2]


def test_the_curve_of_a_region_is_the_one_of_its_document(draw, tree):
    from portal.published.site import Site

    release = Site(tree.root).current().release("kg2025")
    trace = draw(sheet_path("turnout", "hours"), "?territory=2")["data"][0]
    assert trace["y"] == [point["percent"] for point in release.territory("2").head["totals"]["turnout"]]
    assert trace["x"] == [12 * 60, 16 * 60]


@pytest.mark.parametrize(("reported", "drawn"), [(1, 2), (2, 3)])
def test_the_first_final_numbers_draw_no_fall(draw, tree, reported, drawn):
    documents = explored()
    totals = documents["campaign.json"]["totals"]
    latest = totals["turnout"][-1] | {"reported": 2}
    totals["turnout"][-1] = latest
    totals["final"] = {**latest, "total": 9, "identified": 9, "reported": reported, "percent": "0.19"}
    tree.publish("kg2025", documents)
    data = draw(sheet_path("turnout", "hours"))["data"]
    assert all(len(trace["x"]) == len(trace["y"]) for trace in data)
    assert sum(len(trace["y"]) for trace in data) == drawn
    assert data[0]["y"][1] == latest["percent"]


def test_the_row_of_the_final_number_says_what_it_is(client, tree):
    documents = explored()
    totals = documents["campaign.json"]["totals"]
    latest = totals["turnout"][-1] | {"reported": 2}
    totals["turnout"][-1] = latest
    totals["final"] = {**latest, "total": 9, "identified": 9}
    tree.publish("kg2025", documents)
    text = client.get(sheet_path("turnout", "hours", "en")).text
    assert text.count(">Final</td>") == 1
    assert '<th scope="col">State</th>' in text
    assert "Final: ballots taken by the scanners" in text


def test_nothing_is_said_of_a_final_number_before_there_is_one(client):
    text = client.get(sheet_path("turnout", "hours", "en")).text
    assert "State</th>" not in text and "Final" not in text
    header, row = [rows.split("</tr>")[0] for rows in text.split('<table class="dense')[1].split("<tr>")[1:3]]
    assert header.count("<th ") == row.count("<t") - row.count("<time")
    assert client.get("/en/explore/turnout/kg2025/hours.csv").text.partition("\r\n")[0].split(",")[3] == "state"


@pytest.mark.parametrize("sheet", ["options", "places", "arrival"])
def test_shares_are_named_by_what_they_are_a_part_of(client, draw, sheet):
    figure = str(draw(sheet_path("results", sheet, "en"))).replace("<br>", " ")
    assert "Share of all votes for the options" in figure
    assert "alid votes" not in client.get(sheet_path("results", sheet, "en")).text + figure


def test_arrival_ends_with_the_shares_of_all_reports(draw):
    data = draw(sheet_path("results", "arrival"), "?count=scanner")["data"]
    assert data and all(trace["x"][-1] == data[0]["x"][-1] for trace in data)


def test_differences_are_listed_by_size_and_by_place(draw):
    by_size = draw(sheet_path("quality", "differences"))
    by_place = draw(sheet_path("quality", "differences"), "?by=place")
    assert sum(by_size["data"][0]["y"]) == sum(by_place["data"][0]["x"]) > 0


def test_findings_of_one_rule_are_shown_with_their_explanation(client):
    text = client.get(sheet_path("quality", "findings", "ky") + "?code=C6").text
    assert "Бир чек басылган жок." in text
    assert "Бир чек басылган жок." not in client.get(sheet_path("quality", "findings", "ky") + "?code=C1").text


def test_points_of_the_scatter_carry_their_precincts(draw):
    trace = draw(sheet_path("quality", "scatter"), "?count=scanner")["data"][0]
    assert set(trace["customdata"]) <= {"1001", "1002"}
    assert len(trace["customdata"]) == len(trace["x"]) == len(trace["y"]) > 0


@pytest.mark.parametrize("count", ["scanner", "protocol"])
def test_one_precinct_shows_its_own_shares(draw, count, tree):
    from portal.published.site import Site

    precinct = Site(tree.root).current().release("kg2025").territory("2").precinct("1002")
    data = draw(sheet_path("results", "options"), "?precinct=1002")["data"]
    shown = data[0 if count == "scanner" else 1]["x"]
    assert shown == precinct["results"][0][count]["shares"]


def test_what_is_missing_is_listed_with_the_time_since_when(client):
    text = client.get(sheet_path("quality", "missing").rstrip("/") + ".csv").text
    assert text.startswith("precinct,territory,contest,missing,since,reason\r\n")
