"""Which persons of a party list take its seats: the list's order or voters' preferences, and a cap on one sex."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portal.domain.determination.inputs import InputError, ListPerson, Standing
from portal.domain.determination.outcome import Elected, Step, step
from portal.domain.determination.rules import Rule


class ListOrder(StrEnum):
    """In which order the persons of a list take its seats."""

    LIST = "list"
    PREFERENCES = "preferences"


@dataclass(frozen=True, slots=True)
class ListRules:
    """`preference_threshold`: the share of the party's votes from which preferences move a person ahead of the list.

    `sex_cap`: the largest share of the party's seats for one sex, rounded down to whole seats; None: no cap.
    """

    order: ListOrder = ListOrder.LIST
    preference_threshold: Fraction = Fraction(0)
    sex_cap: Fraction | None = None


def persons_elected(
    party: Standing, persons: Sequence[ListPerson], seats: int, rules: ListRules
) -> tuple[tuple[Elected, ...], tuple[Step, ...]]:
    """Who takes the party's seats, fewer than `seats` where the list ends, and the steps. Raises InputError."""
    if len({person.number for person in persons}) != len(persons):
        raise InputError(f"position {party.position}: its list gives a number twice; numbers of a list are unique")
    cap = seats if rules.sex_cap is None else rules.sex_cap.numerator * seats // rules.sex_cap.denominator
    elected: list[Elected] = []
    steps: list[Step] = []
    taken: dict[str, int] = {}
    for person in _ranked(party, persons, rules):
        if len(elected) == seats:
            break
        numbers = {"position": party.position, "person": person.number}
        if taken.get(person.sex, 0) >= cap:
            steps.append(step(Rule.LIST_PERSON_PASSED_OVER, **numbers, cap=cap))
            continue
        taken[person.sex] = taken.get(person.sex, 0) + 1
        elected.append(Elected(party.position, person.number, person.sex))
        preferred = _preferred(party, person, rules)
        rule = Rule.LIST_PERSON_PREFERRED if preferred else Rule.LIST_PERSON
        steps.append(step(rule, **numbers, **({"preferences": person.preferences} if preferred else {})))
    return tuple(elected), tuple(steps)


def _ranked(party: Standing, persons: Sequence[ListPerson], rules: ListRules) -> list[ListPerson]:
    """Persons moved ahead by preferences, most first, equal ones by the list; then the rest by the list."""
    by_list = sorted((p for p in persons if not p.withdrawn), key=lambda person: person.number)
    ahead = [person for person in by_list if _preferred(party, person, rules)]
    ahead.sort(key=lambda person: -person.preferences)
    return ahead + [person for person in by_list if person not in ahead]


def _preferred(party: Standing, person: ListPerson, rules: ListRules) -> bool:
    if rules.order is ListOrder.LIST or not person.preferences:
        return False
    return person.preferences >= rules.preference_threshold * party.votes
