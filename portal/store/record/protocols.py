"""Recording протоколы об итогах голосования: a broken refuse ratio is not saved, a second entry needs a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.control_ratios import RatioResult, evaluate_protocol, refusals
from portal.domain.decisions import state_at
from portal.domain.facts import PrecinctFacts, Protocol
from portal.domain.form_parts import RatioScope, Severity
from portal.domain.protocol_form import ProtocolForm
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import PrecinctKind, ProtocolKind
from portal.domain.tabulation.ratios import remote_votes_told, results_before_saving
from portal.errors import NotPermitted, RatioBroken
from portal.store.chunks import among, chunks
from portal.store.models import (
    ConfigurationRow,
    FactKind,
    ProtocolLineRow,
    ProtocolPreferenceRow,
    ProtocolRow,
    ProtocolVoteRow,
)
from portal.store.queries.configuration import configuration, forms, precincts_by_number
from portal.store.queries.facts import facts_of
from portal.store.queries.publication import decisions
from portal.store.record.spine import Entry, insert_facts, insert_rows

Key = tuple[str, str, ProtocolKind]
"""What a version number counts within: precinct, contest, kind."""


def record_protocol(session: Session, campaign: str, protocol: Protocol, by: str, *, history: bool = False) -> int:
    """Record the next version of a protocol; its sequence number.

    Raises RatioBroken when a refuse ratio does not hold (R53 ¶44), its own or one over the papers of the precinct, all
    of which are in then; NotPermitted for a second entry without a confirmed
    decision that permits it for this precinct (R53 ¶45). `history` is for archives: what was signed is recorded as it
    is.
    """
    if not history:
        pair = forms(session, campaign)
        _refuse_broken(session, campaign, protocol, *pair)
        _refuse_broken_together(session, campaign, protocol, *pair)
        _refuse_unpermitted(session, campaign, protocol)
    return record_protocols(session, campaign, [protocol], by)[0]


def record_protocols(session: Session, campaign: str, protocols: Sequence[Protocol], by: str) -> list[int]:
    """Record protocols that were checked before (import, archives); their sequence numbers in the same order."""
    versions = _versions(session, campaign, {protocol.precinct for protocol in protocols})
    entries = [Entry(protocol.precinct, protocol.received_at) for protocol in protocols]
    seqs = insert_facts(session, campaign, FactKind.PROTOCOL, entries, by)
    pairs = list(zip(seqs, protocols, strict=True))
    insert_rows(session, ProtocolRow, (_row(seq, campaign, protocol, versions) for seq, protocol in pairs))
    lines = ({"seq": seq, "line": line, "value": value} for seq, item in pairs for line, value in item.lines.items())
    votes = ({"seq": seq, "position": place, "votes": n} for seq, item in pairs for place, n in item.votes.items())
    insert_rows(session, ProtocolLineRow, lines)
    insert_rows(session, ProtocolVoteRow, votes)
    insert_rows(
        session,
        ProtocolPreferenceRow,
        (
            {"seq": seq, "position": position, "person": person, "votes": n}
            for seq, item in pairs
            for (position, person), n in item.preferences.items()
        ),
    )
    return seqs


def broken_ratios(
    form: ProtocolForm, protocol: Protocol, contest_is_own: bool | None = None
) -> tuple[RatioResult, ...]:
    """Refuse ratios that the protocol breaks; precinct-scope rows (no contest) have no votes to sum."""
    results = evaluate_protocol(
        form,
        protocol.lines,
        sum(protocol.votes.values()) if protocol.votes else None,
        protocol.members,
        protocol.signed,
        kind=protocol.kind,
        contest_is_own=contest_is_own if protocol.contest else None,
    )
    return tuple(result for result in results if result.severity is Severity.REFUSE and not result.holds)


def _row(seq: int, campaign: str, protocol: Protocol, versions: dict[Key, int]) -> dict[str, object]:
    key = (protocol.precinct, protocol.contest, protocol.kind)
    versions[key] = versions.get(key, 0) + 1
    return {
        "seq": seq,
        "campaign": campaign,
        "precinct": protocol.precinct,
        "contest": protocol.contest,
        "kind": protocol.kind.value,
        "version": versions[key],
        "signed_at": protocol.signed_at,
        "members": protocol.members,
        "signed": protocol.signed,
        "opinions": protocol.opinions,
        "reasons": dict(protocol.reasons),
    }


def _versions(session: Session, campaign: str, precincts: Iterable[str]) -> dict[Key, int]:
    """Highest version of every protocol that these precincts have."""
    found: dict[Key, int] = {}
    columns = (ProtocolRow.precinct, ProtocolRow.contest, ProtocolRow.kind)
    for piece in chunks(sorted(precincts)):
        rows = session.execute(
            select(*columns, func.max(ProtocolRow.version))
            .where(ProtocolRow.campaign == campaign, among(session, ProtocolRow.precinct, piece))
            .group_by(*columns)
        )
        for precinct, contest, kind, version in rows:
            found[precinct, contest, ProtocolKind(kind)] = version
    return found


def _refuse_broken(
    session: Session, campaign: str, protocol: Protocol, ordinary: ProtocolForm | None, remote: ProtocolForm | None
) -> None:
    form = remote if protocol.kind is ProtocolKind.REMOTE else ordinary
    if form is None:
        return
    own = _contest_is_own(session, campaign, protocol) if protocol.kind is ProtocolKind.REMOTE else None
    broken = broken_ratios(form, protocol, own)
    if broken:
        raise RatioBroken(f"precinct {protocol.precinct}, contest {protocol.contest}, {protocol.kind} protocol", broken)


def _contest_is_own(session: Session, campaign: str, protocol: Protocol) -> bool | None:
    """Whether the precinct votes in the protocol's contest itself; None for a precinct that is not configured."""
    own = _own_contests(session, campaign, protocol.precinct)
    return None if own is None else protocol.contest in own


