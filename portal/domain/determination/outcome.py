"""Outcomes as data: what follows from the votes, and the steps that lead there, as rule codes and numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from portal.domain.determination.rules import RULES, Rule

Value = int | Fraction | str | tuple[int, ...]
"""A number of a step: a count, an exact share or quotient, a word of the vocabulary, or ballot positions."""


class OutcomeKind(StrEnum):
    """What follows from the votes; preliminary as the portal computes it, official only by a decision (R139 ¶82)."""

    ELECTED = "elected"
    SECOND_ROUND = "second_round"
    REPEAT_ELECTION = "repeat_election"
    INVALID = "invalid"
    NOT_HELD = "not_held"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation: a rule and the numbers it was applied to, never a sentence."""

    rule: Rule
    numbers: tuple[tuple[str, Value], ...] = ()

    def __getitem__(self, name: str) -> Value:
        return dict(self.numbers)[name]

    def document(self) -> dict[str, object]:
        """The step for a published document: rule, basis, source, numbers."""
        source = RULES[self.rule]
        numbers = {name: _plain(value) for name, value in self.numbers}
        return {"rule": self.rule.value, "basis": source.basis.value, "source": source.text, "numbers": numbers}


def step(rule: Rule, **numbers: Value) -> Step:
    """A step with its numbers in the order given."""
    return Step(rule, tuple(numbers.items()))


@dataclass(frozen=True, slots=True)
class Elected:
    """One filled seat: ballot position, and for a party list the person's number on the list (0 otherwise)."""

    position: int
    person: int = 0
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the votes of one contest.

    `elected` in order of election · `vacancies`: seats that nobody may take · `open_seats`: seats the texts or the
    figures leave undetermined, between the `contenders` · `second_round`: positions that stand in it · `list_seats`:
    seats by party position · `notices`: what a reader must know besides.
    """

    kind: OutcomeKind
    elected: tuple[Elected, ...] = ()
    vacancies: int = 0
    open_seats: int = 0
    contenders: tuple[int, ...] = ()
    second_round: tuple[int, ...] = ()
    list_seats: tuple[tuple[int, int], ...] = ()
    repeat_election: bool = False
    steps: tuple[Step, ...] = field(default=())
    notices: tuple[Step, ...] = field(default=())

    @property
    def positions(self) -> frozenset[int]:
        """Ballot positions of those elected."""
        return frozenset(seat.position for seat in self.elected)

    def rules(self) -> tuple[Rule, ...]:
        """Codes of the steps, in order."""
        return tuple(step.rule for step in self.steps)

    def document(self) -> dict[str, object]:
        """The outcome for a published document (contests/<contest>.json, `determination`)."""
        return {
            "kind": self.kind.value,
            "elected": [{"position": e.position, "person": e.person, "sex": e.sex} for e in self.elected],
            "vacancies": self.vacancies,
            "open_seats": self.open_seats,
            "contenders": list(self.contenders),
            "second_round": list(self.second_round),
            "list_seats": [{"position": position, "seats": seats} for position, seats in self.list_seats],
            "repeat_election": self.repeat_election,
            "steps": [step.document() for step in self.steps],
            "notices": [step.document() for step in self.notices],
        }


def undetermined(steps: Iterable[Step], contenders: Iterable[int] = (), open_seats: int = 0) -> Outcome:
    """An outcome that the texts or the figures leave open; the last step says why."""
    return Outcome(OutcomeKind.UNDETERMINED, contenders=tuple(contenders), open_seats=open_seats, steps=tuple(steps))


def _plain(value: Value) -> object:
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return list(value) if isinstance(value, tuple) else value
