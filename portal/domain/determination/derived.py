"""The derived view: what counts under the decisions of a day. Protocols stay as they are; only the sums change.

An invalidated precinct is left out of the sums (R139 ¶75), a re-vote takes its place, an invalidated candidate's votes
become invalid ballots (¶76), a reversal restores. Legally the CEC adds the signed protocols of the commissions below it
(¶77); sums of precinct protocols are the cross-check, and `signed_differences` sets the two side by side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.domain.decisions import ContestStatus, DecisionKind, DecisionState
from portal.domain.determination.inputs import InputError, Standing
from portal.domain.determination.invalidation import Coverage
from portal.domain.determination.outcome import Outcome, OutcomeKind, Step, step
from portal.domain.determination.rules import Rule


@dataclass(frozen=True, slots=True)
class PrecinctResult:
    """One precinct's figures for a contest; `votes` by ballot position; `vote` 0 the first, 1 the first re-vote …"""

    precinct: str
    took_part: int
    votes: Mapping[int, int]
    vote: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of what counts, in votes and voters; `made_invalid` are the ballots of invalidated candidates among them."""

    votes: Mapping[int, int]
    took_part: int
    made_invalid: int
    coverage: Coverage
    steps: tuple[Step, ...]

    def standings(self, ballot: Iterable[Standing], state: DecisionState, contest: str) -> tuple[Standing, ...]:
        """The ballot with these votes and with who was invalidated or has withdrawn by the decisions."""
        invalidated, withdrawn = state.invalidated_positions(contest), state.withdrawn_positions(contest)
        return tuple(
            replace(
                standing,
                votes=self.votes.get(standing.position, 0),
                invalidated=standing.invalidated or standing.position in invalidated,
                withdrawn=standing.withdrawn or standing.position in withdrawn,
            )
            for standing in ballot
        )


def tally(results: Iterable[PrecinctResult], state: DecisionState, contest: str) -> Tally:
    """Sums under the decisions. Raises InputError when a precinct's vote is given twice.

    Votes of invalidated candidates stay in `votes`, so that figures remain readable; the determination leaves them out.
    """
    votes: dict[int, int] = {}
    rows = tuple(results)
    counted = {(result.precinct, result.vote): result for result in rows}
    if len(counted) != len(rows):
        raise InputError(f"contest {contest}: a precinct's vote is given twice; give its current figures once")
    dropped = state.invalidated_positions(contest)
    took_part, coverage, steps = 0, Coverage(), list[Step]()
    for precinct in sorted({result.precinct for result in rows}):
        which = state.counting_vote(precinct, contest)
        result = counted.get((precinct, which or 0)) if which is not None else None
        if result is None:
            last = max((row for row in rows if row.precinct == precinct), key=lambda row: row.vote)
            coverage += Coverage(last.took_part, last.took_part, 0, _votes_of(last, dropped))
            steps.append(step(Rule.PRECINCT_EXCLUDED, precinct=precinct, took_part=last.took_part))
            continue
        if result.vote:
            steps.append(step(Rule.RE_VOTE_REPLACES, precinct=precinct, took_part=result.took_part))
        took_part += result.took_part
        coverage += Coverage(result.took_part, 0, _votes_of(result, dropped))
        for position, number in result.votes.items():
            votes[position] = votes.get(position, 0) + number
    return Tally(votes, took_part, coverage.for_candidates, coverage, tuple(steps))


def _votes_of(result: PrecinctResult, positions: frozenset[int]) -> int:
    return sum(number for position, number in result.votes.items() if position in positions)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A contest's result on a day: what decisions say of it, what the portal computes, and what is shown.

    `official` only by a decision (R139 ¶82, ¶84); until then everything computed is labelled preliminary.
    """

    status: ContestStatus
    official: bool
    suspended: bool
    repeat_election_set: bool
    computed: Outcome
    shown: Outcome


def under_decisions(computed: Outcome, state: DecisionState, contest: str) -> Ruling:
    """The computed outcome under the decisions: a declaration replaces it, an appeal suspends it."""
    status, shown = state.status(contest), computed
    repeat = state.repeat_election_set(contest)
    declared = {
        ContestStatus.INVALID: (OutcomeKind.INVALID, Rule.DECLARED_INVALID, DecisionKind.DECLARE_INVALID),
        ContestStatus.NOT_HELD: (OutcomeKind.NOT_HELD, Rule.DECLARED_NOT_HELD, DecisionKind.DECLARE_NOT_HELD),
    }.get(status)
    if declared:
        kind, rule, decision_kind = declared
        act = state.about_contest(contest, decision_kind)[-1]
        why = step(rule, number=act.number, date=act.date.isoformat(), body=act.body)
        shown = Outcome(kind, repeat_election=repeat or computed.repeat_election, steps=(why,))
    suspended = state.suspended(contest)
    if suspended:
        acts = state.about_contest(contest, DecisionKind.SUSPEND_BY_APPEAL)
        notice = step(Rule.SUSPENDED, number=acts[-1].number, date=acts[-1].date.isoformat(), body=acts[-1].body)
        shown = replace(shown, notices=(*shown.notices, notice))
    return Ruling(status, state.official(contest), suspended, repeat, computed, shown)


def signed_differences(signed: Mapping[int, int], computed: Mapping[int, int]) -> tuple[Step, ...]:
    """A step for every ballot position where the signed protocols and the precinct sums differ (R139 ¶77)."""
    positions = sorted({*signed, *computed})
    pairs = [(position, signed.get(position, 0), computed.get(position, 0)) for position in positions]
    return tuple(
        step(Rule.SIGNED_DIFFERS, position=position, signed=one, computed=other)
        for position, one, other in pairs
        if one != other
    )


def added(protocols: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Votes by position over the signed protocols of the commissions directly below (R139 ¶77)."""
    total: dict[int, int] = {}
    for protocol in protocols:
        for position, votes in protocol.items():
            total[position] = total.get(position, 0) + votes
    return total
