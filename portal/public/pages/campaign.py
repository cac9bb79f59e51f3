"""`/{lang}/{campaign}/`: what is elected, how much is in, who leads where (template over campaign.json)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from portal.public.map_svg import turnout_map
from portal.public.pages.determination import campaign_section
from portal.public.pages.page import CampaignPage, Cell, Table, is_preliminary, window
from portal.public.reading import ReleaseReading
from portal.published.determinations import outcome_words
from portal.published.errors import NotPublished
from portal.published.shapes import (
    CampaignDocument,
    DecisionDocument,
    IndexCampaign,
    ReleaseDocument,
    ScheduleItemDocument,
    TotalsDocument,
    TurnoutPoint,
    newest_turnout,
)

CONTESTS_PER_PAGE = 30
CHANGES_SHOWN = 3
DECISIONS_SHOWN = 10
OF_ALL = ("campaign", "decision")
"""Scopes of the decisions that stand on this page: on the whole campaign, and on earlier decisions."""


class Age(StrEnum):
    """What a campaign's page answers first: what is elected and when, how many came, or who leads."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


def age_of(document: CampaignDocument) -> Age:
    """The age by what is published, never by the clock: a page is made of its document alone."""
    voted = any(contest["base"] for contest in document["contests"])
    return age_of_place(document["totals"], voted or document["archive"])


def age_of_place(totals: TotalsDocument, voted: bool = False) -> Age:
    """The age of a place by its sums; `voted` where results are known to be there."""
    if voted or totals["scanner"]["received"] or totals["protocol"]["received"]:
        return Age.AFTER
    return Age.DURING if totals["turnout"] or totals["final"] else Age.BEFORE


def acts_on_the_whole(decisions: list[DecisionDocument]) -> list[DecisionDocument]:
    """The decisions that determined or officially published the results of the whole campaign (R139 ¶77, ¶84)."""
    return [act for act in decisions if act["kind"] in ("determine", "official") and act["scope"] == "campaign"]


def next_item(release: ReleaseReading, schedule: list[ScheduleItemDocument]) -> ScheduleItemDocument | None:
    """What a schedule publishes next after the figures shown; None where nothing of it is still to come."""
    shown = release.past_or_none(release.changed_by)
    later = [item for item in schedule if shown and _later(item["at"], shown["as_of"])]
    return min(later, key=lambda item: datetime.fromisoformat(item["at"])) if later else None


def hours_of_day(
    points: Iterable[TurnoutPoint], schedule: Iterable[ScheduleItemDocument]
) -> list[tuple[str, TurnoutPoint | None]]:
    """The hours of a place's turnout with those between that the schedule publishes; None where no precinct of it
    reported. Where the place stopped reporting, the hours end.
    """
    own = {datetime.fromisoformat(point["as_of"]): point for point in points}
    slots = {_full_hour(item["at"]) for item in schedule if item["what"] == "turnout"}
    hours = sorted({*own, *(hour for hour in slots if own and hour < max(own))})
    return [(hour.isoformat(), own.get(hour)) for hour in hours]


def _full_hour(moment: str) -> datetime:
    """The newest hour of the series that a line of the schedule publishes."""
    at = datetime.fromisoformat(moment)
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hour.astimezone(at.tzinfo)


def _later(moment: str, than: str) -> bool:
    return datetime.fromisoformat(moment) > datetime.fromisoformat(than)


class OverviewPage(CampaignPage):
    """A campaign's front page; its contests are paged."""

    template = "campaign.html"
    query = ("page",)
    tabular = True
    live = True

    def document(self) -> CampaignDocument:
        return self.release.campaign_document()

    def context(self) -> dict[str, Any]:
        document = self.document()
        contests = document["contests"]
        only = contests[0] if len(contests) == 1 else None
        age = age_of(document)
        if age is Age.AFTER:
            self.release.follow_pointer()
        return {
            "campaign": document,
            "seats": campaign_section(document, self.language),
            "outcomes": outcome_words(self.language),
            "acts": acts_on_the_whole(document["decisions"]),
            "decisions": [act for act in document["decisions"] if act["scope"] in OF_ALL][-DECISIONS_SHOWN:],
            "registered": bool(self.release.register()["decisions"]),
            "age": age.value,
            "next_item": next_item(self.release, document["schedule"]),
            "schedule": self._schedule(document),
            "changes": self._changes() if age is Age.AFTER and not document["archive"] else [],
            "former": self._former(document),
            "totals": document["totals"],
            "turnout": newest_turnout(document["totals"]),
            "hours": hours_of_day(document["totals"]["turnout"], document["schedule"]),
            "preliminary": is_preliminary(document["status"]),
            "only_contest": only,
            "contests": window(contests, self.page_number, CONTESTS_PER_PAGE),
            "map": turnout_map(self.release, document["regions"]),
            "known_as_whole": document["stated"] is not None and not document["regions"],
        }

    def _schedule(self, document: CampaignDocument) -> list[list[ScheduleItemDocument]]:
        """The schedule as a reader looks at it: what one decision sets for one day stands together."""
        groups: dict[tuple[object, ...], list[ScheduleItemDocument]] = {}
        for item in document["schedule"]:
            key = (self.formats.local(item["at"]).date(), item["what"], item["decision"])
            groups.setdefault(key, []).append(item)
        return list(groups.values())

    def _changes(self) -> list[ReleaseDocument]:
        """The newest releases, newest first."""
        newest = self.release.number
        found = (self.release.past_or_none(number) for number in range(newest, max(newest - CHANGES_SHOWN, 0), -1))
        return [row for row in found if row]

    def _former(self, document: CampaignDocument) -> IndexCampaign | None:
        """The last archived campaign of the same kind, to compare with; None where none is imported."""
        try:
            rows = self.reading.index()["campaigns"]
        except NotPublished:
            return None
        return next(
            (
                row
                for row in rows
                if row["archive"] and row["kind"] == document["kind"] and row["voting_date"] < document["voting_date"]
            ),
            None,
        )

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
