"""Pictures for sharing name who is elected by the official act alone, with the act."""

import pytest

from portal.public import pictures
from tests.public.test_official import publish
from tests.published.documents import names, options, summary
from tests.published.tree import a_campaign


@pytest.fixture
def drawn(client, monkeypatch):
    """What the picture of a page says."""
    seen = []
    monkeypatch.setattr(pictures, "_draw", lambda content: seen.append(content) or b"")

    def content(page, language="en"):
        assert client.get(f"/share/{language}/kg2025/{page}picture.png").status_code == 200
        return seen[-1]

    return content


def marked(content):
    return [(label, word) for label, _, word in content["rows"] if word]


FIRST = options()[0]["name"]["en"]


def test_the_picture_of_a_contest_names_who_is_elected_with_the_act(tree, drawn):
    publish(tree)
    content = drawn("contest/1/")
    assert marked(content) == [(FIRST, "elected")]
    assert content["legal"] == "decision No. 520 of 20 December 2025"
    assert drawn("contest/1/", "ru")["rows"][0][2] == "избрана"


@pytest.mark.parametrize("page", ["contest/1/", "option/1/1/", ""])
def test_before_the_act_and_while_it_is_suspended_a_picture_names_nobody(tree, drawn, page):
    publish(tree, official=False, progress="complete")
    content = drawn(page)
    assert content["legal"] == "without legal force" and "lected" not in str(content["rows"])
    publish(tree, suspended=True)
    assert "lected" not in str(drawn(page)["rows"])


def test_the_pictures_of_the_elected_and_of_a_campaign_of_one_contest_say_it_too(tree, drawn):
    publish(tree)
    assert drawn("option/1/1/")["rows"][0] == ("Elected", "", "")
    assert "Elected" not in str(drawn("option/1/2/")["rows"])
    assert marked(drawn("")) == [(FIRST, "elected")]
    assert marked(drawn("turnout/")) == []


def test_an_outcome_that_elects_nobody_stands_first(tree, drawn):
    publish(tree, outcome="repeat_election", computed="repeat_election", seats=[])
    assert drawn("contest/1/")["rows"][0] == ("Repeat elections are held", "", "")


def test_a_picture_without_room_for_all_says_how_many_more_are_elected(tree, drawn):
    seats = [
        {"seat": at, "position": 1 + at % 2, "person": 0, "name": names(f"N{at}"), "id": "", "sex": "f", "party": ""}
        | {"votes": 1, "base": 9, "share": "11.11"}
        for at in range(1, 7)
    ]
    publish(tree, seats=seats)
    rows = drawn("")["rows"]
    assert [label for label, *_ in rows] == ["N1", "N2", "and 4 more elected"]


def test_the_elected_of_many_contests_have_no_room_on_the_picture_of_their_campaign(tree, drawn):
    publish(tree)
    documents = a_campaign()
    rows = [summary(documents[f"contests/{code}.json"]) for code in "12"]
    documents["campaign.json"]["contests"] = rows
    tree.publish("kg2025", documents)
    assert marked(drawn("")) == []
