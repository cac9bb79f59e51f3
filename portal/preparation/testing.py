"""The test of a campaign (R53 ¶54-61) as a fold over its steps, with the steps that are allowed next.

planned → approved → round begun → (found → mended)* → round ended → … → reported → drop ordered → drop confirmed.
A round with something found is repeated after mending (¶60); the report says whether the test is passed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.store.models import TestStep
from portal.store.queries.preparation import TestEvent

Figures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """план тестирования: dates and stages, made by УИКТ or the test officer, approved by the CEC's chair (¶57)."""

    title: str
    begins: str
    ends: str
    stages: tuple[str, ...]
    prepared_by: str
    prepared_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """замечание: what was found in a round, and how it was mended (¶60)."""

    number: int
    round: int
    text: str
    person: str
    at: datetime
    mended: str = ""
    mended_by: str = ""
    mended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what was in the store at its beginning and end, by name of the figure."""

    number: int
    begun_at: datetime
    begun_by: str
    before: Figures
    ended_at: datetime | None = None
    after: Figures = field(default_factory=dict)

    @property
    def came(self) -> dict[str, int]:
        """What was received and entered in the round, by name of the figure."""
        return {name: count - self.before.get(name, 0) for name, count in self.after.items()}


@dataclass(frozen=True, slots=True)
class Report:
    """отчет УИКТ о результатах тестирования (¶59)."""

    text: str
    passed: bool
    person: str
    at: datetime


@dataclass(frozen=True)
class Test:
    """Where the test of a campaign stands; the value object of its printed report."""

    __test__ = False

    campaign: str
    plan: Plan | None = None
    rounds: tuple[Round, ...] = ()
    objections: tuple[Objection, ...] = ()
    report: Report | None = None
    drop_ordered: tuple[str, datetime] | None = None
    drop_confirmed: tuple[str, datetime] | None = None

    @property
    def open_round(self) -> Round | None:
        """The round under way."""
        return self.rounds[-1] if self.rounds and self.rounds[-1].ended_at is None else None

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """What was found and is not mended."""
        return tuple(each for each in self.objections if each.mended_at is None)

    @property
    def may_pass(self) -> bool:
        """Whether the newest round ended without anything found, and all that was found before is mended."""
        last = self.rounds[-1] if self.rounds else None
        found = last is not None and any(each.round == last.number for each in self.objections)
        return last is not None and last.ended_at is not None and not self.open_objections and not found

    @property
    def next_steps(self) -> frozenset[TestStep]:
        """The steps that may follow."""
        if self.drop_confirmed:
            return frozenset()
        if self.drop_ordered:
            return frozenset({TestStep.DROP_CONFIRMED})
        if self.open_round:
            return frozenset({TestStep.FOUND, TestStep.ROUND_ENDED})
        steps = {TestStep.PLANNED} if not self.rounds else set[TestStep]()
        if self.plan is None:
            return frozenset(steps)
        if self.plan.approved_at is None:
            return frozenset({*steps, TestStep.APPROVED})
        steps.add(TestStep.ROUND_BEGUN)
        steps |= {TestStep.MENDED} if self.open_objections else set()
        steps |= {TestStep.REPORTED} if self.rounds else set()
        steps |= {TestStep.DROP_ORDERED} if self.report and self.report.passed else set()
        return frozenset(steps)


def fold(campaign: str, events: Sequence[TestEvent]) -> Test:
    """The test after these steps."""
    test = Test(campaign)
    for event in events:
        test = _STEPS[event.step](test, event)
    return test


def _planned(test: Test, event: TestEvent) -> Test:
    told = event.details
    plan = Plan(told["title"], told["begins"], told["ends"], tuple(told["stages"]), event.person, event.at)
    return replace(test, plan=plan)


def _approved(test: Test, event: TestEvent) -> Test:
    if test.plan is None:
        return test
    told = {"approved_by": event.person, "approved_at": event.at, "decision": event.details["decision"]}
    return replace(test, plan=replace(test.plan, **told))


def _begun(test: Test, event: TestEvent) -> Test:
    started = Round(len(test.rounds) + 1, event.at, event.person, event.details["figures"])
    return replace(test, rounds=(*test.rounds, started), report=None)


def _found(test: Test, event: TestEvent) -> Test:
    objection = Objection(len(test.objections) + 1, len(test.rounds), event.details["text"], event.person, event.at)
    return replace(test, objections=(*test.objections, objection))


def _mended(test: Test, event: TestEvent) -> Test:
    told = {"mended": event.details["text"], "mended_by": event.person, "mended_at": event.at}
    objections = tuple(
        replace(each, **told) if each.number == event.details["number"] else each for each in test.objections
    )
    return replace(test, objections=objections)


def _ended(test: Test, event: TestEvent) -> Test:
    ended = replace(test.rounds[-1], ended_at=event.at, after=event.details["figures"])
    return replace(test, rounds=(*test.rounds[:-1], ended))


def _reported(test: Test, event: TestEvent) -> Test:
    return replace(test, report=Report(event.details["text"], event.details["passed"], event.person, event.at))


def _ordered(test: Test, event: TestEvent) -> Test:
    return replace(test, drop_ordered=(event.person, event.at))


def _confirmed(test: Test, event: TestEvent) -> Test:
    return replace(test, drop_confirmed=(event.person, event.at))


_STEPS = {
    TestStep.PLANNED: _planned,
    TestStep.APPROVED: _approved,
    TestStep.ROUND_BEGUN: _begun,
    TestStep.FOUND: _found,
    TestStep.MENDED: _mended,
    TestStep.ROUND_ENDED: _ended,
    TestStep.REPORTED: _reported,
    TestStep.DROP_ORDERED: _ordered,
    TestStep.DROP_CONFIRMED: _confirmed,
}
