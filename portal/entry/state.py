"""Where the papers of a commission stand: handed over, checked, entered, missing, and what does not agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.documents import FindingDocument
from portal.domain.facts import PrecinctFacts, Protocol
from portal.domain.statuses import ProtocolKind
from portal.domain.visible import VisiblePrecinct
from portal.entry.checks import remote_expected, source_findings
from portal.entry.commission import CommissionView
from portal.entry.known import known, known_precincts, votes_of
from portal.entry.papers import paper_keys
from portal.entry.past import Past
from portal.store.models import EntryOutcome, PaperStepKind
from portal.store.queries.entry import Attempt, Step, attempts, steps
from portal.store.record.entry import PaperKey


class PaperState(StrEnum):
    """How far a paper has come."""

    MISSING = "missing"
    NOT_EXPECTED = "not_expected"
    RECEIVED = "received"
    CHECKED = "checked"
    RETURNED = "returned"
    REFUSED = "refused"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """One paper: its state, its last step, the version that counts, and how often it was refused.

    `vote` is 0 for the first vote of the precinct, 1 for its first re-vote …
    """

    paper: PaperKey
    state: PaperState
    step: Step | None
    current: Protocol | None
    versions: int
    refused: int
    signed_at: datetime | None
    vote: int = 0


@dataclass(frozen=True, slots=True)
class PrecinctStanding:
    """One precinct of the commission: its papers, whether its machines have reported, and its findings."""

    precinct: Precinct
    papers: tuple[PaperStanding, ...]
    machines: int
    no_machine: bool
    findings: tuple[FindingDocument, ...]


def standing(session: Session, mine: CommissionView) -> list[PrecinctStanding]:
    """Every precinct of the commission in order."""
    facts = known_precincts(session, mine.campaign, mine.numbers)
    taken = steps(session, mine.campaign, mine.numbers)
    tried = attempts(session, mine.campaign, mine.numbers)
    return [
        _precinct(
            mine, precinct, facts[precinct.number], taken.get(precinct.number, ()), tried.get(precinct.number, ())
        )
        for precinct in mine.precincts
    ]


def counts(standings: Sequence[PrecinctStanding]) -> Mapping[PaperState, int]:
    """Papers by state; those that nothing tells of are left out."""
    found = dict.fromkeys(PaperState, 0)
    for paper in (paper for precinct in standings for paper in precinct.papers):
        found[paper.state] += 1
    found.pop(PaperState.NOT_EXPECTED)
    return found


def _precinct(
    mine: CommissionView,
    precinct: Precinct,
    facts: PrecinctFacts,
    taken: Sequence[Step],
    tried: Sequence[Attempt],
) -> PrecinctStanding:
    scheme, votes = mine.view.scheme, votes_of(mine.view.scheme, precinct)
    seen = known(facts, votes)
    expected = remote_expected(scheme, precinct, facts) or not precinct.contests
    return PrecinctStanding(
        precinct=precinct,
        papers=tuple(
            _paper(
                Past(
                    paper=key,
                    votes=votes,
                    contests=(key.contest,),
                    attempts=tuple(each for each in tried if (each.kind, each.contest) == (key.kind, key.contest)),
                    steps=tuple(each for each in taken if (each.kind, each.contest) == (key.kind, key.contest)),
                ),
                facts,
                expected=expected or key.kind is ProtocolKind.ORDINARY,
            )
            for key in paper_keys(mine, precinct)
        ),
        machines=_machines(seen),
        no_machine=bool(facts.no_machine),
        findings=tuple(source_findings(scheme, precinct, facts)),
    )


def _machines(seen: VisiblePrecinct) -> int:
    return len({report.device for reports in seen.scanner.values() for report in reports})


def _paper(past: Past, facts: PrecinctFacts, *, expected: bool) -> PaperStanding:
    """Of the vote whose paper is expected now: a re-vote's paper is missing until it is entered (R139 ¶75)."""
    key, vote = past.paper, past.due(facts)
    history = past.of(vote)
    mine = [
        each
        for each in facts.protocols
        if each.kind is key.kind and key.contest in ("", each.contest) and past.votes.of(each) == vote
    ]
    moves = [step for step in history.moves if step.step is not PaperStepKind.PRINTOUT_SIGNED]
    signed = [step.at for step in history.moves if step.step is PaperStepKind.PRINTOUT_SIGNED]
    last = moves[-1] if moves else None
    attempt = history.attempts[-1] if history.attempts else None
    return PaperStanding(
        paper=key,
        state=_state(last, attempt, entered=bool(mine), expected=expected),
        step=last,
        current=mine[-1] if mine else None,
        versions=max((sum(each.contest == one.contest for each in mine) for one in mine), default=0),
        refused=sum(1 for each in history.attempts if each.outcome is EntryOutcome.REFUSED),
        signed_at=signed[-1] if signed else None,
        vote=vote,
    )


def _state(last: Step | None, attempt: Attempt | None, *, entered: bool, expected: bool) -> PaperState:
    """The newest of what happened: a step after the last attempt shows that the paper is on its way again."""
    if last is not None and (attempt is None or last.at > attempt.at) and not (entered and attempt is None):
        return PaperState(last.step.value)
    if attempt is not None and attempt.outcome is EntryOutcome.REFUSED:
        return PaperState.REFUSED
    if entered:
        return PaperState.ENTERED
    return PaperState.MISSING if expected else PaperState.NOT_EXPECTED
