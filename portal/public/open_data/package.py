"""What datapackage.json of the newest bulk files says, for pages that explain them; nothing is known of tables here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal import urls
from portal.public.reading import ReleaseReading
from portal.published.library import DATA_FOLDER, DESCRIPTION

WIDE = "results_wide"


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a table: its ending, address and size in bytes."""

    format: str
    url: str
    bytes: int


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table as the package describes it; `question` and `title` by language.

    `contest` is the code of the contest that it holds where every contest has such a table, "" for all others.
    """

    name: str
    contest: str
    title: dict[str, str]
    question: dict[str, str]
    rows: int
    files: tuple[TableFile, ...]
    header: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]


class DataPackage:
    """The package of a release's bulk files; `described` is None where there are none yet."""

    def __init__(self, release: ReleaseReading) -> None:
        self._release = release
        self._campaign = release.campaign
        known = DESCRIPTION in release.release.data_files
        self.described: dict[str, Any] | None = release.document(DESCRIPTION) if known else None

    @property
    def number(self) -> int | None:
        """Number of the release that the files were made of."""
        return self._release.release.latest["data"] if self.described else None

    @property
    def resources(self) -> list[dict[str, Any]]:
        """Descriptions of the strict CSV tables; only one of the wide tables stands for all of them."""
        found: list[dict[str, Any]] = self.described["resources"] if self.described else []
        others = self._wide[1:]
        return [one for one in found if one not in others]

    @property
    def _wide(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.described["resources"] if self.described else []
        return [one for one in found if one["path"].startswith(f"{WIDE}/")]

    @property
    def licence(self) -> dict[str, str]:
        """Name, title and path of the licence."""
        licences: list[dict[str, str]] = self.described["licenses"] if self.described else [{}]
        return licences[0]

    def url(self, path: str) -> str:
        """Lasting address of a file of the package."""
        return urls.data_file(self._campaign, self.number or 0, DATA_FOLDER + path)

    def tables(self) -> Iterator[DataTable]:
        """The tables with their files and first rows, in the order of the package."""
        others = self._other_formats()
        many = len(self._wide) > 1
        for one in self.resources:
            stem = one["path"].removesuffix(".csv")
            wide = stem.startswith(f"{WIDE}/")
            yield DataTable(
                name=WIDE if wide else stem,
                contest=stem.removeprefix(f"{WIDE}/") if wide and many else "",
                title=one["titles"],
                question=one.get("questions") or one["titles"],
                rows=one["rowcount"],
                files=(TableFile("csv", self.url(one["path"]), one["bytes"]), *others.get(stem, ())),
                header=tuple(field["name"] for field in one["schema"]["fields"]),
                first=tuple(tuple(row) for row in one.get("firstRows", ())),
            )

    def whole(self) -> list[tuple[str, TableFile]]:
        """Files that hold every table: name and file."""
        found = [file for file in self._files() if "/" not in file["path"] and file["path"].startswith("all.")]
        return [(file["path"], TableFile(file["format"], self.url(file["path"]), file["bytes"])) for file in found]

    def sizes(self) -> dict[str, int]:
        """Bytes of every file that the package describes."""
        described = [*self.described["resources"], *self.described["files"]] if self.described else []
        return {one["path"]: one["bytes"] for one in described}

    def _files(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.described["files"] if self.described else []
        return found

    def _other_formats(self) -> dict[str, tuple[TableFile, ...]]:
        by_stem: dict[str, tuple[TableFile, ...]] = {}
        for file in self._files():
            stem, _, ending = file["path"].rpartition(".")
            if ending in ("json", "parquet", "geojson"):
                by_stem[stem] = (*by_stem.get(stem, ()), TableFile(ending, self.url(file["path"]), file["bytes"]))
        return by_stem
