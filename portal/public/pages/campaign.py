"""`/{lang}/{campaign}/`: what is elected, how much is in, who leads where (template over campaign.json)."""

from typing import Any

from portal.public.pages.page import CampaignPage, Cell, Table, is_preliminary, window
from portal.published.shapes import CampaignDocument, TotalsDocument

CONTESTS_PER_PAGE = 50


class OverviewPage(CampaignPage):
    """A campaign's front page; its contests are paged."""

    template = "campaign.html"
    query = ("page",)
    tabular = True

    def document(self) -> CampaignDocument:
        return self.release.campaign_document()

    def context(self) -> dict[str, Any]:
        document = self.document()
        contests = document["contests"]
        only = contests[0] if len(contests) == 1 else None
        return {
            "campaign": document,
            "totals": document["totals"],
            "turnout": newest_turnout(document["totals"]),
            "preliminary": is_preliminary(document["status"]),
            "only_contest": only,
            "contests": window(contests, self.page_number, CONTESTS_PER_PAGE),
            "known_as_whole": document["stated"] is not None and not document["regions"],
        }

    def table(self) -> Table:
        """Regions with turnout and both progress figures."""
        return Table(
            PLACE_HEADER,
            (place_row(row["code"], row["name"][self.language], row["totals"]) for row in self.document()["regions"]),
        )


PLACE_HEADER = (
    *("territory", "name", "voters", "turnout_as_of", "identified", "remote"),
    *(
        "precincts_expected",
        "scanner_received",
        "scanner_voters_covered",
        "protocol_received",
        "protocol_voters_covered",
    ),
)


def place_row(code: str, name: str, totals: TotalsDocument) -> tuple[Cell, ...]:
    """A territory as a row of a CSV twin with `PLACE_HEADER`."""
    point = newest_turnout(totals)
    scanner, protocol = totals["scanner"], totals["protocol"]
    return (
        *(code, name, totals["voters"]),
        *((point["as_of"], point["identified"], point["remote"]) if point else (None, None, None)),
        *(scanner["expected"], scanner["received"], scanner["voters_covered"]),
        *(protocol["received"], protocol["voters_covered"]),
    )


def newest_turnout(totals: TotalsDocument) -> Any:
    """The final number of voters where it is in, else the latest point of the series; None before the first."""
    if totals["final"] is not None:
        return totals["final"]
    return totals["turnout"][-1] if totals["turnout"] else None
