"""City keneshes: party lists; threshold, method, caps, ties and preferences are the package's parameters, never law."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from portal.domain.determination.apportionment import Allocation, Claim, Method, apportion
from portal.domain.determination.inputs import (
    NO_PREFERENCES_ASKED,
    UNKNOWN_TOTALS,
    ListPerson,
    PreferencesHeld,
    Standing,
    Totals,
    candidates,
    check_positions,
)
from portal.domain.determination.list_persons import ListOrder, ListRules, persons_elected
from portal.domain.determination.outcome import Elected, Outcome, OutcomeKind, Step, step, undetermined
from portal.domain.determination.parameters import AgainstAll, Comparison, ParameterError, Reader
from portal.domain.determination.plurality import against_all_step, left_out
from portal.domain.determination.rules import Rule
from portal.domain.determination.turnout import with_turnout

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ThresholdOf(StrEnum):
    """What a party's share is a share of."""

    PARTY_VOTES = "party_votes"
    VALID_VOTES = "valid_votes"
    TOOK_PART = "took_part"
    VOTERS = "voters"


class PartyTie(StrEnum):
    """What decides between equal remainders or quotients; several may be named in order, joined by commas."""

    VOTES = "votes"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class CityParameters:
    """Parameters of a campaign of city keneshes. `method` has no default: the package must say it."""

    method: Method
    threshold: Fraction = Fraction(0)
    threshold_of: ThresholdOf = ThresholdOf.VALID_VOTES
    threshold_comparison: Comparison = Comparison.AT_LEAST
    party_cap: int | None = None
    party_ties: tuple[PartyTie, ...] = ()
    lists: ListRules = field(default_factory=ListRules)
    against_all: AgainstAll = AgainstAll.INVALIDATES
    turnout_minimum: Fraction | None = None

    @classmethod
    def parse(cls, values: Mapping[str, str], contest: str = "") -> "CityParameters":
        """Reads the fields by their names, and those of `ListRules`.

        Raises ParameterError; `method` must be given.
        """
        reader = Reader(values, contest)
        return cls(
            method=reader.choice("method", Method),
            threshold=reader.share("threshold", "0%"),
            threshold_of=reader.choice("threshold_of", ThresholdOf, ThresholdOf.VALID_VOTES),
            threshold_comparison=reader.choice("threshold_comparison", Comparison, Comparison.AT_LEAST),
            party_cap=reader.count("party_cap", "none"),
            party_ties=_party_ties(reader),
            lists=ListRules.read(reader),
            against_all=reader.choice("against_all", AgainstAll, AgainstAll.INVALIDATES),
            turnout_minimum=reader.optional_share("turnout_minimum"),
        )


def determine(
    standings: Sequence[Standing],
    persons: Mapping[int, Sequence[ListPerson]],
    parameters: CityParameters,
    seats: int,
    totals: Totals = UNKNOWN_TOTALS,
    preferences: PreferencesHeld = NO_PREFERENCES_ASKED,
) -> Outcome:
    """Seats by party and the persons who take them; `persons` are the lists by ballot position, empty where not held.

    Where persons go by preferences and not every counted protocol states them, the seats of the lists stay open.

    Undetermined where no party passes, or a tie stays open. Raises InputError on figures that cannot be.
    """
    ordered = check_positions(standings)
    outcome = _determine(ordered, persons, parameters, seats, totals, preferences)
    return with_turnout(outcome, totals, parameters.turnout_minimum)


def _determine(
    ordered: Sequence[Standing],
    persons: Mapping[int, Sequence[ListPerson]],
    parameters: CityParameters,
    seats: int,
    totals: Totals,
    preferences: PreferencesHeld,
) -> Outcome:
    running = candidates(ordered)
    steps = tuple(left_out(ordered))
    ruling = against_all_step(ordered, running, parameters.against_all)
    if ruling and ruling.rule is Rule.AGAINST_ALL_ABOVE:
        return Outcome(OutcomeKind.INVALID, repeat_election=True, steps=(*steps, ruling))
    if not any(standing.votes for standing in running):
        positions = [standing.position for standing in running]
        return undetermined((*steps, step(Rule.NO_VOTES, votes=0)), positions, seats)
    base = threshold_base(running, ordered, parameters.threshold_of, totals)
    if not base:
        missing = step(Rule.TOOK_PART_UNKNOWN, basis=parameters.threshold_of.value)
        return undetermined((*steps, missing), [standing.position for standing in running], seats)
    passed = [s for s in running if _passes(s, base, parameters)]
    steps += (*([ruling] if ruling else []), *(_threshold_step(s, base, parameters) for s in running))
    if not passed:
        return undetermined((*steps, step(Rule.LIST_NONE_PASSED, threshold=parameters.threshold)), (), seats)
    claims = [Claim(s.position, s.votes, order_of(s, parameters.party_ties)) for s in passed]
    allocation = apportion(parameters.method, claims, seats, parameters.party_cap)
    steps += tuple(_arithmetic(allocation, parameters))
    if parameters.lists.order is ListOrder.PREFERENCES and not preferences.whole:
        return _without_persons(allocation, [s.position for s in passed if persons.get(s.position)], steps, preferences)
    return _with_persons(allocation, passed, persons, parameters, steps)


