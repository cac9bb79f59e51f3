"""Most votes win the seats of a contest, within a cap on one sex: the engine of R139 ¶79 and of aiyl keneshes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.domain.determination.certainty import Bounds, Terms, bounds, surely_before
from portal.domain.determination.inputs import Standing, against_all, candidates, check_positions
from portal.domain.determination.outcome import Elected, Outcome, OutcomeKind, Step, step, undetermined
from portal.domain.determination.parameters import AgainstAll
from portal.domain.determination.rules import Rule

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RuleNames:
    """Rules that rest on a paragraph for parliament and on parameters elsewhere."""

    most_votes: Rule = Rule.MOST_VOTES
    sex_cap: Rule = Rule.SEX_CAP


def decide(standings: Sequence[Standing], terms: Terms, names: RuleNames = RuleNames()) -> Outcome:
    """Who is elected; invalid when "against all" stands strictly above the leader; undetermined where ties stay open.

    Raises InputError on figures that cannot be.
    """
    ordered = check_positions(standings)
    running = candidates(ordered)
    steps = tuple(left_out(ordered))
    contenders = [standing.position for standing in running]
    if not any(standing.votes for standing in ordered if not standing.invalidated):
        return undetermined((*steps, step(Rule.NO_VOTES, votes=0)), contenders, terms.seats)
    unknown = tuple(s.position for s in running if terms.caps and not s.sex)
    if unknown:
        return undetermined((*steps, step(Rule.SEX_UNKNOWN, positions=unknown)), contenders, terms.seats)
    ruling = against_all_step(ordered, running, terms.against_all)
    if ruling and ruling.rule is Rule.AGAINST_ALL_ABOVE:
        return Outcome(OutcomeKind.INVALID, repeat_election=True, steps=(*steps, ruling))
    if not running:
        return undetermined((*steps, step(Rule.NO_VOTES, votes=0)), (), terms.seats)
    return _seats(running, terms, names, (*steps, ruling) if ruling else steps)


def left_out(standings: Sequence[Standing]) -> Iterator[Step]:
    """A step for every position that cannot be elected: invalidated (R139 ¶76) or withdrawn."""
    for standing in standings:
        if standing.invalidated:
            yield step(Rule.CANDIDATE_INVALIDATED, position=standing.position, votes=standing.votes)
        elif standing.withdrawn:
            yield step(Rule.CANDIDATE_WITHDRAWN, position=standing.position, votes=standing.votes)


def against_all_step(ordered: Sequence[Standing], running: Sequence[Standing], rule: AgainstAll) -> Step | None:
    """How "against all" stands to the leader (R139 ¶79), None where the ballot or the campaign does not ask."""
    against = against_all(ordered)
    if against is None or rule is AgainstAll.IGNORED:
        return None
    leader = max((standing.votes for standing in running), default=0)
    code = Rule.AGAINST_ALL_ABOVE if against > leader else Rule.AGAINST_ALL_NOT_ABOVE
    return step(code, against=against, leader=leader)


def _seats(running: Sequence[Standing], terms: Terms, names: RuleNames, steps: tuple[Step, ...]) -> Outcome:
    now = bounds(running, terms, 0)
    ranked = sorted(running, key=_rank)
    elected = tuple(Elected(s.position, sex=s.sex) for s in ranked if s.position in now.certain)
    filled = _filled(running, terms)
    contenders = tuple(s.position for s in ranked if s.position in now.possible - now.certain)
    steps += tuple(_walk(ranked, now, terms, names))
    steps += tuple(_ties(ranked, now, terms))
    open_seats = filled - len(elected)
    if open_seats:
        steps += (step(Rule.TIE_UNDECIDED, positions=contenders, seats=open_seats),)
    notices: tuple[Step, ...] = ()
    if vacancies := terms.seats - filled:
        voteless = tuple(standing.position for standing in running if not standing.votes)
        notices = (step(Rule.VACANCY, seats=vacancies),)
        if voteless:
            notices = (*notices, step(Rule.NO_ONE_WITHOUT_VOTES, positions=voteless))
    kind = OutcomeKind.UNDETERMINED if open_seats else OutcomeKind.ELECTED
    return Outcome(kind, elected, vacancies, open_seats, contenders, steps=steps, notices=notices)


def _rank(standing: Standing) -> tuple[int, ...]:
    """Most votes first, then earliest documents, then the ballot's order (which decides nothing)."""
    moment = standing.documents_complete_at
    since = 0 if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)
    return (-standing.votes, moment is None, since, standing.position)


def _filled(running: Sequence[Standing], terms: Terms) -> int:
    """Seats that can be filled: nobody without a vote, no sex above its cap; the same in every order of ties."""
    by_sex: dict[str, int] = {}
    for standing in running:
        if standing.votes:
            by_sex[standing.sex] = by_sex.get(standing.sex, 0) + 1
    return min(terms.seats, sum(min(number, terms.cap(sex)) for sex, number in by_sex.items()))


def _walk(ranked: Sequence[Standing], now: Bounds, terms: Terms, names: RuleNames) -> Iterator[Step]:
    """A step for everyone elected and for everyone passed over because of the cap, by rank."""
    last = max((index for index, s in enumerate(ranked) if s.position in now.certain), default=-1)
    passed_over = False
    for rank, standing in enumerate(ranked[: last + 1], start=1):
        if standing.position in now.certain:
            rule = Rule.OTHER_SEX_TAKES_SEAT if passed_over else names.most_votes
            yield step(rule, position=standing.position, votes=standing.votes, rank=rank)
        elif standing.position not in now.possible:
            passed_over = True
            yield step(names.sex_cap, position=standing.position, votes=standing.votes, cap=terms.cap(standing.sex))


def _ties(ranked: Sequence[Standing], now: Bounds, terms: Terms) -> Iterator[Step]:
    """A step wherever documents decided between equal votes of someone elected and someone not."""
    for winner in ranked:
        for loser in ranked:
            parted = winner.position in now.certain and loser.position not in now.possible
            if parted and winner.votes == loser.votes and surely_before(winner, loser, terms):
                numbers = {"position": winner.position, "other": loser.position, "votes": winner.votes}
                yield step(Rule.TIE_BY_DOCUMENTS, **numbers)
