"""Findings of one precinct: broken ratios of its current protocols and differences between its sources
(domain.md §4).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from portal.domain.configuration import Precinct
from portal.domain.control_ratios import broken_as_findings
from portal.domain.documents import FindingDocument
from portal.domain.facts import Protocol
from portal.domain.findings import (
    Finding,
    final_turnout_against_found,
    found_against_processed,
    participated_against_identified,
    remote_voters_against_scanner,
    total,
    turnout_above_list,
    turnout_falls,
    votes_against_scanner,
    zero_report_not_zero,
)
from portal.domain.tabulation.ratios import precinct_results, protocol_results
from portal.domain.tabulation.scheme import Scheme
from portal.domain.visible import VisiblePrecinct


def precinct_findings(scheme: Scheme, precinct: Precinct, visible: VisiblePrecinct) -> list[FindingDocument]:
    """Every finding of the precinct, ratios first, then sources against each other, then turnout."""
    if not (visible.turnout or visible.final or visible.scanner or visible.protocols or visible.zero_reports):
        return []
    look = _Look(scheme, precinct, visible)
    found = (*look.ratios(), *look.counts(), *look.voters(), *look.turnout())
    return [finding_document(finding) for finding in found]


def finding_document(finding: Finding) -> FindingDocument:
    """A finding as it is published."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "source": finding.source,
        "contest": finding.contest,
        "lines": list(finding.lines),
        "values": dict(finding.values),
        "explanation": finding.explanation,
    }


@dataclass(frozen=True)
class _Look:
    scheme: Scheme
    precinct: Precinct
    visible: VisiblePrecinct

    @property
    def current(self) -> dict[str, Protocol]:
        """The current protocol of every contest."""
        return {code: versions[-1] for code, versions in self.visible.protocols.items()}

    def ratios(self) -> Iterator[Finding]:
        """Broken ratios of the current protocols, then those over all protocols of the precinct."""
        for code, protocol in self.current.items():
            remote = code not in self.precinct.contests
            form = self.scheme.form(protocol.kind, remote=remote)
            if form is not None:
                results = protocol_results(form, protocol, remote=remote)
                yield from broken_as_findings(results, code, protocol.reasons)
        results = precinct_results(self.scheme, self.visible, self.precinct.contests)
        for finding in broken_as_findings(results):
            yield self._explained(finding)

    def counts(self) -> Iterator[Finding]:
        """X1 and X2 per contest, X6 per zero report."""
        for code, protocol in self.current.items():
            reports = self.visible.scanner.get(code)
            if not reports:
                continue
            found = self._found(code)
            processed = total(report.ballots_processed for report in reports)
            remote = code not in self.precinct.contests
            difference = found_against_processed(0 if remote else found, found if remote else 0, processed, code)
            last = max(report.seq for report in reports)
            if difference:
                yield self._explained(difference, last)
            positions = self.scheme.contests[code].positions
            hand = {position: protocol.votes.get(position, 0) for position in positions}
            machine = {position: sum(r.votes.get(position, 0) for r in reports) for position in positions}
            for finding in votes_against_scanner(hand, machine, code):
                yield self._explained(finding, last)
        for report in self.visible.zero_reports:
            if zero := zero_report_not_zero(report.ballots_processed, report.votes, report.contest):
                yield self._explained(zero, report.seq)

    def voters(self) -> Iterator[Finding]:
        """X3 and X4 per own contest, X5 per precinct; turnout is that of the voting day, never of a re-vote."""
        signed_remote = self._remote_participated()
        identified, outside = self._identified_on_the_day()
        for code in self.precinct.contests:
            if code in self.visible.votes:
                continue
            participated = self._line(code, "voters_participated")
            if finding := participated_against_identified(participated, signed_remote or 0, identified, outside, code):
                yield self._explained(finding, self._last_turnout())
            if finding := final_turnout_against_found(self._final(), self._all_found(code), code):
                yield self._explained(finding, self._last_turnout())
        reports = [report for reports in self.visible.scanner.values() for report in reports]
        scanner_remote = total(r.remote_voters for r in reports if r.remote_voters is not None)
        if finding := remote_voters_against_scanner(signed_remote, scanner_remote):
            yield self._explained(finding, max(report.seq for report in reports))

    def turnout(self) -> Iterator[Finding]:
        """T1 over the hourly series, T2 at its end."""
        for fall in turnout_falls([report.identified for report in self.visible.turnout]):
            yield self._explained(fall, self._last_turnout())
        if self.visible.turnout:
            last = self.visible.turnout[-1].identified
            if finding := turnout_above_list(last, self.precinct.voters):
                yield self._explained(finding, self._last_turnout())

    def _explained(self, finding: Finding, since: int = 0) -> Finding:
        """The finding with the reason written at the entry of the newest protocol that gives one (R53 ¶43-44).

        `since` is the number of the newest report that the finding compares: a reason written before that report came
        was written about other figures and explains nothing.
        """
        asked = sorted(self.current.values(), key=lambda protocol: protocol.seq, reverse=True)
        for protocol in asked:
            about = finding.contest in ("", protocol.contest)
            if about and protocol.seq > since and (reason := protocol.reasons.get(finding.code)):
                return replace(finding, explanation=reason)
        return finding

    def _last_turnout(self) -> int:
        final = (self.visible.final,) if self.visible.final else ()
        return max((report.seq for report in (*self.visible.turnout, *final)), default=0)

    def _line(self, code: str, key: str) -> int | None:
        protocol = self.current.get(code)
        if protocol is None:
            return None
        form = self.scheme.form(protocol.kind, remote=code not in self.precinct.contests)
        return form.value_by_key(key, protocol.lines, sum(protocol.votes.values())) if form else None

    def _found(self, code: str) -> int | None:
        return self._line(code, "ballots_found")

    def _all_found(self, code: str) -> int | None:
        """9 + Σ D5; with several contests in one room the remote ballots cannot be told apart and are left out."""
        if len(self.precinct.contests) > 1:
            return self._found(code)
        every = {code, *self.visible.scanner, *self.visible.protocols}
        return total(self._found(contest) for contest in sorted(every))

    def _remote_participated(self) -> int | None:
        form = self.scheme.campaign.remote_form
        return form.value_by_key("voters_participated", self.visible.remote_lines) if form else None

    def _final(self) -> int | None:
        final = self.visible.final
        return None if final is None else final.identified + (final.remote or 0)

    def _identified_on_the_day(self) -> tuple[int | None, int]:
        """Identified voters once the series reaches the precinct's closing (before, the day is not
        over), and outside.
        """
        if not self.visible.turnout or self.visible.turnout[-1].as_of < closing_time(self.scheme, self.precinct):
            return None, 0
        last = self.visible.turnout[-1]
        return last.identified + (last.remote or 0), last.outside or 0


def closing_time(scheme: Scheme, precinct: Precinct) -> datetime:
    """Closing of the precinct by its own local time (R139 ¶30), in UTC."""
    campaign = scheme.campaign
    zone = ZoneInfo(precinct.timezone or campaign.timezone)
    return datetime.combine(campaign.voting_date, precinct.closes or campaign.closes, zone).astimezone(UTC)
