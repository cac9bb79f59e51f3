"""The release that a data part is made of: given to the exporters, which fetch nothing themselves."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, cast

import orjson

from data_export.errors import ExportError
from data_export.past import Past
from portal.domain.documents import (
    CampaignDocument,
    ConfigurationDocument,
    ContestDocument,
    ReleaseDocument,
    TerritoryDocument,
)


class ReleaseView(Protocol):
    """Frozen documents of one release. Territories and contests come one at a time, in the configuration's order."""

    @property
    def release(self) -> ReleaseDocument: ...

    @property
    def campaign(self) -> CampaignDocument: ...

    @property
    def configuration(self) -> ConfigurationDocument: ...

    @property
    def past(self) -> Past: ...

    def territories(self) -> Iterator[TerritoryDocument]: ...

    def territory(self, code: str) -> TerritoryDocument: ...

    def territory_hashes(self) -> Mapping[str, str]:
        """sha256 of every territory's document by its code."""

    def former_part(self) -> "ReleaseView | None":
        """The newest earlier release that has bulk files; None where there is none."""

    def contests(self) -> Iterator[ContestDocument]: ...


class FolderView:
    """A release read from the public folder; files written by an older release are found through SHA256SUMS.

    Every file is compared with its hash when it is read: raises ExportError where it differs, or is missing.
    """

    def __init__(self, public_folder: Path, campaign: str, n: int) -> None:
        self.folder = public_folder / "releases" / campaign / str(n)
        self._siblings: dict[int, FolderView] = {}

    @cached_property
    def owners(self) -> dict[str, tuple[str, str]]:
        """Hash and path relative to this release's folder (in the release that wrote it) by path in the release."""
        return dict(self._sum_lines())

    @cached_property
    def release(self) -> ReleaseDocument:
        return cast(ReleaseDocument, self._read("release.json"))

    @cached_property
    def campaign(self) -> CampaignDocument:
        return cast(CampaignDocument, self._read("campaign.json"))

    @cached_property
    def configuration(self) -> ConfigurationDocument:
        return cast(ConfigurationDocument, self._read("configuration.json"))

    @property
    def past(self) -> Past:
        return self.sibling

    def sibling(self, n: int) -> "FolderView | None":
        """This or an earlier release of the campaign; None where there is none of the number."""
        if n not in self._siblings:
            folder = self.folder.parent
            if not (folder / str(n) / "SHA256SUMS").is_file():
                return None
            self._siblings[n] = FolderView(folder.parents[1], folder.name, n)
        return self._siblings[n]

    def owner(self, path: str) -> int | None:
        """Number of the release that wrote a file of this one; None where it has no such file."""
        found = self.owners.get(path)
        if found is None:
            return None
        parts = PurePosixPath(found[1]).parts
        return int(parts[1]) if parts[0] == ".." else int(self.folder.name)

    @cached_property
    def territory_hashes_by_code(self) -> dict[str, str]:
        """sha256 of every territory's document by its code, in the configuration's order."""
        codes = (territory["code"] for territory in self.configuration["territories"])
        return {code: self.owners[f"territories/{code}.json"][0] for code in codes}

    def territory_hashes(self) -> Mapping[str, str]:
        return self.territory_hashes_by_code

    def former_part(self) -> ReleaseView | None:
        """The newest earlier release that has bulk files; None where there is none."""
        numbers = (path.parents[1].name for path in self.folder.parent.glob("*/data/SHA256SUMS"))
        earlier = [int(number) for number in numbers if number.isdecimal() and int(number) < int(self.folder.name)]
        return self.sibling(max(earlier)) if earlier else None

    def territory(self, code: str) -> TerritoryDocument:
        """The document of one territory."""
        return cast(TerritoryDocument, self._read(f"territories/{code}.json"))

    def territories(self) -> Iterator[TerritoryDocument]:
        for territory in self.configuration["territories"]:
            yield self.territory(territory["code"])

    def contests(self) -> Iterator[ContestDocument]:
        for contest in self.configuration["contests"]:
            yield cast(ContestDocument, self._read(f"contests/{contest['code']}.json"))

    def _sum_lines(self) -> Iterator[tuple[str, tuple[str, str]]]:
        sums = self.folder / "SHA256SUMS"
        try:
            lines = sums.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise ExportError(f"{sums}: cannot be read: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            digest, gap, path = line.partition("  ")
            if not gap or len(digest) != 64:
                raise ExportError(f"{sums}:{number}: not a line of the form <sha256>  <path>")
            parts = PurePosixPath(path).parts
            inside = parts[2:] if parts[0] == ".." else parts
            yield "/".join(inside), (digest, path)

    def _read(self, name: str) -> Any:
        if name not in self.owners:
            raise ExportError(f"{self.folder / 'SHA256SUMS'}: {name} is not listed")
        digest, path = self.owners[name]
        file = self.folder / path
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ExportError(f"{file}: cannot be read: {error.strerror}") from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise ExportError(f"{file}: its sha256 is not the one in {self.folder / 'SHA256SUMS'}")
        return orjson.loads(content)