def threshold_base(
    running: Sequence[Standing], ordered: Sequence[Standing], kind: ThresholdOf, totals: Totals
) -> int | None:
    """The number of which the threshold is a share; None or 0 where no figure is held."""
    if kind is ThresholdOf.PARTY_VOTES:
        return sum(standing.votes for standing in running)
    counted = sum(standing.votes for standing in ordered if not standing.invalidated)
    return {
        ThresholdOf.VALID_VOTES: counted if totals.valid_votes is None else totals.valid_votes,
        ThresholdOf.TOOK_PART: totals.took_part,
        ThresholdOf.VOTERS: totals.voters,
    }[kind]


def _passes(standing: Standing, base: int, parameters: CityParameters) -> bool:
    return parameters.threshold_comparison.met(Fraction(standing.votes, base), parameters.threshold)


def _threshold_step(standing: Standing, base: int, parameters: CityParameters) -> Step:
    passed = _passes(standing, base, parameters)
    rule = Rule.LIST_THRESHOLD_PASSED if passed else Rule.LIST_THRESHOLD_MISSED
    numbers = {"position": standing.position, "votes": standing.votes, "base": base}
    return step(rule, **numbers, threshold=parameters.threshold, comparison=parameters.threshold_comparison.value)


def _party_ties(reader: Reader) -> tuple[PartyTie, ...]:
    value = reader.text("party_ties")
    if value in (None, "", "undetermined"):
        return ()
    words = [word.strip() for word in (value or "").split(",")]
    if not set(words) <= {tie.value for tie in PartyTie}:
        raise ParameterError(
            "party_ties", value, "undetermined | votes | documents | votes,documents | documents,votes"
        )
    return tuple(PartyTie(word) for word in words)


def order_of(standing: Standing, ties: Sequence[PartyTie]) -> tuple[int, ...]:
    """Sort key among equal remainders or quotients; a party without a moment of documents comes last."""
    moment = standing.documents_complete_at
    since = (0, (moment - _EPOCH) // timedelta(microseconds=1)) if moment else (1, 0)
    keys = {PartyTie.VOTES: (-standing.votes,), PartyTie.DOCUMENTS: since}
    return tuple(number for tie in ties for number in keys[tie])


def _arithmetic(allocation: Allocation, parameters: CityParameters) -> Iterator[Step]:
    """The arithmetic, step by step: quota, whole seats, remainders or quotients, ties, caps."""
    method = parameters.method.value
    for turn in allocation.rounds:
        if turn.quota is not None:
            yield step(Rule.LIST_QUOTA, method=method, votes=turn.votes, seats=turn.seats, quota=turn.quota)
        for share in turn.shares:
            numbers = {"position": share.position, "votes": share.votes, "seats": share.whole}
            yield step(Rule.LIST_WHOLE_SEATS, **numbers, remainder=share.remainder)
        rule = Rule.LIST_DIVISOR_SEAT if turn.quota is None else Rule.LIST_REMAINDER_SEAT
        for award in turn.awards:
            yield step(rule, seat=award.seat, position=award.position, value=award.value)
            if award.by_order:
                yield step(Rule.LIST_TIE, position=award.position, value=award.value)
    for position in allocation.capped:
        yield step(Rule.LIST_CAP, position=position, cap=parameters.party_cap or 0)
    if allocation.open_seats:
        yield step(Rule.LIST_TIE_UNDECIDED, positions=allocation.tied, seats=allocation.open_seats)
    if allocation.unfilled:
        yield step(Rule.LIST_SEATS_LEFT, seats=allocation.unfilled)


def _without_persons(
    allocation: Allocation, listed: Sequence[int], steps: tuple[Step, ...], preferences: PreferencesHeld
) -> Outcome:
    """Seats of the lists without persons: preference votes would decide, and not all of them are held."""
    waiting = {position: won for position in listed if (won := allocation.seats[position])}
    open_seats = allocation.open_seats + sum(waiting.values())
    if waiting:
        numbers = {"received": preferences.received, "counted": preferences.counted}
        steps += (step(Rule.LIST_PREFERENCES_MISSING, seats=sum(waiting.values()), **numbers),)
    return Outcome(
        OutcomeKind.UNDETERMINED if open_seats else OutcomeKind.ELECTED,
        vacancies=allocation.unfilled,
        open_seats=open_seats,
        contenders=tuple(sorted({*allocation.tied, *waiting})),
        list_seats=tuple(sorted(allocation.seats.items())),
        steps=steps,
    )


def _with_persons(
    allocation: Allocation,
    passed: Sequence[Standing],
    persons: Mapping[int, Sequence[ListPerson]],
    parameters: CityParameters,
    steps: tuple[Step, ...],
) -> Outcome:
    elected: list[Elected] = []
    vacancies, open_seats, contenders = allocation.unfilled, allocation.open_seats, set(allocation.tied)
    notices: list[Step] = []
    for standing in passed:
        won, people = allocation.seats[standing.position], persons.get(standing.position, ())
        if won and people:
            found = persons_elected(standing, people, won, parameters.lists)
            elected += found.elected
            steps += found.steps
            open_seats += found.open_seats
            contenders |= {standing.position} if found.open_seats else set()
            if short := won - len(found.elected) - found.open_seats:
                vacancies += short
                notices.append(step(Rule.LIST_TOO_SHORT, position=standing.position, seats=short))
    kind = OutcomeKind.UNDETERMINED if open_seats else OutcomeKind.ELECTED
    outcome = Outcome(kind, tuple(elected), vacancies, open_seats, tuple(sorted(contenders)))
    seats = tuple(sorted(allocation.seats.items()))
    return replace(outcome, list_seats=seats, steps=steps, notices=tuple(notices))
