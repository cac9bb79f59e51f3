"""The stored paper that a control printout prints: rows of the store, people of its entry, number of the printing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.facts import Protocol
from portal.domain.protocol_form import ProtocolForm
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView
from portal.entry.known import votes_of
from portal.errors import InputError
from portal.print.protocol import PrintedProtocol, Section
from portal.store.queries.accounts import person_by_login
from portal.store.queries.entry import attempt_of, members_of
from portal.store.queries.facts import facts_of
from portal.store.record.entry import record_printing

ACTION = "printout.protocol"


def printed_paper(
    session: Session, mine: CommissionView, fact: int, printed_at: datetime, by: str, *, test: bool
) -> PrintedProtocol:
    """The paper to which a stored protocol belongs, as it stood when that was entered; its printing is recorded.

    Raises InputError for a protocol that is not of this commission's precincts.
    """
    protocol, every = _find(session, mine, fact)
    attempt = attempt_of(session, mine.campaign, fact)
    upto = max(attempt.facts) if attempt else fact
    form = _form(mine, protocol.kind)
    precinct = mine.precinct(protocol.precinct)
    if form is None or precinct is None:
        raise InputError([f"protocol {fact}: the campaign has no form for it, or its precinct is gone"])
    rows = _rows(protocol, every, upto, votes_of(mine.view.scheme, precinct))
    contests = mine.view.scheme.contests
    return PrintedProtocol(
        campaign=mine.view.stored.campaign,
        precinct=precinct.number,
        precinct_names=precinct.names,
        commission=mine.commission.names,
        kind=protocol.kind,
        form=form,
        sections=tuple(Section(row, contests.get(row.contest)) for row in rows),
        administrator=_name(session, attempt.recorded_by) if attempt else "",
        member=attempt.member if attempt else "",
        chair=attempt.chair if attempt else _chair(session, mine, precinct.number, precinct.chair),
        printed_at=printed_at,
        printing=record_printing(session, mine.campaign, newest(rows), by),
        test=test,
    )


def object_of(rows: Iterable[Protocol]) -> str:
    """How the audit trail names a stored paper: by the number of its newest row."""
    return f"protocol:{newest(rows)}"


def newest(rows: Iterable[Protocol]) -> int:
    """The number of its newest row, by which the version is known."""
    return max(row.seq for row in rows)


def _find(session: Session, mine: CommissionView, fact: int) -> tuple[Protocol, tuple[Protocol, ...]]:
    """The protocol and all protocols of its precinct."""
    for facts in facts_of(session, mine.campaign, mine.numbers).values():
        found = next((each for each in facts.protocols if each.seq == fact), None)
        if found is not None:
            return found, facts.protocols
    raise InputError([f"there is no protocol {fact} of this commission"])


def _rows(protocol: Protocol, every: Sequence[Protocol], upto: int, votes: PrecinctVotes) -> list[Protocol]:
    """Of a remote paper every section of the same vote as it stood then, of any other paper the one version."""
    if protocol.kind is not ProtocolKind.REMOTE:
        return [protocol]
    newest: dict[str, Protocol] = {}
    for each in every:
        if each.kind is ProtocolKind.REMOTE and each.seq <= upto and votes.of(each) == votes.of(protocol):
            newest[each.contest] = each
    return [newest[contest] for contest in sorted(newest)]


def _form(mine: CommissionView, kind: ProtocolKind) -> ProtocolForm | None:
    campaign = mine.view.stored.campaign
    return campaign.remote_form if kind is ProtocolKind.REMOTE else campaign.ordinary_form


def _name(session: Session, login: str) -> str:
    person = person_by_login(session, login)
    return person.name if person else login


def _chair(session: Session, mine: CommissionView, precinct: str, configured: str) -> str:
    members = members_of(session, mine.campaign, precinct=precinct)
    return next((member.name for member in members if member.role == "chair"), configured)
