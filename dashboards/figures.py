"""Figures as plain dictionaries for plotly.js: a pure function of a view, its values as the documents write them.

Nothing is computed here. Values stay the texts and integers of the view, so a plotted number is the published one.
Only scatter and bar traces exist: they are what the basic bundle of plotly.js knows.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from dashboards.palette import CARD, FONT, INK, LINE, SHADES, SOFT, look
from dashboards.times import times_of
from dashboards.views.view import Cell, Chart, Series, View

Figure = dict[str, Any]
TITLE_WIDTH = 31  # letters; what a phone shows in one line
LABEL_WIDTH = 22
ROW, ROWS_AROUND, USUAL_HEIGHT = 34, 210, 460  # pixels
FEW = 6  # units that an axis counts one by one
TITLE, LETTERS = 44, 18  # pixels: around title and lines, and each line of letters


def figure(view: View, lines: Sequence[str]) -> Figure:
    """The view as `{data, layout}`; `lines` under the title say campaign, count, status, time and release."""
    return {"data": _TRACES[view.chart](view), "layout": _layout(view, lines)}


def _lines(view: View) -> list[Figure]:
    """One trace for each series; what is no moment of a series in time is a mark of its own, joined by no line."""
    times = times_of(view.series)
    if times is None:
        return [_line(series, series["at"]) for series in view.series]
    drawn = []
    for series in view.series:
        trace, at = _line(series, times.positions(series)), len(series["when"]) - series["when"].count(None)
        parts = {name: trace[name] for name in ("x", "y", "hovertext")}
        drawn.append({**trace, **{name: cells[:at] for name, cells in parts.items()}})
        if at < len(series["at"]):
            apart = {**trace, **{name: cells[at:] for name, cells in parts.items()}}
            drawn.append({**apart, "mode": "markers", "showlegend": False})
    return drawn


def _line(series: Series, x: Sequence[str | int]) -> Figure:
    drawn = look(series["style"])
    return {
        **_trace(series),
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": series["values"],
        "line": {"color": drawn.color, "dash": drawn.dash, "width": 2.5},
        "marker": {"color": drawn.color, "symbol": drawn.symbol, "size": 8 if len(series["at"]) < 50 else 1},
    }


def _columns(view: View) -> list[Figure]:
    times = times_of(view.series)
    drawn = []
    for number, series in enumerate(view.series):
        place: Figure = {"x": series["at"]}
        if times:
            wide = times.width / len(view.series)
            place = {"x": times.positions(series), "width": wide, "offset": wide * number - times.width / 2}
        drawn.append({**_trace(series), "type": "bar", **place, "y": series["values"], "marker": _fill(series)})
    return drawn


def _bars(view: View) -> list[Figure]:
    return [
        {
            **_trace(series),
            "type": "bar",
            "orientation": "h",
            "y": [_label(place) for place in series["at"]],
            "x": series["values"],
            "marker": _fill(series),
        }
        for series in view.series
    ]


def _heat(view: View) -> list[Figure]:
    """A grid of equal cells, one trace for each column: stacked bars of length 1, coloured by the value."""
    names = [_label(series["name"]) for series in view.series]
    columns = view.series[0]["at"] if view.series else []
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": column,
            "x": [1 for _ in names],
            "y": names,
            "hovertext": [series["said"][index] for series in view.series],
            "hoverinfo": "text",
            "customdata": [series["values"][index] for series in view.series],
            "showlegend": False,
            "text": [series["values"][index] for series in view.series],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "insidetextfont": {"size": 11, "color": INK},
            "marker": {
                "color": [_shade(series["values"][index]) for series in view.series],
                "line": {"color": CARD, "width": 1},
            },
        }
        for index, column in enumerate(columns)
    ]


def _range(view: View) -> list[Figure]:
    return [
        {
            **_trace(series),
            "type": "scatter",
            "mode": "markers",
            "y": [_label(place) for place in series["at"]],
            "x": series["values"],
            "marker": {"color": look(series["style"]).color, "symbol": look(series["style"]).symbol, "size": 12},
        }
        for series in view.series
    ]


def _points(view: View) -> list[Figure]:
    return [
        {
            **_trace(series),
            "type": "scatter",
            "mode": "markers",
            "x": series["at"],
            "y": series["values"],
            "customdata": series["keys"],
            "marker": {"color": look(series["style"]).color, "size": 7, "opacity": 0.55},
        }
        for series in view.series
    ]


_TRACES: Mapping[Chart, Callable[[View], list[Figure]]] = MappingProxyType(
    {"lines": _lines, "columns": _columns, "bars": _bars, "heat": _heat, "range": _range, "points": _points}
)


def _trace(series: Series) -> Figure:
    return {
        "name": _wrapped(series["name"]),
        "hovertext": series["said"],
        "hoverinfo": "text",
    }


def _fill(series: Series) -> Figure:
    drawn = look(series["style"])
    pattern = {"pattern": {"shape": drawn.pattern, "size": 7, "fillmode": "overlay", "fgcolor": CARD, "solidity": 0.25}}
    return {"color": drawn.color, **(pattern if drawn.pattern else {})}


def _wrapped(text: str) -> str:
    return "<br>".join(textwrap.wrap(text, TITLE_WIDTH))


def _label(text: str) -> str:
    return "<br>".join(textwrap.wrap(text, LABEL_WIDTH)[:3])


def _layout(view: View, lines: Sequence[str]) -> Figure:
    sideways = view.chart in ("bars", "heat", "range")
    title = textwrap.wrap(view.title, TITLE_WIDTH)
    below = [part for line in lines for part in textwrap.wrap(line, TITLE_WIDTH + 13)]
    legend = len(view.series) > 1 and view.chart != "heat"
    keys = [LETTERS * (_wrapped(series["name"]).count("<br>") + 1) for series in view.series] if legend else [0]
    above = TITLE + LETTERS * (len(title) + len(below))
    return {
        # What the page needs to write title and lines over the whole width where there is more than a phone's.
        "meta": {
            "title": view.title,
            "lines": list(lines),
            "grid": view.chart == "heat",
            "above": TITLE,
            "each": LETTERS,
            "keys": max(keys) if sideways else 0,
        },
        "title": {
            "text": "<br>".join(title),
            "font": {"size": 14, "color": INK, "weight": 600},
            "subtitle": {"text": "<br>".join(below), "font": {"size": 11, "color": SOFT}},
            "x": 0.0,
            "xref": "container",
            "xanchor": "left",
            "y": 1.0,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 12, "t": 22},
        },
        "height": _height(view, sideways) + LETTERS * (len(title) + len(below)) + sum(keys),
        "margin": {"l": 12, "r": 16, "t": above + (sum(keys) if sideways else 0), "b": 12, "pad": 4},
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": CARD,
        "plot_bgcolor": CARD,
        "showlegend": legend,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yanchor": "bottom", "yref": "container"}
        if not sideways
        else {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom"},
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": CARD, "bordercolor": SOFT, "font": {"color": INK, "family": FONT}, "align": "left"},
        "dragmode": False,
        "bargap": 0.04 if view.chart == "heat" else 0.25,
        "barmode": "stack" if view.chart == "heat" else "group",
        "xaxis": _across(view) if sideways else _along(view),
        "yaxis": _names() if sideways else _up(view),
    }


def _height(view: View, sideways: bool) -> int:
    if not sideways or not view.series:
        return USUAL_HEIGHT
    rows = len(view.series) if view.chart == "heat" else len(view.series[0]["at"])
    each = ROW if view.chart == "heat" or len(view.series) < 3 else ROW + 12
    return max(USUAL_HEIGHT - 120, rows * each + ROWS_AROUND)


def _axis(title: str) -> Figure:
    return {
        "title": {"text": _label(title), "font": {"size": 12, "color": SOFT}, "standoff": 8},
        "automargin": True,
        "fixedrange": True,
        "gridcolor": LINE,
        "linecolor": LINE,
        "zerolinecolor": LINE,
        "tickfont": {"size": 11, "color": INK},
    }


def _along(view: View) -> Figure:
    if view.chart == "points":
        return {**_axis(view.at_title), "type": "linear", "ticksuffix": view.unit, "rangemode": "tozero"}
    times = times_of(view.series)
    if times:
        at, labels = times.ticks()
        ticks = {"tickmode": "array", "tickvals": at, "ticktext": labels, "tickangle": 0}
        return {**_axis(view.at_title), **ticks, "type": "linear", "range": times.range(), "zeroline": False}
    longest = max((list(row["at"]) for row in view.series), key=len, default=[])
    few = {"nticks": 8, "tickmode": "auto", "type": "linear"} if len(longest) > 50 else {"type": "category"}
    return {**_axis(view.at_title), **few}


def _up(view: View) -> Figure:
    return {**_axis(view.value_title), "type": "linear", "rangemode": "tozero", **_written(view)}


def _written(view: View) -> Figure:
    """Percentages with their sign, counts in full with the separators of the page's language."""
    if view.unit:
        return {"ticksuffix": view.unit}
    largest = max((value for row in view.series for value in row["values"] if isinstance(value, int)), default=0)
    return {"tickformat": ",d", **({"dtick": 1} if largest <= FEW else {"nticks": 5})}


def _across(view: View) -> Figure:
    if view.chart != "heat":
        return {**_up(view), "side": "bottom"}
    columns = view.series[0]["at"] if view.series else []
    return {
        **_axis(view.at_title),
        "showgrid": False,
        "zeroline": False,
        "tickmode": "array",
        "tickvals": [index + 0.5 for index, _ in enumerate(columns)],
        "ticktext": columns,
        "range": [0, len(columns)],
    }


def _names() -> Figure:
    return {**_axis(""), "type": "category", "autorange": "reversed", "showgrid": False}


def _shade(value: Cell) -> str:
    """The colour of a percentage: one shade for each ten percent, light enough for the number written on it."""
    return SHADES[min(int(str(value).partition(".")[0]) // 10, len(SHADES) - 1)] if value is not None else CARD
