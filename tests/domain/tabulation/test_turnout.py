"""Hourly sums of turnout: a part without a new report stands with its latest one."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.tabulation.turnout import Reading, point, readings, share_of, sum_final, sum_series

HOURS = tuple(f"2025-11-30T{hour:02}:00:00+06:00" for hour in range(9, 21))


@st.composite
def series(draw: st.DrawFn) -> list[Reading]:
    """A rising series of one precinct over some of the hours."""
    hours = sorted(draw(st.sets(st.sampled_from(HOURS), max_size=6)))
    identified = remote = 0
    found = []
    for hour in hours:
        identified, remote = identified + draw(st.integers(0, 50)), remote + draw(st.integers(0, 5))
        found.append(Reading(hour, identified, remote))
    return found


def latest(part: list[Reading], hour: str) -> Reading | None:
    known = [reading for reading in part if reading.as_of <= hour]
    return known[-1] if known else None


@given(st.lists(series(), max_size=5))
def test_each_hour_is_the_sum_of_the_latest_figures_up_to_it(parts: list[list[Reading]]) -> None:
    points = sum_series(parts, 1000)
    assert [p["as_of"] for p in points] == sorted({reading.as_of for part in parts for reading in part})
    for p in points:
        known = [found for part in parts if (found := latest(part, p["as_of"]))]
        assert p["identified"] == sum(reading.identified for reading in known)
        assert p["remote"] == sum(reading.remote for reading in known)
        assert p["reported"] == sum(reading.as_of == p["as_of"] for part in parts for reading in part)


@given(st.lists(series(), max_size=6), st.integers(0, 6))
def test_summing_territories_is_summing_their_precincts(parts: list[list[Reading]], cut: int) -> None:
    grouped = [readings(sum_series(group, None)) for group in (parts[:cut], parts[cut:])]
    assert sum_series(grouped, 1000) == sum_series(parts, 1000)


@given(st.lists(series(), max_size=5))
def test_turnout_of_a_place_never_falls(parts: list[list[Reading]]) -> None:
    totals = [p["total"] for p in sum_series(parts, None)]
    assert totals == sorted(totals)


def test_percentages_are_of_the_voters_of_the_place() -> None:
    assert point(HOURS[0], 161, 6, 2, 250) == {
        "as_of": HOURS[0],
        "identified": 161,
        "remote": 6,
        "total": 167,
        "reported": 2,
        "voters": 250,
        "home_percent": "64.40",
        "percent": "66.80",
    }


def test_share_of_an_unknown_or_empty_list_does_not_exist() -> None:
    assert share_of(5, None) is None
    assert share_of(5, 0) is None
    assert share_of(0, 5) == "0.00"


def test_final_numbers_are_added_as_of_the_latest() -> None:
    assert sum_final([], 100) is None
    found = sum_final([Reading(HOURS[11], 60, 0), Reading(HOURS[10], 20, 5)], 170)
    assert found is not None
    assert (found["as_of"], found["total"], found["reported"], found["percent"]) == (HOURS[11], 85, 2, "50.00")
