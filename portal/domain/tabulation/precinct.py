"""The published document of one precinct, from what the gate lets through."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from portal.domain.configuration import Contest, Precinct
from portal.domain.decisions import Decision
from portal.domain.documents import (
    DecisionDocument,
    DifferenceDocument,
    OtherVoteDocument,
    PrecinctDocument,
    PrecinctTurnout,
    ProtocolDocument,
    ResultDocument,
    ScanDocument,
    ScannerDocument,
    StatusDocument,
)
from portal.domain.facts import Protocol, Scan, ScannerReport, TurnoutReport
from portal.domain.hours import hour_of
from portal.domain.shares import shares
from portal.domain.statuses import Flag, Progress, ProtocolKind
from portal.domain.tabulation.findings import precinct_findings
from portal.domain.tabulation.ratios import ratio_documents
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.turnout import share_of
from portal.domain.visible import OtherVote, VisiblePrecinct


def precinct_document(scheme: Scheme, precinct: Precinct, visible: VisiblePrecinct) -> PrecinctDocument:
    """Everything that may be seen of the precinct, with its shares, differences and findings."""
    results = [_result(scheme, precinct, code, visible) for code in _contests(scheme, precinct, visible)]
    document: PrecinctDocument = {
        "number": precinct.number,
        "kind": precinct.kind,
        "name": precinct.names.document(),
        "address": precinct.addresses.document(),
        "lat": precinct.lat,
        "lon": precinct.lon,
        "timezone": precinct.timezone or scheme.campaign.timezone,
        "opens": _clock(precinct.opens or scheme.campaign.opens),
        "closes": _clock(precinct.closes or scheme.campaign.closes),
        "voters": precinct.voters,
        "chair": precinct.chair,
        "secretary": precinct.secretary,
        "contests": list(precinct.contests),
        "status": _status(precinct, results, visible),
        "turnout": [_turnout(scheme, precinct, report) for report in visible.turnout],
        "final": _turnout(scheme, precinct, visible.final) if visible.final else None,
        "results": results,
        "remote_lines": dict(visible.remote_lines),
        "no_machine_result": visible.no_machine.reason.document() if visible.no_machine else None,
        "findings": [],
        "scans": [_scan(scheme, scan) for scan in visible.scans],
        "held": [
            {"series": held.series, "contest": held.contest, "since": scheme.time(held.since)} for held in visible.held
        ],
        "decisions": decision_documents(scheme, precinct.number),
    }
    if precinct.country:
        document["country"] = precinct.country
    document["findings"] = precinct_findings(scheme, precinct, visible)
    return document


def decision_documents(scheme: Scheme, precinct: str) -> list[DecisionDocument]:
    """Decisions in force that name the precinct, in order; those on the campaign or a contest for ""."""
    if precinct and precinct not in scheme.decided_precincts:
        return []
    return [decision_document(row) for row in scheme.decisions.in_force if row.precinct == precinct]


def decision_document(decision: Decision) -> DecisionDocument:
    """A decision as it is published."""
    return {
        "number": decision.number,
        "date": decision.date.isoformat(),
        "body": decision.body,
        "kind": decision.kind,
        "scope": decision.scope,
        "target": decision.target,
        "reason": decision.reasons.document(),
    }


def votes_in_order(contest: Contest, votes: Mapping[int, int]) -> list[int]:
    """Votes by ballot position as the list that every document holds; a position without votes is 0."""
    return [votes.get(position, 0) for position in contest.positions]


def _contests(scheme: Scheme, precinct: Precinct, visible: VisiblePrecinct) -> list[str]:
    """The precinct's own contests, then those for which it has remote votes, each in the order of the package."""
    order = scheme.contest_order
    own = sorted(precinct.contests, key=order.__getitem__)
    reported = set(visible.scanner) | set(visible.protocols)
    return own + sorted(reported.difference(own), key=order.__getitem__)


def _scan(scheme: Scheme, scan: Scan) -> ScanDocument:
    document: ScanDocument = {
        "sha256": scan.sha256,
        "kind": scan.kind,
        "contest": scan.contest,
        "url": f"scans/{scan.sha256}.{scan.extension}",
        "received_at": scheme.time(scan.received_at),
        "released_at": scheme.time(scan.released_at or scan.received_at),
    }
    if scan.original:
        document["original_sha256"] = scan.original
    return document


def _result(scheme: Scheme, precinct: Precinct, code: str, visible: VisiblePrecinct) -> ResultDocument:
    contest = scheme.contests[code]
    remote = code not in precinct.contests
    reports = visible.scanner.get(code, ())
    versions = visible.protocols.get(code, ())
    scanner = _scanner(scheme, contest, reports) if reports else None
    former = [_protocol(scheme, contest, version, remote=remote) for version in reversed(versions)]
    protocol = former[0] if former else None
    vote = visible.votes.get(code, 0)
    counted = scheme.counted(precinct.number, code, vote)
    flags = []
    if not counted:
        flags.append(Flag.INVALIDATED)
    if code in visible.corrected or len(versions) > 1:
        flags.append(Flag.CORRECTED)
    if versions and versions[-1].kind is ProtocolKind.RECOUNT:
        flags.append(Flag.RECOUNTED)
    if any(held.contest == code for held in visible.held):
        flags.append(Flag.HELD)
    document: ResultDocument = {
        "contest": code,
        "remote": remote,
        "counted": counted,
        "status": {"progress": _progress(scheme, code, scanner, protocol), "flags": [str(flag) for flag in flags]},
        "scanner": scanner,
        "protocol": protocol,
        "versions": former[1:],
        "differences": _differences(scheme, contest, scanner, protocol, remote=remote),
    }
    if vote:
        document["vote"] = vote
    if others := visible.other_votes.get(code):
        document["other_votes"] = [_other_vote(scheme, contest, other, remote=remote) for other in others]
    return document


