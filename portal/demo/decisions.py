"""Decisions of the invented election: three permits of a second entry and one invalidated precinct."""

from portal.demo.ballots import Ballots
from portal.demo.events import DecisionEvent
from portal.demo.plan import Plan
from portal.demo.protocols import corrected_precincts

BODY = "cec"
TURNOUT_DECISION = "T-41"
RESULTS_DECISION = "T-42"
"""Invented numbers of the decisions that approve the schedules."""


def decision_events(plan: Plan, ballots: Ballots) -> list[DecisionEvent]:
    """Decisions of the morning after, in order of time."""
    wrong = corrected_precincts(plan, ballots)
    permits = [
        _decision(
            plan,
            index,
            f"T-{50 + index}",
            "permit_reentry",
            number,
            "Протоколду киргизүүдө 1 жана 2-позициялар алмаштырылган; түшүндүрмө кат берилди.",
            "При вводе протокола переставлены позиции 1 и 2; представлена объяснительная записка.",
            "Positions 1 and 2 were interchanged when the protocol was entered; an explanatory note was given.",
        )
        for index, number in enumerate(wrong)
    ]
    invalid = _decision(
        plan,
        21,
        "T-60",
        "invalidate_precinct",
        invalidated_precinct(plan, ballots),
        "Добуш берүүнүн купуялыгы бузулган; участка боюнча добуш берүүнүн жыйынтыктары жараксыз деп табылды.",
        "Нарушена тайна голосования; итоги голосования по участку признаны недействительными.",
        "The secrecy of voting was broken; the voting totals of the precinct are invalidated.",
    )
    return [*permits, invalid]


def invalidated_precinct(plan: Plan, ballots: Ballots) -> str:
    """Number of the precinct whose totals are invalidated (R139 ¶75): an ordinary one without remote voters."""
    wrong = corrected_precincts(plan, ballots)
    rng = plan.rng("invalidated")
    fit = [each.number for each in plan.precincts if each.kind == "ordinary" and each.number not in ballots.remote]
    return rng.choice([number for number in fit if number not in wrong])


def _decision(
    plan: Plan, order: int, number: str, kind: str, precinct: str, ky: str, ru: str, en: str
) -> DecisionEvent:
    at = plan.clock(33, 30 + 6 * order)
    return DecisionEvent(at, number, at.date(), BODY, kind, "precinct", precinct, ky, ru, en)
