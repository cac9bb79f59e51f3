"""A whole campaign package, read and checked."""

import difflib
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.domain.control_ratios import Figures, RatioResult, evaluate_precinct, evaluate_protocol
from portal.domain.decisions import DecisionError, state_at
from portal.domain.facts import Protocol, ScheduleItem
from portal.domain.form_parts import RatioScope, Severity
from portal.domain.statuses import PrecinctKind, ProtocolKind
from portal.errors import InputError, describe
from portal.package.boundary_files import read_boundaries
from portal.package.campaign_file import CampaignFile, read_campaign_file
from portal.package.configuration_files import ConfigurationFiles, read_configuration
from portal.package.fact_files import Advance, FactFiles, read_facts
from portal.package.problems import Problems
from portal.package.tables import DECISIONS, PROTOCOLS, TABLES
from portal.package.toml_file import FILE
from portal.store.values import NewConfiguration


@dataclass(frozen=True)
class Package:
    """A package without a problem: its configuration, its facts in file order, and what was changed while reading.

    `findings` counts the refuse ratios that protocols of an archive break; `boundaries` are files of boundaries/.
    """

    folder: Path
    configuration: NewConfiguration
    schedule: tuple[ScheduleItem, ...]
    facts: FactFiles
    boundaries: tuple[Path, ...]
    notes: tuple[str, ...]
    findings: int


def read_package(folder: Path, now: datetime, *, strict: bool = False, advance: Advance = lambda rows: None) -> Package:
    """The package in this folder. `now` is the election clock's time; `advance` is told of rows read.

    Raises InputError with every problem as file:line:column: reason. A protocol that breaks a refuse ratio is a problem
    unless the package is an archive; with `strict` always.
    """
    if not folder.is_dir():
        raise InputError([f"{folder}: there is no such folder"])
    problems = Problems()
    _refuse_unknown_files(folder, problems)
    campaign = read_campaign_file(folder, problems, now)
    stated = campaign is not None and campaign.campaign.stated is not None
    configuration = read_configuration(folder, problems, stated=stated)
    if campaign is None:
        problems.raise_any()
        raise InputError([f"{FILE}:1:1: the file is empty"])
    if problems.count and not (configuration.precincts and configuration.contests):
        problems.raise_any()
    _check_parameters(campaign, configuration, problems)
    facts = read_facts(folder, campaign, configuration, problems, now, advance)
    findings = _check_ratios(campaign, configuration, facts, problems, refuse=strict or not campaign.campaign.archive)
    _check_decisions(facts, problems)
    boundaries = read_boundaries(folder, configuration, problems)
    problems.raise_any()
    return Package(
        folder=folder,
        configuration=NewConfiguration(
            digest=package_digest(folder, campaign, facts),
            campaign=campaign.campaign,
            ordinary_form=campaign.ordinary_form,
            remote_form=campaign.remote_form,
            territories=tuple(configuration.territories.values()),
            contests=tuple(configuration.contests.values()),
            precincts=tuple(configuration.precincts.values()),
            commissions=tuple(configuration.commissions.values()),
            members=tuple(configuration.members),
        ),
        schedule=campaign.schedule,
        facts=facts,
        boundaries=boundaries,
        notes=tuple(problems.notes),
        findings=findings,
    )


