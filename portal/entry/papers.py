"""The papers of a precinct, and everything that is needed to enter one of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.decisions import DecisionKind
from portal.domain.facts import PrecinctFacts
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.scheme import Scheme
from portal.entry.commission import CommissionView
from portal.entry.known import current, known, known_precincts, votes_of
from portal.entry.past import decisions_about, past_of
from portal.entry.protocol import PaperCase
from portal.entry.sheet import make_sheet
from portal.errors import InputError
from portal.store.models import PaperStepKind
from portal.store.record.entry import PaperKey, record_step, stand_in_line


def paper_keys(mine: CommissionView, precinct: Precinct) -> list[PaperKey]:
    """The papers that may come from a precinct, in order: ordinary ones, ordered recounts, the remote one.

    For a district commission only the ordinary protocol of its own contest, and remote ones as everywhere.
    """
    scheme, campaign = mine.view.scheme, mine.campaign
    own = [code for code in scheme.contests if code in precinct.contests and code in mine.contests]
    papers = [PaperKey(campaign, precinct.number, ProtocolKind.ORDINARY, code) for code in own]
    papers += [
        PaperKey(campaign, precinct.number, ProtocolKind.RECOUNT, code)
        for code in own
        if decisions_about(mine, precinct, DecisionKind.RECOUNT, [code])
    ]
    if scheme.campaign.remote_form is not None and remote_contests(mine, precinct):
        papers.append(PaperKey(campaign, precinct.number, ProtocolKind.REMOTE))
    return papers


def remote_contests(mine: CommissionView, precinct: Precinct) -> list[str]:
    """Districts whose voters may vote remotely at the precinct: every one but its own (R139 ¶32)."""
    return [code for code in mine.view.scheme.contests if code not in precinct.contests]


def usual_sections(scheme: Scheme, facts: PrecinctFacts, precinct: Precinct, contests: Sequence[str]) -> list[str]:
    """Districts with which a remote paper is opened: those entered before and those that the machines report."""
    votes = votes_of(scheme, precinct)
    seen = {*current(facts, votes), *known(facts, votes).scanner}
    return [code for code in contests if code in seen and code not in precinct.contests]


def paper_case(
    session: Session, mine: CommissionView, precinct: Precinct, paper: PaperKey, contests: Sequence[str] = ()
) -> PaperCase:
    """The sheet of a paper, its history, what is known of its precinct; `contests` are a remote paper's districts.

    Raises InputError for a paper that this commission does not receive from the precinct.
    """
    if paper not in paper_keys(mine, precinct):
        raise InputError([f"precinct {precinct.number}: no {paper.kind.value} protocol {paper.contest} is expected"])
    sheet = make_sheet(mine.view.scheme, precinct, paper, contests)
    if sheet is None:
        raise InputError([f"campaign {mine.campaign} has no form for the {paper.kind.value} protocol"])
    facts = known_precincts(session, mine.campaign, [precinct.number])[precinct.number]
    past = past_of(session, mine, precinct, paper, contests)
    return PaperCase(mine.view.scheme, precinct, sheet, facts, past, past.due(facts))


def take_step(
    session: Session,
    mine: CommissionView,
    paper: PaperKey,
    step: PaperStepKind,
    person: str,
    by: str,
    note: str,
    now: datetime,
) -> int:
    """Record a step of a paper of the commission's own precinct; its number.

    Raises InputError when the order of steps does not allow it: a paper is checked after it was handed over (R53 ¶42),
    and a printout is signed once there is something printed (¶47).
    """
    stand_in_line(session, paper.campaign, paper.precinct)
    precinct = mine.precinct(paper.precinct)
    if precinct is None or paper not in paper_keys(mine, precinct):
        raise InputError([f"precinct {paper.precinct}: not a paper of this commission"])
    past = past_of(session, mine, precinct, paper)
    history = past.of(past.due(known_precincts(session, mine.campaign, [precinct.number])[precinct.number]))
    moves = {each.step for each in history.moves}
    if step in (PaperStepKind.CHECKED, PaperStepKind.RETURNED) and PaperStepKind.RECEIVED not in moves:
        raise InputError(["the paper has not been handed over yet; record that first"])
    if step is PaperStepKind.PRINTOUT_SIGNED and not any(each.facts for each in history.attempts):
        raise InputError(["nothing of this paper is stored yet, so there is no control printout to sign"])
    return record_step(session, paper, step, person, now, by, note)
