"""Results of one contest: options, places, margins, home and remote apart."""

from collections.abc import Sequence
from typing import Any

from dashboards.source import Source
from dashboards.texts import gettext
from dashboards.views.view import Cell, Column, View, series
from portal.domain.documents import ContestRow, CountDocument
from portal.published.errors import NotPublished

COUNTS = ("scanner", "protocol")


def options(source: Source) -> View:
    """Votes of every option by both counts, in the contest, one of its territories, or one precinct."""
    place, counts = _place(source)
    contest, f, kinds = source.contest, source.formats, source.kinds()
    names = [source.option_name(option) for option in contest["options"]]
    drawn = []
    for kind in kinds:
        counted = counts[kind]
        if counted is None or not counted["base"]:
            continue
        label = source.words.counts[kind]
        said = [
            f"{name}<br>{label}: {f.number(votes)}, {f.percent(share)}"
            for name, votes, share in zip(names, counted["votes"], counted["shares"], strict=True)
        ]
        drawn.append(series(label, names, counted["shares"], said=said, style=kind))
    rows: list[list[Cell]] = []
    for index, option in enumerate(contest["options"]):
        cells: list[Cell] = [option["position"], option["name"][source.language]]
        for kind in kinds:
            counted = counts[kind]
            known = counted is not None and counted["base"]
            cells += [counted["votes"][index], counted["shares"][index]] if counted and known else [None, None]
        rows.append(cells)
    columns = {
        "scanner": (
            Column("scanner_votes", gettext("ASU: votes"), "number"),
            Column("scanner_share", gettext("ASU: share"), "percent"),
        ),
        "protocol": (
            Column("protocol_votes", gettext("Protocol: votes"), "number"),
            Column("protocol_share", gettext("Protocol: share"), "percent"),
        ),
    }
    return View(
        title=f"{contest['name'][source.language]}: {place}",
        count=gettext("ballot scanners and protocols") if len(kinds) > 1 else source.words.counts[kinds[0]],
        chart="bars",
        summary=[_leader(source, counts[kind], source.words.counts[kind]) for kind in kinds],
        series=drawn,
        columns=[
            Column("position", gettext("No."), "number"),
            Column("option", gettext("Option")),
            *(column for kind in kinds for column in columns[kind]),
        ],
        rows=rows,
        value_title=gettext("Share of all votes for the options"),
        unit="%",
        notes=(gettext("Two counts of the same ballots, never added to each other."),) if len(kinds) > 1 else (),
    )


def places(source: Source) -> View:
    """The leading option and the runner-up in every territory: the distance between the two marks is the margin."""
    contest, f, count = source.contest, source.formats, source.count
    first: list[tuple[str | None, str]] = []
    second: list[tuple[str | None, str]] = []
    at, rows = [], []
    for row in contest["territories"]:
        counted = _count(row, count)
        if not counted["base"]:
            continue
        order = ranking(counted)[:2]
        name = _row_name(source, row)
        at.append(name)
        cells: list[Cell] = [row["code"], name, counted["base"]]
        for index in order:
            option = source.option_name(contest["options"][index])
            votes, share = counted["votes"][index], counted["shares"][index]
            cells += [option, votes, share]
            (first if index == order[0] else second).append(
                (share, f"{name}<br>{option}: {f.number(votes)}, {f.percent(share)}")
            )
        rows.append(cells + [None] * (9 - len(cells)))
    drawn = [
        series(label, at, [share for share, _ in marks], said=[said for _, said in marks], style=style)
        for label, marks, style in (
            (gettext("Leader in the territory"), first, "leader"),
            (gettext("Runner-up in the territory"), second, "second"),
        )
        if marks
    ]
    return View(
        title=gettext("%(contest)s: leader and runner-up by territory", contest=contest["name"][source.language]),
        count=source.words.counts[count],
        chart="range",
        summary=[
            _leader(source, _count(contest, count), source.words.counts[count]),
            gettext("%(count)s territories with votes.", count=f.number(len(at))),
        ],
        series=drawn,
        columns=[
            Column("territory", gettext("Code"), "code"),
            Column("name", gettext("Territory")),
            Column("base", gettext("Votes for all options"), "number"),
            Column("leader", gettext("Leader")),
            Column("leader_votes", gettext("Votes"), "number"),
            Column("leader_share", gettext("Share"), "percent"),
            Column("second", gettext("Runner-up")),
            Column("second_votes", gettext("Votes"), "number"),
            Column("second_share", gettext("Share"), "percent"),
        ],
        rows=rows,
        value_title=gettext("Share of all votes for the options"),
        unit="%",
        notes=(gettext("The distance between the two marks is the margin."),),
    )


