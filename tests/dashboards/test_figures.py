"""Figures are pure: values stay as the view has them, colours are tokens of the style sheet, never alone."""

import copy
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import palette
from dashboards.figures import figure
from dashboards.palette import look
from dashboards.views.view import View, series
from tests.public.colours import MATRICES, closest

CHARTS = ("lines", "columns", "bars", "heat", "range", "points")
TEXT = st.text(alphabet="Ыңөү авс<b>&", max_size=60)
VALUE = st.none() | st.integers(0, 10**7) | st.decimals(0, 100, places=2).map(str)


@st.composite
def views(draw: st.DrawFn) -> View:
    at = draw(st.lists(TEXT, max_size=5, unique=True))
    count = draw(st.integers(0, 5))
    rows = [
        series(
            draw(TEXT),
            at,
            [draw(VALUE) for _ in at],
            said=[draw(TEXT) for _ in at],
            keys=[str(place) for place in range(len(at))],
            style=f"line{number}",
        )
        for number in range(count)
    ]
    return View(draw(TEXT), "count", draw(st.sampled_from(CHARTS)), ["words"], rows, [], [], "at", "value", "%")


@given(views())
def test_a_figure_holds_the_values_of_its_view_and_changes_nothing(view):
    before = copy.deepcopy(view)
    drawn = figure(view, ["campaign", "count", "release 1"])
    assert view == before and drawn == figure(view, ["campaign", "count", "release 1"])
    assert {trace["type"] for trace in drawn["data"]} <= {"scatter", "bar"}
    if view.chart == "heat":
        assert [list(cells) for cells in zip(*(trace["text"] for trace in drawn["data"]), strict=True)] == (
            [row["values"] for row in view.series] if drawn["data"] else []
        )
    else:
        values = "x" if view.chart in ("bars", "range") else "y"
        assert [trace[values] for trace in drawn["data"]] == [row["values"] for row in view.series]


def test_every_colour_is_a_token_of_the_style_sheet():
    tokens = (Path(__file__).parents[2] / "static/css/site.css").read_text(encoding="utf-8")
    for color in (palette.SCANNER, palette.PROTOCOL, palette.TURNOUT, palette.INK, palette.SOFT):
        assert color in tokens
    assert {look(f"line{number}").color for number in range(12)} <= {
        *(palette.SCANNER, palette.PROTOCOL, palette.TURNOUT, palette.ROSE)
    }


def test_no_two_series_differ_by_colour_alone():
    looks = [look(f"line{number}") for number in range(12)]
    looks += [look(f"before{number}") for number in range(4)]
    for first, second in combinations(looks, 2):
        assert (first.dash, first.symbol, first.pattern) != (second.dash, second.symbol, second.pattern)
    for pair in (("scanner", "protocol"), ("scanner", "second"), ("leader", "second"), ("second", "turnout")):
        first, second = look(pair[0]), look(pair[1])
        assert first.symbol != second.symbol and first.pattern != second.pattern


def test_figures_in_the_dark_scheme_have_its_tokens():
    tokens = (Path(__file__).parents[2] / "static/css/site.css").read_text(encoding="utf-8")
    dark = tokens.partition("prefers-color-scheme: dark")[2].partition("\n}")[0]
    for color in {palette.SCANNER, palette.PROTOCOL, palette.TURNOUT, palette.INK, palette.SOFT, palette.CARD}:
        assert palette.DARK[color] in dark
    made = set(re.findall("#[0-9a-f]{6}", str([figure(view, []) for view in one_of_each()])))
    assert made <= set(palette.DARK)


def one_of_each():
    """Every chart with every look of a series."""
    styles = ["scanner", "protocol", "turnout", "leader", "second", *(f"line{number}" for number in range(8))]
    rows = [series(style, ["a"], ["12.00"], said=["a"], keys=["1"], style=style) for style in styles]
    return [View("title", "count", chart, [], rows, [], []) for chart in CHARTS]


@pytest.mark.parametrize("vision", MATRICES)
@pytest.mark.parametrize("scheme", [{}, palette.DARK])
def test_series_are_told_apart_by_eyes_that_see_fewer_colours(scheme, vision):
    lines = (palette.SCANNER, palette.PROTOCOL, palette.ROSE, palette.TURNOUT)
    found, pair = closest({color: scheme.get(color, color) for color in lines}, vision)
    assert found >= 15, (pair, found)


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("color", [palette.SCANNER, palette.PROTOCOL, palette.TURNOUT, palette.ROSE, palette.SOFT])
def test_marks_stand_out_from_the_ground_in_both_schemes(color):
    assert contrast(palette.CARD, color) >= 3
    assert contrast(palette.DARK[palette.CARD], palette.DARK[color]) >= 3


@pytest.mark.parametrize("color", [palette.INK, palette.SOFT])
def test_words_of_a_figure_are_readable_in_both_schemes(color):
    assert contrast(palette.CARD, color) >= 4.5
    assert contrast(palette.DARK[palette.CARD], palette.DARK[color]) >= 4.5


@pytest.mark.parametrize("shade", palette.SHADES)
def test_numbers_are_readable_on_every_shade_of_the_heat_map(shade):
    assert contrast(shade, palette.INK) >= 4.5
