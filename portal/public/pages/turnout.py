"""`…/turnout/`: turnout by hour and territory (template over campaign.json)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from portal.public.pages.campaign import next_item
from portal.public.pages.page import CampaignPage, Cell, Table, is_preliminary
from portal.published.shapes import CampaignDocument, ChildDocument, TurnoutPoint, newest_turnout

HUNDRED = Decimal(100)
HOURS = 12
"""So many columns have room from the beginning, so that a day's first hour is a column and no wall."""


class TurnoutPage(CampaignPage):
    """Turnout of the country by hour, and of its regions hour by hour."""

    template = "turnout.html"
    tabular = True
    live = True

    def document(self) -> CampaignDocument:
        return self.release.campaign_document()

    def context(self) -> dict[str, Any]:
        document = self.document()
        hours = [point["as_of"] for point in document["totals"]["turnout"]]
        turnout = newest_turnout(document["totals"])
        regions = [_by_hour(region, hours) for region in document["regions"]]
        planned = [item for item in document["schedule"] if item["what"] == "turnout"]
        return {
            "campaign": document,
            "totals": document["totals"],
            "turnout": turnout,
            "next_item": None if turnout else next_item(self.release, planned),
            "preliminary": is_preliminary(document["status"]),
            "hours": hours,
            "regions": regions,
            "stands": any(not of_hour for region in regions for *_, of_hour in region["columns"]),
        }

    def table(self) -> Table:
        """One row per territory and hour; the country has an empty code."""
        document = self.document()
        places = [("", document["name"], document["totals"])]
        places += [(region["code"], region["name"], region["totals"]) for region in document["regions"]]
        header = (
            "territory",
            "name",
            "as_of",
            "identified",
            "remote",
            "total",
            "reported",
            "voters",
            "home_percent",
            "percent",
        )
        return Table(
            header,
            (
                (code, name[self.language], *_cells(point))
                for code, name, totals in places
                for point in (*totals["turnout"], *([totals["final"]] if totals["final"] else []))
            ),
        )


def _by_hour(region: ChildDocument, hours: list[str]) -> dict[str, Any]:
    points = {point["as_of"]: point for point in region["totals"]["turnout"]}
    shown = [points.get(hour) for hour in hours]
    return {
        "place": region,
        "points": shown,
        "columns": _columns(shown),
        "newest": newest_turnout(region["totals"]),
    }


def _columns(points: Sequence[TurnoutPoint | None]) -> list[tuple[str, str, TurnoutPoint, bool]]:
    """Left edge and width in percent of the drawing, the point, and whether it is of that hour, for every hour.

    A place that did not report in an hour stands with its latest report; hours before its first are left out.
    """
    share = HUNDRED / max(len(points), HOURS)
    columns, latest = [], None
    for at, point in enumerate(points):
        latest = point if point and point["percent"] else latest
        if latest:
            columns.append((f"{share * at:.2f}", f"{share:.2f}", latest, latest is point))
    return columns


def _cells(point: TurnoutPoint) -> tuple[Cell, ...]:
    return (
        *(point["as_of"], point["identified"], point["remote"], point["total"], point["reported"]),
        *(point["voters"], point["home_percent"], point["percent"]),
    )
