"""`…/data/`: which file answers which question, and all files of the newest bulk part."""

from typing import Any

from portal import urls
from portal.public.encodings import STORED
from portal.public.lookups import Lookups
from portal.public.open_data.changes import FILE
from portal.public.open_data.package import DataPackage
from portal.public.pages.page import CampaignPage, Table
from portal.published.library import CHECKSUMS, DATA_FOLDER

GROUPS = ("csv", "json", "jsonl", "parquet", "xlsx", "geojson", "sqlite", "zip", "md")
DOCUMENTS = ("campaign.json", "configuration.json", "precincts-index.json", "find.json", "release.json")


class DataPage(CampaignPage):
    """Bulk files of the data part, documents of the release, and how to check them."""

    template = "data.html"
    tabular = True
    of_newest = True

    def __init__(self, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self.release.follow_pointer()
        self.package = DataPackage(self.release)

    def release_number(self) -> int:
        return self.release.number

    def document(self) -> dict[str, Any]:
        """`data` is the number of the release that the bulk files were made of, None before the first."""
        return {"data": self.release.release.latest["data"], "files": self._files()}

    def context(self) -> dict[str, Any]:
        files = self._files()
        data = self.release.release.latest["data"]
        number = self.release.number
        return {
            "feed": urls.feed(self.campaign, self.language),
            "dictionary": urls.dictionary(self.language, self.campaign),
            "data_release": data,
            "of_bulk": self.release.figures_as_of(data) if data else "",
            "newest": self.release.past_or_none(number) if data != number else None,
            "changes": FILE in self.release.release.data_files,
            "contest_name": Lookups(self.configuration, self.language).contest_name,
            "tables": list(self.package.tables()),
            "whole": self.package.whole(),
            "licence": self.package.licence,
            "groups": [
                (group, rows) for group in (*GROUPS, "") if (rows := [row for row in files if row["group"] == group])
            ],
            "listing": urls.release_files(self.language, self.campaign, number),
            "documents": [urls.data_file(self.campaign, number, name) for name in DOCUMENTS],
            "checksums": urls.data_file(self.campaign, number, CHECKSUMS),
            "data_checksums": urls.data_file(self.campaign, data, DATA_FOLDER + CHECKSUMS) if data else None,
        }

    def table(self) -> Table:
        rows = ((row["path"], row["bytes"], row["sha256"], row["url"]) for row in self._files())
        return Table(("path", "bytes", "sha256", "url"), rows)

    def _files(self) -> list[dict[str, Any]]:
        release, sizes = self.release.release, self.package.sizes()
        rows = []
        for path, listed in release.data_files.items():
            if path.endswith(tuple(STORED.values())):
                # Another form of a file that stands here already.
                continue
            ending = path.rsplit(".", 1)[-1]
            name = path.removeprefix(DATA_FOLDER)
            rows.append(
                {
                    "path": name,
                    "url": urls.data_file(self.campaign, listed.owner, path),
                    "sha256": listed.sha256,
                    "bytes": sizes[name] if name in sizes else release.size(path),
                    "group": ending if ending in GROUPS else "",
                }
            )
        return sorted(rows, key=lambda row: str(row["path"]))
