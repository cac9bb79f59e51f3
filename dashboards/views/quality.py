"""Quality, for observers: differences, findings, invalid and spoiled ballots. Facts, and what they can mean."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dashboards.source import Source
from dashboards.texts import gettext
from dashboards.views.view import Cell, Column, View, series
from portal.domain.form_parts import Severity
from portal.domain.names import Names
from portal.domain.rules import Rule, sentence
from portal.domain.shares import percent

SIZES = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 50), (51, None))


def differences(source: Source) -> View:
    """Differences between hand count and ASU: how large, or in which territories."""
    rows: list[Sequence[Cell]] = []
    largest: Counter[int] = Counter()
    by_place: Counter[str] = Counter()
    for row in source.precincts("counts"):
        sizes = []
        for result in row["results"]:
            for found in result["differences"]:
                sizes.append(abs(found["difference"]))
                rows.append(_difference(source, row, result["contest"], found))
        if sizes:
            largest[max(sizes)] += 1
            by_place[source.name(row["territory"])] += 1
    rows.sort(key=lambda cells: -abs(int(cells[6] or 0)))
    number = source.formats.number
    if source.value("by", "size") == "place":
        at = sorted(by_place, key=lambda name: (-by_place[name], name))
        counts = [by_place[name] for name in at]
    else:
        at = [_size(low, high) for low, high in SIZES]
        counts = [sum(largest[size] for size in largest if _within(size, low, high)) for low, high in SIZES]
    summary = [
        gettext(
            "In %(count)s precincts hand count and ASU differ; the largest difference is %(most)s ballots.",
            count=number(by_place.total()),
            most=number(max(largest, default=0)),
        ),
        gettext(
            "A difference can come from a ballot that the machine read otherwise than people do, from a slip in"
            " counting or in typing. Which of them it was is in the papers of the precinct, not in the numbers."
        ),
    ]
    by_size = source.value("by", "size") == "size"
    return View(
        title=gettext("Hand count against ASU, by size") if by_size else gettext("Hand count against ASU, by place"),
        count=gettext("ballot scanners and protocols"),
        chart="columns" if by_size else "bars",
        summary=summary,
        series=[series(gettext("Precincts"), at, counts, said=_said(source, at, counts), style="protocol")],
        columns=[
            Column("precinct", gettext("Precinct"), "precinct"),
            Column("territory", gettext("Territory")),
            Column("contest", gettext("Contest")),
            Column("option", gettext("Option")),
            Column("scanner", gettext("ASU"), "number"),
            Column("protocol", gettext("Protocol"), "number"),
            Column("difference", gettext("Difference"), "difference"),
        ],
        rows=rows,
        at_title=gettext("Largest difference in the precinct, ballots") if by_size else "",
        value_title=gettext("Precincts"),
    )


def findings(source: Source) -> View:
    """Precincts by the rule that does not hold; with a code, the precincts of that rule."""
    by_code: Counter[str] = Counter()
    rows: list[Sequence[Cell]] = []
    wanted = source.value("code")
    rules = {rule["code"]: rule for rule in source.configuration["rules"]}
    for row in source.precincts("counts"):
        by_code.update({finding["code"] for finding in row["findings"]})
        for finding in row["findings"]:
            if wanted in ("", finding["code"]):
                text = _sentence(source, rules.get(finding["code"]), finding)
                cells = [row["number"], source.name(row["territory"]), finding["code"], text, finding["explanation"]]
                rows.append(cells)
    at = sorted(by_code, key=lambda code: (-by_code[code], code))
    counts = [by_code[code] for code in at]
    number = source.formats.number
    return View(
        title=gettext("Findings by rule"),
        count=gettext("ballot scanners and protocols"),
        chart="columns",
        summary=[
            gettext("%(count)s findings of %(rules)s rules.", count=number(len(rows)), rules=number(len(at)))
            if not wanted
            else gettext("%(count)s findings of rule %(code)s.", count=number(len(rows)), code=wanted),
            gettext(
                "A finding says that two figures that should agree do not. It is published with its numbers and"
                " with the explanation given; it is neither an error proved nor a violation."
            ),
        ],
        series=[series(gettext("Precincts"), at, counts, said=_said(source, at, counts), style="protocol")],
        columns=[
            Column("precinct", gettext("Precinct"), "precinct"),
            Column("territory", gettext("Territory")),
            Column("code", gettext("Rule")),
            Column("finding", gettext("Finding")),
            Column("explanation", gettext("Explanation")),
        ],
        rows=rows,
        at_title=gettext("Rule"),
        value_title=gettext("Precincts"),
    )


def invalid(source: Source) -> View:
    """Invalid ballots of those found and spoiled ones of those issued, by contest or by territory of a contest."""
    if source.value("contest"):
        contest = source.contest
        title = gettext("%(contest)s: invalid and spoiled ballots", contest=contest["name"][source.language])
        documents: Sequence[Any] = contest["territories"]
    else:
        title = gettext("Invalid and spoiled ballots by contest")
        documents = [source.release.contest(code) for code in source.contests]
    places = [(row["code"], row["name"][source.language], row["protocol"]["lines"]) for row in documents]
    rows: list[list[Cell]] = []
    for code, name, lines in places:
        found, bad = lines.get("ballots_found"), lines.get("ballots_invalid")
        issued, spoiled = lines.get("ballots_issued"), lines.get("ballots_spoiled")
        if found:
            rows.append([code, name, bad, found, _share(bad, found), spoiled, issued, _share(spoiled, issued)])
    names, f = [str(row[1]) for row in rows], source.formats
    drawn = [
        series(
            label,
            names,
            [row[column] for row in rows],
            said=[f"{row[1]}<br>{label}: {f.number(row[top])}, {f.percent(row[column])}" for row in rows],
            style=style,
        )
        for label, top, column, style in (
            (gettext("Invalid, of ballots found"), 2, 4, "second"),
            (gettext("Spoiled, of ballots issued"), 5, 7, "scanner"),
        )
    ]
    return View(
        title=title,
        count=source.words.counts["protocol"],
        chart="bars",
        summary=[
            gettext("%(count)s rows with protocols.", count=f.number(len(rows))),
            gettext(
                "An invalid ballot shows no clear mark or more marks than allowed; a spoiled one was replaced and"
                " cancelled before it was cast. Many of them can mean a difficult ballot paper."
            ),
        ],
        series=drawn if rows else [],
        columns=[
            Column("code", gettext("Code"), "code"),
            Column("name", gettext("Name")),
            Column("invalid", gettext("Invalid"), "number"),
            Column("found", gettext("Ballots found"), "number"),
            Column("invalid_percent", gettext("Invalid, %"), "percent"),
            Column("spoiled", gettext("Spoiled"), "number"),
            Column("issued", gettext("Ballots issued"), "number"),
            Column("spoiled_percent", gettext("Spoiled, %"), "percent"),
        ],
        rows=rows,
        value_title=gettext("Share of ballots"),
        unit="%",
    )


def _share(part: int | None, whole: int | None) -> str | None:
    return percent(part, whole) if part is not None and whole else None


def _difference(source: Source, row: dict[str, Any], contest: str, found: dict[str, Any]) -> list[Cell]:
    entry = source.contests.get(contest)
    position = found["position"]
    options = entry["options"] if entry else []
    names = [option["name"][source.language] for option in options if option["position"] == position]
    return [
        row["number"],
        source.name(row["territory"]),
        entry["name"][source.language] if entry else contest,
        names[0] if names else gettext("ballots"),
        found["scanner"],
        found["protocol"],
        found["difference"],
    ]


def _said(source: Source, at: Sequence[str], counts: Sequence[int]) -> list[str]:
    return [f"{label}: {source.formats.number(count)}" for label, count in zip(at, counts, strict=True)]


def _size(low: int, high: int | None) -> str:
    return str(low) if low == high else f"{low}–{high}" if high else f"≥ {low}"


def _within(size: int, low: int, high: int | None) -> bool:
    return size >= low and (high is None or size <= high)


def _sentence(source: Source, rule: Any, finding: dict[str, Any]) -> str:
    """The finding in words, as the campaign's own rule has them."""
    if rule is None:
        return ""
    names = {
        key: line["name"][source.language]
        for form in reversed(source.configuration["forms"].values())
        for line in form["lines"]
        for key in (line["id"], line["key"])
        if key
    }
    own = Rule(
        code=rule["code"],
        form=rule["form"],
        relation=rule["relation"],
        scope="",
        severity=Severity(rule["severity"]),
        source=rule["source"],
        messages=Names(**rule["message"]),
    )
    return sentence(own, finding["values"], source.language, names, tuple(finding["lines"]))
