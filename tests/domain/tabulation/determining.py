"""A district with its sums, valid by default, for tests of determination documents."""

from datetime import UTC, date, datetime, time
from typing import Any

from portal.domain.configuration import Campaign, Contest, Option, Territory
from portal.domain.decisions import Decision, DecisionKind, DecisionScope, state_at
from portal.domain.documents import ContestDocument
from portal.domain.facts import Consolidated
from portal.domain.hierarchy import Hierarchy
from portal.domain.names import Names
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind, ProtocolKind
from portal.domain.tabulation.contest import contest_document
from portal.domain.tabulation.counts import CountSum
from portal.domain.tabulation.determination import determination_document
from portal.domain.tabulation.evidence import Evidence
from portal.domain.tabulation.scheme import Scheme

NOON = datetime(2025, 12, 1, 6, tzinfo=UTC)
TERRITORIES = (
    Territory("N", "", 1, Names(en="North")),
    Territory("N1", "N", 2, Names(en="One")),
    Territory("N2", "N", 2, Names(en="Two")),
)


def options(*sexes: str, against: bool = False) -> tuple[Option, ...]:
    """Candidates of these sexes in ballot order, with complete documents an hour apart."""
    rows = [
        Option(
            at, OptionKind.CANDIDATE, Names(en=f"Candidate {at}"), sex=sex, documents_complete_at=NOON.replace(hour=at)
        )
        for at, sex in enumerate(sexes, start=1)
    ]
    if against:
        rows.append(Option(len(rows) + 1, OptionKind.AGAINST_ALL, Names(en="Against all")))
    return tuple(rows)


def scheme(
    ballot: tuple[Option, ...],
    decisions: tuple[Decision, ...] = (),
    *,
    campaign: CampaignKind = CampaignKind.PARLIAMENT,
    kind: ContestKind = ContestKind.MULTI_MEMBER,
    seats: int = 3,
    parameters: dict[str, str] | None = None,
    territory: str = "N",
    day: date | None = None,
    **more: Any,
) -> Scheme:
    contest = Contest("13", kind, seats, territory, Names(en="District 13"), ballot)
    return Scheme(
        campaign=Campaign(
            id="test",
            kind=campaign,
            names=Names(en="Test"),
            voting_date=date(2025, 11, 30),
            opens=time(8),
            closes=time(20),
            timezone="Asia/Bishkek",
            parameters=parameters or {},
            **more,
        ),
        contests={"13": contest},
        hierarchy=Hierarchy.of(TERRITORIES),
        decisions=state_at(decisions, day),
    )


def row(
    code: str, votes: list[int], *, expected: int = 2, received: int = 2, scanner: bool = False, **lines: int
) -> Any:
    """A territory's part of the contest, by hand or (`scanner`) by machine only."""
    counts = [CountSum(len(votes), expected=expected) for _ in range(2)]
    counted = counts[0] if scanner else counts[1]
    counted.received = received
    counted.add_votes(votes, remote=False)
    counted.add_ballots(lines.pop("ballots", sum(votes)))
    counted.add_lines(lines, remote=False)
    return {
        "code": code,
        "name": Names(en=code).document(),
        "direct": False,
        "scanner": counts[0].document(),
        "protocol": counts[1].document(),
    }


def found(of: Scheme, *rows: Any, **evidence: Any) -> Any:
    """The determination document of contest 13."""
    evidence.setdefault("voters", 10_000)
    return determination_document(of, document(of, *rows), Evidence(**evidence))


def document(of: Scheme, *rows: Any) -> ContestDocument:
    return contest_document(of, "13", rows)


def positions(determination: Any) -> list[int]:
    return [seat["position"] for seat in determination["seats"]]


def rules(steps: Any) -> list[str]:
    return [step["rule"] for step in steps]


def act(number: str, day: date, kind: DecisionKind, scope: DecisionScope, target: str) -> Decision:
    return Decision(number, day, "CEC", kind, scope, target)


def excluded(precinct: str, took_part: int, votes: list[int], **more: Any) -> Any:
    """An invalidated precinct counted by hand."""
    figures = {"took_part": took_part, "votes": votes}
    base = {"precinct": precinct, "territory": "N1", "remote": False, "voters": took_part, "re_vote_set": False}
    return {**base, "scanner": None, "protocol": figures, **more}


def consolidated(commission: str, territory: str, votes: dict[int, int], **more: Any) -> Consolidated:
    fields: dict[str, Any] = {
        "seq": 1,
        "received_at": NOON,
        "commission": commission,
        "territory": territory,
        "contest": "13",
        "kind": ProtocolKind.ORDINARY,
        "signed_at": NOON,
        "uik_count": 2,
        "ordinary_count": 2,
        "remote_count": 0,
        "lines": {},
        "votes": votes,
    }
    return Consolidated(**{**fields, **more})
