"""What a determination is given: small typed values, checked once; nothing here knows where they come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from portal.domain.statuses import OptionKind


class InputError(ValueError):
    """Figures that cannot be: the message says which, its value and what to do."""


class ParticipationBasis(StrEnum):
    """How the voters who took part are counted (R139 ¶47 signatures; ¶79 ballots taken out of the ASU)."""

    SIGNATURES = "signatures"
    BALLOTS_FOUND = "ballots_found"

    @property
    def other(self) -> "ParticipationBasis":
        """The basis that the campaign does not count by."""
        return next(basis for basis in ParticipationBasis if basis is not self)


@dataclass(frozen=True, slots=True)
class Participation:
    """Voters who took part, by each basis; None where no figure is held."""

    signatures: int | None = None
    ballots_found: int | None = None

    def by(self, basis: ParticipationBasis) -> int | None:
        """Voters who took part by this basis."""
        return self.signatures if basis is ParticipationBasis.SIGNATURES else self.ballots_found


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a contest: voters on its lists, voters who took part, valid votes; None where no figure is held."""

    voters: int | None = None
    took_part: int | None = None
    valid_votes: int | None = None


UNKNOWN_TOTALS = Totals()
"""No totals held."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The votes of one ballot position. Raises InputError on negative votes and on a moment without timezone.

    `sex` is any word, equal words mean the same sex, "" is unknown. `withdrawn`: выбыл. `invalidated`: the votes count
    as invalid ballots (R139 ¶76).
    """

    position: int
    kind: OptionKind
    votes: int
    sex: str = ""
    documents_complete_at: datetime | None = None
    withdrawn: bool = False
    invalidated: bool = False

    def __post_init__(self) -> None:
        if self.votes < 0:
            raise InputError(f"position {self.position}: votes {self.votes} are negative; votes are counted from 0")
        moment = self.documents_complete_at
        if moment is not None and moment.tzinfo is None:
            raise InputError(
                f"position {self.position}: documents_complete_at {moment} lacks its timezone; add the offset"
            )


@dataclass(frozen=True, slots=True)
class ListPerson:
    """A person on a party list: number on the list, sex, preference votes."""

    number: int
    sex: str = ""
    preferences: int = 0
    withdrawn: bool = False

    def __post_init__(self) -> None:
        if self.preferences < 0:
            raise InputError(f"person {self.number}: preferences {self.preferences} are negative; count them from 0")


@dataclass(frozen=True, slots=True)
class PreferencesHeld:
    """How many of the counted protocols state preference votes."""

    received: int = 0
    counted: int = 0

    @property
    def whole(self) -> bool:
        """True when every counted protocol states them."""
        return self.received == self.counted


NO_PREFERENCES_ASKED = PreferencesHeld()
"""Preferences as they are given with the persons, whole."""


def check_positions(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """The standings by ballot position. Raises InputError when a position is given twice."""
    ordered = tuple(sorted(standings, key=lambda standing: standing.position))
    for one, next_one in pairwise(ordered):
        if one.position == next_one.position:
            raise InputError(f"position {one.position} is given twice; sum its votes before determining a result")
    return ordered


def candidates(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Candidates and parties that can still be elected; "against all" is a position, not a candidate."""
    electable = (OptionKind.CANDIDATE, OptionKind.PARTY)
    return tuple(s for s in standings if s.kind in electable and not s.withdrawn and not s.invalidated)


def against_all(standings: Iterable[Standing]) -> int | None:
    """Votes for "против всех", None where the ballot has no such position."""
    votes = [standing.votes for standing in standings if standing.kind is OptionKind.AGAINST_ALL]
    return sum(votes) if votes else None
