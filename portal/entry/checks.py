"""Checking a paper before it is stored: its own ratios, ratios over the precinct's papers, sources against each other.

Rules stand in the domain and in the forms (R139 ¶59); here they are only given the right figures.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from portal.domain.configuration import Precinct
from portal.domain.control_ratios import RatioResult, evaluate_protocol
from portal.domain.documents import FindingDocument
from portal.domain.facts import PrecinctFacts, Protocol
from portal.domain.form_parts import Severity
from portal.domain.preferences import excess, marks_of
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.findings import precinct_findings
from portal.domain.tabulation.ratios import remote_votes_told, results_before_saving
from portal.domain.tabulation.scheme import Scheme
from portal.entry.known import current, known, votes_of
from portal.entry.sheet import SIGNED_AT, Figures, Sheet


@dataclass(frozen=True, slots=True)
class Broken:
    """A ratio that does not hold, and the section it stands in ("" for the paper or the precinct as a whole)."""

    contest: str
    result: RatioResult

    @property
    def key(self) -> str:
        """Name of the field for its written reason."""
        return f"reason.{self.contest}.{self.result.code}"

    @property
    def place(self) -> tuple[str, str, int, int]:
        """What tells it from the others of the paper: section, code, and the list and person that it is about."""
        values = self.result.values
        return self.contest, self.result.code, values.get("position", 0), values.get("person", 0)

    def document(self) -> dict[str, object]:
        """The broken ratio as it is logged with a refused attempt."""
        result = self.result
        return {
            "contest": self.contest,
            "code": result.code,
            "lines": list(result.lines),
            "values": dict(result.values),
            "left": result.left,
            "right": result.right,
        }


def as_protocols(sheet: Sheet, figures: Figures, received_at: datetime) -> list[Protocol]:
    """The protocols that the paper becomes, one per section, without reasons and numbers."""
    paper = sheet.paper
    people = {name: value for name in ("members", "signed", "opinions") if isinstance(value := figures[name], int)}
    return [
        Protocol(
            seq=0,
            received_at=received_at,
            precinct=paper.precinct,
            contest=row.contest,
            kind=paper.kind,
            version=0,
            signed_at=datetime.fromisoformat(str(figures[SIGNED_AT])).astimezone(UTC),
            lines=row.lines,
            votes=row.votes,
            preferences=row.preferences,
            members=people.get("members"),
            signed=people.get("signed"),
            opinions=people.get("opinions"),
        )
        for row in sheet.rows(figures)
    ]


def broken_ratios(
    scheme: Scheme,
    precinct: Precinct,
    sheet: Sheet,
    protocols: Sequence[Protocol],
    facts: PrecinctFacts,
    *,
    awaits_remote: bool,
) -> list[Broken]:
    """Every ratio that the paper breaks, in the order of the form, a rule about the people of the paper once.

    Ratios over the precinct's papers are judged when all papers that they name are in: `awaits_remote` says that a
    remote paper of the precinct is still to come.
    """
    broken: list[Broken] = []
    for protocol in protocols:
        for result in _own_results(precinct, sheet, protocol):
            contest = protocol.contest if result.lines or "own_district" in result.values else ""
            broken.append(Broken(contest, result))
        broken += [Broken(protocol.contest, result) for result in _preference_results(scheme, protocol)]
    together = _precinct_results(scheme, precinct, sheet, protocols, facts, awaits_remote=awaits_remote)
    broken += [Broken("", result) for result in together]
    found: dict[tuple[str, str, int, int], Broken] = {}
    for each in broken:
        if not each.result.holds:
            found.setdefault(each.place, each)
    return list(found.values())


def refusing(broken: Iterable[Broken]) -> list[Broken]:
    """Those for which the paper is not saved (R53 ¶44)."""
    return [each for each in broken if each.result.severity is Severity.REFUSE]


def wanting_reason(broken: Iterable[Broken]) -> list[Broken]:
    """Those for which a written reason is wanted."""
    return [each for each in broken if each.result.severity is Severity.WARN]


def remote_expected(scheme: Scheme, precinct: Precinct, facts: PrecinctFacts) -> bool:
    """True when machines or turnout tell of remote votes at the precinct for which no protocol is in yet (R139 ¶52)."""
    seen = known(facts, votes_of(scheme, precinct))
    if any(protocol.kind is ProtocolKind.REMOTE for protocol in facts.protocols):
        return False
    reports = [report for found in seen.scanner.values() for report in found]
    return remote_votes_told(precinct.contests, reports, seen.turnout)


def source_findings(
    scheme: Scheme, precinct: Precinct, facts: PrecinctFacts, protocols: Sequence[Protocol] = ()
) -> list[FindingDocument]:
    """X1-X6, T1, T2 of the precinct with all that is known of it and, if given, with the paper about to be stored."""
    numbered = [replace(protocol, seq=_LAST + place) for place, protocol in enumerate(protocols)]
    merged = replace(facts, protocols=(*facts.protocols, *numbered))
    votes = votes_of(scheme, precinct)
    seen = known(merged, votes, _votes_of_all(votes, protocols))
    return [
        finding
        for finding in precinct_findings(scheme, precinct, seen)
        if finding["code"].startswith(("X", "T")) and finding["code"][1:].isdigit()
    ]


_LAST = 2**62
"""Sequence numbers above every stored one: what is about to be stored comes last."""


def _own_results(precinct: Precinct, sheet: Sheet, protocol: Protocol) -> Iterator[RatioResult]:
    yield from evaluate_protocol(
        sheet.form,
        protocol.lines,
        sum(protocol.votes.values()) if protocol.contest else None,
        protocol.members,
        protocol.signed,
        kind=protocol.kind,
        contest_is_own=protocol.contest in precinct.contests if protocol.contest else None,
    )


def _preference_results(scheme: Scheme, protocol: Protocol) -> Iterator[RatioResult]:
    """What is wrong with the paper's preferences; a paper that states none breaks nothing."""
    contest = scheme.contests.get(protocol.contest)
    if contest is not None and protocol.preferences:
        marks = marks_of(scheme.campaign.parameters, contest.code)
        yield from excess(contest, protocol.preferences, protocol.votes, marks)


def _precinct_results(
    scheme: Scheme,
    precinct: Precinct,
    sheet: Sheet,
    protocols: Sequence[Protocol],
    facts: PrecinctFacts,
    *,
    awaits_remote: bool,
) -> tuple[RatioResult, ...]:
    votes = votes_of(scheme, precinct)
    stored = current(facts, votes, _votes_of_all(votes, protocols))
    return results_before_saving(
        scheme.campaign.ordinary_form,
        scheme.campaign.remote_form,
        precinct.contests,
        {**stored, **{protocol.contest: protocol for protocol in protocols}},
        sheet.paper.kind,
        awaits_remote=awaits_remote,
    )


def _votes_of_all(votes: PrecinctVotes, protocols: Sequence[Protocol]) -> dict[str, int]:
    """The vote of each contest that the paper about to be stored is of."""
    return {protocol.contest: votes.of(protocol) for protocol in protocols if protocol.contest}