def package_digest(folder: Path, campaign: CampaignFile, facts: FactFiles) -> str:
    """sha256 over the names and contents of everything that belongs to the package, the forms included."""
    names = [FILE, *(table.file for table in TABLES)]
    files = [folder / name for name in names if (folder / name).is_file()]
    files += sorted((folder / "boundaries").glob("*.geojson"))
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    for sha256 in sorted(facts.scan_files):
        digest.update(f"scan {sha256}\n".encode())
    for text in (campaign.ordinary_form, campaign.remote_form):
        digest.update(f"form {hashlib.sha256(text.encode()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _refuse_unknown_files(folder: Path, problems: Problems) -> None:
    """A misspelt optional file would be left out in silence."""
    known = [table.file for table in TABLES]
    for path in sorted([*folder.glob("*.csv"), *folder.glob("scans/*.csv")]):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            problems.add(name, 1, 1, f"unknown file; {hint}")


def _check_parameters(campaign: CampaignFile, configuration: ConfigurationFiles, problems: Problems) -> None:
    """A parameter for one contest names a contest that exists."""
    for key in campaign.campaign.parameters:
        contest = key.partition(".")[2]
        if contest and contest not in configuration.contests:
            problems.add(FILE, 1, f"parameters.{key}", f"contest {contest} is unknown")


def _check_decisions(facts: FactFiles, problems: Problems) -> None:
    """Every reversal names one earlier act."""
    try:
        state_at(facts.decisions)
    except DecisionError as error:
        problems.add(DECISIONS.file, 1, "target", str(error))


def _check_ratios(
    campaign: CampaignFile, configuration: ConfigurationFiles, facts: FactFiles, problems: Problems, *, refuse: bool
) -> int:
    """How many refuse ratios do not hold; each is a problem when `refuse` is set (R53 ¶44)."""
    count = 0
    by_precinct: dict[str, list[tuple[int, Protocol]]] = defaultdict(list)
    for line, protocol in zip(facts.protocol_lines, facts.protocols, strict=True):
        by_precinct[protocol.precinct].append((line, protocol))
        for result in _broken(_of_protocol(campaign, configuration, protocol)):
            count += 1
            if refuse:
                problems.add(PROTOCOLS.file, line, ",".join(result.lines) or "contest", describe(result))
    if not _has_precinct_ratios(campaign):
        return count
    for protocols in by_precinct.values():
        for result in _broken(_of_precinct(campaign, [protocol for _, protocol in protocols])):
            count += 1
            if refuse:
                problems.add(PROTOCOLS.file, protocols[-1][0], "precinct", describe(result))
    return count


def _broken(results: Iterable[RatioResult]) -> list[RatioResult]:
    return [result for result in results if result.severity is Severity.REFUSE and not result.holds]


def _of_protocol(
    campaign: CampaignFile, configuration: ConfigurationFiles, protocol: Protocol
) -> tuple[RatioResult, ...]:
    remote = protocol.kind is ProtocolKind.REMOTE
    form = campaign.campaign.remote_form if remote else campaign.campaign.ordinary_form
    if form is None or protocol.kind is None:
        return ()
    precinct = configuration.precincts[protocol.precinct]
    own = precinct.kind is not PrecinctKind.REMOTE and protocol.contest in configuration.own_contests(precinct.number)
    return evaluate_protocol(
        form,
        protocol.lines,
        sum(protocol.votes.values()) if protocol.votes else None,
        protocol.members,
        protocol.signed,
        kind=protocol.kind,
        contest_is_own=own if remote and protocol.contest else None,
    )


def _has_precinct_ratios(campaign: CampaignFile) -> bool:
    forms = (campaign.campaign.ordinary_form, campaign.campaign.remote_form)
    return any(ratio.scope is RatioScope.PRECINCT for form in forms if form for ratio in form.ratios)


def _of_precinct(campaign: CampaignFile, protocols: list[Protocol]) -> tuple[RatioResult, ...]:
    """Ratios over the precinct's protocols together; a recount stands in the place of the ordinary protocol."""
    ordinary_form = campaign.campaign.ordinary_form
    if ordinary_form is None:
        return ()
    recounted = {protocol.contest for protocol in protocols if protocol.kind is ProtocolKind.RECOUNT}
    ordinary, remote, once = [], [], {}
    for protocol in protocols:
        figures = Figures(protocol.lines, sum(protocol.votes.values()) if protocol.votes else None)
        if protocol.kind is ProtocolKind.REMOTE and not protocol.contest:
            once = dict(protocol.lines)
        elif protocol.kind is ProtocolKind.REMOTE:
            remote.append(figures)
        elif protocol.kind is ProtocolKind.RECOUNT or protocol.contest not in recounted:
            ordinary.append(figures)
    return evaluate_precinct(ordinary_form, ordinary, campaign.campaign.remote_form, remote, once)
