"""What the legend of a map says: whole numbers for precincts, no more than all of them, half-open ranges of percent."""

from itertools import pairwise

import pytest

from portal.public.map_measures import RECEIVED, Measure, class_of, legend


def test_numbers_of_precincts_are_ranges_of_whole_numbers_without_a_number_in_two_of_them():
    bounds = [text for _, text in legend(Measure("findings", "", "", (1, 3, 10, 30, 100), "b"))]
    assert bounds == ["0", "1–2", "3–9", "10–29", "30–99", "≥ 100"]


@pytest.mark.parametrize("name", RECEIVED)
def test_no_more_than_all_reports_can_have_come_in(name):
    rows = legend(Measure(name, "", "%", (20, 40, 60, 80, 100), "a"))
    assert rows[0] == ("a0", "< 20%") and rows[-1] == ("a5", "100%")
    assert class_of("100.00", (20, 40, 60, 80, 100)) == "a5" and class_of("99.99", (20, 40, 60, 80, 100)) == "a4"


def test_a_share_may_be_more_than_the_last_bound_and_ranges_meet():
    rows = legend(Measure("share", "", "%", (10, 20, 30, 40, 50), "a"))
    assert rows[-1] == ("a5", "≥ 50%")
    inner = [text.removesuffix("%").split("–") for _, text in rows[1:-1]]
    assert all(one[1] == other[0] for one, other in pairwise(inner))
