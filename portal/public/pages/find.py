"""`/{lang}/find?q=`: precincts and territories by number, address or name (over find.json); nothing asked is kept."""

from typing import Any

from portal.public.pages.page import Page
from portal.published.errors import NotPublished
from portal.published.release import FIND
from portal.published.search import beginnings
from portal.published.shapes import ConfigurationDocument, IndexCampaign

SHOWN = 30
LOCATE = "geo/locate.json"
"""The file that a release has whose precincts can be found by location."""


class FindPage(Page):
    """The search form, and what was found in one campaign: the one asked for, else the newest."""

    template = "find.html"
    query = ("campaign", "q")
    twin = False
    of_every_release = True

    def context(self) -> dict[str, Any]:
        asked = self.arguments.get("q", "")
        rows = [row for row in self._campaigns() if row["id"] in self.reading.snapshot.releases]
        chosen = next((row for row in rows if row["id"] == self.arguments.get("campaign")), rows[0] if rows else None)
        return {
            "asked": asked,
            "campaigns": rows,
            "chosen": chosen,
            "has_place": chosen is not None and self._has_place(chosen),
            "found": self._found(asked, chosen) if asked and chosen else None,
        }

    def _has_place(self, chosen: IndexCampaign) -> bool:
        """True where its map says where to vote: in no archive."""
        return not chosen["archive"] and self.reading.release(chosen["id"]).has(LOCATE)

    def _campaigns(self) -> list[IndexCampaign]:
        try:
            return self.reading.index()["campaigns"]
        except NotPublished:
            return []

    def _found(self, asked: str, chosen: IndexCampaign) -> dict[str, Any]:
        release = self.reading.release(chosen["id"])
        configuration: ConfigurationDocument = release.configuration()
        release.note(FIND)
        search = release.release.search()
        names = {row["code"]: row["name"] for row in configuration["territories"]}
        precincts = search.precincts(asked)
        return {
            "precincts": [(row, names.get(row["territory"])) for row in precincts[:SHOWN]],
            "more": len(precincts) > SHOWN,
            "territories": [(code, names[code]) for code in search.territories(asked)[:SHOWN]],
            "too_short": not precincts and not beginnings(asked),
        }
