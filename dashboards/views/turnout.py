"""Turnout of territories: curves over the day, voters within each hour, hour by territory."""

from collections.abc import Iterator, Sequence
from typing import Any

from dashboards.source import Source
from dashboards.texts import gettext
from dashboards.views.turnout_before import points_before
from dashboards.views.view import Cell, Column, Series, View, series
from portal.domain.documents import TotalsDocument, TurnoutPoint, newest_turnout

STATE = 3
"""Where a row says what kind of report it is; only of the final number it says anything."""


def cumulative(source: Source) -> View:
    """Identified voters up to each hour in the chosen territories, beside the chosen earlier campaign."""
    measure = source.value("measure", "percent")
    drawn: list[Series] = []
    rows: list[Sequence[Cell]] = []
    summary: list[str] = []
    for index, code in enumerate(source.chosen()):
        name, totals = _label(source, code), source.totals(code)
        drawn.append(_curve(source, name, totals, measure, f"line{index}"))
        rows += _rows(code, name, totals)
        summary.append(_sentence(source, name, totals))
    before = source.value("before")
    if before:
        unmatched: list[str] = []
        for index, code in enumerate(source.chosen()):
            earlier = points_before(source, before, code)
            if earlier is None:
                unmatched.append(_label(source, code))
                continue
            name = f"{_label(source, code)}, {earlier.campaign}"
            drawn.append(_curve(source, name, earlier.totals, measure, f"before{index}", earlier.day))
            rows += _rows(code, name, earlier.totals)
        if unmatched:
            names = ", ".join(unmatched)
            summary.append(gettext("Without a counterpart in the earlier campaign: %(names)s.", names=names))
    return View(
        title=gettext("Turnout by hour"),
        count=gettext("identified voters"),
        chart="lines",
        summary=summary,
        series=drawn,
        columns=_columns(),
        rows=rows,
        at_title=gettext("Up to"),
        value_title=gettext("Turnout") if measure == "percent" else gettext("Voters"),
        unit="%" if measure == "percent" else "",
        notes=_notes(rows),
    )


def hourly(source: Source) -> View:
    """Identified voters within each hour: the cumulative reports put into hours."""
    drawn: list[Series] = []
    rows: list[Sequence[Cell]] = []
    summary: list[str] = []
    for index, code in enumerate(source.chosen()):
        name, points = _label(source, code), source.totals(code)["turnout"]
        hours = [source.hour(point["as_of"]) for point in points]
        counts = into_hours([point["total"] for point in points])
        said = [f"{name}<br>{hour}: {source.formats.number(count)}" for hour, count in zip(hours, counts, strict=True)]
        when = [source.minutes(point["as_of"]) for point in points]
        drawn.append(series(name, hours, counts, when=when, said=said, style=f"line{index}"))
        rows += [[code, name, point["as_of"], count] for point, count in zip(points, counts, strict=True)]
        if counts:
            most = counts.index(max(counts))
            summary.append(
                gettext(
                    "%(name)s: most voters came in the hour up to %(hour)s, %(count)s of them.",
                    name=name,
                    hour=hours[most],
                    count=source.formats.number(counts[most]),
                )
            )
    return View(
        title=gettext("Voters within each hour"),
        count=gettext("identified voters"),
        chart="columns",
        summary=summary or [gettext("No turnout has been published yet.")],
        series=drawn,
        columns=[
            Column("territory", gettext("Code"), "code"),
            Column("name", gettext("Territory")),
            Column("as_of", gettext("Hour up to"), "time"),
            Column("voters_in_hour", gettext("Voters"), "number"),
        ],
        rows=rows,
        at_title=gettext("Hour up to"),
        value_title=gettext("Voters"),
        notes=(gettext("The first column holds all from the opening on. A late report counts in the hour it came."),),
    )


def heat(source: Source) -> View:
    """Turnout of every territory beneath the chosen one, hour by hour."""
    parent = source.chosen()[0]
    places = source.children(parent) or [(parent, _label(source, parent), source.totals(parent))]
    at_home = [row for row in places if not _abroad(source, row[0])] or places
    hours = sorted({point["as_of"] for _, _, totals in at_home for point in totals["turnout"]})
    shown = [source.hour(hour) for hour in hours]
    drawn: list[Series] = []
    rows: list[Sequence[Cell]] = []
    for code, name, totals in places:
        by_hour = {point["as_of"]: point for point in totals["turnout"]}
        values = [by_hour[hour]["percent"] if hour in by_hour else None for hour in hours]
        said = [f"{name}<br>{at}: {source.formats.percent(value)}" for at, value in zip(shown, values, strict=True)]
        drawn.append(series(name, shown, values, said=said))
        rows.append([code, name, *values])
    return View(
        title=gettext("Turnout by hour and territory"),
        count=gettext("identified voters"),
        chart="heat",
        summary=[_range_of(source, at_home)] if places else [gettext("No turnout has been published yet.")],
        series=drawn,
        columns=[
            Column("territory", gettext("Code"), "code"),
            Column("name", gettext("Territory")),
            *(Column(f"percent_{hour[:16]}", label, "percent") for hour, label in zip(hours, shown, strict=True)),
        ],
        rows=rows,
        at_title=gettext("Up to"),
        value_title=gettext("Turnout"),
        unit="%",
        notes=(
            gettext("The stronger the colour of a field, the higher the turnout."),
            gettext("Precincts abroad go on by the clock of their own place; their later hours are left out."),
        ),
    )


