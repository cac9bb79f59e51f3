"""Turnout typed by hand, per precinct and hour, for all precincts of a commission (R53 ¶35).

The operator of the identification device reads the number, the responsible member of the ТИК receives it, the ТИК's
administrator types it; all three are recorded. T1 and T2 are shown before saving and want a reason, and so does a
number that replaces one of the same hour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.facts import PrecinctFacts, TurnoutReport
from portal.domain.findings import Finding, turnout_above_list, turnout_falls
from portal.domain.hours import hour_of
from portal.domain.statuses import TurnoutSource
from portal.entry.commission import CommissionView
from portal.entry.known import known, votes_of
from portal.entry.numbers import read_count
from portal.entry.texts import NAME_LIMIT, TEXT_LIMIT, flaw_of
from portal.store.record.entry import record_turnout_persons, stand_in_line
from portal.store.record.reports import record_turnouts

REPLACES = "replaces"
"""Code of the notice that a number replaces another one of the same hour."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One precinct at one hour as it was typed; `row` counts from 1 in the order in which it stood."""

    row: int
    precinct: str
    hour: datetime
    identified: str
    remote: str = ""
    operator: str = ""
    reason: str = ""

    @property
    def empty(self) -> bool:
        """True when nothing was typed."""
        return not (self.identified.strip() or self.remote.strip())


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell: row, column (precinct, hour, identified, remote, operator, member), code, text."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is shown of a precinct before saving and wants a reason: T1, T2, or that a number is replaced."""

    precinct: str
    code: str
    values: Mapping[str, int]


@dataclass(frozen=True)
class Judged:
    """A table of turnout as it was typed: reports to store, what cannot be read, what wants a reason."""

    reports: Sequence[tuple[Cell, TurnoutReport]]
    problems: Sequence[CellProblem]
    notices: Sequence[Notice]
    unchanged: int = 0

    @property
    def unexplained(self) -> list[Notice]:
        """Notices without a written reason."""
        explained = {cell.precinct for cell, _ in self.reports if cell.reason.strip()}
        return [notice for notice in self.notices if notice.precinct not in explained]


def series_of(mine: CommissionView, facts: Mapping[str, PrecinctFacts], number: str) -> tuple[TurnoutReport, ...]:
    """What is known of the precinct's turnout on the voting day, the newest report of each hour, in order."""
    precinct = mine.precinct(number)
    if precinct is None or number not in facts:
        return ()
    return known(facts[number], votes_of(mine.view.scheme, precinct)).turnout


def hours_of(mine: CommissionView) -> list[datetime]:
    """The full hours of voting by the campaign's clock: from one after opening to closing, in UTC (R139 ¶35)."""
    campaign = mine.view.scheme.campaign
    zone = ZoneInfo(campaign.timezone)
    opens = datetime.combine(campaign.voting_date, campaign.opens, zone).astimezone(UTC)
    closes = datetime.combine(campaign.voting_date, campaign.closes, zone).astimezone(UTC)
    first = hour_of(opens) + timedelta(hours=1)
    return [first + timedelta(hours=n) for n in range(int((closes - first) / timedelta(hours=1)) + 1)]


def judge(mine: CommissionView, facts: Mapping[str, PrecinctFacts], cells: Iterable[Cell], now: datetime) -> Judged:
    """What a typed table amounts to at `now` (election clock): every cell is a report, unchanged or a problem."""
    reports: list[tuple[Cell, TurnoutReport]] = []
    problems: list[CellProblem] = []
    seen: set[tuple[str, datetime]] = set()
    unchanged = 0
    for cell in cells:
        if cell.empty:
            continue
        report, wrong = _report(mine, cell, now)
        if (cell.precinct, cell.hour) in seen:
            wrong.append(CellProblem(cell.row, "precinct", "twice", cell.precinct))
        seen.add((cell.precinct, cell.hour))
        problems += wrong
        if wrong or report is None:
            continue
        if _same(report, _standing(series_of(mine, facts, cell.precinct), report.as_of)):
            unchanged += 1
        else:
            reports.append((cell, report))
    return Judged(reports, problems, list(_notices(mine, facts, reports)), unchanged)


