"""`…/decisions/`: every registered act of a campaign by what it concerns (template over decisions.json)."""

from itertools import groupby
from typing import Any

from flask_babel import gettext

from portal import urls
from portal.public.lookups import Lookups
from portal.public.pages.page import CampaignPage, Cell, Table, window
from portal.published.shapes import RegisterDocument, RegisteredDocument

DECISIONS_PER_PAGE = 50
ORDER = {scope: at for at, scope in enumerate(("campaign", "contest", "option", "territory", "precinct", "decision"))}
"""What acts concern, in the order of the page."""


class DecisionsPage(CampaignPage):
    """The register, the newest act of each kind of unit first."""

    template = "decisions.html"
    query = ("page",)
    tabular = True

    def document(self) -> RegisterDocument:
        return self.release.register()

    def context(self) -> dict[str, Any]:
        newest_first = self.document()["decisions"][::-1]
        acts = sorted(newest_first, key=lambda act: ORDER.get(act["scope"], len(ORDER)))
        shown = window(acts, self.page_number, DECISIONS_PER_PAGE)
        lookups = Lookups(self.configuration, self.language)
        return {
            "shown": shown,
            "groups": [
                (scope, [(act, self._unit(act, lookups)) for act in rows])
                for scope, rows in groupby(shown.rows, key=lambda act: act["scope"])
            ],
        }

    def table(self) -> Table:
        """One row per decision and target, in the order of the register."""
        header = ("number", "date", "body", "kind", "scope", "target", "reason", "in_force")
        return Table(header, [self._cells(act) for act in self.document()["decisions"]])

    def _cells(self, act: RegisteredDocument) -> tuple[Cell, ...]:
        about = (act["body"], act["kind"], act["scope"], act["target"] or None)
        return (act["number"], act["date"], *about, act["reason"][self.language] or None, int(act["in_force"]))

    def _unit(self, act: RegisteredDocument, lookups: Lookups) -> tuple[str, str | None]:
        """Name and address of what an act concerns; "" for the whole campaign, no address where there is no page."""
        language, campaign = self.language, self.campaign
        code, _, rest = act["target"].partition(":")
        if act["scope"] == "precinct":
            number = gettext("Precinct No. %(number)s", number=code)
            name = f"{number} · {lookups.contest_name(rest)}" if rest else number
            return name, urls.precinct(language, campaign, code)
        if act["scope"] == "option":
            return self._option(code, int(rest), lookups), urls.option(language, campaign, code, int(rest))
        if act["scope"] == "contest":
            return lookups.contest_name(code), urls.contest(language, campaign, code)
        if act["scope"] == "territory":
            names = {row["code"]: row["name"][language] for row in self.configuration["territories"]}
            return names.get(code, code), urls.territory(language, campaign, code)
        # A reversal may name its act with the body before the number.
        return (gettext("decision No. %(number)s", number=rest or code), None) if act["target"] else ("", None)

    def _option(self, code: str, position: int, lookups: Lookups) -> str:
        """Name of the option and of its contest."""
        contest = lookups.contest(code)
        options = contest["options"] if contest else []
        name = next((row["name"][self.language] for row in options if row["position"] == position), f"№ {position}")
        return f"{name} · {lookups.contest_name(code)}"