def into_hours(cumulative: Sequence[int]) -> list[int]:
    """A cumulative series put into hours: what each report added to the one before."""
    return [count - before for before, count in zip([0, *cumulative], cumulative, strict=False)]


def _abroad(source: Source, code: str) -> bool:
    entry = source.territories.get(code)
    return entry is not None and entry["kind"] == "abroad"


def _label(source: Source, code: str) -> str:
    return source.name(code) if code else gettext("Whole campaign")


def _points(totals: TotalsDocument) -> list[TurnoutPoint]:
    """The hours, and the final number once it stands for the turnout: the first final numbers would draw a fall."""
    final = totals["final"]
    return [*totals["turnout"], final] if final and newest_turnout(totals) is final else totals["turnout"]


def _curve(source: Source, name: str, totals: TotalsDocument, measure: str, style: str, day: str = "") -> Series:
    points = _points(totals)
    at = [source.hour(point["as_of"], day) for point in totals["turnout"]]
    at += [gettext("Final")] if len(points) > len(at) else []
    when: list[int | None] = [source.minutes(point["as_of"], day) for point in totals["turnout"]]
    when += [None] * (len(points) - len(when))
    values: list[Cell] = [point["percent"] if measure == "percent" else point["total"] for point in points]
    said = [
        f"{name}<br>{hour}: {source.formats.number(point['total'])}, {source.formats.percent(point['percent'])}"
        for hour, point in zip(at, points, strict=True)
    ]
    return series(name, at, values, when=when, said=said, style=style)


def _rows(code: str, name: str, totals: TotalsDocument) -> Iterator[list[Cell]]:
    for point in _points(totals):
        state = gettext("Final") if point is totals["final"] else ""
        yield [code, name, point["as_of"], state, point["total"], point["remote"], point["voters"], point["percent"]]


def _columns() -> list[Column]:
    return [
        Column("territory", gettext("Code"), "code"),
        Column("name", gettext("Territory")),
        Column("as_of", gettext("Up to"), "time"),
        Column("state", gettext("State")),
        Column("total", gettext("Identified, in all"), "number"),
        Column("remote", gettext("Remote voting"), "number"),
        Column("voters", gettext("Voters"), "number"),
        Column("percent", gettext("Turnout"), "percent"),
    ]


def _notes(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """How the hours are to be read, and the final number where one of the rows holds it."""
    notes = [gettext("A precinct that did not report in an hour stands with its latest report.")]
    if any(row[STATE] for row in rows):
        notes.append(gettext("Final: ballots taken by the scanners, sent at once after closing."))
    return notes


def _sentence(source: Source, name: str, totals: TotalsDocument) -> str:
    points = _points(totals)
    if not points:
        return gettext("%(name)s: no turnout has been published yet.", name=name)
    newest = points[-1]
    return gettext(
        "%(name)s: %(percent)s, %(total)s of %(voters)s voters, up to %(time)s.",
        name=name,
        percent=source.formats.percent(newest["percent"]),
        total=source.formats.number(newest["total"]),
        voters=source.formats.number(newest["voters"]),
        time=source.hour(newest["as_of"]),
    )


def _range_of(source: Source, places: list[tuple[str, str, TotalsDocument]]) -> str:
    newest: list[tuple[int, Any]] = []
    for _, name, totals in places:
        point = totals["turnout"][-1] if totals["turnout"] else None
        if point and point["percent"]:
            newest.append((int(point["percent"].replace(".", "")), (name, point["percent"])))
    if not newest:
        return gettext("No turnout has been published yet.")
    low, high = min(newest)[1], max(newest)[1]
    return gettext(
        "At the newest hour lowest in %(low)s (%(low_percent)s), highest in %(high)s (%(high_percent)s).",
        low=low[0],
        low_percent=source.formats.percent(low[1]),
        high=high[0],
        high_percent=source.formats.percent(high[1]),
    )
