"""What pages say while nothing or not all is in: no candidate is left out, no silence passes for a figure."""

import pytest

from tests.published import documents as d
from tests.published.tree import a_campaign

NOTHING = {"turnout": [], "scanner": d.progress(4, 0, 4812, 0), "protocol": d.progress(4, 0, 4812, 0)}


def a_district(codes, options, votes=None, totals=None):
    """The documents of a campaign whose district 2 has these contests of so many options each."""
    both = {"scanner": d.count(votes or [0] * options, received=3 if votes else 0)}
    both["protocol"] = d.count([0] * options, received=0)
    documents = a_campaign()
    contests = [d.contest(code, options=d.options(options), name=d.names("", "", f"District {code}")) for code in codes]
    documents["configuration.json"] = d.configuration("kg2025", contests)
    own = d.totals(contests=dict.fromkeys(codes, both), **(totals or {}))
    documents["territories/2.json"] = d.territory("2", [d.precinct(turnout=[], results=[])], totals=own)
    documents["campaign.json"]["totals"] = d.totals(**(totals or {}))
    return documents


def test_before_results_a_territory_names_every_candidate_of_its_ballots(tree, client):
    tree.publish("kg2025", a_district(["1", "2"], 16, totals=NOTHING))
    text = client.get("/en/kg2025/territory/2/").text
    assert text.count("Candidate 15") == text.count("Against all") == 2
    assert "The leading options only." not in text


def test_before_results_no_contest_of_a_territory_is_named_with_candidates_where_another_is_not(tree, client):
    tree.publish("kg2025", a_district(["1", "2", "3", "4"], 16, totals=NOTHING))
    text = client.get("/en/kg2025/territory/2/").text
    assert "Candidate" not in text
    for code in "1234":
        assert f'<a href="/en/kg2025/contest/{code}/">District {code}</a>' in text


def test_a_territory_says_that_the_options_shown_are_the_leading_ones_only(tree, client):
    tree.publish("kg2025", a_district(["1"], 16, votes=list(range(1, 17))))
    text = client.get("/en/kg2025/territory/2/").text
    assert "Candidate 15" in text
    assert "Candidate 5<" not in text
    assert "The leading options only." in text


def test_before_results_a_territory_says_once_that_nothing_is_published(tree, client):
    documents = a_district(["1"], 3, totals=NOTHING)
    documents["territories/2.json"]["status"] = d.status("none")
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/territory/2/").text
    assert "Nothing has been published yet." in text
    assert "No figures of the vote count" not in text


@pytest.mark.parametrize("page", ["", "territory/2/", "turnout/"])
def test_turnout_says_how_many_precincts_reported_for_its_hour(tree, client, page):
    tree.publish("kg2025", a_campaign())
    text = client.get(f"/en/kg2025/{page}").text
    assert "Reported for this hour: 1 of 4 precincts." in text
    assert "The others stand with their latest report, if any." in text


def test_while_voting_goes_on_the_table_of_places_says_how_many_precincts_reported(tree, client):
    documents = a_campaign()
    silent = d.totals(**{**NOTHING, "turnout": d.totals()["turnout"]})
    campaign = documents["campaign.json"]
    campaign["totals"] = campaign["regions"][0]["totals"] = silent
    for contest in campaign["contests"]:
        contest["base"] = 0
    tree.publish("kg2025", documents)
    assert 'data-label="Precincts that reported">1 of 4</td>' in client.get("/en/kg2025/").text


@pytest.mark.parametrize(
    ("hour", "final", "said"),
    [(1, 3, "Final so far: 3 of 4 precincts."), (4, 1, "Reported for this hour: 4 of 4 precincts.")],
)
def test_turnout_says_by_the_fuller_of_hour_and_final_numbers_how_many_precincts_it_is_of(
    tree, client, hour, final, said
):
    documents = a_campaign()
    documents["campaign.json"]["totals"] |= {
        "turnout": [
            d.point("2025-11-30T12:00:00+06:00", 20, 90, reported=4),
            d.point("2025-11-30T22:00:00+06:00", 40, 90, reported=hour),
        ],
        "final": d.point("2025-11-30T20:15:00+06:00", 30, 90, reported=final),
    }
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/turnout/").text
    assert said in text
    assert text.count("Final so far:") + text.count("Reported for this hour:") == 1


