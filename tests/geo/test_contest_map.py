"""The static map of a contest that lies within one territory: its precincts by their leading option."""

from typing import Any

from flask import Flask
from flask_babel import Babel

from portal.public.map_svg import contest_map

FRAME = {"width": 10, "height": 10, "shapes": {"1": "M0 0l1 0 0 1z", "2": "M1 1l1 0 0 1z"}, "schematic": []}


def count(*votes: int) -> dict[str, Any]:
    return {"votes": list(votes), "shares": ["50.00"] * len(votes)}


def precinct(number: str, scanner: Any, protocol: Any, *, counted: bool = True) -> dict[str, Any]:
    result = {"contest": "c", "counted": counted, "scanner": scanner, "protocol": protocol}
    return {"number": number, "results": [result]}


class Territory:
    def __init__(self, *precincts: dict[str, Any]) -> None:
        self.rows = {each["number"]: each for each in precincts}

    def precinct(self, number: str) -> Any:
        return self.rows.get(number)


class Release:
    def __init__(self, territory: Territory) -> None:
        self.place = territory

    def document(self, path: str) -> Any:
        return {"regions": None, "districts": None, "contests": {}, "precincts": {"c": FRAME}}

    def territory(self, code: str) -> Territory:
        return self.place


def drawn(territory: Territory, shown: str) -> Any:
    app = Flask(__name__)
    Babel(app)
    contest: Any = {"code": "c", "territory": "t", "territories": [{"code": "t"}], "options": ["first", "second"]}
    release: Any = Release(territory)
    with app.test_request_context():
        return contest_map(release, contest, shown, [1, 0])


def test_precincts_have_the_colour_of_their_leading_option_by_the_count_that_is_shown() -> None:
    place = Territory(precinct("1", count(3, 9), count(9, 3)), precinct("2", count(5, 5), None))
    by_scanner, by_hand = drawn(place, "scanner"), drawn(place, "protocol")
    assert [unit["class"] for unit in by_scanner["units"]] == ["o0", "tie"]
    assert [unit["class"] for unit in by_hand["units"]] == ["o1", "none"]
    assert by_scanner["by_precinct"] and by_hand["no_data"]
    assert by_scanner["units"][0]["name"]["ru"].endswith("1")


def test_an_invalidated_precinct_has_no_colour() -> None:
    place = Territory(precinct("1", count(3, 9), None, counted=False), precinct("2", count(3, 9), None))
    left_out, counted = drawn(place, "scanner")["units"]
    assert (left_out["class"], left_out["percent"]) == ("none", None)
    assert counted["class"] == "o0"


def test_there_is_no_map_of_leaders_before_a_precinct_has_reported() -> None:
    assert drawn(Territory(precinct("1", None, None), precinct("2", count(3, 9), None)), "protocol") is None
