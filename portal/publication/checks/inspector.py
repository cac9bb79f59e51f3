"""The inspector of one release: it sees every document as it is made and says at the end what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.configuration import Contest, Precinct
from portal.domain.documents import (
    CampaignDocument,
    ChildDocument,
    ConfigurationDocument,
    ContestCounts,
    ContestDocument,
    PrecinctDocument,
    PrecinctsIndexDocument,
    StatusDocument,
    TerritoryDocument,
    TotalsDocument,
    TurnoutPoint,
)
from portal.domain.hierarchy import Hierarchy
from portal.domain.protocol_form import ProtocolForm
from portal.domain.tabulation.scheme import Scheme
from portal.domain.visible import VisiblePrecinct
from portal.publication.checks.contest_rows import row_problems, summary_problems
from portal.publication.checks.elected import elected_problems
from portal.publication.checks.flat import Flat, flatten, of_precincts
from portal.publication.checks.forms import form_sums
from portal.publication.checks.leaf import LeafCheck
from portal.publication.checks.rulings import Rulings
from portal.publication.checks.shares import (
    count_problems,
    progress_problems,
    status_problems,
    turnout_problems,
)

SHOWN = 20
"""Breaches that an error names one by one."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken check: which (G1, G2, G3, G5, G6), in which document, and what is wrong."""

    check: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.check} {self.where}: {self.what}"