def test_a_silent_precinct_speaks_of_its_own_turnout_only(tree, client):
    tree.publish("kg2025", a_district(["1"], 3))
    text = client.get("/en/kg2025/precinct/1001/").text
    assert "No turnout of this precinct has been published yet." in text


def test_nothing_published_is_not_said_to_differ_nowhere(tree, client):
    documents = a_campaign()
    numbers = documents["lists/index.json"]["numbers"]
    for kind in numbers.keys() - {"precincts", "files", "scans"}:
        numbers[kind] = 0
    campaign = documents["campaign.json"]
    tree.publish("kg2025", documents)
    assert "Nothing differs" in client.get("/en/kg2025/differences/").text
    campaign["totals"] = d.totals(**NOTHING)
    for contest in campaign["contests"]:
        contest["base"] = 0
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/differences/").text
    assert "Nothing differs" not in text
    assert "No results have been published yet" in text


def test_a_district_in_which_one_seat_is_filled_is_not_called_one_of_several(tree, client):
    assert "Multi-member district · Seats: 3" in client.get("/en/kg2025/contest/1/").text
    documents = a_campaign()
    documents["contests/1.json"]["seats"] = 1
    tree.publish("kg2025", documents)
    assert "Election district · Seats: 1" in client.get("/en/kg2025/contest/1/").text


def test_changes_are_offered_only_where_the_bulk_files_have_them(tree, client):
    assert "changes.jsonl" not in client.get("/en/kg2025/data/").text
    assert "No description of the bulk files" in client.get("/en/kg2025/data/dictionary/").text


def leaders(documents, votes, received, protocol=None):
    """The documents with a district of 3 seats, so many precincts of which are in by the ballot scanners."""
    district = d.contest("9", name=d.names("", "", "District 9"), options=d.options(len(votes)), territories=[])
    district["scanner"] = d.count(votes, received=received, remote_received=4)
    district["protocol"] = d.count(protocol or [0] * len(votes), received=0)
    row = {**d.summary(district), "base": sum(votes), "received": received}
    documents["campaign.json"]["contests"] = [row, *documents["campaign.json"]["contests"][1:]]
    documents["contests/9.json"] = district
    return documents


def test_the_line_of_the_seats_stands_between_unequal_options_only(tree, client):
    tree.publish("kg2025", leaders(a_campaign(), [9, 8, 7, 6, 5], 2))
    text = client.get("/en/kg2025/").text.split("District 9")[1].split("</ol>")[0]
    assert text.count('<li class="seats">') == 1
    assert "no line is drawn" not in text
    tree.publish("kg2025", leaders(a_campaign(), [9, 8, 7, 7, 5], 2))
    text = client.get("/en/kg2025/").text.split("District 9")[1].split("</ol>")[0]
    assert 'class="seats"' not in text
    assert text.count("as many votes as the next: no line is drawn") == 1


def test_official_results_are_no_guess_and_need_no_line_of_seats(tree, client):
    documents = leaders(a_campaign(), [9, 8, 7, 6, 5], 4)
    tree.publish("kg2025", documents)
    assert 'class="seats"' in client.get("/en/kg2025/").text
    documents["campaign.json"]["status"]["progress"] = "official"
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/").text
    assert 'class="seats"' not in text
    assert "does not say who is elected" not in text


