"""Turnout of precincts: their spread, and series with something missing."""

from collections import Counter
from collections.abc import Sequence

from dashboards.source import Source
from dashboards.texts import gettext
from dashboards.views.view import Cell, Column, View, series

BIN = 5  # percent


def distribution(source: Source) -> View:
    """How many precincts have which turnout of their home list, in bins of five percent."""
    bins: Counter[int] = Counter()
    without = above = 0
    for row in source.precincts("turnout"):
        percent = row["newest"]["home_percent"] if row["newest"] else None
        if percent is None:
            without += 1
            continue
        whole = int(percent.partition(".")[0])
        above += whole >= 100
        bins[min(whole // BIN * BIN, 100)] += 1
    first, last = (min(bins), max(bins)) if bins else (0, 0)
    steps = range(first, last + BIN, BIN)
    labels = ["≥ 100" if step >= 100 else f"{step}–{step + BIN}" for step in steps]
    counts = [bins[step] for step in steps]
    number = source.formats.number
    summary = [
        gettext(
            "%(count)s precincts with a turnout; most of them, %(most)s, between %(bin)s %%.",
            count=number(bins.total()),
            most=number(max(counts)),
            bin=labels[counts.index(max(counts))],
        )
        if bins
        else gettext("No turnout has been published yet."),
        gettext("Without a turnout or a list of voters of their own: %(count)s.", count=number(without)),
    ]
    return View(
        title=gettext("Precincts by turnout"),
        count=gettext("identified voters of the home list, newest report"),
        chart="columns",
        summary=summary,
        series=[
            series(
                gettext("Precincts"),
                labels,
                counts,
                said=[f"{label} %: {number(count)}" for label, count in zip(labels, counts, strict=True)],
                style="turnout",
            )
        ],
        columns=[Column("turnout_percent", gettext("Turnout, %")), Column("precincts", gettext("Precincts"), "number")],
        rows=[[label, count] for label, count in zip(labels, counts, strict=True)],
        at_title=gettext("Turnout of the home list, %"),
        value_title=gettext("Precincts"),
        notes=(gettext("A bin holds its lower bound and not its upper one."),),
    )


def gaps(source: Source) -> View:
    """Precincts that stopped reporting before most others did, lack an hour between, or whose series falls (T1).

    Precincts abroad report by the clock of their own place and are listed only when they fall or never reported.
    """
    precincts = list(source.precincts("turnout"))
    at_home = [row for row in precincts if row["kind"] != "abroad"]
    last = Counter(row["hours"][-1] if row["hours"] else "" for row in at_home)
    usual = max((hour for hour in last if hour), key=lambda hour: (last[hour], hour), default="")
    hours = sorted({hour for row in at_home for hour in row["hours"] if hour <= usual})
    rows: list[Sequence[Cell]] = []
    for row in precincts:
        own = row["hours"][-1] if row["hours"] else ""
        reported = set(row["hours"])
        missing = [hour for hour in hours if hour not in reported] if row["kind"] != "abroad" else []
        if missing or row["falls"] or not own:
            state = gettext("falls") if row["falls"] else gettext("late") if own < usual else gettext("gap")
            newest = source.hour(own) if own else gettext("no report")
            times = " ".join(source.hour(hour) for hour in missing)
            rows.append([row["number"], source.name(row["territory"]), state, newest, times])
    hours = sorted(hour for hour in last if hour)
    at = [hour for hour in hours if last[hour]] + ([""] if last[""] else [])
    shown = [source.hour(hour) if hour else gettext("no report") for hour in at]
    number = source.formats.number
    return View(
        title=gettext("Late, interrupted and falling series"),
        count=gettext("identified voters"),
        chart="columns",
        summary=[
            gettext(
                "%(count)s of %(all)s precincts lack an hour, are late or fall.",
                count=number(len(rows)),
                all=number(len(precincts)),
            ),
            gettext("A late report says that a message has not come; it says nothing about the voting."),
        ],
        series=[
            series(
                gettext("Precincts"),
                shown,
                [last[hour] for hour in at],
                when=[source.minutes(hour) if hour else None for hour in at],
                said=[f"{label}: {number(last[hour])}" for label, hour in zip(shown, at, strict=True)],
                style="turnout",
            )
        ],
        columns=[
            Column("precinct", gettext("Precinct"), "precinct"),
            Column("territory", gettext("Territory")),
            Column("state", gettext("State")),
            Column("newest_report", gettext("Newest report")),
            Column("missing_hours", gettext("Hours without a report")),
        ],
        rows=rows,
        at_title=gettext("Newest report"),
        value_title=gettext("Precincts"),
        notes=(gettext("Precincts abroad follow the clock of their own place and are not in the figure."),),
    )
