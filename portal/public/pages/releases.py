"""`…/releases/` and `…/releases/{n}/`: why each release exists and what it changed (templates over release.json)."""

from collections.abc import Mapping
from typing import Any

from portal import urls
from portal.languages import Language
from portal.public.pages.page import CampaignPage, Table, Window, window
from portal.public.reading import Reading
from portal.published.release import changes_figures
from portal.published.shapes import ReleaseDocument

RELEASES_PER_PAGE = 50
CHANGES_SHOWN = 200


class ReleasesPage(CampaignPage):
    """All releases of a campaign, newest first, paged."""

    template = "releases.html"
    query = ("page",)
    tabular = True
    of_newest = True

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.release.follow_pointer()
        self.release.past_or_none(self.release.number)

    def release_number(self) -> int:
        return self.release.number

    def document(self) -> dict[str, Any]:
        """The releases of this page, newest first; one whose file is damaged is left out."""
        shown = self._window()
        return {"page": shown.page, "pages": shown.pages, "releases": [row for _, row in self._rows(shown) if row]}

    def context(self) -> dict[str, Any]:
        shown = self._window()
        return {"shown": shown, "rows": self._rows(shown), "figures_as_of": self.release.figures_as_of}

    def table(self) -> Table:
        return Table(
            ("release", "kind", "as_of", "published_at", "supersedes", "reason"),
            (
                (
                    *(number, row["kind"], row["as_of"], row["published_at"], row["supersedes"]),
                    row["reason"][self.language] if row["reason"] else None,
                )
                for number, row in self._rows(self._window())
                if row
            ),
        )

    def _window(self) -> Window:
        return window(range(self.release.number, 0, -1), self.page_number, RELEASES_PER_PAGE)

    def _rows(self, shown: Window) -> list[tuple[int, ReleaseDocument | None]]:
        return [(number, self.release.past_or_none(number)) for number in shown.rows]


class ReleasePage(CampaignPage):
    """One release."""

    template = "release.html"

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str, number: int
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.number = number
        self.past = self.release.past(number)
        if number == self.release.number:
            self.release.follow_pointer()

    def release_number(self) -> int:
        return self.number

    def document(self) -> ReleaseDocument:
        return self.past

    def context(self) -> dict[str, Any]:
        names = self._names()
        order = {unit: at for at, unit in enumerate(names)}
        changed = {
            what: sorted(codes, key=lambda code: order.get((what, code), 0))
            for what, codes in self.past["changed"].items()
        }
        return {
            "past": self.past,
            "silent": not changes_figures(self.past),
            "figures_as_of": self.release.figures_as_of(self.number),
            "former": self._link(self.number - 1),
            "later": self._link(self.number + 1),
            "changed": [(what, codes[:CHANGES_SHOWN], len(codes) > CHANGES_SHOWN) for what, codes in changed.items()],
            "change_address": self._change_address,
            "change_name": names.get,
        }

    def _link(self, number: int) -> str | None:
        exists = 1 <= number <= self.release.number
        return urls.release(self.language, self.campaign, number) if exists else None

    def _names(self) -> dict[tuple[str, str], str]:
        """Names of territories and contests, by what they are and their codes."""
        rows = (("territories", self.configuration["territories"]), ("contests", self.configuration["contests"]))
        return {(what, row["code"]): row["name"][self.language] for what, found in rows for row in found}

    def _change_address(self, what: str, code: str) -> str | None:
        """The page of a unit that the release changed, or the document itself; None for what has neither."""
        if what in ("campaign", "configuration"):
            return urls.data_file(self.campaign, self.number, code)
        make = {"territories": urls.territory, "contests": urls.contest, "precincts": urls.precinct}.get(what)
        return make(self.language, self.campaign, code) if make else None
