"""The register of decisions: every act with what it concerns, on a page of its own and in its twins."""

import re

import pytest

from tests.published.documents import names
from tests.published.tree import a_campaign


def act(number, scope="campaign", target="", kind="determine", in_force=True):
    about = {"number": number, "date": "2025-12-20", "body": "cec", "kind": kind, "scope": scope, "target": target}
    return {**about, "reason": names("себеп", "причина", "the reason"), "in_force": in_force}


ACTS = [
    act("12/3", "precinct", "1002", "permit_reentry"),
    act("41", "precinct", "1001:1", "invalidate_precinct", in_force=False),
    act("42", "decision", "cec:41", "reverse"),
    act("43", "option", "1:2", "invalidate_candidate"),
    act("44", "contest", "2"),
    act("45"),
]


def publish(tree, acts):
    documents = a_campaign()
    documents["decisions.json"] = {"decisions": acts}
    own = ("campaign", "contest", "option", "decision")
    documents["campaign.json"]["decisions"] = [row for row in acts if row["scope"] in own]
    tree.publish("kg2025", documents)


def items(text):
    found = re.findall(r"<li>(.*?)</li>", text.partition('<main id="main"')[2].partition("</main>")[0])
    return [re.sub("<[^>]+>", "", item) for item in found]


def test_every_decision_stands_in_the_register_by_what_it_concerns(tree, client):
    publish(tree, ACTS)
    text = client.get("/en/kg2025/decisions/").text
    assert re.findall('<h2 id="(.*?)">', text) == ["campaign", "contest", "option", "precinct", "decision"]
    said = items(text)
    assert [item.partition("Decision No. ")[2].split(" ")[0] for item in said] == ["45", "44", "43", "41", "12/3", "42"]
    assert said[3].startswith("Precinct No. 1001 · ") and said[3].endswith("the reason no longer in force")
    assert said[2].startswith("Candidate 2 · ") and said[5].startswith("decision No. 41: ")
    for address in ("contest/2/", "option/1/2/", "precinct/1001/", "precinct/1002/"):
        assert f'<li><a href="/en/kg2025/{address}">' in text


def test_the_twins_of_the_register_hold_every_decision(tree, client):
    publish(tree, ACTS)
    rows = client.get("/en/kg2025/decisions.csv").text.splitlines()
    assert rows[0] == "number,date,body,kind,scope,target,reason,in_force" and len(rows) == len(ACTS) + 1
    assert rows[2] == "41,2025-12-20,cec,invalidate_precinct,precinct,1001:1,the reason,0"
    assert client.get("/en/kg2025/decisions.json").json["document"]["decisions"] == ACTS


def test_a_long_register_is_paged(tree, client):
    publish(tree, [act(str(number), "precinct", "1001", "permit_reentry") for number in range(1, 61)])
    assert len(items(client.get("/en/kg2025/decisions/").text)) == 50
    assert len(items(client.get("/en/kg2025/decisions/?page=2").text)) == 10
    assert client.get("/en/kg2025/decisions/?page=3").status_code == 404


@pytest.mark.parametrize("acts", [ACTS, ACTS[:1]])
def test_the_page_of_a_campaign_leads_to_the_register_and_lists_what_concerns_it_all(tree, client, acts):
    publish(tree, acts)
    text = client.get("/en/kg2025/").text.partition('<h2 id="decisions">')[2].partition("<h2")[0]
    assert 'href="/en/kg2025/decisions/"' in text
    assert re.findall(r"Decision No\. (\S+)", text) == (["42", "45"] if len(acts) > 1 else [])


def test_a_campaign_without_decisions_has_an_empty_register_and_no_link_to_it(tree, client):
    assert "No decision is registered yet." in client.get("/en/kg2025/decisions/").text
    assert 'id="decisions"' not in client.get("/en/kg2025/").text


def test_a_release_without_a_register_shows_the_decisions_that_it_has(tree, client):
    documents = a_campaign()
    documents["campaign.json"]["decisions"] = [{key: value for key, value in ACTS[-1].items() if key != "in_force"}]
    tree.publish("kg2025", documents)
    assert len(items(client.get("/en/kg2025/decisions/").text)) == 1


def test_the_feed_tells_of_decisions_on_precincts(tree, client):
    publish(tree, ACTS)
    feed = client.get("/data/kg2025/feed.en.atom").text
    assert "№ 12/3: " in feed and "/en/kg2025/decisions/" in feed
