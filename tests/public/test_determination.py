"""The sections on who is elected: on the pages of contests and campaigns, in three languages, from the documents."""

import pytest

from portal.domain.determination.labels import LABELS
from tests.published.determinations import THIRD, campaign_found, contest_found
from tests.published.documents import contest, options, summary
from tests.published.tree import a_campaign

CALLED = {"ky": "Натыйжаларды аныктоо", "ru": "Определение результатов", "en": "Determination of results"}
FORCE = {"ky": "юридикалык күчү жок", "ru": "не имеет юридической силы", "en": "without legal force"}


def publish(tree, **changes):
    documents = a_campaign()
    document = contest(determination=contest_found(options(), **changes))
    documents["contests/1.json"] = document
    documents["campaign.json"]["determination"] = campaign_found()
    documents["campaign.json"]["contests"] = [summary(document)]
    tree.publish("kg2025", documents)


@pytest.mark.parametrize("language", CALLED)
def test_a_contest_page_says_who_is_elected_why_and_with_what_force(tree, client, language):
    publish(tree)
    text = client.get(f"/{language}/kg2025/contest/1/").text
    assert CALLED[language] in text
    assert FORCE[language] in text
    name = options()[0]["name"][language]
    assert f'<th scope="row"><span class="position">1</span> {name}' in text
    assert "R139 ¶79" in text
    assert "{position}" not in text


def test_who_is_elected_stands_with_the_number_on_the_ballot(tree, client):
    second = options()[1]
    seat = contest_found(options())["seats"][0]
    publish(tree, seats=[seat | {"seat": 1, "position": second["position"], "name": second["name"]}])
    text = client.get("/en/kg2025/contest/1/").text
    assert f'<th scope="row"><span class="position">{second["position"]}</span> {second["name"]["en"]}' in text


def test_an_open_contest_names_certain_and_open_seats_and_no_forecast(tree, client):
    publish(tree, outcome="open", computed="open", open_seats=2, possible=[2, 3], extra=900)
    text = client.get("/en/kg2025/contest/1/").text
    assert "The result is still open" in text
    assert "Certain seats: however the remaining votes fall" in text
    assert "Open seats: <b>2</b>" in text
    assert f"Between: {options()[1]['name']['en']}" in text


def test_voters_of_an_incomplete_count_are_counted_so_far_and_have_not_simply_taken_part(tree, client):
    publish(tree, outcome="open", computed="open", extra=900)
    text = client.get("/en/kg2025/contest/1/").text
    assert "Voters counted so far" in text
    assert "Voters who took part" not in text
    publish(tree, extra=0)
    text = client.get("/en/kg2025/contest/1/").text
    assert "Voters who took part" in text
    assert "Voters counted so far" not in text


def test_only_a_decision_makes_a_determination_official(tree, client):
    publish(tree, official=True, status="determined")
    text = client.get("/en/kg2025/contest/1/").text
    assert "Officially published by decision of the commission" in text
    assert "Computed by the portal from preliminary data" not in text


def test_a_declaration_is_shown_beside_what_the_portal_computes(tree, client):
    why = {"rule": "declared_invalid", "basis": "paragraph", "source": "R139 ¶78, ¶79, ¶81"}
    steps = [{**why, "numbers": {"body": "CEC", "number": "41", "date": "2025-12-03"}}]
    before = contest_found(options())["steps"]
    publish(tree, outcome="invalid", status="invalid", seats=[], steps=steps, computed_steps=before)
    text = client.get("/en/kg2025/contest/1/").text
    assert "The results are declared invalid: CEC, 41, 2025-12-03." in text
    assert "What the portal computes" in text


def test_signed_and_computed_sums_stand_side_by_side_with_their_difference(tree, client):
    signed = {"commissions": [], "votes": [412, 270, 21], "computed": [410, 270, 21], "difference": [2, 0, 0]}
    publish(tree, signed={**signed, "whole": False, "steps": []})
    text = client.get("/en/kg2025/contest/1/").text
    assert '<td class="n">412</td><td class="n">410</td><td class="n">+2</td>' in text
    assert "Protocols of some commissions are still to come." in text


def test_a_campaign_page_shows_seats_by_sex_party_and_region(tree, client):
    publish(tree)
    text = client.get("/ru/kg2025/").text
    for row in ("женский", "мужской", "Чуйская область"):
        assert row in text
    assert "не имеет юридической силы" in text


def test_pages_of_releases_without_a_determination_show_none(client):
    assert CALLED["en"] not in client.get("/en/kg2025/contest/1/").text


@pytest.mark.parametrize(("exact", "said"), [(True, "Exact bounds"), (False, "Bounds, not exact ones")])
def test_bounds_of_lists_say_whether_they_are_exact(tree, client, exact, said):
    row = {"position": 1, "name": options()[0]["name"], "at_least": 3, "at_most": 5}
    bounds = {"certain": [1], "possible": [1], "second_round_certain": [], "second_round_possible": []}
    publish(tree, outcome="open", bounds={**bounds, "settled": False, "lists": [row], "exact": exact})
    text = client.get("/en/kg2025/contest/1/").text
    assert said in text and '<td class="n">3</td><td class="n">5</td>' in text


@pytest.mark.parametrize("language", CALLED)
def test_the_test_of_one_third_in_force_speaks_at_the_top_of_the_page(tree, client, language):
    above = {**THIRD, "took_part": 720, "at_precincts": 300, "precincts_above_third": True}
    publish(tree, third=above)
    text = client.get(f"/{language}/kg2025/contest/1/").text
    assert LABELS["third_exceeded"].document()[language] in text
    publish(tree, third={**above, "in_force": False})
    assert LABELS["third_exceeded"].document()[language] not in client.get(f"/{language}/kg2025/contest/1/").text
