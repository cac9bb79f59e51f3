"""What happened to a paper so far, told apart by the votes of its precinct (R53 ¶42-45, R139 ¶75)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.decisions import Decision, DecisionKind
from portal.domain.facts import PrecinctFacts
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import ProtocolKind
from portal.entry.admission import History
from portal.entry.commission import CommissionView
from portal.entry.known import votes_known, votes_of
from portal.entry.sheet import SIGNED_AT
from portal.store.queries.entry import Attempt, Step, attempts, imported_signed, readings, steps
from portal.store.record.entry import PaperKey


@dataclass(frozen=True)
class Past:
    """Everything that happened to a paper, at whichever vote; `imported` holds contest and time of signing of versions
    that came without an attempt.
    """

    paper: PaperKey
    votes: PrecinctVotes
    contests: tuple[str, ...]
    attempts: tuple[Attempt, ...] = ()
    steps: tuple[Step, ...] = ()
    imported: tuple[tuple[str, datetime], ...] = ()
    permits: tuple[Decision, ...] = ()
    recounts: tuple[Decision, ...] = ()
    typists: frozenset[str] = frozenset()

    def of(self, vote: int) -> History:
        """The history of this vote's paper: the first protocol of a re-vote is a first entry."""
        own = [attempt for attempt in self.attempts if self.vote_of(attempt) == vote]
        return History(
            kind=self.paper.kind,
            attempts=tuple(own),
            steps=self.steps,
            imported=self._imported(vote),
            permits=tuple(act for act in self.permits if self._of_vote(act, vote)),
            recounts=tuple(act for act in self.recounts if self._of_vote(act, vote)),
            others=tuple(attempt for attempt in self.attempts if attempt not in own),
            typists=self.typists if own and own[-1] is self.attempts[-1] else frozenset(),
        )

    def vote_of(self, attempt: Attempt) -> int:
        """The vote whose paper was typed, by the time of signing that stood on it."""
        signed = attempt.figures.get(SIGNED_AT)
        return self.votes.at(self.paper.contest, datetime.fromisoformat(signed)) if isinstance(signed, str) else 0

    def due(self, facts: PrecinctFacts) -> int:
        """The vote whose paper is expected now."""
        return self.votes.due(self.paper.contest, votes_known(facts, self.votes, self.paper.contest))

    def _imported(self, vote: int) -> int:
        """Versions of this vote; of a remote paper those of its most entered row."""
        counted: dict[str, int] = {}
        for contest, signed_at in self.imported:
            if self.votes.at(contest, signed_at) == vote:
                counted[contest] = counted.get(contest, 0) + 1
        return max(counted.values(), default=0)

    def _of_vote(self, act: Decision, vote: int) -> bool:
        contests = self.contests or ("",)
        return any(self.votes.decisions.vote_on(self.votes.precinct, each, act.date) == vote for each in contests)


def past_of(
    session: Session, mine: CommissionView, precinct: Precinct, paper: PaperKey, contests: Sequence[str] = ()
) -> Past:
    """What happened to one paper so far, and the decisions in force that name its precinct."""
    about = tuple(contests) if paper.kind is ProtocolKind.REMOTE else (paper.contest,)
    tried = [a for a in attempts(session, mine.campaign, [precinct.number]).get(precinct.number, []) if _of(a, paper)]
    taken = [s for s in steps(session, mine.campaign, [precinct.number]).get(precinct.number, []) if _of(s, paper)]
    read = readings(session, mine.campaign, precinct.number, paper.kind, paper.contest) if tried else []
    return Past(
        paper=paper,
        votes=votes_of(mine.view.scheme, precinct),
        contests=about,
        attempts=tuple(tried),
        steps=tuple(taken),
        imported=tuple(imported_signed(session, mine.campaign, precinct.number, paper.kind, paper.contest)),
        permits=decisions_about(mine, precinct, DecisionKind.PERMIT_REENTRY, about),
        recounts=decisions_about(mine, precinct, DecisionKind.RECOUNT, about),
        typists=frozenset(each.recorded_by for each in read if each.number == tried[-1].number),
    )


def decisions_about(
    mine: CommissionView, precinct: Precinct, kind: DecisionKind, contests: Sequence[str]
) -> tuple[Decision, ...]:
    """Decisions in force of a kind that name the precinct itself, for all its contests or one of these."""
    return tuple(
        decision
        for decision in mine.view.scheme.decisions.of_kind(kind)
        if decision.precinct == precinct.number and decision.contest in ("", *contests)
    )


def _of(each: Attempt | Step, paper: PaperKey) -> bool:
    return each.kind is paper.kind and each.contest == paper.contest
