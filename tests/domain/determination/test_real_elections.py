"""Real figures: the scanner counts of 4 October 2020, and the districts of 30 November 2025."""

import csv
from fractions import Fraction

import pytest

from portal.domain.determination.inputs import Totals
from portal.domain.determination.local_city import CityParameters, determine
from portal.domain.determination.parliament import ParliamentParameters, mandates_by_sex
from portal.domain.determination.parliament import determine as determine_district
from portal.domain.determination.rules import Rule
from tests.domain.determination.builders import against, candidate, party

NOT_OPTIONS = ("total", "form2_percent", "level_one")


@pytest.fixture(scope="session")
def parties_of_2020(shared_data):
    """Votes of 17 ballot positions over 2,413 precincts, as whole numbers; the last one is "against all"."""
    path = shared_data / "kg-2020-parliament" / "PARTIES_RESULTS_REACT_LEVEL_ONE_NEW.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in NOT_OPTIONS]
    votes = [sum(round(Fraction(row[name] or 0)) for row in rows) for name in names]
    return [*(party(at, number) for at, number in enumerate(votes[:-1], start=1)), against(votes[-1], 17)]


def divided(standings, totals, **values):
    return determine(standings, {}, CityParameters.parse({"threshold": "7%", **values}), 120, totals)


def test_shares_of_2020_decide_who_passes_the_threshold(parties_of_2020):
    outcome = divided(parties_of_2020, Totals(), method="hare")
    passed = {s["position"]: (s["votes"], s["base"]) for s in outcome.steps if s.rule is Rule.LIST_THRESHOLD_PASSED}
    assert passed[1] == (469_098, 1_887_345) and passed[4] == (452_971, 1_887_345)
    assert set(passed) == {1, 2, 4, 8, 15}, "the second party has 7.04 % of the votes counted"
    assert sum(seats for _, seats in outcome.list_seats) == 120


def test_seats_of_2020_depend_on_what_the_package_says(parties_of_2020):
    # The file does not say how many took part; from 1,897,243 voters on the second party is below 7 %.
    took_part = Totals(took_part=1_900_000)
    of = {"threshold_of": "took_part"}
    by_remainder = divided(parties_of_2020, took_part, method="hare", **of)
    by_divisor = divided(parties_of_2020, took_part, method="dhondt", **of)
    assert by_remainder.list_seats == ((1, 46), (4, 44), (8, 14), (15, 16))
    assert by_divisor.list_seats == ((1, 46), (4, 45), (8, 13), (15, 16))
    capped = divided(parties_of_2020, took_part, method="hare", party_cap="45", **of)
    assert capped.list_seats == ((1, 45), (4, 44), (8, 14), (15, 17))


def test_twenty_nine_filled_districts_of_2025_give_eighty_seven_deputies():
    filled = determine_district([candidate(1, 9), candidate(2, 8, "f"), candidate(3, 7)], ParliamentParameters())
    rows = mandates_by_sex([filled] * 29)
    assert sum(row["mandates"] for row in rows) == 87
    assert all(row["mandates"] >= row["filled"] == 29 for row in rows)
