"""`/{lang}/`: every campaign, current ones first, then the archive (template over index.json)."""

from typing import Any

from portal.public.pages.page import Page, Table
from portal.published.errors import NothingPublished, NotPublished
from portal.published.shapes import IndexDocument


class CampaignsPage(Page):
    """The list of campaigns."""

    template = "campaigns.html"
    tabular = True
    of_every_release = True

    def document(self) -> IndexDocument:
        """index.json. Raises NothingPublished with an empty name when there is no release of anything."""
        try:
            return self.reading.index()
        except NotPublished:
            raise NothingPublished("") from None

    def context(self) -> dict[str, Any]:
        rows = self.document()["campaigns"]
        return {
            "current": [row for row in rows if not row["archive"]],
            "archive": [row for row in rows if row["archive"]],
        }

    def table(self) -> Table:
        header = (
            "campaign",
            "kind",
            "name",
            "voting_date",
            "archive",
            "progress",
            "voters",
            "participated",
            "release",
            "as_of",
        )
        return Table(
            header,
            (
                (
                    row["id"],
                    row["kind"],
                    row["name"][self.language],
                    row["voting_date"],
                    int(row["archive"]),
                    row["status"]["progress"],
                    row["voters"],
                    row["participated"],
                    row["release"],
                    row["as_of"],
                )
                for row in self.document()["campaigns"]
            ),
        )
