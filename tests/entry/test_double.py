from portal.entry.admission import NotAdmitted
from portal.entry.protocol import Became
from portal.store.engine import Store
from portal.store.queries.facts import facts_of
from tests.entry.papers import CAMPAIGN, NOW, configured_again, enter, handed_over, key, typed


def opened(store: Store) -> None:
    configured_again(store, double_entry="true")
    handed_over(store, key(), NOW)


def stored(store: Store) -> int:
    with store.read() as session:
        found = facts_of(session, CAMPAIGN, ["1-1"]).get("1-1")
    return len(found.protocols) if found else 0


def test_a_paper_is_stored_only_when_two_people_typed_the_same(store: Store) -> None:
    opened(store)
    assert enter(store, key(), typed(), person="first").became is Became.WAITS_FOR_SECOND
    assert stored(store) == 0
    assert enter(store, key(), typed(), person="first").not_admitted is NotAdmitted.SECOND_PERSON_NEEDED
    assert enter(store, key(), typed(), person="second").became is Became.STORED
    assert stored(store) == 1


def test_fields_that_differ_are_typed_again_and_the_other_value_is_never_given_back(store: Store) -> None:
    opened(store)
    enter(store, key(), typed(votes={1: 31, 2: 19}), person="first")
    outcome = enter(store, key(), typed(), person="second")
    assert outcome.became is Became.READINGS_DIFFER
    assert outcome.differing == ("option.1.1", "option.1.2")
    assert outcome.figures["option.1.1"] == 30
    assert enter(store, key(), typed(), person="third").not_admitted is NotAdmitted.SECOND_PERSON_NEEDED
    again = {name: text for name, text in typed().items() if not name.startswith(("line.", "option."))}
    outcome = enter(store, key(), {**again, "option.1.1": "30"}, person="first")
    assert [(each.field, each.code) for each in outcome.problems] == [("option.1.2", "empty")]
    outcome = enter(store, key(), {**again, "option.1.1": "30", "option.1.2": "20"}, person="first")
    assert outcome.became is Became.STORED
    assert stored(store) == 1


def test_ratios_are_judged_when_both_agree_and_reasons_may_follow(store: Store) -> None:
    opened(store)
    raw = typed({"4": 61})
    assert enter(store, key(), raw, person="first").became is Became.WAITS_FOR_SECOND
    assert enter(store, key(), raw, person="second").became is Became.REASONS_WANTED
    people = {name: text for name, text in raw.items() if not name.startswith(("line.", "option."))}
    assert enter(store, key(), {**people, "reason.1.C6": "чек"}, person="second").became is Became.STORED


def test_a_refused_double_entry_is_read_by_two_people_again(store: Store) -> None:
    opened(store)
    enter(store, key(), typed({"9": 61}), person="first")
    assert enter(store, key(), typed({"9": 61}), person="second").became is Became.REFUSED
    assert enter(store, key(), typed(), person="second", slip=True, later=3).became is Became.WAITS_FOR_SECOND
    assert stored(store) == 0


def test_a_slip_of_a_double_entry_is_retyped_by_the_same_two_people(store: Store) -> None:
    opened(store)
    for person in ("first", "second"):
        enter(store, key(), typed({"9": 61}), person=person)
    assert enter(store, key(), typed(), person="third", slip=True, later=3).not_admitted is NotAdmitted.OTHER_PERSON
    assert enter(store, key(), typed(), person="second", slip=True, later=3).became is Became.WAITS_FOR_SECOND
    assert enter(store, key(), typed(), person="first", slip=True, later=4).became is Became.STORED
