"""Turnout, scanner reports, protocols, consolidated protocols, scans and decisions of a package."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from portal.domain.decisions import Decision, DecisionError
from portal.domain.facts import Consolidated, NoMachineResult, Protocol, Scan, ScannerReport, TurnoutReport
from portal.domain.form_parts import LineScope
from portal.domain.preferences import marks_of
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import ProtocolKind
from portal.package.ballots import Ballots
from portal.package.campaign_file import CampaignFile
from portal.package.configuration_files import ConfigurationFiles, names_of
from portal.package.lists import PreferenceVotes
from portal.package.problems import Problems
from portal.package.reading import Row, read_table
from portal.package.tables import (
    CONSOLIDATED,
    CONSOLIDATED_VOTES,
    DECISIONS,
    NO_MACHINE,
    PROTOCOL_VOTES,
    PROTOCOLS,
    SCANNER,
    SCANNER_VOTES,
    SCANS,
    TURNOUT,
    Table,
)

Advance = Callable[[int], None]
"""Told how many rows were read, for a progress bar."""
SCAN_TYPES = {"pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png", "tif": "tif", "tiff": "tif"}
"""Extensions of scans that are taken, and how they are stored."""


@dataclass
class FactFiles:
    """The facts of a package in file order; `scan_files` holds the file of every scan by its sha256."""

    turnout: list[TurnoutReport] = field(default_factory=list)
    scanner: list[ScannerReport] = field(default_factory=list)
    protocols: list[Protocol] = field(default_factory=list)
    protocol_lines: list[int] = field(default_factory=list)
    no_machine: list[NoMachineResult] = field(default_factory=list)
    consolidated: list[Consolidated] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    scan_files: dict[str, Path] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)


def read_facts(
    folder: Path,
    campaign: CampaignFile,
    configuration: ConfigurationFiles,
    problems: Problems,
    now: datetime,
    advance: Advance,
) -> FactFiles:
    """Every fact of the package, received `now`."""
    reader = _Reader(folder, campaign, configuration, problems, now, advance)
    reader.turnout()
    reader.scanner()
    reader.protocols()
    reader.no_machine()
    reader.consolidated()
    reader.scans()
    reader.decisions()
    return reader.found


class _Reader:
    """Reads the fact files one after the other into `found`."""

    def __init__(
        self,
        folder: Path,
        campaign: CampaignFile,
        configuration: ConfigurationFiles,
        problems: Problems,
        now: datetime,
        advance: Advance,
    ) -> None:
        self._folder, self._configuration, self._problems = folder, configuration, problems
        self._forms = {
            ProtocolKind.ORDINARY: campaign.campaign.ordinary_form,
            ProtocolKind.RECOUNT: campaign.campaign.ordinary_form,
            ProtocolKind.REMOTE: campaign.campaign.remote_form,
        }
        self._parameters = campaign.campaign.parameters
        self._archive = campaign.campaign.archive
        self._forms_usable = campaign.forms_usable
        self._now, self._advance = now, advance
        self.found = FactFiles()

    def turnout(self) -> None:
        for row in self._rows(TURNOUT):
            values = row.values
            self.found.turnout.append(
                TurnoutReport(
                    seq=0,
                    received_at=self._now,
                    precinct=values["precinct"],
                    as_of=values["as_of"],
                    identified=values["identified"],
                    source=values["source"],
                    remote=values["remote"],
                )
            )

    def scanner(self) -> None:
        votes = self._ballots(SCANNER_VOTES, SCANNER, "precinct")
        for row in self._rows(SCANNER):
            values = row.values
            self.found.scanner.append(
                ScannerReport(
                    seq=0,
                    received_at=self._now,
                    precinct=values["precinct"],
                    contest=values["contest"],
                    device=values["device"],
                    ballots_processed=values["ballots_processed"],
                    reported_at=values["reported_at"],
                    votes=votes.take((values["precinct"], values["contest"], values["device"]), row.line),
                )
            )
        votes.leftovers(rows_seen=bool(self.found.scanner))

    def protocols(self) -> None:
        votes = self._ballots(PROTOCOL_VOTES, PROTOCOLS, "precinct")
        preferences = self._preference_votes()
        for row in self._rows(PROTOCOLS):
            values, kind = row.values, row.values["kind"]
            if kind is not None:
                self._check_contest(row, kind)
            self.found.protocol_lines.append(row.line)
            key = (values["precinct"], values["contest"], kind)
            options = votes.take(key, row.line)
            self.found.protocols.append(
                Protocol(
                    seq=0,
                    received_at=self._now,
                    precinct=values["precinct"],
                    contest=values["contest"],
                    kind=kind,
                    version=0,
                    signed_at=values["signed_at"],
                    lines=self._lines(
                        PROTOCOLS, row, kind, LineScope.CONTEST if values["contest"] else LineScope.PRECINCT
                    ),
                    votes=options,
                    preferences=preferences.take(key, options, row.line),
                    members=values["members"],
                    signed=values["signed"],
                    opinions=values["opinions"],
                )
            )
        votes.leftovers(rows_seen=bool(self.found.protocols))
        preferences.leftovers()

    def no_machine(self) -> None:
        for row in self._rows(NO_MACHINE):
            reason = names_of(row.values, "reason")
            if not reason:
                self._problems.add(NO_MACHINE.file, row.line, "reason_ky", "no reason is given in any language")
            self.found.no_machine.append(NoMachineResult(0, self._now, row.values["precinct"], reason))

    def consolidated(self) -> None:
        votes = self._ballots(CONSOLIDATED_VOTES, CONSOLIDATED, "commission")
        for row in self._rows(CONSOLIDATED):
            values = row.values
            commission = self._configuration.commissions.get(values["commission"])
            if commission is None:
                reason = f"commission {values['commission']} is unknown"
                self._problems.add(CONSOLIDATED.file, row.line, "commission", reason)
                continue
            self._check_signatures(row)
            self.found.consolidated.append(
                Consolidated(
                    seq=0,
                    received_at=self._now,
                    commission=commission.code,
                    territory=commission.territory,
                    contest=values["contest"],
                    kind=values["kind"],
                    signed_at=values["signed_at"],
                    uik_count=values["uik_count"],
                    ordinary_count=values["ordinary_count"],
                    remote_count=values["remote_count"],
                    lines=self._lines(CONSOLIDATED, row, values["kind"], None),
                    votes=votes.take((values["commission"], values["contest"], values["kind"]), row.line),
                    members=values["members"],
                    signed=values["signed"],
                    opinions=values["opinions"],
                )
            )
        votes.leftovers(rows_seen=bool(self.found.consolidated))

    def _check_signatures(self, row: Row) -> None:
        """Signatures are known whole or not at all, and nobody signs who is no member (R139 ¶69)."""
        people = {name: row.values[name] for name in ("members", "signed", "opinions")}
        missing = [name for name, number in people.items() if number is None]
        if 0 < len(missing) < len(people):
            reason = "is empty; give members, signed and opinions together, or leave all three empty"
            self._problems.add(CONSOLIDATED.file, row.line, missing[0], reason)
        elif not missing and people["signed"] > people["members"]:
            reason = f"{people['signed']} signed, but the commission has {people['members']} members"
            self._problems.add(CONSOLIDATED.file, row.line, "signed", reason)

    def scans(self) -> None:
        for row in self._rows(SCANS):
            path = self._folder / "scans" / (row.values["file"] or "")
            extension = SCAN_TYPES.get(path.suffix.lower().lstrip("."))
            if not path.is_file():
                self._problems.add(SCANS.file, row.line, "file", f"there is no file {path.name} in scans/")
            elif extension is None:
                reason = f"{path.name} is not one of {', '.join(sorted(SCAN_TYPES))}"
                self._problems.add(SCANS.file, row.line, "file", reason)
            else:
                self._scan(row, path, extension)

    def decisions(self) -> None:
        for row in self._rows(DECISIONS):
            values = row.values
            if values["kind"] is None or values["scope"] is None:
                continue
            try:
                decision = Decision(
                    number=values["number"],
                    date=values["date"],
                    body=values["body"],
                    kind=values["kind"],
                    scope=values["scope"],
                    target=values["target"],
                    reasons=names_of(values, "reason"),
                    sequence=len(self.found.decisions),
                )
            except DecisionError as error:
                self._problems.add(DECISIONS.file, row.line, "target", str(error))
                continue
            self._check_decision(row, decision)
            self.found.decisions.append(decision)

    def _rows(self, table: Table) -> Iterator[Row]:
        """Rows with the precinct and the contest known."""
        lines = [line for form in self._forms.values() if form for line in form.line_ids] if table.lines else []
        precincts, contests = self._configuration.precincts, self._configuration.contests
        columns = {column.name for column in table.columns}
        with_precinct, with_contest = "precinct" in columns, "contest" in columns
        for row in read_table(self._folder, table, self._problems, lines if self._forms_usable else None):
            self._advance(1)
            values = row.values
            if with_precinct and values["precinct"] not in precincts:
                if values["precinct"]:
                    self._problems.add(table.file, row.line, "precinct", f"precinct {values['precinct']} is unknown")
                continue
            if with_contest and values["contest"] and values["contest"] not in contests:
                self._problems.add(table.file, row.line, "contest", f"contest {values['contest']} is unknown")
                continue
            yield row

    def _ballots(self, table: Table, parent: Table, unit: str) -> Ballots:
        return Ballots(self._folder, table, parent, unit, self._configuration, self._problems, self._advance)

    def _preference_votes(self) -> PreferenceVotes:
        contests, marks = self._configuration.contests, partial(marks_of, self._parameters)
        return PreferenceVotes(self._folder, contests, marks, self._problems, history=self._archive)

    def _check_contest(self, row: Row, kind: ProtocolKind) -> None:
        """The campaign has a form for the protocol, and an ordinary one is for a contest of the precinct's own."""
        contest, number = row.values["contest"], row.values["precinct"]
        if self._forms[kind] is None and self._forms_usable:
            key = "form.remote" if kind is ProtocolKind.REMOTE else "form"
            self._problems.add(PROTOCOLS.file, row.line, "kind", f"campaign.toml names no form for it; set {key}")
        if kind is ProtocolKind.REMOTE:
            return
        if not contest:
            self._problems.add(PROTOCOLS.file, row.line, "contest", "is empty, which only a remote protocol may have")
        elif contest not in self._configuration.own_contests(number):
            reason = f"precinct {number} does not vote in contest {contest} itself; remote votes have kind remote"
            self._problems.add(PROTOCOLS.file, row.line, "contest", reason)

    def _lines(self, table: Table, row: Row, kind: ProtocolKind | None, scope: LineScope | None) -> dict[str, int]:
        """Values of the form's lines that are given; a line of another form or scope is a problem."""
        form: ProtocolForm | None = self._forms[kind] if kind else None
        fixed = {column.name for column in table.columns}
        found: dict[str, int] = {}
        for name, value in row.values.items():
            if name in fixed or value is None or form is None:
                continue
            line = form.line(name)
            if line is None:
                self._problems.add(table.file, row.line, name, f"the {kind} form {form.id} has no line {name}")
            elif scope is not None and line.scope is not scope:
                where = "with empty contest" if line.scope is LineScope.PRECINCT else "of a contest"
                self._problems.add(table.file, row.line, name, f"line {name} belongs into a row {where}")
            else:
                found[name] = value
        return found

    def _scan(self, row: Row, path: Path, extension: str) -> None:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.found.scan_files[digest] = path
        values = row.values
        self.found.scans.append(
            Scan(
                seq=0,
                received_at=self._now,
                precinct=values["precinct"],
                contest=values["contest"],
                kind=values["kind"],
                sha256=digest,
                extension=extension,
                released_at=self._now if self._archive else None,
            )
        )

    def _check_decision(self, row: Row, decision: Decision) -> None:
        """What the target names exists in the configuration."""
        known: dict[str, Any] = self._configuration.precincts
        if decision.precinct and decision.precinct not in known:
            self._problems.add(DECISIONS.file, row.line, "target", f"precinct {decision.precinct} is unknown")
        contest = self._configuration.contests.get(decision.contest) if decision.contest else None
        if decision.contest and contest is None:
            self._problems.add(DECISIONS.file, row.line, "target", f"contest {decision.contest} is unknown")
        if contest is not None and decision.position is not None and decision.position not in contest.positions:
            reason = f"contest {contest.code} has no position {decision.position}"
            self._problems.add(DECISIONS.file, row.line, "target", reason)
