"""The inspector of one release: it sees every document as it is made and says at the end what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.configuration import Contest, Precinct
from portal.domain.documents import (
    CampaignDocument,
    ContestDocument,
    PrecinctDocument,
    TerritoryDocument,
    TotalsDocument,
    TurnoutPoint,
)
from portal.domain.protocol_form import ProtocolForm
from portal.domain.visible import VisiblePrecinct
from portal.publication.checks.flat import Flat, flatten, of_precincts
from portal.publication.checks.leaf import leaf_problems
from portal.publication.checks.shares import count_problems, progress_problems, turnout_problems

SHOWN = 20
"""Breaches that an error names one by one."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken check: which (G2, G3, G5, G6), in which document, and what is wrong."""

    check: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.check} {self.where}: {self.what}"


@dataclass
class Inspector:
    """Checks of one release. `precinct_counts` is the number of precincts that the configuration expects by territory."""

    contests: Mapping[str, Contest]
    forms: Iterable[ProtocolForm]
    precinct_counts: Mapping[str, int]
    test: bool
    breaches: list[Breach] = field(default_factory=list)
    _roots: dict[str, Flat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._keys = {form.id: {line.id: line.key for line in form.lines} for form in self.forms}

    def precinct(self, precinct: Precinct, visible: VisiblePrecinct, document: PrecinctDocument) -> None:
        """The precinct's document says what its accepted facts say (G2 at the leaf)."""
        for what in leaf_problems(self.contests, precinct, visible, document):
            self._breach("G2", f"precinct {precinct.number}", what)

    def territory(self, document: TerritoryDocument) -> None:
        """Sums of the territory follow from its precinct rows and its children's written totals (G2, G3, G5, G6)."""
        where = f"territory {document['code']}"
        if len(document["precincts"]) != self.precinct_counts.get(document["code"], 0):
            self._breach("G6", where, f"{len(document['precincts'])} precincts instead of the configured number")
        direct = of_precincts(document["precincts"], self._keys)
        if document["direct"] is not None:
            self._compare("G2", f"{where}, own precincts", direct, document["direct"])
        expected = direct.copy()
        for child in document["children"]:
            expected.update(flatten(child["totals"]))
        self._compare("G5", where, +expected, document["totals"])
        self._turnout(
            where, document["totals"], [child["totals"]["turnout"] for child in document["children"]], document
        )
        self._inside(where, document["totals"])
        if not document["ancestors"]:
            self._roots[document["code"]] = flatten(document["totals"])

    def contest(self, document: ContestDocument) -> None:
        """A contest's totals are the sum of its rows (G5) and its shares are sound (G3)."""
        where = f"contest {document['code']}"
        for count in (document["scanner"], document["protocol"]):
            for what in count_problems(count):
                self._breach("G3", where, what)
        for name in ("scanner", "protocol"):
            whole = document["scanner"] if name == "scanner" else document["protocol"]
            rows = [row["scanner"] if name == "scanner" else row["protocol"] for row in document["territories"]]
            for key in ("home", "remote"):
                columns = [row["home"] if key == "home" else row["remote"] for row in rows]
                summed = (
                    [sum(column) for column in zip(*columns, strict=True)] if columns else [0] * len(whole["votes"])
                )
                if summed != (whole["home"] if key == "home" else whole["remote"]):
                    self._breach("G5", where, f"{name} {key} votes are not the sum of the territories")
            if whole["expected"] != sum(row["expected"] for row in rows):
                self._breach("G5", where, f"{name}: expected precincts are not the sum of the territories")

    def campaign(self, document: CampaignDocument, contests: Sequence[ContestDocument]) -> None:
        """Regions sum to the campaign (G5), every precinct is accounted for (G6), contests agree with the regions."""
        where = f"campaign {document['campaign']}"
        if document["test"] is not self.test:
            self._breach("G6", where, "a test instance's document in the main instance, or the reverse")
        expected: Flat = Flat()
        for region in document["regions"]:
            expected.update(flatten(region["totals"]))
        self._compare("G5", where, +expected, document["totals"])
        if sum(document["totals"]["precincts"].values()) != sum(self.precinct_counts.values()):
            self._breach("G6", where, "not every configured precinct is counted or listed as missing")
        self._turnout(where, document["totals"], [region["totals"]["turnout"] for region in document["regions"]], None)
        self._inside(where, document["totals"])
        if len(self._roots) == len(document["regions"]):
            self._contests_against_regions(contests)

    def _contests_against_regions(self, contests: Sequence[ContestDocument]) -> None:
        """In a whole build: every vote of a contest is found in exactly one region."""
        country: Flat = Flat()
        for flat in self._roots.values():
            country.update(flat)
        for document in contests:
            for name in ("scanner", "protocol"):
                count = document["scanner"] if name == "scanner" else document["protocol"]
                prefix = f"contests/{document['code']}/{name}"
                for index, (home, remote) in enumerate(zip(count["home"], count["remote"], strict=True)):
                    if (home, remote) != (country[f"{prefix}/home/{index}"], country[f"{prefix}/remote/{index}"]):
                        self._breach(
                            "G5", f"contest {document['code']}", f"{name} votes differ from those of the regions"
                        )

    def _compare(self, check: str, where: str, expected: Flat, totals: TotalsDocument) -> None:
        found = flatten(totals)
        if found == expected:
            return
        differing = sorted(key for key in found.keys() | expected.keys() if found[key] != expected[key])
        for key in differing[:SHOWN]:
            self._breach(check, where, f"{key} is {found[key]}, recomputed {expected[key]}")

    def _inside(self, where: str, totals: TotalsDocument) -> None:
        for progress in (totals["scanner"], totals["protocol"]):
            for what in progress_problems(progress):
                self._breach("G3", where, what)
        for counts in totals.get("contests", {}).values():
            for count in (counts["scanner"], counts["protocol"]):
                for what in count_problems(count):
                    self._breach("G3", where, what)
        for point in [*totals["turnout"], *([totals["final"]] if totals["final"] else [])]:
            for what in turnout_problems(point, totals["voters"]):
                self._breach("G3", where, what)

    def _turnout(
        self,
        where: str,
        totals: TotalsDocument,
        children: Sequence[Sequence[TurnoutPoint]],
        document: TerritoryDocument | None,
    ) -> None:
        """Each hour is the sum of the latest figures up to it, of the children and of the attached precincts (G5)."""
        series = [[(p["as_of"], p["identified"], p["remote"]) for p in points] for points in children]
        for precinct in document["precincts"] if document else ():
            series.append([(r["hour"], r["identified"], r["remote"] or 0) for r in precinct["turnout"]])
        for point in totals["turnout"]:
            identified = remote = 0
            for part in series:
                upto = [(home, away) for hour, home, away in part if hour <= point["as_of"]]
                identified += upto[-1][0] if upto else 0
                remote += upto[-1][1] if upto else 0
            if (identified, remote) != (point["identified"], point["remote"]):
                found = (point["identified"], point["remote"])
                self._breach("G5", where, f"turnout at {point['as_of']} is {found}, recomputed {(identified, remote)}")
        hours = {hour for part in series for hour, _, _ in part}
        if hours != {point["as_of"] for point in totals["turnout"]}:
            self._breach("G5", where, "the hours of the turnout series are not those of its parts")

    def _breach(self, check: str, where: str, what: str) -> None:
        self.breaches.append(Breach(check, where, what))
