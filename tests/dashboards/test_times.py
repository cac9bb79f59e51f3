"""The axis of times: as far apart as the moments are, what is no moment behind them, labels that fit a phone."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from dashboards.figures import figure
from dashboards.times import TICKS, clock, times_of
from dashboards.views.view import View, series

MOMENTS = st.lists(st.integers(0, 5 * 24 * 60), min_size=1, max_size=20, unique=True).map(sorted)


def of(when, *others):
    at = [*map(str, when), *others]
    return series("Osh", at, [*range(len(at))], when=[*when, *(None for _ in others)], said=at, style="line0")


def view(chart, *rows):
    return View("title", "count", chart, [], rows, [], [])


def test_two_hours_without_a_report_are_twice_as_wide_as_one():
    drawn = figure(view("lines", of([20 * 60, 21 * 60, 23 * 60])), [])
    assert drawn["data"][0]["x"] == [1200, 1260, 1380]
    assert drawn["layout"]["xaxis"]["type"] == "linear"


@given(MOMENTS)
def test_positions_are_the_moments_and_words_stand_behind_them_in_order(moments):
    times = times_of([of(moments, "Final", "no report")])
    assert times is not None
    *positions, final, silent = times.positions(of(moments, "Final", "no report"))
    assert positions == moments and moments[-1] < final < silent
    assert times.range()[0] < moments[0] and silent < times.range()[1]


@given(MOMENTS)
def test_the_hours_written_at_the_axis_are_few_and_within_it(moments):
    times = times_of([of(moments)])
    assert times is not None
    at, labels = times.ticks()
    assert 1 <= len(at) <= TICKS + 1 and len(labels) == len(at)
    assert all(moments[0] <= tick <= moments[-1] for tick in at)


def test_an_hour_after_midnight_says_the_day():
    assert clock(23 * 60) == "23:00"
    assert clock(27 * 60 + 30) == "03:30<br>(+1)"


def test_the_final_number_is_a_mark_of_its_own_that_no_line_leads_to():
    hours, final = figure(view("lines", of([540, 600], "Final")), [])["data"]
    assert (hours["y"], final["y"]) == ([0, 1], [2])
    assert (final["mode"], final["showlegend"]) == ("markers", False)


@given(MOMENTS, st.integers(1, 4))
def test_columns_of_one_hour_stand_beside_each_other(moments, count):
    drawn = figure(view("columns", *(of(moments) for _ in range(count))), [])["data"]
    edges = [(trace["offset"], trace["offset"] + trace["width"]) for trace in drawn]
    assert all(abs(end - start) < 1e-6 for (_, end), (start, _) in itertools.pairwise(edges))
    assert abs(edges[0][0] + edges[-1][1]) < 1e-6


def test_places_that_are_no_times_have_no_such_axis():
    assert times_of([series("Osh", ["a", "b"], [1, 2])]) is None
    assert times_of([of([], "Final")]) is None
