"""What the commission itself knows of a precinct: every fact that is in, whether the public may see it yet or not.

The gate (portal.publication.gate) decides about the public; a commission compares its papers with all that has come.
The same tabulation works on both, so a figure is never computed in two ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.decisions import state_at
from portal.domain.facts import PrecinctFacts, Protocol, ScannerReport, TurnoutReport
from portal.domain.hierarchy import Hierarchy
from portal.domain.hours import hour_of
from portal.domain.statuses import PrecinctKind, TurnoutSource
from portal.domain.tabulation.scheme import Scheme
from portal.domain.visible import VisiblePrecinct
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


def known(facts: PrecinctFacts) -> VisiblePrecinct:
    """The newest fact of every unit: hour, device and contest, protocol; a protocol keeps its former versions."""
    hours: dict[datetime, TurnoutReport] = {}
    final: TurnoutReport | None = None
    for report in sorted(facts.turnout, key=lambda report: report.seq):
        if report.source is TurnoutSource.SCANNER_FINAL:
            final = report
        else:
            hours[hour_of(report.as_of)] = report
    devices: dict[tuple[str, str], ScannerReport] = {}
    for machine in sorted(facts.scanner, key=lambda report: report.seq):
        if not machine.zero:
            devices[machine.contest, machine.device] = machine
    scanner: dict[str, tuple[ScannerReport, ...]] = {}
    for (contest, _), machine in sorted(devices.items()):
        scanner[contest] = (*scanner.get(contest, ()), machine)
    versions = versions_of(facts)
    remote = versions.pop("", ())
    return VisiblePrecinct(
        turnout=tuple(sorted(hours.values(), key=lambda report: report.as_of)),
        final=final,
        scanner=scanner,
        protocols=versions,
        remote_lines=remote[-1].lines if remote else {},
        no_machine=facts.no_machine[-1] if facts.no_machine else None,
        zero_reports=tuple(report for report in facts.scanner if report.zero),
    )


def versions_of(facts: PrecinctFacts) -> dict[str, tuple[Protocol, ...]]:
    """Versions of every contest's protocol, the current one last; "" holds the lines filled once per precinct."""
    found: dict[str, tuple[Protocol, ...]] = {}
    for protocol in sorted(facts.protocols, key=lambda protocol: protocol.seq):
        found[protocol.contest] = (*found.get(protocol.contest, ()), protocol)
    return found


def current(facts: PrecinctFacts) -> Mapping[str, Protocol]:
    """The current protocol of every contest; "" holds the lines filled once per precinct."""
    return {contest: versions[-1] for contest, versions in versions_of(facts).items()}