def kinds(source: Source) -> View:
    """Home lists and remote voting apart, and the precincts abroad among the home lists on their own."""
    contest, f, count = source.contest, source.formats, source.count
    counted = _count(contest, count)
    names = [source.option_name(option) for option in contest["options"]]
    groups: list[tuple[str, str, list[int]]] = [
        (gettext("Home list"), "scanner", counted["home"]),
        (gettext("Remote voting"), "second", counted["remote"]),
    ]
    abroad = [row for row in contest["territories"] if _kind(source, row["code"]) == "abroad"]
    if abroad and _count(abroad[0], count)["base"]:
        groups.append((gettext("Precincts abroad"), "turnout", _count(abroad[0], count)["votes"]))
    drawn = [
        series(
            label,
            names,
            votes,
            said=[f"{name}<br>{label}: {f.number(vote)}" for name, vote in zip(names, votes, strict=True)],
            style=style,
        )
        for label, style, votes in groups
    ]
    columns = [Column("position", gettext("No."), "number"), Column("option", gettext("Option"))]
    keys = ("home_votes", "remote_votes", "abroad_votes")
    columns += [Column(key, label, "number") for key, (label, _, _) in zip(keys, groups, strict=False)]
    rows: list[list[Cell]] = [
        [option["position"], option["name"][source.language], *(votes[index] for _, _, votes in groups)]
        for index, option in enumerate(contest["options"])
    ]
    return View(
        title=gettext("%(contest)s: home, remote and abroad", contest=contest["name"][source.language]),
        count=source.words.counts[count],
        chart="bars",
        summary=[
            _leader(source, counted, source.words.counts[count]),
            gettext("Remote votes were reported by %(count)s precincts.", count=f.number(counted["remote_received"])),
        ],
        series=drawn,
        columns=columns,
        rows=rows,
        value_title=gettext("Votes"),
        notes=(
            gettext("Home list and remote voting together are all votes; votes of precincts abroad are among them."),
        ),
    )


def ranking(counted: CountDocument) -> list[int]:
    """Indexes of the options, most votes first; equal votes in ballot order."""
    return sorted(range(len(counted["votes"])), key=lambda index: -counted["votes"][index])


def _count(row: Any, kind: str) -> CountDocument:
    found: CountDocument = row[kind]
    return found


def _kind(source: Source, code: str) -> str:
    entry = source.territories.get(code)
    return entry["kind"] if entry else ""


def _row_name(source: Source, row: ContestRow) -> str:
    name = row["name"][source.language]
    return gettext("%(name)s, own precincts", name=name) if row["direct"] else name


def _place(source: Source) -> tuple[str, dict[str, Any]]:
    """Name of the chosen place and its two counts: a precinct, a territory of the contest, or all of it."""
    number = source.value("precinct")
    if number:
        return _precinct(source, number)
    code = source.value("territory")
    for row in source.contest["territories"]:
        if code and row["code"] == code:
            return _row_name(source, row), {kind: _count(row, kind) for kind in COUNTS}
    return gettext("all territories"), {kind: _count(source.contest, kind) for kind in COUNTS}


def _precinct(source: Source, number: str) -> tuple[str, dict[str, Any]]:
    code = source.release.precincts_index()["precincts"].get(number)
    precinct = source.release.territory(code).precinct(number) if code else None
    if precinct is None:
        raise NotPublished(f"{source.campaign}: precinct {number}")
    counts: dict[str, Any] = dict.fromkeys(COUNTS)
    for result in precinct["results"]:
        if result["contest"] == source.contest_code:
            counts = {"scanner": result["scanner"], "protocol": result["protocol"]}
    return gettext("Precinct No. %(number)s", number=number), counts


def _leader(source: Source, counted: Any, label: str) -> str:
    if counted is None or not counted["base"]:
        return gettext("%(count)s: no votes have been published yet.", count=label)
    index = ranking(counted)[0]
    sentence = gettext(
        "%(count)s: %(option)s leads with %(votes)s of %(base)s votes, %(share)s.",
        count=label,
        option=source.option_name(source.contest["options"][index]),
        votes=source.formats.number(counted["votes"][index]),
        base=source.formats.number(counted["base"]),
        share=source.formats.percent(counted["shares"][index]),
    )
    if "expected" not in counted:
        return sentence
    received: Sequence[str] = (source.formats.number(counted["received"]), source.formats.number(counted["expected"]))
    progress = gettext("%(part)s of %(whole)s precincts are in.", part=received[0], whole=received[1])
    return f"{sentence} {progress}"
