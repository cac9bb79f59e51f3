"""Preference votes on a paper: typed with it, held against the votes of their list, stored like its votes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.domain.configuration import Contest, ListedPerson, Option
from portal.domain.names import Names
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind
from portal.entry.admission import NotAdmitted
from portal.entry.known import known_precincts
from portal.entry.protocol import Became
from portal.store.engine import Store, open_store
from portal.store.queries.entry import attempts
from portal.store.values import Commission
from tests.entry.papers import CAMPAIGN, NOW, REMOTE, enter, form, handed_over, key, permit, typed, typed_remote
from tests.store.factories import campaign, configured, precinct

TYPED = {"1.1": 25, "1.2": 5, "1.3": 0, "2.1": 10, "2.2": 10}
RULES = {"method": "hare", "list_order": "preferences"}


def lists(code: str) -> Contest:
    """A contest of three parties, two of them with lists."""
    sizes = {1: 3, 2: 2, 3: 0}
    options = tuple(
        Option(
            position,
            OptionKind.PARTY,
            Names(ru=f"Партия {position}"),
            persons=tuple(
                ListedPerson(number, Names(ru=f"Кандидат {position}-{number}")) for number in range(1, size + 1)
            ),
        )
        for position, size in sizes.items()
    )
    return Contest(code, ContestKind.PARTY_LIST, 5, "", Names(ru=f"Кеңеш {code}"), options)


def whole(**parameters: str) -> dict[str, Any]:
    """A city kenesh with lists, in place of the candidates of the other tests."""
    return {
        "campaign": replace(campaign(CAMPAIGN, parameters={**RULES, **parameters}), kind=CampaignKind.LOCAL_CITY),
        "ordinary_form": form("kg-2025"),
        "remote_form": form("kg-2025-remote"),
        "contests": (lists("1"), lists("2")),
        "precincts": (precinct("1-1"), precinct("1-2")),
        "commissions": (Commission("tik-11", "tik", "", "11", "", Names(ru="ТИК 11")),),
    }


def configure(store: Store, **parameters: str) -> None:
    digest = f"{len(parameters)}{''.join(parameters.values())}".encode().hex().ljust(64, "0")[:64]
    with store.write() as session:
        configured(session, digest=digest, **whole(**parameters))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    configure(opened)
    yield opened
    opened.close()


def paper(preferences: dict[str, int] | None = None, **values: Any) -> dict[str, str]:
    """An ordinary paper with preferences as it is typed; valid by default."""
    found = {**TYPED, **(preferences or {})}
    return typed(**{f"preference.1.{place}": str(number) for place, number in found.items()}, **values)


def stored(store: Store, contest: str = "1") -> list[dict[tuple[int, int], int]]:
    with store.read() as session:
        facts = known_precincts(session, CAMPAIGN, ["1-1"])["1-1"]
    return [dict(each.preferences) for each in facts.protocols if each.contest == contest]


def test_preferences_are_stored_with_the_paper(store: Store) -> None:
    handed_over(store, key())
    assert enter(store, key(), paper()).became is Became.STORED
    assert stored(store) == [{(1, 1): 25, (1, 2): 5, (1, 3): 0, (2, 1): 10, (2, 2): 10}]


def test_every_person_wants_a_whole_number(store: Store) -> None:
    handed_over(store, key())
    raw = paper() | {"preference.1.1.2": "", "preference.1.2.1": "-1", "preference.1.2.2": "1.5"}
    outcome = enter(store, key(), raw)
    assert outcome.became is Became.UNREADABLE
    assert [(each.field, each.code) for each in outcome.problems] == [
        ("preference.1.1.2", "empty"),
        ("preference.1.2.1", "not_a_count"),
        ("preference.1.2.2", "not_a_count"),
    ]
    assert stored(store) == []


def test_more_preferences_than_votes_are_not_saved_and_logged_with_their_figures(store: Store) -> None:
    handed_over(store, key())
    outcome = enter(store, key(), paper({"1.1": 31, "2.2": 21}))
    assert outcome.became is Became.REFUSED
    assert [each.place for each in outcome.broken] == [
        ("1", "L1", 1, 1),
        ("1", "L2", 1, 0),
        ("1", "L1", 2, 2),
        ("1", "L2", 2, 0),
    ]
    assert stored(store) == []
    with store.read() as session:
        (attempt,) = attempts(session, CAMPAIGN, ["1-1"])["1-1"]
    assert attempt.figures["preference.1.1.1"] == 31
    assert [(each["code"], each["values"]) for each in attempt.broken][:1] == [("L1", {"position": 1, "person": 1})]


def test_the_marks_of_a_ballot_are_a_rule_of_the_package(store: Store) -> None:
    configure(store, preference_marks="2")
    handed_over(store, key())
    assert enter(store, key(), paper({"1.1": 30, "1.2": 30})).became is Became.STORED


def test_a_correction_of_a_preference_is_a_new_version_and_wants_a_decision(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), paper())
    handed_over(store, key(), NOW + timedelta(minutes=20))
    assert enter(store, key(), paper({"1.1": 24}), later=30).not_admitted is NotAdmitted.DECISION_NEEDED
    permit(store)
    assert enter(store, key(), paper({"1.1": 24}), later=30).became is Became.STORED
    assert [each[1, 1] for each in stored(store)] == [25, 24]


def test_a_slip_in_a_preference_is_retyped_at_once(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), paper())
    assert enter(store, key(), paper(), slip=True, later=2).became is Became.NOT_ADMITTED
    assert enter(store, key(), paper({"1.2": 4}), slip=True, later=2).became is Became.STORED
    assert [each[1, 2] for each in stored(store)] == [5, 4]


def test_two_readings_that_differ_in_a_preference_are_typed_again_without_the_other_value(store: Store) -> None:
    configure(store, double_entry="true")
    handed_over(store, key())
    enter(store, key(), paper({"2.1": 9}), person="first")
    outcome = enter(store, key(), paper(), person="second")
    assert (outcome.became, outcome.differing) == (Became.READINGS_DIFFER, ("preference.1.2.1",))
    assert outcome.figures["preference.1.2.1"] == 10
    again = {name: text for name, text in paper().items() if not name.startswith(("line.", "option.", "preference."))}
    assert enter(store, key(), {**again, "preference.1.2.1": "10"}, person="first").became is Became.STORED
    assert [each[2, 1] for each in stored(store)] == [10]


def test_a_remote_paper_states_preferences_of_its_districts(store: Store) -> None:
    handed_over(store, REMOTE)
    found = {"1.1": 5, "1.2": 0, "1.3": 0, "2.1": 2, "2.2": 0}
    raw = typed_remote(**{f"preference.2.{place}": str(number) for place, number in found.items()})
    assert enter(store, REMOTE, raw, contests=("2",)).became is Became.STORED
    assert stored(store, "2") == [{(1, 1): 5, (1, 2): 0, (1, 3): 0, (2, 1): 2, (2, 2): 0}]


def test_a_changed_preference_alone_makes_a_new_version_of_a_remote_section(store: Store) -> None:
    handed_over(store, REMOTE)
    found = {"1.1": 5, "1.2": 0, "1.3": 0, "2.1": 2, "2.2": 0}
    raw = typed_remote(**{f"preference.2.{place}": str(number) for place, number in found.items()})
    enter(store, REMOTE, raw, contests=("2",))
    assert (
        enter(store, REMOTE, {**raw, "preference.2.1.1": "4"}, slip=True, later=2, contests=("2",)).became
        is Became.STORED
    )
    assert [each[1, 1] for each in stored(store, "2")] == [5, 4]


def test_a_campaign_whose_lists_are_closed_asks_for_no_preferences(store: Store) -> None:
    configure(store, list_order="list")
    handed_over(store, key())
    assert enter(store, key(), typed()).became is Became.STORED
    assert stored(store) == [{}]
