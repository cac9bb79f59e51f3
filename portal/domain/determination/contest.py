"""One door for every kind of contest: which module determines it, and which bounds exist for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.domain.determination import list_bounds, local_aiyl, local_city, parliament, president, referendum
from portal.domain.determination.certainty import Bounds
from portal.domain.determination.inputs import (
    NO_PREFERENCES_ASKED,
    UNKNOWN_TOTALS,
    ListPerson,
    Participation,
    ParticipationBasis,
    PreferencesHeld,
    Standing,
    Totals,
)
from portal.domain.determination.list_bounds import ListBounds
from portal.domain.determination.outcome import Outcome, Step, step, undetermined
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.president_bounds import RoundOneBounds, first_round_bounds, second_round_bounds
from portal.domain.determination.rules import Rule
from portal.domain.statuses import CampaignKind, ContestKind

AnyBounds = Bounds | RoundOneBounds | ListBounds | referendum.QuestionBounds
"""Bounds of a plurality contest or a second round, of the President's first round, of party lists, of a question."""


@dataclass(frozen=True, slots=True)
class ContestFigures:
    """One contest as it stands: figures that count (see `derived`), and the campaign's parameters as text.

    `participation` is asked by the President only, `totals` by thresholds, majorities and turnout conditions; `persons`
    are party lists by ballot position, `preferences` says how many protocols state the preference votes for them;
    `second_round`: the campaign is the second round of another.
    """

    campaign_kind: CampaignKind
    contest_kind: ContestKind
    contest: str
    seats: int
    standings: Sequence[Standing]
    parameters: Mapping[str, str] = field(default_factory=dict)
    participation: Participation = field(default_factory=Participation)
    totals: Totals = UNKNOWN_TOTALS
    persons: Mapping[int, Sequence[ListPerson]] = field(default_factory=dict)
    preferences: PreferencesHeld = NO_PREFERENCES_ASKED
    second_round: bool = False


def determine(figures: ContestFigures) -> Outcome:
    """The outcome of the contest; undetermined where a parameter is missing or cannot be read. Raises InputError."""
    try:
        outcome = _determine(figures)
        return replace(outcome, notices=(*outcome.notices, *_basis_notices(figures, outcome)))
    except ParameterError as error:
        positions = [standing.position for standing in figures.standings]
        missing = step(Rule.PARAMETER_MISSING, key=error.key, allowed=error.allowed)
        return undetermined([missing], positions, figures.seats)


def bounds_of(figures: ContestFigures, extra: int | None) -> AnyBounds | None:
    """Exact bounds while `extra` voters of the contest may still be counted (None: unknown).

    None where the parameters cannot be read. Raises InputError.
    """
    try:
        return _bounds(figures, extra)
    except ParameterError:
        return None


def _basis_notices(figures: ContestFigures, outcome: Outcome) -> Iterator[Step]:
    """A notice where voters counted by the other basis would meet a condition, or miss it, with another outcome.

    The first round of the President says so itself.
    """
    if figures.contest_kind is ContestKind.PRESIDENT:
        return
    for basis in ParticipationBasis:
        figure = figures.participation.by(basis)
        if figure is None or figure == figures.totals.took_part:
            continue
        other = _determine(replace(figures, totals=replace(figures.totals, took_part=figure)))
        if (other.kind, other.elected, other.list_seats) != (outcome.kind, outcome.elected, outcome.list_seats):
            yield step(Rule.BASIS_DIFFERS, basis=basis.value, took_part=figure, outcome=other.kind.value)


def _determine(figures: ContestFigures) -> Outcome:
    values, contest = figures.parameters, figures.contest
    if figures.contest_kind is ContestKind.PRESIDENT:
        rules = president.PresidentParameters.parse(values, contest)
        if figures.second_round:
            return president.determine_second_round(figures.standings, rules)
        return president.determine_first_round(figures.standings, figures.participation, rules)
    if figures.contest_kind is ContestKind.QUESTION:
        question = referendum.ReferendumParameters.parse(values, contest)
        return referendum.determine(figures.standings, question, figures.totals)
    if figures.contest_kind is ContestKind.PARTY_LIST:
        lists = local_city.CityParameters.parse(values, contest)
        return local_city.determine(
            figures.standings, figures.persons, lists, figures.seats, figures.totals, figures.preferences
        )
    if figures.campaign_kind is CampaignKind.PARLIAMENT:
        district = parliament.ParliamentParameters.parse(values, contest)
        return parliament.determine(figures.standings, district, figures.seats)
    council = local_aiyl.AiylParameters.parse(values, contest)
    return local_aiyl.determine(figures.standings, council, figures.seats, figures.totals)


def _bounds(figures: ContestFigures, extra: int | None) -> AnyBounds | None:
    values, contest = figures.parameters, figures.contest
    if figures.contest_kind is ContestKind.PARTY_LIST:
        lists = local_city.CityParameters.parse(values, contest)
        return list_bounds.certain_and_open(figures.standings, lists, figures.seats, figures.totals, extra)
    if figures.contest_kind is ContestKind.PRESIDENT:
        rules = president.PresidentParameters.parse(values, contest)
        if figures.second_round:
            counts = rules.second_round_against_all is not president.RoundTwoRule.IGNORED
            return second_round_bounds(figures.standings, extra, against_all_counts=counts)
        return first_round_bounds(figures.standings, figures.participation.by(rules.participation_basis), extra)
    if figures.contest_kind is ContestKind.QUESTION:
        question = referendum.ReferendumParameters.parse(values, contest)
        return referendum.certain_and_open(figures.standings, question, figures.totals, extra)
    if figures.campaign_kind is CampaignKind.PARLIAMENT:
        district = parliament.ParliamentParameters.parse(values, contest)
        return parliament.certain_and_open(figures.standings, district, extra, figures.seats)
    council = local_aiyl.AiylParameters.parse(values, contest)
    return local_aiyl.certain_and_open(figures.standings, council, extra, figures.seats, figures.totals)
