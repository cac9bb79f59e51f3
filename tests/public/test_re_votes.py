"""A precinct that voted again: the re-vote's figures, and the replaced vote beneath them (R139 ¶75)."""

import pytest

from tests.published import documents as d
from tests.published.tree import a_campaign


@pytest.fixture
def page(tree, client):
    """The page of precinct 1002 in a language, after a re-vote of contest 1."""
    documents = a_campaign()
    precinct = next(row for row in documents["territories/2.json"]["precincts"] if row["number"] == "1002")
    again = d.result([5, 9, 1], [5, 9, 1])
    again["vote"] = 1
    again["other_votes"] = [{"vote": 0, "scanner": d.scanner([210, 140, 12]), "versions": [d.protocol([777, 1, 2])]}]
    precinct["results"][0] = again
    tree.publish("kg2025", documents)
    return lambda language: client.get(f"/{language}/kg2025/precinct/1002/").text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Re-vote", "First vote")),
        ("ru", ("Переголосование", "Первое голосование")),
        ("ky", ("Кайра", "Биринчи")),
    ],
)
def test_the_replaced_vote_stays_readable_beneath_the_re_vote(page, language, words):
    text = page(language)
    assert all(word in text for word in words)
    assert text.index(words[0]) < text.index(words[1]) < text.index("777")
    assert "R139 ¶75" in text
