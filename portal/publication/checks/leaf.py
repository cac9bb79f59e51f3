"""A precinct's document against its accepted facts: position by position, device by device, without the tabulation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.domain.configuration import Contest, Precinct
from portal.domain.documents import PrecinctDocument, PrecinctTurnout, ProtocolDocument, ResultDocument, ScannerDocument
from portal.domain.facts import Protocol, ScannerReport, TurnoutReport
from portal.domain.visible import VisiblePrecinct
from portal.publication.checks.forms import FormSums, ballots_found, ratio_problems
from portal.publication.checks.rulings import Rulings, day_of, left_out
from portal.publication.checks.shares import percent, share_problems

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class LeafCheck:
    """What every precinct of a campaign is checked with.

    `rulings` are the decisions in force on which vote of a precinct counts.
    """

    contests: Mapping[str, Contest]
    forms: Mapping[str, FormSums]
    rulings: Rulings

    def problems(self, precinct: Precinct, visible: VisiblePrecinct, document: PrecinctDocument) -> Iterator[str]:
        """What is wrong in the document of a precinct."""
        if (document["number"], document["voters"]) != (precinct.number, precinct.voters):
            yield "number or voters are not the configured ones"
        shown = {result["contest"]: result for result in document["results"]}
        if len(shown) != len(document["results"]):
            yield "a contest stands twice"
        if {*precinct.contests, *visible.scanner, *visible.protocols} != shown.keys():
            yield f"contests {sorted(shown)} are not its own and the reported ones"
        for code, result in shown.items():
            day = day_of(visible, code, document["timezone"])
            yield from self._result_problems(
                left_out(self.rulings, precinct.number, code, day), precinct, visible, result
            )
            if protocol := result["protocol"]:
                yield from ratio_problems(code, protocol, self.forms.get(protocol["form"]), document["findings"])
        yield from _finding_problems(document)
        yield from _turnout_problems(precinct, visible, document)
        yield from _status_problems(visible, document)

    def _result_problems(
        self, excluded: bool, precinct: Precinct, visible: VisiblePrecinct, result: ResultDocument
    ) -> Iterator[str]:
        code = result["contest"]
        ballot = [option.position for option in self.contests[code].options]
        if result["remote"] is (code in precinct.contests):
            yield f"contest {code}: own and remote are mixed up"
        if result["counted"] is excluded or ("invalidated" in result["status"]["flags"]) is not excluded:
            yield f"contest {code}: counted is {result['counted']}, but left out is {excluded} by the decisions"
        yield from _scanner_problems(code, ballot, visible.scanner.get(code, ()), result["scanner"])
        versions = visible.protocols.get(code, ())
        yield from _protocol_problems(code, ballot, versions, result["protocol"])
        yield from _preference_problems(self.contests[code], versions, result["protocol"])
        former = [version["version"] for version in result["versions"]]
        if former != [version.version for version in reversed(versions[:-1])]:
            yield f"contest {code}: the former protocols are not the entered ones"
        if ("corrected" in result["status"]["flags"]) is not (code in visible.corrected or len(versions) > 1):
            yield f"contest {code}: a correction is not shown, or shown without one"
        yield from self._difference_problems(code, ballot, result)
        yield from _other_vote_problems(code, ballot, visible, result)

    def _difference_problems(self, code: str, ballot: list[int], result: ResultDocument) -> Iterator[str]:
        expected: list[tuple[int | None, int]] = []
        if (machine := result["scanner"]) and (hand := result["protocol"]):
            found = ballots_found(hand, self.forms.get(hand["form"]))
            if found is not None and machine["ballots_processed"] is not None:
                expected.append((None, found - machine["ballots_processed"]))
            pairs = zip(ballot, machine["votes"], hand["votes"], strict=False)
            expected += [(position, by_hand - by_machine) for position, by_machine, by_hand in pairs]
        stated = [(row["position"], row["difference"]) for row in result["differences"]]
        if stated != [(position, difference) for position, difference in expected if difference]:
            yield f"contest {code}: differences {stated} are not those of hand and machine count"


def _scanner_problems(
    code: str, ballot: list[int], reports: Sequence[ScannerReport], stated: ScannerDocument | None
) -> Iterator[str]:
    if stated is None or not reports:
        if (stated is None) is not (not reports):
            yield f"contest {code}: the machine result is missing or added"
        return
    votes = dict(zip(ballot, stated["votes"], strict=False))
    for position in ballot:
        reported = 0
        for report in reports:
            reported += report.votes.get(position, 0)
        if votes.get(position) != reported:
            yield f"contest {code}, position {position}: machine votes {votes.get(position)}, reported {reported}"
    processed = [report.ballots_processed for report in reports]
    ballots = None if None in processed else sum(number or 0 for number in processed)
    if stated["ballots_processed"] != ballots:
        yield f"contest {code}: ballots processed {stated['ballots_processed']}, reported {ballots}"
    devices = [(row["device"], dict(zip(ballot, row["votes"], strict=False))) for row in stated["devices"]]
    if devices != [(r.device, {position: r.votes.get(position, 0) for position in ballot}) for r in reports]:
        yield f"contest {code}: the devices are not the reported ones"
    yield from _shares(code, stated["votes"], stated["base"], stated["shares"])


def _other_vote_problems(
    code: str, ballot: list[int], visible: VisiblePrecinct, result: ResultDocument
) -> Iterator[str]:
    """Figures of the votes that do not count are the accepted ones, and none is missing."""
    stated, others = result.get("other_votes", []), visible.other_votes.get(code, ())
    if [row["vote"] for row in stated] != [other.vote for other in others]:
        yield f"contest {code}: the other votes of the precinct are not the known ones"
        return
    for row, other in zip(stated, others, strict=True):
        yield from _scanner_problems(code, ballot, other.scanner, row["scanner"])
        entered = [(p.version, [p.votes.get(position, 0) for position in ballot]) for p in reversed(other.protocols)]
        if [(version["version"], version["votes"]) for version in row["versions"]] != entered:
            yield f"contest {code}: the protocols of vote {other.vote} are not the entered ones"


def _protocol_problems(
    code: str, ballot: list[int], versions: Sequence[Protocol], stated: ProtocolDocument | None
) -> Iterator[str]:
    if stated is None or not versions:
        if (stated is None) is not (not versions):
            yield f"contest {code}: the protocol is missing or added"
        return
    current = versions[-1]
    votes = dict(zip(ballot, stated["votes"], strict=False))
    for position in ballot:
        if votes.get(position) != current.votes.get(position, 0):
            entered = current.votes.get(position, 0)
            yield f"contest {code}, position {position}: hand count {votes.get(position)}, entered {entered}"
    if (stated["version"], stated["kind"]) != (current.version, current.kind):
        yield f"contest {code}: version {stated['version']} is not the current one, {current.version}"
    if stated["lines"] != dict(current.lines):
        yield f"contest {code}: protocol lines are not the entered ones"
    yield from _shares(code, stated["votes"], stated["base"], stated["shares"])


def _preference_problems(
    contest: Contest, versions: Sequence[Protocol], stated: ProtocolDocument | None
) -> Iterator[str]:
    """Preference votes are those of the current protocol, person by person."""
    entered = dict(versions[-1].preferences) if versions else {}
    shown = list(stated.get("preferences", [])) if stated else []
    places = [(option.position, person.number) for option in contest.options for person in option.persons]
    if [entered.get(place, 0) for place in places if entered] != shown:
        yield f"contest {contest.code}: preference votes are not the entered ones"


def _shares(code: str, votes: list[int], base: int, shares: list[str | None]) -> Iterator[str]:
    if base != sum(votes):
        yield f"contest {code}: base {base} is not the sum of the votes"
    for what in share_problems(votes, base, shares):
        yield f"contest {code}: {what}"


def _finding_problems(document: PrecinctDocument) -> Iterator[str]:
    """Every difference between hand and machine count is a finding: X1 for the ballots, X2 for an option (R139 ¶58)."""
    attached = {(f["contest"], f["code"], f["values"].get("position")) for f in document["findings"]}
    for result in document["results"]:
        for row in result["differences"]:
            code = "X1" if row["position"] is None else "X2"
            if (result["contest"], code, row["position"]) not in attached:
                yield f"contest {result['contest']}: a difference of position {row['position']} is no finding"


def _turnout_problems(precinct: Precinct, visible: VisiblePrecinct, document: PrecinctDocument) -> Iterator[str]:
    if len(document["turnout"]) != len(visible.turnout) or (document["final"] is None) != (visible.final is None):
        yield "turnout reports are missing or added"
    pairs = list(zip(document["turnout"], visible.turnout, strict=False))
    if document["final"] and visible.final:
        pairs.append((document["final"], visible.final))
    for report, fact in pairs:
        if (report["identified"], report["remote"]) != (fact.identified, fact.remote):
            yield f"turnout at {report['as_of']} is not the reported one"
        if report["home_percent"] != percent(fact.identified, precinct.voters):
            yield f"turnout at {report['as_of']}: {report['home_percent']} is not its share of {precinct.voters}"
        if not _in_its_hour(report, fact):
            yield f"turnout at {report['as_of']} stands in the hour up to {report['hour']}"


def _in_its_hour(report: PrecinctTurnout, fact: TurnoutReport) -> bool:
    """True when the report stands at the full hour (of UTC) that its own time belongs to."""
    hour = datetime.fromisoformat(report["hour"])
    full = hour.timestamp() % _HOUR.total_seconds() == 0
    return full and timedelta(0) <= hour - fact.as_of < _HOUR


def _status_problems(visible: VisiblePrecinct, document: PrecinctDocument) -> Iterator[str]:
    held = [(fact.series, fact.contest) for fact in visible.held]
    if [(row["series"], row["contest"]) for row in document["held"]] != held:
        yield "held facts are not those that the gate holds"
    if ("held" in document["status"]["flags"]) is not bool(held):
        yield "a held fact is not flagged, or none is held"
    if (document["no_machine_result"] is None) is not (visible.no_machine is None):
        yield "the word that no machine result will come is missing or added"
    if document["remote_lines"] != dict(visible.remote_lines):
        yield "precinct-scope lines of the remote protocol are not the entered ones"
