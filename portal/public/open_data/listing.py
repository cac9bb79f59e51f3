"""`…/releases/{n}/files/`: every file of a release with its size and hash, as a directory listing."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from portal import urls
from portal.languages import Language
from portal.public.pages.page import CampaignPage, Table
from portal.public.reading import Reading
from portal.public.state import state
from portal.published.checksums import Listed
from portal.published.errors import DamagedFile, NotPublished
from portal.published.library import CHECKSUMS, DATA_FOLDER


class FilesPage(CampaignPage):
    """The documents of a release and its bulk files, where it has some. Raises NotPublished for an unknown release."""

    template = "files.html"
    tabular = True

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str, number: int
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.number = number
        self.release.past(number)
        # Bulk files may be added to a release once; until then the newest pointer says what there is.
        self.release.follow_pointer()

    def release_number(self) -> int:
        return self.number

    def document(self) -> dict[str, Any]:
        """Paths in natural order with address, size in bytes, hash and the release that wrote the file."""
        return {"release": self.number, "files": self._files()}

    def context(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "files": self._files(),
            "checksums": [urls.data_file(self.campaign, self.number, folder + CHECKSUMS) for folder in self._folders()],
        }

    def table(self) -> Table:
        header = ("path", "bytes", "sha256", "written_by", "url")
        return Table(header, (tuple(row[name] for name in header) for row in self._files()))

    def _folders(self) -> list[str]:
        return ["", DATA_FOLDER] if any(row["path"].startswith(DATA_FOLDER) for row in self._files()) else [""]

    def _files(self) -> list[dict[str, Any]]:
        library = state().site.library
        listed: dict[str, Listed] = {}
        for folder in ("", DATA_FOLDER):
            with suppress(DamagedFile, NotPublished):
                listed |= library.checksums(self.campaign, self.number, folder)
        rows = []
        for path, entry in listed.items():
            signature = library.signature(library.place(self.campaign, entry.owner, path))
            rows.append(
                {
                    "path": path,
                    "bytes": signature[0] if signature else None,
                    "sha256": entry.sha256,
                    "written_by": entry.owner,
                    "url": urls.data_file(self.campaign, entry.owner, path),
                }
            )
        return rows
