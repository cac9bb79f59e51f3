"""отчет УИКТ о результатах тестирования (R53 ¶54-61): the plan, what came in each round, what was found and mended.

What is printed is a value with the attributes below (`portal.preparation.testing.Test` is one).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from portal.domain.names import Language, Names
from portal.print.typesetting import NOTHING, clock, typeset
from portal.print.words import word


class Plan(Protocol):
    """план тестирования (¶57)."""

    @property
    def title(self) -> str: ...
    @property
    def begins(self) -> str: ...
    @property
    def ends(self) -> str: ...
    @property
    def stages(self) -> Sequence[str]: ...
    @property
    def prepared_by(self) -> str: ...
    @property
    def prepared_at(self) -> datetime: ...
    @property
    def approved_by(self) -> str: ...
    @property
    def approved_at(self) -> datetime | None: ...
    @property
    def decision(self) -> str: ...


class Round(Protocol):
    """One round; `came` is what was received and entered, by name of the figure."""

    @property
    def number(self) -> int: ...
    @property
    def begun_at(self) -> datetime: ...
    @property
    def begun_by(self) -> str: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def came(self) -> Mapping[str, int]: ...


class Objection(Protocol):
    """замечание: found in a round, and how it was mended (¶60)."""

    @property
    def number(self) -> int: ...
    @property
    def round(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def mended(self) -> str: ...
    @property
    def mended_by(self) -> str: ...
    @property
    def mended_at(self) -> datetime | None: ...


class Conclusion(Protocol):
    """What УИКТ concludes (¶59)."""

    @property
    def text(self) -> str: ...
    @property
    def passed(self) -> bool: ...
    @property
    def person(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Tested(Protocol):
    """Where the test of a campaign stands."""

    @property
    def plan(self) -> Plan | None: ...
    @property
    def rounds(self) -> Sequence[Round]: ...
    @property
    def objections(self) -> Sequence[Objection]: ...
    @property
    def report(self) -> Conclusion | None: ...


def report_pdf(
    test: Tested, campaign: Names, zone: str, language: Language, figure_names: Mapping[str, str] | None = None
) -> bytes:
    """The report as PDF. `figure_names` says how figures are called in the language; others keep their own name."""
    return typeset("testing_report.typ", content_of(test, campaign, zone, language, figure_names or {}))


def content_of(
    test: Tested, campaign: Names, zone: str, language: Language, figure_names: Mapping[str, str]
) -> dict[str, Any]:
    """Every text of the report in the order in which it is printed."""
    name = campaign.document()[language]
    return {
        "language": language,
        "title": word("test_report", language),
        "unit": word("uikt", language),
        "campaign": name,
        "plan_title": word("plan", language),
        "plan": _plan(test.plan, zone, language) if test.plan else [],
        "rounds": [_round(each, test, zone, language, figure_names) for each in test.rounds],
        "came_title": word("came", language),
        "objections_title": word("objections", language),
        "no_objections": word("no_objections", language),
        "conclusion_title": word("conclusion", language),
        "conclusion": _conclusion(test.report, zone, language),
        "signature": word("signature", language),
        "signer": test.report.person if test.report else "",
        "footer": f"{word('test_report', language)} · {name}",
    }


def _plan(plan: Plan, zone: str, language: Language) -> list[list[str]]:
    approved = word("not_approved", language)
    if plan.approved_at is not None:
        parts = (plan.approved_by, plan.decision, clock(plan.approved_at, zone))
        approved = ", ".join(part for part in parts if part)
    return [
        [word("name", language), plan.title],
        [word("dates", language), f"{plan.begins} … {plan.ends}"],
        [word("stages", language), "; ".join(plan.stages) or NOTHING],
        [word("prepared", language), f"{plan.prepared_by}, {clock(plan.prepared_at, zone)}"],
        [word("approved", language), approved],
    ]


def _round(each: Round, test: Tested, zone: str, language: Language, figure_names: Mapping[str, str]) -> dict[str, Any]:
    ended = clock(each.ended_at, zone) if each.ended_at else word("not_ended", language)
    return {
        "title": word("round", language, number=each.number),
        "facts": [
            [word("begun", language), f"{clock(each.begun_at, zone)}, {each.begun_by}"],
            [word("ended", language), ended],
        ],
        "came": [[figure_names.get(name, name), str(count)] for name, count in each.came.items()],
        "objections": [_objection(found, zone, language) for found in test.objections if found.round == each.number],
    }


def _objection(found: Objection, zone: str, language: Language) -> list[str]:
    mended = word("not_mended", language)
    if found.mended_at is not None:
        mended = f"{word('mended', language)}: {found.mended} ({found.mended_by}, {clock(found.mended_at, zone)})"
    return [str(found.number), f"{found.text} ({found.person}, {clock(found.at, zone)})", mended]


def _conclusion(report: Conclusion | None, zone: str, language: Language) -> list[str]:
    if report is None:
        return [word("no_report", language)]
    said = word("passed" if report.passed else "not_passed", language)
    return [said, *report.text.splitlines(), f"{report.person}, {clock(report.at, zone)}"]