def _other_vote(scheme: Scheme, contest: Contest, other: OtherVote, *, remote: bool) -> OtherVoteDocument:
    return {
        "vote": other.vote,
        "scanner": _scanner(scheme, contest, other.scanner) if other.scanner else None,
        "versions": [_protocol(scheme, contest, version, remote=remote) for version in reversed(other.protocols)],
    }


def _progress(
    scheme: Scheme, code: str, scanner: ScannerDocument | None, protocol: ProtocolDocument | None
) -> Progress:
    if scheme.official(code) and (scanner or protocol):
        return Progress.OFFICIAL
    if protocol:
        return Progress.COMPLETE
    return Progress.PRELIMINARY if scanner else Progress.NONE


def _scanner(scheme: Scheme, contest: Contest, reports: Sequence[ScannerReport]) -> ScannerDocument:
    """The machine result of a precinct: the sum of the reports of its devices (R53 ¶37-38)."""
    devices = [votes_in_order(contest, report.votes) for report in reports]
    votes = [sum(column) for column in zip(*devices, strict=True)]
    ballots = [report.ballots_processed for report in reports if report.ballots_processed is not None]
    return {
        "ballots_processed": sum(ballots) if len(ballots) == len(reports) else None,
        "votes": votes,
        "base": sum(votes),
        "shares": shares(votes, sum(votes)),
        "reported_at": scheme.time(max(report.reported_at for report in reports)),
        "devices": [
            {
                "device": report.device,
                "ballots_processed": report.ballots_processed,
                "votes": counted,
                "reported_at": scheme.time(report.reported_at),
            }
            for report, counted in zip(reports, devices, strict=True)
        ],
    }


def _protocol(scheme: Scheme, contest: Contest, protocol: Protocol, *, remote: bool) -> ProtocolDocument:
    votes = votes_in_order(contest, protocol.votes)
    form = scheme.form(protocol.kind, remote=remote)
    document: ProtocolDocument = {
        "kind": protocol.kind,
        "form": form.id if form else "",
        "version": protocol.version,
        "signed_at": scheme.time(protocol.signed_at),
        "received_at": scheme.time(protocol.received_at),
        "lines": dict(protocol.lines),
        "votes": votes,
        "base": sum(votes),
        "shares": shares(votes, sum(votes)),
        "members": protocol.members,
        "signed": protocol.signed,
        "opinions": protocol.opinions,
        "ratios": ratio_documents(form, protocol, remote=remote) if form else [],
        "reasons": dict(protocol.reasons),
    }
    if protocol.preferences:
        document["preferences"] = [protocol.preferences.get(listed, 0) for listed in contest.listed]
    return document


def _differences(
    scheme: Scheme,
    contest: Contest,
    scanner: ScannerDocument | None,
    protocol: ProtocolDocument | None,
    *,
    remote: bool,
) -> list[DifferenceDocument]:
    """Hand count against machine count where they differ; the ballots (position None) stand first (R139 ¶58, ¶68)."""
    if scanner is None or protocol is None:
        return []
    form = scheme.form(ProtocolKind(protocol["kind"]), remote=remote)
    found = form.value_by_key("ballots_found", protocol["lines"], protocol["base"]) if form else None
    pairs: list[tuple[int | None, int, int]] = list(
        zip(contest.positions, scanner["votes"], protocol["votes"], strict=True)
    )
    if found is not None and scanner["ballots_processed"] is not None:
        pairs.insert(0, (None, scanner["ballots_processed"], found))
    return [
        {"position": position, "scanner": machine, "protocol": hand, "difference": hand - machine}
        for position, machine, hand in pairs
        if machine != hand
    ]


def _turnout(scheme: Scheme, precinct: Precinct, report: TurnoutReport) -> PrecinctTurnout:
    return {
        "as_of": scheme.time(report.as_of),
        "hour": scheme.time(hour_of(report.as_of)),
        "identified": report.identified,
        "remote": report.remote,
        "source": report.source,
        "home_percent": share_of(report.identified, precinct.voters),
    }


def _status(precinct: Precinct, results: Sequence[ResultDocument], visible: VisiblePrecinct) -> StatusDocument:
    """The precinct as a whole: complete once every own contest (or, without any, one remote result) has
    its protocol.
    """
    own = [result for result in results if not result["remote"]] or results
    flags = {flag for result in results for flag in result["status"]["flags"]}
    if visible.held:
        flags.add(Flag.HELD)
    progress = [Progress(result["status"]["progress"]) for result in own]
    return {"progress": combined_progress(progress), "flags": [str(flag) for flag in Flag if flag in flags]}


def combined_progress(parts: Iterable[Progress]) -> Progress:
    """Progress of several parts together: that of all when they agree, else partial or preliminary."""
    found = set(parts)
    if len(found) == 1:
        return found.pop()
    if found & {Progress.PARTIAL, Progress.COMPLETE, Progress.OFFICIAL}:
        return Progress.PARTIAL
    return Progress.PRELIMINARY if Progress.PRELIMINARY in found else Progress.NONE


def _clock(moment: time | datetime) -> str:
    return f"{moment:%H:%M}"
