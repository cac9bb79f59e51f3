"""The release that a data part is made of: given to the exporters, which fetch nothing themselves."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, cast

import orjson

from data_export.errors import ExportError
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

    def territories(self) -> Iterator[TerritoryDocument]: ...

    def contests(self) -> Iterator[ContestDocument]: ...


class FolderView:
    """A release read from the public folder; files written by an older release are found through SHA256SUMS.

    Every file is compared with its hash when it is read: raises ExportError where it differs, or is missing.
    """

    def __init__(self, public_folder: Path, campaign: str, n: int) -> None:
        self.folder = public_folder / "releases" / campaign / str(n)

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

    def territories(self) -> Iterator[TerritoryDocument]:
        for territory in self.configuration["territories"]:
            yield cast(TerritoryDocument, self._read(f"territories/{territory['code']}.json"))

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
