"""Which persons of a party list take its seats: the list's order or voters' preferences, and a cap on one sex.

Seats are taken in order by whoever the cap still lets in. Persons with equal preferences follow the list, or, where the
package says so, only those are elected who would be in every order of the equal ones, and the other seats stay open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from portal.domain.determination.inputs import InputError, ListPerson, Standing
from portal.domain.determination.outcome import Elected, Step, step
from portal.domain.determination.parameters import ParameterError, Reader
from portal.domain.determination.rules import Rule


class ListOrder(StrEnum):
    """In which order the persons of a list take its seats."""

    LIST = "list"
    PREFERENCES = "preferences"


class PreferenceTies(StrEnum):
    """What decides between persons with equal preferences."""

    LIST = "list"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class ListRules:
    """`preference_threshold`: the share of the party's votes from which preferences move a person ahead of the list.

    `sex_cap`: the largest share of the party's seats for one sex, rounded down to whole seats; None: no cap.
    """

    order: ListOrder = ListOrder.LIST
    preference_threshold: Fraction = Fraction(0)
    sex_cap: Fraction | None = None
    ties: PreferenceTies = PreferenceTies.LIST

    @classmethod
    def read(cls, reader: Reader) -> "ListRules":
        """Reads `list_order`, `preference_threshold`, `list_sex_cap` and `preference_ties`. Raises ParameterError."""
        return cls(
            reader.choice("list_order", ListOrder, ListOrder.LIST),
            reader.share("preference_threshold", "0%"),
            reader.optional_share("list_sex_cap"),
            reader.choice("preference_ties", PreferenceTies, PreferenceTies.LIST),
        )


def preference_marks(values: Mapping[str, str], contest: str = "") -> int | None:
    """Preference marks that a ballot may bear, None for no limit. Raises ParameterError."""
    reader = Reader(values, contest)
    marks = reader.count("preference_marks", "1")
    if marks == 0:
        raise ParameterError("preference_marks", reader.text("preference_marks"), 'a whole number from 1, or "none"')
    return marks


@dataclass(frozen=True, slots=True)
class PersonSeats:
    """Who takes the seats of one list. `open_seats` stay undecided between persons; the steps say between whom."""

    elected: tuple[Elected, ...]
    open_seats: int
    steps: tuple[Step, ...]


def persons_elected(party: Standing, persons: Sequence[ListPerson], seats: int, rules: ListRules) -> PersonSeats:
    """Who takes the party's seats, fewer than `seats` where the list ends, and the steps. Raises InputError."""
    if len({person.number for person in persons}) != len(persons):
        raise InputError(f"position {party.position}: its list gives a number twice; numbers of a list are unique")
    running = [person for person in persons if not person.withdrawn]
    unknown = tuple(person.number for person in running if not person.sex)
    if rules.sex_cap is not None and unknown and seats:
        nameless = step(Rule.LIST_SEX_UNKNOWN, position=party.position, persons=_numbers(unknown))
        return PersonSeats((), min(seats, len(running)), (nameless,))
    walk = _Walk(party, seats, rules)
    for group in _groups(party, running, rules):
        walk.take(group)
    return PersonSeats(tuple(walk.elected), walk.open_seats, tuple(walk.steps))


class _Walk:
    """One pass along a list, group by group of persons between whom nothing decides.

    Room is a number of seats and a cap of each sex, so whoever is taken first within a group, the room left after it is
    the same: those certain are the ones who find room even as the last of their group.
    """

    def __init__(self, party: Standing, seats: int, rules: ListRules) -> None:
        self._party, self._rules, self._seats = party, rules, seats
        self._cap = seats if rules.sex_cap is None else rules.sex_cap.numerator * seats // rules.sex_cap.denominator
        self._before: dict[str, int] = {}
        self.elected: list[Elected] = []
        self.steps: list[Step] = []
        self.open_seats = 0

    def take(self, group: Sequence[ListPerson]) -> None:
        """Give seats to the persons of the next group."""
        taken, whole = self._room(self._before), self._with(group)
        gained = self._room(whole) - taken
        certain = [p for p in group if self._room(self._less(whole, p.sex)) < taken + gained]
        for person in group:
            if person in certain:
                self._elect(person)
            elif taken < self._seats and self._before.get(person.sex, 0) >= self._cap:
                numbers = {"position": self._party.position, "person": person.number}
                self.steps.append(step(Rule.LIST_PERSON_PASSED_OVER, **numbers, cap=self._cap))
        if undecided := gained - len(certain):
            self.open_seats += undecided
            between = [p for p in group if p not in certain and self._before.get(p.sex, 0) < self._cap]
            self.steps.append(
                step(
                    Rule.LIST_PREFERENCES_TIE,
                    position=self._party.position,
                    preferences=group[0].preferences,
                    persons=_numbers(person.number for person in between),
                    seats=undecided,
                )
            )
        self._before = whole

    def _elect(self, person: ListPerson) -> None:
        self.elected.append(Elected(self._party.position, person.number, person.sex))
        numbers = {"position": self._party.position, "person": person.number}
        if _preferred(self._party, person, self._rules):
            self.steps.append(step(Rule.LIST_PERSON_PREFERRED, **numbers, preferences=person.preferences))
        else:
            self.steps.append(step(Rule.LIST_PERSON, **numbers))

    def _room(self, by_sex: Mapping[str, int]) -> int:
        """Seats that so many persons of each sex can fill."""
        return min(self._seats, sum(min(self._cap, number) for number in by_sex.values()))

    def _with(self, group: Iterable[ListPerson]) -> dict[str, int]:
        whole = dict(self._before)
        for person in group:
            whole[person.sex] = whole.get(person.sex, 0) + 1
        return whole

    def _less(self, whole: Mapping[str, int], sex: str) -> dict[str, int]:
        return {**whole, sex: whole[sex] - 1}


def _groups(party: Standing, running: Sequence[ListPerson], rules: ListRules) -> Iterator[list[ListPerson]]:
    """Persons moved ahead by preferences, most first, then the rest by the list; equal ones together or by the list."""
    by_list = sorted(running, key=lambda person: person.number)
    ahead = [person for person in by_list if _preferred(party, person, rules)]
    ahead.sort(key=lambda person: -person.preferences)
    for _, equal in groupby(ahead, key=lambda person: person.preferences):
        group = list(equal)
        yield from [group] if rules.ties is PreferenceTies.UNDETERMINED else ([person] for person in group)
    yield from ([person] for person in by_list if person not in ahead)


def _preferred(party: Standing, person: ListPerson, rules: ListRules) -> bool:
    if rules.order is ListOrder.LIST or not person.preferences:
        return False
    return person.preferences >= rules.preference_threshold * party.votes


def _numbers(numbers: Iterable[int]) -> str:
    """Numbers of a list as text: a list of numbers in a step means ballot positions."""
    return ", ".join(str(number) for number in numbers)
