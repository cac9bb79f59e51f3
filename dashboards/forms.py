"""The filter form of a sheet: native controls, their choices in the language of the page."""

from dataclasses import dataclass, field
from typing import Any

from dashboards.source import Source
from dashboards.texts import gettext
from dashboards.views.turnout_before import earlier_campaigns
from dashboards.views.view import Sheet


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a control with its label; `within` are choices one level below."""

    value: str
    label: str
    chosen: bool
    within: list["Choice"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Control:
    """One control: kind is select, boxes or text."""

    name: str
    label: str
    kind: str
    choices: list[Choice] = field(default_factory=list)
    value: str = ""
    chosen: int = 0


SEVERAL = frozenset({"hours", "within"})
"""Sheets that compare territories; the others show one territory with all beneath it."""


def controls(source: Source, sheet: Sheet) -> list[Control]:
    """The controls of a sheet in the order of its filters; controls without any choice are left out."""
    made = (_CONTROLS[name](source, sheet) for name in sheet.filters)
    return [control for control in made if control.kind != "select" or len(control.choices) > 1]


def _territory(source: Source, sheet: Sheet) -> Control:
    chosen = set(source.filters.get("territory", ()))
    label = gettext("Territory")
    if sheet.name == "options":
        rows = source.contest["territories"]
        choices = [Choice(row["code"], row["name"][source.language], row["code"] in chosen) for row in rows]
        return Control("territory", label, "select", [Choice("", gettext("all territories"), not chosen), *choices])
    tree = _tree(source, chosen)
    if sheet.name in SEVERAL:
        return Control("territory", gettext("Territories"), "boxes", tree, chosen=len(chosen))
    if sheet.name == "heat":
        tree = [choice for choice in tree if choice.within]
        tree = [Choice(row.value, row.label, row.chosen) for row in tree]
    return Control("territory", label, "select", [Choice("", gettext("Whole campaign"), not chosen), *tree])


def _tree(source: Source, chosen: set[str]) -> list[Choice]:
    beneath: dict[str, list[Choice]] = {}
    for entry in reversed(source.configuration["territories"]):
        code = entry["code"]
        own = Choice(code, entry["name"][source.language], code in chosen, beneath.get(code, []))
        beneath.setdefault(entry["parent"], []).insert(0, own)
    return beneath.get("", [])


def _contest(source: Source, sheet: Sheet) -> Control:
    whole = sheet.name == "invalid"
    current = source.value("contest") if whole else source.contest_code
    choices = [Choice(code, entry["name"][source.language], code == current) for code, entry in source.contests.items()]
    every = [Choice("", gettext("All contests side by side"), not current)] if whole else []
    return Control("contest", gettext("Contest"), "select", every + choices)


def _count(source: Source, sheet: Sheet) -> Control:
    choices = [
        Choice(kind, label, kind == source.count)
        for kind, label in source.words.counts.items()
        if kind in source.kinds()
    ]
    return Control("count", gettext("Count"), "select", choices)


def _measure(source: Source, sheet: Sheet) -> Control:
    current = source.value("measure", "percent")
    choices = [("percent", gettext("Percent of the voters")), ("total", gettext("Number of voters"))]
    return _of("measure", gettext("Measure"), choices, current)


def _before(source: Source, sheet: Sheet) -> Control:
    choices = [("", gettext("none")), *earlier_campaigns(source)]
    return _of("before", gettext("Earlier campaign"), choices, source.value("before"))


def _by(source: Source, sheet: Sheet) -> Control:
    choices = [("size", gettext("by size")), ("place", gettext("by territory"))]
    return _of("by", gettext("Differences"), choices, source.value("by", "size"))


def _code(source: Source, sheet: Sheet) -> Control:
    codes = dict.fromkeys(rule["code"] for rule in source.configuration["rules"])
    return _of(
        "code", gettext("Rule"), [("", gettext("all rules")), *((code, code) for code in codes)], source.value("code")
    )


def _precinct(source: Source, sheet: Sheet) -> Control:
    return Control("precinct", gettext("Precinct No."), "text", value=source.value("precinct"))


def _of(name: str, label: str, choices: list[tuple[str, str]], current: str) -> Control:
    return Control(name, label, "select", [Choice(value, text, value == current) for value, text in choices])


_CONTROLS: dict[str, Any] = {
    "territory": _territory,
    "contest": _contest,
    "count": _count,
    "measure": _measure,
    "before": _before,
    "by": _by,
    "code": _code,
    "precinct": _precinct,
}
