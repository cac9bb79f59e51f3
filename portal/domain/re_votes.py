"""Which vote of a precinct a fact belongs to, and which of its votes is shown (R139 ¶75; decision record 0008).

No fact names its vote. The decisions do: whatever was signed or reported on a later day than the act that called a
re-vote is of that re-vote, counted by the precinct's own calendar.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.decisions import DecisionState
from portal.domain.facts import Protocol, ScannerReport, TurnoutReport


@dataclass(frozen=True)
class PrecinctVotes:
    """Votes of one precinct by the decisions in the register; `zone` is the precinct's own."""

    decisions: DecisionState
    precinct: str
    zone: ZoneInfo

    def of(self, fact: TurnoutReport | ScannerReport | Protocol) -> int:
        """0 for the first vote, 1 for the first re-vote …; turnout belongs to a re-vote of any contest."""
        if isinstance(fact, TurnoutReport):
            contest, moment = "", fact.as_of
        else:
            contest = fact.contest
            moment = fact.signed_at if isinstance(fact, Protocol) else fact.reported_at
        return self.at(contest, moment)

    def at(self, contest: str, moment: datetime) -> int:
        """The vote of a paper signed, or of a report made, at that moment."""
        return self.decisions.vote_on(self.precinct, contest, moment.astimezone(self.zone).date())

    def due(self, contest: str, known: frozenset[int]) -> int:
        """The vote whose papers are expected now: the one that counts, in or not; else the last one known."""
        counting = self.decisions.counting_vote(self.precinct, contest)
        return max(known, default=0) if counting is None else counting

    def shown(self, contest: str, known: frozenset[int]) -> int:
        """The vote that is shown as current: the one that counts once anything of it is in, else the last one known."""
        counting = self.decisions.counting_vote(self.precinct, contest)
        if counting is not None and counting in known:
            return counting
        return max(known, default=0)

    def counted(self, contest: str, shown: int) -> bool:
        """False while the shown vote's figures are left out of the sums.

        They are in when theirs is the vote that counts, and while a re-vote was called without invalidating them.
        """
        counting = self.decisions.counting_vote(self.precinct, contest)
        if counting is None:
            return False
        if shown == counting:
            return True
        return shown < counting and not self.decisions.precinct_invalidated(self.precinct, contest)
