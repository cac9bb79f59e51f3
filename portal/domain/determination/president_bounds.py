"""The rounds of a presidential election while voters may still be counted: exact bounds, never a forecast.

A completion lets any number of the `extra` voters take part, each with one vote for one position or an invalid ballot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.determination.certainty import Bounds
from portal.domain.determination.inputs import Standing, against_all, candidates, check_positions
from portal.domain.statuses import OptionKind


@dataclass(frozen=True, slots=True)
class RoundOneBounds:
    """Ballot positions elected in every completion, in some, standing in a second round in every one, in some."""

    extra: int | None
    elected_certain: frozenset[int]
    elected_possible: frozenset[int]
    second_round_certain: frozenset[int]
    second_round_possible: frozenset[int]

    @property
    def settled(self) -> bool:
        """True when no completion changes who is elected or who stands in the second round."""
        elected = self.elected_certain == self.elected_possible
        return elected and self.second_round_certain == self.second_round_possible

    def document(self) -> dict[str, object]:
        """The bounds for a published document, positions in ballot order."""
        return {
            "extra": self.extra,
            "certain": sorted(self.elected_certain),
            "possible": sorted(self.elected_possible),
            "second_round_certain": sorted(self.second_round_certain),
            "second_round_possible": sorted(self.second_round_possible),
            "settled": self.settled,
        }


def first_round_bounds(standings: Sequence[Standing], took_part: int | None, extra: int | None) -> RoundOneBounds:
    """Bounds of round one, by the number of candidates on the ballot (R139 ¶78). Raises InputError.

    `took_part` are the voters counted so far, by the campaign's basis. With either number unknown everything is
    possible. A withdrawn candidate who could pass half leaves the round open.
    """
    ordered = check_positions(standings)
    running = candidates(ordered)
    everyone = frozenset(standing.position for standing in running)
    many = sum(standing.kind is OptionKind.CANDIDATE for standing in ordered) > 2
    if took_part is None or extra is None:
        return RoundOneBounds(extra, frozenset(), everyone, frozenset(), everyone if many else frozenset())
    most = took_part + extra
    certain = frozenset(s.position for s in running if 2 * s.votes > most)
    possible = frozenset(s.position for s in running if 2 * (s.votes + extra) > most)
    if not many or certain:
        return RoundOneBounds(extra, certain, possible, frozenset(), frozenset())
    gone = [s.votes for s in ordered if s.kind is OptionKind.CANDIDATE and s.withdrawn and not s.invalidated]
    if max(gone, default=0) * 2 > most or (not extra and not any(standing.votes for standing in ordered)):
        return RoundOneBounds(extra, certain, possible, frozenset(), frozenset())
    undecided = possible or any(2 * (votes + extra) > most for votes in gone) or not any(s.votes for s in ordered)
    pair_certain = frozenset(s.position for s in running if not undecided and _stays_in_the_pair(s, running, extra))
    pair_possible = frozenset(s.position for s in running if _can_join_the_pair(s, running, most, extra))
    return RoundOneBounds(extra, certain, possible, pair_certain, pair_possible)


def second_round_bounds(standings: Sequence[Standing], extra: int | None, *, against_all_counts: bool) -> Bounds:
    """Bounds of round two, by most votes (R139 ¶78); equal votes elect nobody. Raises InputError.

    `against_all_counts`: "against all" strictly above the leader elects nobody, whatever the campaign makes of it.
    """
    ordered = check_positions(standings)
    running = candidates(ordered)
    if extra is None:
        everyone = frozenset(standing.position for standing in running)
        return Bounds(None, 1, frozenset(), everyone, True, True)
    against = (against_all(ordered) if against_all_counts else None) or 0
    rivals = {s.position: max((r.votes for r in running if r is not s), default=0) for s in running}
    certain = frozenset(
        s.position for s in running if s.votes > rivals[s.position] + extra and against + extra <= s.votes
    )
    possible = frozenset(
        s.position for s in running if s.votes + extra > rivals[s.position] and against <= s.votes + extra
    )
    return Bounds(extra, 1, certain, possible, not certain, bool(possible))


def _stays_in_the_pair(own: Standing, running: Sequence[Standing], extra: int) -> bool:
    """False when the two cheapest rivals can both be lifted to the same votes or more."""
    costs = sorted(max(0, own.votes - rival.votes) for rival in running if rival.position != own.position)
    return len(costs) < 2 or sum(costs[:2]) > extra


def _can_join_the_pair(own: Standing, running: Sequence[Standing], most: int, extra: int) -> bool:
    """True when votes for `own` alone put at most one rival level or above while nobody passes half."""
    rivals = sorted((rival.votes for rival in running if rival.position != own.position), reverse=True)
    needed = max(0, rivals[1] - own.votes + 1) if len(rivals) > 1 else 0
    nobody_elected = 2 * max(own.votes + needed, *rivals, 0) <= most
    return needed <= extra and nobody_elected
