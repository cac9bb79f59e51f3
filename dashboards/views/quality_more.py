"""Quality, for observers: when protocols came, what is missing since when, turnout beside the leader's share."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dashboards.source import Source
from dashboards.texts import gettext
from dashboards.views.results import ranking
from dashboards.views.view import Cell, Column, View, series
from portal.domain.documents import MissingDocument


def entry(source: Source) -> View:
    """Current protocols by the hour in which they were entered."""
    hours: Counter[str] = Counter()
    when: dict[str, int] = {}
    for row in source.precincts("counts"):
        for result in row["results"]:
            if result["protocol"]:
                hour = f"{source.formats.local(result['protocol']):%Y-%m-%d %H}:00"
                hours[hour] += 1
                when[hour] = source.minutes(result["protocol"]) // 60 * 60
    at = sorted(hours)
    shown = [f"{hour[8:10]}.{hour[5:7]}, {hour[11:]}" for hour in at]
    counts = [hours[hour] for hour in at]
    number = source.formats.number
    return View(
        title=gettext("Protocols by time of entry"),
        count=source.words.counts["protocol"],
        chart="columns",
        summary=[
            gettext("%(count)s protocols, current versions only.", count=number(hours.total())),
            gettext("A late entry can mean a long way, a queue at the territorial commission, or a paper sent back."),
        ],
        series=[
            series(
                gettext("Protocols"),
                shown,
                counts,
                when=[when[hour] for hour in at],
                said=[f"{label}: {number(count)}" for label, count in zip(shown, counts, strict=True)],
                style="protocol",
            )
        ],
        columns=[
            Column("hour", gettext("Hour of entry"), "clock"),
            Column("protocols", gettext("Protocols"), "number"),
        ],
        rows=[[hour, count] for hour, count in zip(at, counts, strict=True)],
        at_title=gettext("Hour of entry"),
        value_title=gettext("Protocols"),
    )


def missing(source: Source) -> View:
    """What precincts owe of the two counts, by territory, and since when."""
    rows: list[Sequence[Cell]] = []
    counted: dict[str, Counter[str]] = {kind: Counter() for kind in source.kinds()}
    for row in source.precincts("counts"):
        name = source.name(row["territory"])
        for owed in (owed for owed in row["missing"] if owed["count"] in counted):
            counted[owed["count"]][name] += 1
            rows.append(_missing(source, row, name, owed))
    at = sorted({name for found in counted.values() for name in found})
    number = source.formats.number
    drawn = [
        series(
            source.words.counts[kind],
            at,
            [found[name] for name in at],
            said=[f"{name}<br>{source.words.counts[kind]}: {number(found[name])}" for name in at],
            style=kind,
        )
        for kind, found in counted.items()
    ]
    return View(
        title=gettext("Missing precincts by territory"),
        count=gettext("ballot scanners and protocols"),
        chart="bars",
        summary=[
            gettext(
                "Missing: %(scanner)s ASU reports and %(protocol)s protocols.",
                **{kind: number(found.total()) for kind, found in counted.items()},
            )
            if len(counted) == 2
            else " ".join(
                gettext("%(count)s: missing %(number)s.", count=source.words.counts[kind], number=number(found.total()))
                for kind, found in counted.items()
            ),
            gettext(
                "Missing means that nothing has been published yet: no link, a failed machine, a long way, or a"
                " figure held for checking."
            ),
        ],
        series=drawn if at else [],
        columns=[
            Column("precinct", gettext("Precinct"), "precinct"),
            Column("territory", gettext("Territory")),
            Column("contest", gettext("Contest")),
            Column("missing", gettext("Missing")),
            Column("since", gettext("Since, local time"), "clock"),
            Column("reason", gettext("Reason")),
        ],
        rows=rows,
        value_title=gettext("Precincts"),
    )


def scatter(source: Source) -> View:
    """Every precinct of the contest: turnout of its home list and the share of the contest's leading option."""
    contest, f, count = source.contest, source.formats, source.count
    leader = ranking(contest["protocol" if count == "protocol" else "scanner"])[0]
    option = source.option_name(contest["options"][leader])
    rows: list[list[Cell]] = []
    for row in source.precincts("shares", source.places_of_contest()):
        for result in row["results"]:
            report = result[count]
            if result["contest"] != source.contest_code or not report:
                continue
            turnout, share = row["turnout"], report["shares"][leader]
            if turnout is not None and share is not None:
                votes = report["votes"][leader]
                rows.append(
                    [row["number"], source.name(row["territory"]), row["voters"], turnout, votes, report["base"], share]
                )
    turnout_label = gettext("Turnout")
    said = [
        f"№ {row[0]}, {row[1]}<br>{turnout_label}: {f.percent(row[3])}<br>{option}: {f.percent(row[6])}" for row in rows
    ]
    return View(
        title=gettext("%(contest)s: turnout and share by precinct", contest=contest["name"][source.language]),
        count=source.words.counts[count],
        chart="points",
        summary=[
            gettext("%(count)s precincts; share of %(option)s.", count=f.number(len(rows)), option=option),
            gettext(
                "People of one place tend to vote and to stay at home alike, so such clouds lean one way or another"
                " in any country. A point far from the others is a precinct worth reading, nothing more."
            ),
        ],
        series=[
            series(
                option,
                [str(row[3]) for row in rows],
                [row[6] for row in rows],
                said=said,
                keys=[str(row[0]) for row in rows],
                style="scanner",
            )
        ],
        columns=[
            Column("precinct", gettext("Precinct"), "precinct"),
            Column("territory", gettext("Territory")),
            Column("voters", gettext("Voters"), "number"),
            Column("turnout", gettext("Turnout of the home list"), "percent"),
            Column("votes", gettext("Votes"), "number"),
            Column("base", gettext("Votes for all options"), "number"),
            Column("share", gettext("Share"), "percent"),
        ],
        rows=rows,
        at_title=gettext("Turnout of the home list"),
        value_title=gettext("Share of %(option)s", option=option),
        unit="%",
    )


def _missing(source: Source, row: dict[str, Any], name: str, owed: MissingDocument) -> list[Cell]:
    entry = source.contests.get(owed["contest"])
    label = entry["name"][source.language] if entry else owed["contest"]
    reason = source.words.flag_word("held").label if owed["why"] == "held" else ""
    if owed["reason"]:
        reason = owed["reason"][source.language]
    since = f"{source.document['voting_date']} {row['closes']}"
    return [row["number"], name, label, source.words.counts[owed["count"]], since, reason]
