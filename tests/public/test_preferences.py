"""Preferences on the page of a precinct: beside their persons, and from version to version."""

from typing import Any

from portal.public.pages.preferences import by_list, changed, preferred


def option(position: int, *persons: str) -> Any:
    listed = [{"person": number, "name": {"en": name}} for number, name in enumerate(persons, start=1)]
    return {"position": position, "name": {"en": f"Party {position}"}, **({"persons": listed} if listed else {})}


def protocol(*preferences: int) -> Any:
    return {"preferences": list(preferences)} if preferences else {}


OPTIONS = [option(1, "Aida", "Bolot"), option(2), option(3, "Cholpon")]


def test_votes_stand_beside_their_persons_in_the_order_of_the_lists() -> None:
    assert [(each.id, each.name, each.votes) for each in preferred(OPTIONS, protocol(5, 0, 7), "en")] == [
        ("1.1", "Aida", 5),
        ("1.2", "Bolot", 0),
        ("3.1", "Cholpon", 7),
    ]
    assert preferred(OPTIONS, protocol(), "en") == [] == preferred(OPTIONS, None, "en")


def test_a_party_without_a_list_has_no_table() -> None:
    entry: Any = {"options": OPTIONS}
    assert [each["option"]["position"] for each in by_list(entry, protocol(5, 0, 7), "en")] == [1, 3]
    assert by_list(None, protocol(5, 0, 7), "en") == [] == by_list(entry, protocol(), "en")


def test_a_version_that_states_no_preferences_differs_by_all_of_them() -> None:
    both = list(changed(OPTIONS, protocol(5, 0, 7), protocol(4, 0, 7), "en"))
    assert both == [("1.1", "Aida", 5, 4), ("1.2", "Bolot", 0, 0), ("3.1", "Cholpon", 7, 7)]
    assert [row[2:] for row in changed(OPTIONS, protocol(), protocol(4, 0, 7), "en")] == [
        (None, 4),
        (None, 0),
        (None, 7),
    ]
    assert [row[2:] for row in changed(OPTIONS, protocol(5, 0, 7), protocol(), "en")] == [
        (5, None),
        (0, None),
        (7, None),
    ]