def _own_contests(session: Session, campaign: str, number: str) -> tuple[str, ...] | None:
    """Contests that the precinct's own list votes in: none where it is for remote voting alone (R139 ¶32)."""
    version = session.scalar(select(func.max(ConfigurationRow.version)).where(ConfigurationRow.campaign == campaign))
    for precinct in precincts_by_number(session, campaign, version or 0, [number]):
        return () if precinct.kind is PrecinctKind.REMOTE else precinct.contests
    return None


def _refuse_broken_together(
    session: Session, campaign: str, protocol: Protocol, ordinary: ProtocolForm | None, remote: ProtocolForm | None
) -> None:
    """Ratios over the papers of the precinct (C3, R139 ¶51), once every paper that they name is in."""
    every = (ratio for form in (ordinary, remote) if form for ratio in form.ratios)
    if not any(ratio.scope is RatioScope.PRECINCT and ratio.severity is Severity.REFUSE for ratio in every):
        return
    facts = facts_of(session, campaign, [protocol.precinct]).get(protocol.precinct, PrecinctFacts())
    own = _own_contests(session, campaign, protocol.precinct) or ()
    papers = {each.contest: each for each in (*facts.protocols, protocol)}
    results = results_before_saving(
        ordinary,
        remote,
        own,
        papers,
        protocol.kind,
        awaits_remote=remote_votes_told(own, facts.scanner, facts.turnout),
    )
    if broken := refusals(results):
        raise RatioBroken(f"precinct {protocol.precinct}, all its protocols", broken)


def _refuse_unpermitted(session: Session, campaign: str, protocol: Protocol) -> None:
    """Every further entry of the same protocol needs one more confirmed decision about this precinct (R53 ¶45).

    The first protocol of a re-vote (R139 ¶75) is no second entry: entries and permits are counted within each vote.
    """
    signed = _signed(session, campaign, protocol)
    if not signed:
        return
    votes = _votes(session, campaign, protocol.precinct)
    vote = votes.of(protocol)
    entered = sum(votes.of(replace(protocol, signed_at=moment)) == vote for moment in signed)
    permitted = votes.decisions.reentry_permits(protocol.precinct, protocol.contest)
    on = [votes.decisions.vote_on(protocol.precinct, protocol.contest, act.date) for act in permitted]
    if entered and on.count(vote) < entered:
        raise NotPermitted(
            [
                f"precinct {protocol.precinct}, contest {protocol.contest}, {protocol.kind} protocol: entered before; "
                "a second entry needs a confirmed decision of kind permit_reentry for this precinct (R53 ¶45)"
            ]
        )


def _signed(session: Session, campaign: str, protocol: Protocol) -> list[datetime]:
    """When the recorded versions of this protocol were signed."""
    found = session.scalars(
        select(ProtocolRow.signed_at).where(
            ProtocolRow.campaign == campaign,
            ProtocolRow.precinct == protocol.precinct,
            ProtocolRow.contest == protocol.contest,
            ProtocolRow.kind == protocol.kind.value,
        )
    )
    return list(found)


def _votes(session: Session, campaign: str, number: str) -> PrecinctVotes:
    """The precinct's votes by the confirmed decisions; a recorded reversal of nothing is left to the publication."""
    stored = configuration(session, campaign)
    confirmed = [entry.decision for entry in decisions(session, campaign) if entry.confirmed_at is not None]
    found = precincts_by_number(session, campaign, stored.version, [number])
    zone = next((precinct.timezone for precinct in found), "") or stored.campaign.timezone
    return PrecinctVotes(state_at(confirmed), number, ZoneInfo(zone))
