"""Reasons written at entry stand beside the findings that they explain (R53 ¶43-44)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from portal.domain.configuration import Campaign, Contest, Option, Precinct, Territory
from portal.domain.documents import FindingDocument
from portal.domain.facts import Protocol, ScannerReport
from portal.domain.hierarchy import Hierarchy
from portal.domain.names import Names
from portal.domain.protocol_form import shipped_form
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind, PrecinctKind, ProtocolKind
from portal.domain.tabulation.findings import precinct_findings
from portal.domain.tabulation.scheme import Scheme
from portal.domain.visible import VisiblePrecinct

EVENING = datetime(2025, 11, 30, 15, tzinfo=UTC)
LINES = {"1": 1000, "2": 62, "3": 62, "4": 62, "6": 4, "7": 4, "8": 0, "9": 60, "10": 2, "11": 58}
PRECINCT = Precinct(number="1-1", territory="11", kind=PrecinctKind.ORDINARY, contests=("1",), voters=1000)


@cache
def scheme() -> Scheme:
    options = tuple(Option(place, OptionKind.CANDIDATE, Names(en=f"C{place}")) for place in (1, 2, 3))
    contests = {code: Contest(code, ContestKind.MULTI_MEMBER, 3, "11", Names(en=code), options) for code in "12"}
    campaign = Campaign(
        id="test",
        kind=CampaignKind.PARLIAMENT,
        names=Names(en="Test"),
        voting_date=date(2025, 11, 30),
        opens=time(8),
        closes=time(20),
        timezone="Asia/Bishkek",
        ordinary_form=shipped_form("kg-2025"),
        remote_form=shipped_form("kg-2025-remote"),
    )
    return Scheme(campaign, contests, Hierarchy.of((Territory("11", "", 1, Names(en="One")),)))


def protocol(contest: str = "1", seq: int = 10, **values: Any) -> Protocol:
    whole = Protocol(
        seq=seq,
        received_at=EVENING,
        precinct="1-1",
        contest=contest,
        kind=ProtocolKind.ORDINARY,
        version=1,
        signed_at=EVENING,
        lines=LINES,
        votes={1: 30, 2: 20, 3: 8},
    )
    return replace(whole, **values)


def scanner(seq: int = 5, **values: Any) -> ScannerReport:
    votes = {1: 29, 2: 20, 3: 8}
    return replace(ScannerReport(seq, EVENING, "1-1", "1", "A", 59, EVENING, votes), **values)


def found(*protocols: Protocol, **values: Any) -> dict[str, FindingDocument]:
    visible = VisiblePrecinct(protocols={each.contest: (each,) for each in protocols}, **values)
    return {finding["code"]: finding for finding in precinct_findings(scheme(), PRECINCT, visible)}


def test_a_difference_to_the_machine_carries_the_reason_written_at_entry() -> None:
    findings = found(protocol(reasons={"X1": "Один бюллетень не принят"}), scanner={"1": (scanner(),)})
    assert findings["X1"]["explanation"] == "Один бюллетень не принят"
    assert findings["X2"]["explanation"] == ""


def test_a_reason_written_before_a_report_came_explains_nothing_of_it() -> None:
    findings = found(protocol(reasons={"X1": "Один бюллетень не принят"}), scanner={"1": (scanner(seq=11),)})
    assert findings["X1"]["explanation"] == ""


def test_a_ratio_over_the_papers_of_the_precinct_carries_the_reason_of_the_newest_paper() -> None:
    remote = protocol(
        "2", 12, kind=ProtocolKind.REMOTE, lines={"D5": 9, "D6": 1, "D7": 8}, reasons={"D-C3": "Запасной бюллетень"}
    )
    findings = found(protocol(reasons={"D-C3": "раньше"}), remote, remote_lines={"D1": 8, "D2": 8, "D3": 8})
    assert (findings["D-C3"]["contest"], findings["D-C3"]["explanation"]) == ("", "Запасной бюллетень")


def test_the_reason_of_one_contest_explains_nothing_of_another() -> None:
    other = protocol("2", 12, kind=ProtocolKind.REMOTE, lines={"D5": 9, "D6": 1, "D7": 8}, reasons={"X1": "о другом"})
    findings = found(protocol(), other, scanner={"1": (scanner(),)})
    assert findings["X1"]["explanation"] == ""