def store(session: Session, mine: CommissionView, judged: Judged, member: str, by: str) -> list[int]:
    """Store the reports of a table without problems or unexplained notices; their sequence numbers.

    `member` is the responsible member of the commission, `by` its administrator (R53 ¶35).
    """
    seqs = record_turnouts(session, mine.campaign, [report for _, report in judged.reports], by)
    for seq, (cell, _) in zip(seqs, judged.reports, strict=True):
        codes = [notice.code for notice in judged.notices if notice.precinct == cell.precinct]
        record_turnout_persons(session, seq, cell.operator.strip(), member, codes, cell.reason.strip())
    return seqs


def wait_for_others(session: Session, campaign: str) -> None:
    """Until the transaction ends nobody else stores turnout of the campaign: a number replaced meanwhile is noticed."""
    stand_in_line(session, campaign, "turnout")


def _report(mine: CommissionView, cell: Cell, now: datetime) -> tuple[TurnoutReport | None, list[CellProblem]]:
    wrong: list[CellProblem] = []
    if mine.precinct(cell.precinct) is None:
        wrong.append(CellProblem(cell.row, "precinct", "not_ours", cell.precinct))
    if cell.hour > now:
        wrong.append(CellProblem(cell.row, "hour", "in_the_future"))
    identified = read_count(cell.identified)
    if identified is None:
        code = "not_a_count" if cell.identified.strip() else "empty"
        wrong.append(CellProblem(cell.row, "identified", code, cell.identified))
    remote = read_count(cell.remote)
    if remote is None and cell.remote.strip():
        wrong.append(CellProblem(cell.row, "remote", "not_a_count", cell.remote))
    if not cell.operator.strip():
        wrong.append(CellProblem(cell.row, "operator", "empty"))
    for column, text, limit in (("operator", cell.operator, NAME_LIMIT), ("reason", cell.reason, TEXT_LIMIT)):
        if flaw := flaw_of(text, limit):
            wrong.append(CellProblem(cell.row, column, flaw))
    if wrong or identified is None:
        return None, wrong
    return TurnoutReport(0, now, cell.precinct, cell.hour, identified, TurnoutSource.MANUAL, remote), wrong


def _standing(series: Iterable[TurnoutReport], hour: datetime) -> TurnoutReport | None:
    return next((report for report in series if hour_of(report.as_of) == hour_of(hour)), None)


def _same(report: TurnoutReport, standing: TurnoutReport | None) -> bool:
    return standing is not None and (report.identified, report.remote) == (standing.identified, standing.remote)


def _notices(
    mine: CommissionView, facts: Mapping[str, PrecinctFacts], reports: Sequence[tuple[Cell, TurnoutReport]]
) -> Iterable[Notice]:
    by_precinct: dict[str, list[TurnoutReport]] = {}
    for _, report in reports:
        by_precinct.setdefault(report.precinct, []).append(report)
    for number, typed in by_precinct.items():
        precinct = mine.precinct(number)
        series = series_of(mine, facts, number)
        for report in typed:
            if (former := _standing(series, report.as_of)) is not None:
                yield Notice(number, REPLACES, {"before": former.identified, "after": report.identified})
        if precinct is not None:
            yield from _findings(mine, precinct, facts.get(number, PrecinctFacts()), typed)


def _findings(
    mine: CommissionView, precinct: Precinct, facts: PrecinctFacts, typed: Sequence[TurnoutReport]
) -> Iterable[Notice]:
    """T1 and T2 that the typed numbers bring; those that stood before are not asked about again."""

    def rules(known_facts: PrecinctFacts) -> list[Finding]:
        return _rules(precinct, series_of(mine, {precinct.number: known_facts}, precinct.number))

    before = {(finding.code, tuple(finding.values.items())) for finding in rules(facts)}
    last = max((report.seq for report in facts.turnout), default=0)
    numbered = tuple(replace(report, seq=last + place) for place, report in enumerate(typed, 1))
    for finding in rules(replace(facts, turnout=(*facts.turnout, *numbered))):
        if (finding.code, tuple(finding.values.items())) not in before:
            yield Notice(precinct.number, finding.code, finding.values)


def _rules(precinct: Precinct, series: Sequence[TurnoutReport]) -> list[Finding]:
    found = list(turnout_falls([report.identified for report in series]))
    above = turnout_above_list(series[-1].identified if series else None, precinct.voters)
    return [*found, above] if above else found
