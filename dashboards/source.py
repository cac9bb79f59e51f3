"""What a view is made of: the documents of one release, the filters, and the words of one language."""

from collections.abc import Iterable, Iterator
from datetime import date as Day
from functools import cached_property
from typing import Any

from dashboards.filters import Filters
from dashboards.precincts import Precincts, Section
from dashboards.surroundings import Surroundings
from portal.domain.documents import (
    CampaignDocument,
    ConfigurationDocument,
    ContestDocument,
    ContestEntry,
    TerritoryEntry,
    TotalsDocument,
)
from portal.domain.names import Language
from portal.domain.statuses import Count
from portal.published.errors import NotPublished
from portal.published.held import held_counts
from portal.published.release import LISTS_INDEX, Release
from portal.published.site import Snapshot

ALWAYS = ("campaign.json", "configuration.json")


CAMPAIGN = "campaign.json"
"""Without it a release is one of the site's notices."""


def explorable(release: Release) -> bool:
    """Whether it is of a campaign of which there is more than totals that its source states as a whole."""
    return CAMPAIGN in release.files and release.campaign_document()["stated"] is None


class Source:
    """Reads one release for one view.

    Raises NotPublished for a campaign, territory or contest it does not hold, and for a campaign known as a whole.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        precincts: Precincts,
        snapshot: Snapshot,
        language: Language,
        campaign: str,
        filters: Filters,
    ) -> None:
        self.snapshot = snapshot
        self.language = language
        self.campaign = campaign
        self.filters = filters
        self.release: Release = snapshot.release(campaign)
        if not explorable(self.release):
            raise NotPublished(campaign)
        self.configuration: ConfigurationDocument = self.release.configuration()
        self.words: Any = surroundings.words(language, self.document["archive"])
        self.formats: Any = surroundings.formats(language, self.configuration["timezone"])
        self._precincts = precincts

    @cached_property
    def document(self) -> CampaignDocument:
        """campaign.json."""
        return self.release.campaign_document()

    @cached_property
    def territories(self) -> dict[str, TerritoryEntry]:
        """Every territory of the campaign by its code."""
        return {entry["code"]: entry for entry in self.configuration["territories"]}

    @cached_property
    def contests(self) -> dict[str, ContestEntry]:
        """Every contest of the campaign by its code."""
        return {entry["code"]: entry for entry in self.configuration["contests"]}

    def value(self, name: str, default: str = "") -> str:
        """A filter's value."""
        return self.filters.get(name, (default,))[0]

    def name(self, code: str) -> str:
        """A territory's name; the code when it is unknown."""
        entry = self.territories.get(code)
        return entry["name"][self.language] if entry else code

    def hour(self, moment: str, voting_date: str = "") -> str:
        """Hour and minute in the campaign's zone; of a later day with the number of days after voting day."""
        return str(self.formats.hour(moment, voting_date or self.document["voting_date"]))

    def minutes(self, moment: str, voting_date: str = "") -> int:
        """How long after the beginning of voting day a moment is, by the campaign's own clock."""
        local = self.formats.local(moment)
        days = (local.date() - Day.fromisoformat(voting_date or self.document["voting_date"])).days
        return int((days * 24 + local.hour) * 60 + local.minute)

    @property
    def campaign_name(self) -> str:
        """The campaign's name."""
        return self.configuration["name"][self.language]

    def totals(self, code: str) -> TotalsDocument:
        """Totals of a territory, "" for the campaign. Raises NotPublished."""
        if not code:
            return self.document["totals"]
        for region in self.document["regions"]:
            if region["code"] == code:
                return region["totals"]
        return self.release.territory(code).head["totals"]

    def chosen(self) -> list[str]:
        """The territories of the filter, those that the campaign has; [""] for the whole campaign."""
        return [code for code in self.filters.get("territory", ()) if code in self.territories] or [""]

    def under(self, chosen: Iterable[str]) -> list[str]:
        """Codes of these territories and all beneath them that hold precincts, in the order of the configuration."""
        wanted = set(chosen)
        if "" not in wanted:
            for entry in self.configuration["territories"]:
                if entry["parent"] in wanted:
                    wanted.add(entry["code"])
        rows = self.configuration["territories"]
        return [row["code"] for row in rows if row["precincts"] and ("" in wanted or row["code"] in wanted)]

    def children(self, code: str) -> list[tuple[str, str, TotalsDocument]]:
        """Code, name and totals of the territories directly beneath one, "" for the regions."""
        rows = self.release.territory(code).head["children"] if code else self.document["regions"]
        return [(row["code"], row["name"][self.language], row["totals"]) for row in rows]

    def precincts(self, section: Section, within: Iterable[str] = ("",)) -> Iterator[dict[str, Any]]:
        """Compact rows of the precincts of the chosen territories, of those among `within` and beneath."""
        wanted = set(self.under(within))
        codes = [code for code in self.under(self.chosen()) if code in wanted]
        return self._precincts.rows(self.release, section, codes)

    def places_of_contest(self) -> list[str]:
        """Codes of the territories with precincts that have the chosen contest as their own."""
        return [row["code"] for row in self.contest["territories"] if row["protocol"]["expected"]]

    @cached_property
    def contest_code(self) -> str:
        """The chosen contest, the first one without a choice. Raises NotPublished."""
        code = self.value("contest") or next(iter(self.contests), "")
        if code not in self.contests:
            raise NotPublished(f"{self.campaign}: contest {code}")
        return code

    @cached_property
    def contest(self) -> ContestDocument:
        """The chosen contest's document."""
        return self.release.contest(self.contest_code)

    def kinds(self) -> tuple[str, ...]:
        """The counts that the campaign has or may still get; of an archive those that it holds."""
        held = held_counts(self.document) if self.document["archive"] else ()
        return held or tuple(kind.value for kind in Count)

    @property
    def count(self) -> str:
        """The chosen count; protocols once there are any, the scanners before."""
        received = self.document["totals"]["protocol"]["received"]
        return self.value("count", "protocol" if received else "scanner")

    def option_name(self, option: Any) -> str:
        """How an option is called, with its place in the ballot."""
        return f"{option['position']}. {option['name'][self.language]}"

    def scans(self) -> int:
        """How many scans an archive has; 0 where it keeps no lists."""
        if not self.document["archive"] or LISTS_INDEX not in self.release.files:
            return 0
        return int(self.release.document(LISTS_INDEX)["numbers"]["files"])

    def identities(self, documents: Iterable[str]) -> list[tuple[str, str, int]]:
        """Path, identity and writing release of what a view reads; "territories/" stands for all of them."""
        wanted = tuple(self._paths(documents))
        rows = self.release.files.items()
        return sorted((path, row.identity, row.owner) for path, row in rows if path.startswith(wanted))

    def _paths(self, documents: Iterable[str]) -> Iterator[str]:
        yield from ALWAYS
        for path in documents:
            yield f"contests/{self.contest_code}.json" if path == "contest" else path
