"""What the commission itself knows of a precinct: every fact that is in, whether the public may see it yet or not.

The gate (portal.publication.gate) decides about the public; a commission compares its papers with all that has come.
The same tabulation works on both, so a figure is never computed in two ways.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.decisions import state_at
from portal.domain.facts import PrecinctFacts, Protocol, ScannerReport, TurnoutReport
from portal.domain.hierarchy import Hierarchy
from portal.domain.hours import hour_of
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import PrecinctKind, TurnoutSource
from portal.domain.tabulation.scheme import Scheme
from portal.domain.visible import OtherVote, VisiblePrecinct
from portal.store.queries.configuration import StoredConfiguration, configuration, precincts_by_number
from portal.store.queries.facts import facts_of
from portal.store.queries.publication import decisions


@dataclass(frozen=True)
class CampaignView:
    """A campaign's newest configuration and the decisions that are confirmed."""

    stored: StoredConfiguration
    scheme: Scheme


def campaign_view(session: Session, campaign: str) -> CampaignView:
    """The campaign as its commissions work with it. Raises InputError for a campaign that is not in the store."""
    stored = configuration(session, campaign)
    confirmed = [entry.decision for entry in decisions(session, campaign) if entry.confirmed_at is not None]
    scheme = Scheme(
        campaign=stored.campaign,
        contests={contest.code: contest for contest in stored.contests},
        hierarchy=Hierarchy.of(stored.territories),
        decisions=state_at(confirmed),
    )
    return CampaignView(stored, scheme)


def precinct_of(session: Session, view: CampaignView, number: str) -> Precinct | None:
    """The precinct with its own contests: none where it is for remote voting alone (R139 ¶32). None: not configured."""
    found = precincts_by_number(session, view.stored.campaign.id, view.stored.version, [number])
    return next((with_own_contests(precinct) for precinct in found), None)


def with_own_contests(precinct: Precinct) -> Precinct:
    """The precinct with the contests that its own list votes in."""
    return replace(precinct, contests=()) if precinct.kind is PrecinctKind.REMOTE else precinct


def known_precincts(session: Session, campaign: str, numbers: list[str]) -> dict[str, PrecinctFacts]:
    """Every fact of these precincts; a precinct without facts has empty ones."""
    found = facts_of(session, campaign, numbers)
    return {number: found.get(number, PrecinctFacts()) for number in numbers}


def votes_of(scheme: Scheme, precinct: Precinct) -> PrecinctVotes:
    """The votes of the precinct by the decisions in the register, counted by its own calendar (R139 ¶75)."""
    zone = ZoneInfo(precinct.timezone or scheme.campaign.timezone)
    return PrecinctVotes(scheme.decisions, precinct.number, zone)


def precinct_votes(session: Session, view: CampaignView, numbers: Collection[str]) -> dict[str, PrecinctVotes]:
    """The votes of these precincts; of one that is not configured any more by the campaign's own calendar."""
    found = precincts_by_number(session, view.stored.campaign.id, view.stored.version, numbers)
    by_number = {precinct.number: votes_of(view.scheme, precinct) for precinct in found}
    zone = ZoneInfo(view.scheme.campaign.timezone)
    return {number: by_number.get(number) or PrecinctVotes(view.scheme.decisions, number, zone) for number in numbers}


def known(facts: PrecinctFacts, votes: PrecinctVotes, wanted: Mapping[str, int] | None = None) -> VisiblePrecinct:
    """The newest fact of every unit: hour, device and contest, protocol; a protocol keeps its former versions.

    Machine and hand count are of one vote: the one that is shown, or the one that `wanted` names for the contest. The
    turnout series is that of the voting day (decision record 0008).
    """
    hours: dict[datetime, TurnoutReport] = {}
    final: TurnoutReport | None = None
    for report in sorted(facts.turnout, key=lambda report: report.seq):
        if votes.of(report):
            continue
        if report.source is TurnoutSource.SCANNER_FINAL:
            final = report
        else:
            hours[hour_of(report.as_of)] = report
    parts = _parts(facts, votes)
    once = parts.pop("", {})
    shown = {contest: votes.shown(contest, frozenset(found)) for contest, found in parts.items()}
    shown |= {contest: vote for contest, vote in (wanted or {}).items() if vote in parts.get(contest, {})}
    current = {contest: parts[contest][vote] for contest, vote in shown.items()}
    return VisiblePrecinct(
        turnout=tuple(sorted(hours.values(), key=lambda report: report.as_of)),
        final=final,
        scanner={contest: tuple(part.machines.values()) for contest, part in current.items() if part.machines},
        protocols={contest: tuple(part.protocols) for contest, part in current.items() if part.protocols},
        remote_lines=_once(once)[-1].lines if once else {},
        no_machine=facts.no_machine[-1] if facts.no_machine else None,
        zero_reports=tuple(report for report in facts.scanner if report.zero),
        votes={contest: vote for contest, vote in shown.items() if vote},
        other_votes={
            contest: tuple(part.other(vote) for vote, part in sorted(found.items()) if vote != shown[contest])
            for contest, found in parts.items()
            if len(found) > 1
        },
    )


def current(
    facts: PrecinctFacts, votes: PrecinctVotes, wanted: Mapping[str, int] | None = None
) -> Mapping[str, Protocol]:
    """The current protocol of every contest; "" holds the lines filled once per precinct."""
    once = _once(_parts(facts, votes).get("", {}))
    seen = {contest: versions[-1] for contest, versions in known(facts, votes, wanted).protocols.items()}
    return {**seen, "": once[-1]} if once else seen


def votes_known(facts: PrecinctFacts, votes: PrecinctVotes, contest: str) -> frozenset[int]:
    """The votes of which a protocol for this contest is in ("": of the lines filled once per precinct)."""
    return frozenset(votes.of(each) for each in facts.protocols if each.contest == contest)


@dataclass
class _Part:
    """What is known of one vote in one contest: the newest report by device, every protocol in order."""

    machines: dict[str, ScannerReport] = field(default_factory=dict)
    protocols: list[Protocol] = field(default_factory=list)

    def other(self, vote: int) -> OtherVote:
        return OtherVote(vote, tuple(self.machines.values()), tuple(self.protocols))


def _parts(facts: PrecinctFacts, votes: PrecinctVotes) -> dict[str, dict[int, _Part]]:
    """Reports and protocols by contest and vote, devices by name, protocols by number."""
    found: dict[str, dict[int, _Part]] = {}
    counts: list[ScannerReport | Protocol] = [*facts.scanner, *facts.protocols]
    for fact in sorted(counts, key=lambda fact: (fact.contest, fact.seq)):
        if isinstance(fact, ScannerReport) and fact.zero:
            continue
        part = found.setdefault(fact.contest, {}).setdefault(votes.of(fact), _Part())
        if isinstance(fact, ScannerReport):
            part.machines[fact.device] = fact
        else:
            part.protocols.append(fact)
    for part in (part for by_vote in found.values() for part in by_vote.values()):
        part.machines = dict(sorted(part.machines.items()))
    return found


def _once(parts: Mapping[int, _Part]) -> list[Protocol]:
    """The rows with the lines filled once per precinct, of the last vote."""
    return parts[max(parts)].protocols if parts else []
