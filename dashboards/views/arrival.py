"""How the shares of the leading options moved as the precincts came in, in the order of their reports."""

from itertools import accumulate
from typing import Any

from dashboards.source import Source
from dashboards.texts import gettext
from dashboards.views.results import ranking
from dashboards.views.view import Cell, Column, View, series
from portal.domain.shares import percent

LEADERS = 3
MOST_POINTS = 200


def arrival(source: Source) -> View:
    """Shares of the options that lead now, after each further precinct; votes put in the order of arrival."""
    contest, f, count = source.contest, source.formats, source.count
    leaders = ranking(contest["protocol" if count == "protocol" else "scanner"])[:LEADERS]
    reports = sorted(_reports(source, count), key=lambda report: (report["at"], report["precinct"]))
    steps = _steps(len(reports))
    bases = list(accumulate(report["base"] for report in reports))
    drawn, table = [], {step: [reports[step]["at"], step + 1, bases[step]] for step in steps}
    cells: dict[int, list[Cell]] = {step: list(row) for step, row in table.items()}
    for place, index in enumerate(leaders):
        name = source.option_name(contest["options"][index])
        votes = list(accumulate(report["votes"][index] for report in reports))
        shares = [percent(votes[step], bases[step]) for step in steps]
        said = [
            f"{name}<br>{f.number(step + 1)}: {f.percent(share)}" for step, share in zip(steps, shares, strict=True)
        ]
        drawn.append(series(name, [str(step + 1) for step in steps], shares, said=said, style=f"line{place}"))
        for step, share in zip(steps, shares, strict=True):
            cells[step] += [votes[step], share]
    columns = [
        Column("received_at", gettext("Received"), "time"),
        Column("reports", gettext("Reports in"), "number"),
        Column("base", gettext("Votes for all options"), "number"),
    ]
    for index in leaders:
        position = contest["options"][index]["position"]
        name = source.option_name(contest["options"][index])
        columns += [
            Column(f"votes_{position}", name, "number"),
            Column(f"share_{position}", gettext("Share"), "percent"),
        ]
    return View(
        title=gettext("%(contest)s: in order of arrival", contest=contest["name"][source.language]),
        count=source.words.counts[count],
        chart="lines",
        summary=[
            gettext("%(count)s reports, remote votes included.", count=f.number(len(reports))),
            gettext("Small precincts and those near a link tend to come first; a moving share is no sign of anything."),
        ],
        series=drawn,
        columns=columns,
        rows=[cells[step] for step in steps],
        at_title=gettext("Reports in"),
        value_title=gettext("Share of all votes for the options"),
        unit="%",
    )


def _reports(source: Source, count: str) -> list[dict[str, Any]]:
    found = []
    place = 1 if count == "scanner" else 2
    for row in source.precincts("votes"):
        for result in row["results"]:
            if result[0] == source.contest_code and result[place] and result[place][1]:
                at, base, votes = result[place]
                found.append({"at": at, "precinct": row["number"], "votes": votes, "base": base})
    return found


def _steps(count: int) -> list[int]:
    """Indexes of the reports drawn: all of them, or evenly spread ones and always the last."""
    every = max(1, -(-count // MOST_POINTS))
    return sorted({*range(0, count, every), *([count - 1] if count else [])})