@dataclass
class Inspector:
    """Checks of one release.

    `precinct_counts` is the number of precincts that the configuration expects by territory, `rulings` the
    decisions in force on which vote of a precinct counts.
    """

    contests: Mapping[str, Contest]
    hierarchy: Hierarchy
    forms: Iterable[ProtocolForm]
    precinct_counts: Mapping[str, int]
    rulings: Rulings
    test: bool
    breaches: list[Breach] = field(default_factory=list)
    _made_precincts: dict[str, set[str]] = field(default_factory=dict)
    _standing: dict[str, list[str]] = field(default_factory=dict)
    _made: dict[str, TotalsDocument] = field(default_factory=dict)
    _places: dict[tuple[str, bool], Mapping[str, ContestCounts]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sums = {form.id: form_sums(form) for form in self.forms}
        self._leaf = LeafCheck(self.contests, self._sums, self.rulings)

    def configuration(self, document: ConfigurationDocument, index: PrecinctsIndexDocument) -> None:
        """Every configured precinct can be found, and a test instance says that it is one (G6)."""
        if document["test"] is not self.test:
            self._breach("G6", "configuration", "a test instance's document in the main instance, or the reverse")
        if len(index["precincts"]) != sum(self.precinct_counts.values()):
            self._breach("G6", "precincts-index", "does not hold every configured precinct once")

    def precinct(self, precinct: Precinct, visible: VisiblePrecinct, document: PrecinctDocument) -> None:
        """The precinct's document says what its accepted facts say (G1, and G2 at the leaf)."""
        self._made_precincts.setdefault(precinct.territory, set()).add(precinct.number)
        for what in self._leaf.problems(precinct, visible, document):
            self._breach("G1" if "control ratio" in what else "G2", f"precinct {precinct.number}", what)

    def standing(self, territory: str, numbers: Iterable[str]) -> None:
        """The territory's former document held these precincts; those not made anew are taken over from it."""
        self._standing[territory] = list(numbers)

    def territory(self, document: TerritoryDocument) -> None:
        """Sums of the territory follow from its precinct rows and its children's written totals (G2, G3, G5, G6)."""
        code, totals = document["code"], document["totals"]
        where = f"territory {code}"
        numbers = {precinct["number"] for precinct in document["precincts"]}
        complete = len(numbers) == len(document["precincts"]) == self.precinct_counts.get(code, 0)
        if not complete or not numbers.issuperset(self._made_precincts.pop(code, ())):
            self._breach("G6", where, f"{len(document['precincts'])} precincts are not the configured ones, each once")
        self._children(where, document["children"], self.hierarchy.children(code))
        expected = of_precincts(document["precincts"], self._sums)
        if document["direct"] is not None:
            self._compare("G2", f"{where}, own precincts", expected, document["direct"])
            self._inside(f"{where}, own precincts", document["direct"])
        if document["children"] or totals != document["direct"]:  # Else they are those that were just looked at.
            for child in document["children"]:
                expected += flatten(child["totals"])
            self._compare("G5", where, expected, totals)
            self._inside(where, totals)
        self._turnout(where, totals, [child["totals"]["turnout"] for child in document["children"]], document)
        self._status(where, document["status"], totals)
        self._made[code] = totals
        self._places[code, False] = totals.get("contests", {})
        self._places[code, True] = document["direct"].get("contests", {}) if document["direct"] else {}

    def contest(self, document: ContestDocument) -> None:
        """A contest's totals are the sum of its rows (G5), rows are what territories say, shares are sound (G3)."""
        where = f"contest {document['code']}"
        for count in (document["scanner"], document["protocol"]):
            for what in count_problems(count):
                self._breach("G3", where, what)
        for what in row_problems(self.hierarchy, document, self._places):
            self._breach("G5", where, what)

    def elected(self, scheme: Scheme, document: ContestDocument) -> None:
        """Who is elected follows from the contest's votes by plain counting (G2)."""
        for what in elected_problems(scheme, document):
            self._breach("G2", f"contest {document['code']}", what)

    def campaign(self, document: CampaignDocument, contests: Sequence[ContestDocument]) -> None:
        """Regions sum to the campaign (G5), every precinct is accounted for (G6), contests agree with the regions."""
        where, totals = f"campaign {document['campaign']}", document["totals"]
        if document["test"] is not self.test:
            self._breach("G6", where, "a test instance's document in the main instance, or the reverse")
        expected = Flat()
        for region in document["regions"]:
            expected += flatten(region["totals"])
        self._compare("G5", where, expected, totals)
        if sum(totals["precincts"].values()) != sum(self.precinct_counts.values()):
            self._breach("G6", where, "not every configured precinct is counted or listed as missing")
        self._turnout(where, totals, [region["totals"]["turnout"] for region in document["regions"]], None)
        self._inside(where, totals)
        whole = self._made.keys() >= set(self.hierarchy.roots)
        self._children(where, document["regions"], self.hierarchy.roots)
        self._summaries(where, document, contests)
        if whole:
            self._contests_against_regions(contests)

    def _children(self, where: str, rows: Sequence[ChildDocument], configured: Sequence[str]) -> None:
        """Every child stands once, with the sums of its own document where that was made in this release."""
        if [row["code"] for row in rows] != list(configured):
            self._breach("G5", where, f"children {[row['code'] for row in rows]} instead of {list(configured)}")
        for row in rows:
            made = self._made.get(row["code"])
            if made is None:
                continue
            stated: Mapping[str, object] = {**row["totals"]}
            if any(stated[key] != value for key, value in made.items() if key in stated):
                self._breach("G5", where, f"the row of {row['code']} is not what the territory says")

    def _summaries(self, where: str, document: CampaignDocument, contests: Sequence[ContestDocument]) -> None:
        summaries = {summary["code"]: summary for summary in document["contests"]}
        if list(summaries) != list(self.contests) or len(summaries) != len(document["contests"]):
            self._breach("G6", where, "not every contest stands once")
        for contest in contests:
            for what in summary_problems(summaries[contest["code"]], contest) if contest["code"] in summaries else ():
                self._breach("G2", f"{where}, contest {contest['code']}", what)

    def _contests_against_regions(self, contests: Sequence[ContestDocument]) -> None:
        """In a whole build: every vote of a contest is found in exactly one region."""
        country = Flat()
        for code in self.hierarchy.roots:
            country += flatten(self._made[code])
        for document in contests:
            for name in ("scanner", "protocol"):
                count = document["scanner"] if name == "scanner" else document["protocol"]
                prefix, nothing = f"contests/{document['code']}/{name}", [0] * len(count["votes"])
                found = [country.votes.get(f"{prefix}/{place}", nothing) for place in ("home", "remote")]
                if [count["home"], count["remote"]] != found:
                    what = f"{name} votes differ from those of the regions"
                    self._breach("G5", f"contest {document['code']}", what)

    def _compare(self, check: str, where: str, expected: Flat, totals: TotalsDocument) -> None:
        differing = flatten(totals).differences(expected)
        for path, (found, recomputed) in list(differing.items())[:SHOWN]:
            self._breach(check, where, f"{path} is {found}, recomputed {recomputed}")

    def _inside(self, where: str, totals: TotalsDocument) -> None:
        for progress in (totals["scanner"], totals["protocol"]):
            for what in progress_problems(progress, totals["voters"]):
                self._breach("G3", where, what)
        for counts in totals.get("contests", {}).values():
            for count in (counts["scanner"], counts["protocol"]):
                for what in count_problems(count):
                    self._breach("G3", where, what)
        for point in [*totals["turnout"], *([totals["final"]] if totals["final"] else [])]:
            for what in turnout_problems(point, totals["voters"]):
                self._breach("G3", where, what)

    def _status(self, where: str, status: StatusDocument, totals: TotalsDocument) -> None:
        for what in status_problems(status, totals):
            self._breach("G2", where, what)

    def _turnout(
        self,
        where: str,
        totals: TotalsDocument,
        children: Sequence[Sequence[TurnoutPoint]],
        document: TerritoryDocument | None,
    ) -> None:
        """Each hour is the sum of the latest figures up to it, of the children and of the attached precincts (G5);
        `reported` are the precincts that reported for this very hour.
        """
        series = [[(p["as_of"], p["identified"], p["remote"], p["reported"]) for p in points] for points in children]
        for precinct in document["precincts"] if document else ():
            series.append([(r["hour"], r["identified"], r["remote"] or 0, 1) for r in precinct["turnout"]])
        hours: dict[str, list[tuple[int, int, int, int]]] = {}
        for number, part in enumerate(series):
            for hour, home, away, reported in part:
                hours.setdefault(hour, []).append((number, home, away, reported))
        latest = [(0, 0)] * len(series)
        expected = {}
        for hour, reports in sorted(hours.items()):
            for number, home, away, _ in reports:
                latest[number] = (home, away)
            identified, remote = (sum(column) for column in zip(*latest, strict=True))
            expected[hour] = (identified, remote, sum(reported for *_, reported in reports))
        for point in totals["turnout"]:
            found = (point["identified"], point["remote"], point["reported"])
            if found != (recomputed := expected.get(point["as_of"])):
                self._breach("G5", where, f"turnout at {point['as_of']} is {found}, recomputed {recomputed}")
        if hours.keys() != {point["as_of"] for point in totals["turnout"]}:
            self._breach("G5", where, "the hours of the turnout series are not those of its parts")

    def _breach(self, check: str, where: str, what: str) -> None:
        self.breaches.append(Breach(check, where, what))
