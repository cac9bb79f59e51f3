"""A contest's determination as a document: from its sums, the campaign's parameters and the decisions (R139 ¶75-81).

It is computed from the hand count; while no protocol is in, from the scanners' reports, and `count` says so. Sums lack
invalidated precincts already, so a whole campaign is determined without looking at any precinct again.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from portal.domain.configuration import Contest
from portal.domain.decisions import ContestStatus
from portal.domain.determination.certainty import Bounds
from portal.domain.determination.contest import AnyBounds, ContestFigures, bounds_of, determine
from portal.domain.determination.derived import Ruling, under_decisions
from portal.domain.determination.inputs import InputError
from portal.domain.determination.invalidation import re_vote_effects
from portal.domain.determination.list_bounds import ListBounds
from portal.domain.determination.outcome import Elected, Outcome, OutcomeKind, Step, step, undetermined
from portal.domain.determination.president_bounds import RoundOneBounds
from portal.domain.determination.referendum import QuestionBounds
from portal.domain.determination.rules import Rule
from portal.domain.documents import ContestDocument, OptionDocument
from portal.domain.documents.determination import (
    BoundsDocument,
    DeterminationDocument,
    ListBoundsDocument,
    ListSeatsDocument,
    ReVoteDocument,
    SeatDocument,
    StepDocument,
)
from portal.domain.shares import percent
from portal.domain.tabulation.coverage import district_coverage
from portal.domain.tabulation.evidence import Counted, Evidence
from portal.domain.tabulation.precinct import decision_document
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.signed import signed_document

OPEN = "open"
"""Outcome of a contest that voters who are not counted yet can still change."""


def determination_document(scheme: Scheme, document: ContestDocument, evidence: Evidence) -> DeterminationDocument:
    """What follows from the sums of `document` under the decisions; see `DeterminationDocument`."""
    counted = Counted(scheme, document, evidence)
    contest, figures, extra = counted.contest, counted.figures, counted.extra
    computed, limits = _computed(figures, counted)
    ruling = under_decisions(computed, scheme.decisions, contest.code)
    declared = ruling.status in (ContestStatus.INVALID, ContestStatus.NOT_HELD)
    undecided = not declared and _is_open(computed, limits, extra)
    bounds = _bounds(limits, contest, document["options"])
    outcome = _so_far(ruling, bounds, contest, counted, limits) if undecided else ruling.shown
    found: DeterminationDocument = {
        "count": counted.name.value,
        "outcome": OPEN if undecided else outcome.kind.value,
        "computed": OPEN if _is_open(computed, limits, extra) else computed.kind.value,
        "status": ruling.status.value,
        "official": ruling.official,
        "suspended": ruling.suspended,
        "repeat_election": outcome.repeat_election,
        "repeat_election_set": ruling.repeat_election_set,
        "voters": evidence.voters,
        "extra": extra,
        "participation": counted.participation_document(),
        "valid_votes": counted.valid_votes,
        "participants_shares": _of_participants(counted),
        "ballots_invalid": counted.ballots_invalid,
        "made_invalid": counted.made_invalid,
        "seats": _seats(outcome.elected, counted),
        "lists": _lists(outcome.list_seats, document["options"]),
        "vacancies": outcome.vacancies,
        "open_seats": outcome.open_seats,
        "possible": list(outcome.contenders),
        "second_round": list(outcome.second_round),
        "bounds": bounds,
        "steps": step_documents(outcome.steps),
        "notices": step_documents(outcome.notices),
        "computed_steps": step_documents(computed.steps) if declared else [],
        "third": district_coverage(counted),
        "excluded": list(evidence.excluded),
        "re_votes": _re_votes(counted),
        "signed": signed_document(scheme, document, evidence.signed) if evidence.signed else None,
    }
    if acts := scheme.decisions.acts(contest.code):
        found["acts"] = [decision_document(act) for act in acts]
    return found


def step_documents(steps: Iterable[Step]) -> list[StepDocument]:
    """Steps of an explanation as they are published."""
    return [cast(StepDocument, step.document()) for step in steps]


def _computed(figures: ContestFigures, counted: Counted) -> tuple[Outcome, AnyBounds | None]:
    """The outcome of the votes so far and its bounds; figures that cannot be determined are
    undetermined, never fatal.
    """
    positions = [standing.position for standing in figures.standings]
    if not counted.anything:
        return undetermined([step(Rule.NO_VOTES, votes=0)], positions, figures.seats), None
    try:
        return determine(figures), bounds_of(figures, counted.extra)
    except InputError:
        missing = step(Rule.PARAMETER_MISSING, key="seats, adopted_position", allowed="> 0")
        return undetermined([missing], positions, figures.seats), None


def _is_open(computed: Outcome, limits: AnyBounds | None, extra: int | None) -> bool:
    """True while voters who may still be counted can change the outcome; a missing parameter is another matter."""
    if extra == 0 or (computed.steps and computed.steps[-1].rule is Rule.PARAMETER_MISSING):
        return False
    if limits is None or not limits.settled:
        return True
    if computed.kind is OutcomeKind.NOT_HELD:
        return isinstance(limits, QuestionBounds)
    return computed.kind is OutcomeKind.UNDETERMINED


def _bounds(limits: AnyBounds | None, contest: Contest, options: Sequence[OptionDocument]) -> BoundsDocument | None:
    if limits is None:
        return None
    certain: Iterable[int]
    possible: Iterable[int]
    both: tuple[Iterable[int], Iterable[int]] = ((), ())
    if isinstance(limits, QuestionBounds):
        first = contest.positions[:1]
        certain, possible = first if limits.adopted_certain else (), first if limits.adopted_possible else ()
    elif isinstance(limits, RoundOneBounds):
        certain, possible = limits.elected_certain, limits.elected_possible
        both = (limits.second_round_certain, limits.second_round_possible)
    else:
        certain, possible = limits.certain, limits.possible
    document: BoundsDocument = {
        "certain": sorted(certain),
        "possible": sorted(possible),
        "second_round_certain": sorted(both[0]),
        "second_round_possible": sorted(both[1]),
        "settled": limits.settled,
        "lists": _list_bounds(limits, options) if isinstance(limits, ListBounds) else [],
    }
    if isinstance(limits, ListBounds):
        document["exact"] = limits.exact
    return document


def _list_bounds(limits: ListBounds, options: Iterable[OptionDocument]) -> list[ListBoundsDocument]:
    names, most = {option["position"]: option["name"] for option in options}, dict(limits.at_most)
    return [
        {"position": position, "name": names[position], "at_least": least, "at_most": most[position]}
        for position, least in limits.at_least
    ]


def _so_far(
    ruling: Ruling, bounds: BoundsDocument | None, contest: Contest, counted: Counted, limits: AnyBounds | None
) -> Outcome:
    """What holds however the other voters vote: certain seats, and between whom the open ones are."""
    sexes = {option.position: option.sex for option in contest.options}
    by_votes = sorted(counted.figures.standings, key=lambda standing: (-standing.votes, standing.position))
    of_persons = bounds is not None and not isinstance(limits, QuestionBounds | ListBounds)
    seated = bounds["certain"] if bounds and of_persons else []
    certain = tuple(Elected(s.position, sex=sexes[s.position]) for s in by_votes if s.position in seated)
    everyone = [s.position for s in by_votes if s.position in counted.electable]
    possible = tuple(bounds["possible"] if bounds else everyone)
    open_seats = limits.open_seats if isinstance(limits, Bounds | ListBounds) else contest.seats - len(certain)
    extra = "?" if counted.extra is None else counted.extra
    return Outcome(
        OutcomeKind.UNDETERMINED,
        certain,
        open_seats=open_seats,
        contenders=tuple(position for position in possible if position not in seated),
        second_round=tuple(bounds["second_round_certain"]) if bounds else (),
        steps=(step(Rule.BOUNDS, extra=extra, certain=max(0, contest.seats - open_seats), open=open_seats),),
        notices=ruling.shown.notices,
    )


def _of_participants(counted: Counted) -> list[str | None]:
    """Percent of all who took part; more votes than voters is a contradiction and no share."""
    votes, base = counted.count["votes"], counted.took_part
    return [percent(number, base) if number <= base else None for number in votes]


def _seats(elected: Iterable[Elected], counted: Counted) -> list[SeatDocument]:
    options = {option["position"]: option for option in counted.document["options"]}
    return [_seat(number, seat, options[seat.position], counted) for number, seat in enumerate(elected, start=1)]


def _seat(number: int, seat: Elected, option: OptionDocument, counted: Counted) -> SeatDocument:
    """A seat of a candidate, or of a person on a list, who stands under the list's name."""
    votes = counted.votes[seat.position]
    person = next((row for row in option.get("persons", []) if row["person"] == seat.person), None)
    document: SeatDocument = {
        "seat": number,
        "position": seat.position,
        "person": seat.person,
        "name": person["name"] if person else option["name"],
        "id": person["id"] if person else option["id"],
        "sex": seat.sex or option["sex"],
        "party": option["name"]["ru"] if person else option["party"],
        "votes": votes,
        "base": counted.valid_votes,
        "share": percent(votes, counted.valid_votes),
    }
    if person and counted.preferences:
        document["preferences"] = counted.preferences[seat.position, seat.person]
    return document


def _lists(seats: Iterable[tuple[int, int]], options: Iterable[OptionDocument]) -> list[ListSeatsDocument]:
    names = {option["position"]: option["name"] for option in options}
    return [{"position": position, "name": names[position], "seats": number} for position, number in seats]


def _re_votes(counted: Counted) -> list[ReVoteDocument]:
    """Whether re-votes at the invalidated precincts could change the result, each alone and all together (R139 ¶75).

    Voters who are missing anyway may vote beside them.
    """
    voters: Mapping[str, int | None] = {row["precinct"]: row["voters"] for row in counted.evidence.excluded}
    rest = counted.extra_without_re_votes

    def settled(extra: int | None) -> bool:
        total = None if extra is None or rest is None else extra + rest
        try:
            found = bounds_of(counted.figures, total)
        except InputError:
            return False
        return found is not None and found.settled

    return [
        {
            "precincts": list(effect.precincts),
            "voters": effect.voters,
            "could_change": effect.could_change,
            "step": cast(StepDocument, effect.step().document()),
        }
        for effect in re_vote_effects(voters, settled)
    ]