def test_without_a_precinct_remote_votes_are_named_so_and_draw_no_line_of_seats(tree, client):
    tree.publish("kg2025", leaders(a_campaign(), [9, 8, 7, 6, 5], 0))
    text = client.get("/en/kg2025/").text.split("District 9")[1].split("</ol>")[0]
    assert 'ASU: 0 of 4 precincts · <span class="nb">35 votes</span> · so far remote votes only' in text
    assert 'class="seats"' not in text
    assert "so far remote votes only" in client.get("/embed/en/kg2025/contest/9/").text
    tree.publish("kg2025", leaders(a_campaign(), [9, 8, 7, 6, 5], 1))
    assert "so far remote votes only" not in client.get("/en/kg2025/").text.split("District 9")[1].split("</ol>")[0]
    assert "so far remote votes only" not in client.get("/embed/en/kg2025/contest/9/").text


def test_a_table_of_options_names_the_count_that_orders_it_and_draws_its_bars(tree, client):
    tree.publish("kg2025", leaders(a_campaign(), [9, 8, 7, 6, 5], 2))
    text = client.get("/en/kg2025/contest/9/").text
    assert "Order and bars: Ballot scanners (ASU)" in text
    assert 'class="bar scanner"' in text
    text = client.get("/en/kg2025/contest/9/?order=ballot").text
    assert "Order and bars" not in text
    assert "Bars: Ballot scanners (ASU)" in text
    documents = leaders(a_campaign(), [9, 8, 7, 6, 5], 2)
    documents["contests/9.json"]["protocol"] = d.count([5, 6, 7, 8, 9], received=3)
    tree.publish("kg2025", documents)
    assert "Order and bars: Protocols (hand count)" in client.get("/en/kg2025/contest/9/").text


def test_a_place_without_votes_speaks_of_itself_and_not_of_the_contest(tree, client):
    documents = a_district(["1"], 3)
    documents["territories/2.json"]["precincts"] = [d.precinct(results=[d.result(None, None)])]
    tree.publish("kg2025", documents)
    assert "No votes of this territory have been published yet." in client.get("/en/kg2025/territory/2/").text
    assert "No votes of this precinct have been published yet." in client.get("/en/kg2025/precinct/1001/").text


def test_no_figure_stands_for_a_count_of_which_nothing_is_in(tree, client):
    tree.publish("kg2025", leaders(a_campaign(), [9, 8, 7, 6, 5], 2))
    text = client.get("/en/kg2025/contest/9/").text.split("What the counts are made of", 1)[1].split("</table>")[0]
    for name in ("Votes", "Ballots", "Precincts with remote votes for this contest"):
        row = text.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]
        assert row.count("<td") == 2
        assert row.endswith('<td class="n nothing" data-label="Protocol">—</td>')


def test_the_list_of_marked_precincts_has_no_columns_of_what_is_not_in_yet(tree, client):
    tree.publish("kg2025", a_campaign())
    table = client.get("/en/kg2025/differences/").text.split("<table", 1)[1].split("</table>")[0]
    assert "Corrected" in table
    assert "not in yet" not in table
    table = client.get("/en/kg2025/differences/?show=missing_protocol").text.split("<table", 1)[1].split("</table>")[0]
    assert "Protocol not in yet" in table
    assert "Corrected" not in table


def test_a_list_without_differences_does_not_deny_what_is_not_in_yet(tree, client):
    documents = a_campaign()
    index = documents["lists/index.json"]
    for numbers in (index["numbers"], *(row["numbers"] for row in index["rows"])):
        numbers |= dict.fromkeys(numbers.keys() - {"precincts", "missing_protocol", "files", "scans"}, 0)
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/differences/").text
    assert "No precinct differs or has a finding; those with something missing stand behind the links above." in text
    assert "No precinct is like this" not in text


def test_ballots_that_the_scanners_took_are_not_called_identified_voters(tree, client):
    documents = a_campaign()
    precinct = documents["territories/2.json"]["precincts"][0]
    last = precinct["turnout"][-1]
    precinct["final"] = last | {"identified": 287, "source": "scanner_final"}
    tree.publish("kg2025", documents)
    number = precinct["number"]
    steps = client.get(f"/en/kg2025/precinct/{number}/").text.split('<ol class="steps"')[1].split("</ol>")[0]
    assert f"<b>{last['identified']}</b>" in steps
    assert "287" not in steps
