"""A precinct's document against its accepted facts: position by position, device by device, without the tabulation."""

from collections.abc import Iterator, Mapping

from portal.domain.configuration import Contest, Precinct
from portal.domain.documents import PrecinctDocument, ResultDocument
from portal.domain.visible import VisiblePrecinct
from portal.publication.checks.shares import share_problems


def leaf_problems(
    contests: Mapping[str, Contest], precinct: Precinct, visible: VisiblePrecinct, document: PrecinctDocument
) -> Iterator[str]:
    """What is wrong in the document of a precinct."""
    if (document["number"], document["voters"]) != (precinct.number, precinct.voters):
        yield "number or voters are not the configured ones"
    shown = {result["contest"]: result for result in document["results"]}
    if len(shown) != len(document["results"]):
        yield "a contest stands twice"
    if missing := (set(precinct.contests) | set(visible.scanner) | set(visible.protocols)) - shown.keys():
        yield f"contests {sorted(missing)} are missing"
    for code, result in shown.items():
        ballot = [option.position for option in contests[code].options]
        if result["remote"] is (code in precinct.contests):
            yield f"contest {code}: own and remote are mixed up"
        yield from _scanner_problems(code, ballot, visible, result)
        yield from _protocol_problems(code, ballot, visible, result)
    for report, fact in zip(document["turnout"], visible.turnout, strict=False):
        if (report["identified"], report["remote"]) != (fact.identified, fact.remote):
            yield f"turnout at {report['as_of']} is not the reported one"
    if len(document["turnout"]) != len(visible.turnout) or (document["final"] is None) != (visible.final is None):
        yield "turnout reports are missing or added"


def _scanner_problems(code: str, ballot: list[int], visible: VisiblePrecinct, result: ResultDocument) -> Iterator[str]:
    reports = visible.scanner.get(code, ())
    if result["scanner"] is None:
        if reports:
            yield f"contest {code}: the machine result is missing"
        return
    stated = dict(zip(ballot, result["scanner"]["votes"], strict=False))
    for position in ballot:
        reported = 0
        for report in reports:
            reported += report.votes.get(position, 0)
        if stated.get(position) != reported:
            yield f"contest {code}, position {position}: machine votes {stated.get(position)}, reported {reported}"
    yield from _shares(code, result["scanner"]["votes"], result["scanner"]["base"], result["scanner"]["shares"])


def _protocol_problems(code: str, ballot: list[int], visible: VisiblePrecinct, result: ResultDocument) -> Iterator[str]:
    versions = visible.protocols.get(code, ())
    if result["protocol"] is None:
        if versions:
            yield f"contest {code}: the protocol is missing"
        return
    current = versions[-1]
    stated = dict(zip(ballot, result["protocol"]["votes"], strict=False))
    for position in ballot:
        if stated.get(position) != current.votes.get(position, 0):
            yield f"contest {code}, position {position}: hand count {stated.get(position)}, entered {current.votes}"
    if result["protocol"]["lines"] != dict(current.lines):
        yield f"contest {code}: protocol lines are not the entered ones"
    yield from _shares(code, result["protocol"]["votes"], result["protocol"]["base"], result["protocol"]["shares"])


def _shares(code: str, votes: list[int], base: int, shares: list[str | None]) -> Iterator[str]:
    if base != sum(votes):
        yield f"contest {code}: base {base} is not the sum of the votes"
    for what in share_problems(votes, base, shares):
        yield f"contest {code}: {what}"
