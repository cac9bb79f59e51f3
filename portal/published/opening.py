"""Which release of a campaign is served: the newest one that is whole, never a damaged one while a good one exists."""

from contextlib import suppress
from typing import cast

from portal.domain.documents import LatestDocument
from portal.logs import get_logger
from portal.published.checksums import Listed
from portal.published.errors import DamagedFile, NotPublished
from portal.published.files import read_json
from portal.published.library import DATA_FOLDER, DESCRIPTION, Library
from portal.published.release import POINTER, PRECINCTS_INDEX, Release

log = get_logger("published")

_DAMAGE_LIMIT = 10_000
OF_EVERY_PAGE = ("configuration.json", PRECINCTS_INDEX, "campaign.json", "release.json")


class Opener:
    """Opens releases of one public folder and remembers damaged files, so that each is logged once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._damaged: dict[str, tuple[int, int, int] | None] = {}

    def pointer(self, campaign: str) -> LatestDocument | None:
        """The campaign's `latest.json`; None when there is none. Raises DamagedFile when it is unreadable."""
        path = f"releases/{campaign}/{POINTER}"
        if not (self._library.root / path).exists():
            return None
        latest = read_json(self._library.root, path)
        data = latest.get("data")
        if not _is_number(latest.get("release")) or not (data is None or _is_number(data)):
            raise DamagedFile(path, "no_release_number")
        return cast(LatestDocument, {"release": latest["release"], "data": data, "as_of": str(latest.get("as_of", ""))})

    def newest_good(self, campaign: str, latest: LatestDocument, former: Release | None) -> Release | None:
        """The newest whole release not after the pointer; `former` is the one served until now.

        Where no release is whole, the newest readable one: its damaged documents stay away, the others are served.
        """
        fallback: Release | None = None
        for number in self._candidates(campaign, latest["release"]):
            if former is not None and number == former.number and latest["data"] == former.latest["data"]:
                opened: Release | None = former
            else:
                opened = self._open(campaign, number, latest, former)
            if opened is None:
                continue
            fallback = fallback or opened
            if not self._touches_damage(opened):
                return opened
        return fallback

    def report(self, campaign: str, release: int, damage: DamagedFile) -> None:
        """Remembers a damaged file and logs it the first time."""
        if damage.path in self._damaged or len(self._damaged) >= _DAMAGE_LIMIT:
            return
        self._damaged[damage.path] = self._library.signature(damage.path)
        log.error("release.refused", campaign=campaign, release=release, path=damage.path, reason=damage.reason)

    def forget_repaired(self) -> bool:
        """Forgets damaged files that were replaced since; True when there were any."""
        repaired = [path for path, seen in self._damaged.items() if self._library.signature(path) != seen]
        for path in repaired:
            del self._damaged[path]
            log.info("release.file_repaired", path=path)
        return bool(repaired)

    def _candidates(self, campaign: str, newest: int) -> list[int]:
        numbers = [number for number in self._library.release_numbers(campaign) if number < newest]
        return [newest, *numbers]

    def _open(self, campaign: str, number: int, latest: LatestDocument, former: Release | None) -> Release | None:
        try:
            files = self._library.checksums(campaign, number)
            self._check(campaign, number, files, former)
            latest_then, data = self._latest_for(number, latest, campaign), self._data(campaign, number, latest)
            return _read_ahead(Release(self._library, campaign, latest_then, files, data))
        except DamagedFile as damage:
            self.report(campaign, number, damage)
            return None

    def _check(self, campaign: str, number: int, files: dict[str, Listed], former: Release | None) -> None:
        known_damage = any(
            listed.owner == number and self._library.place(campaign, number, path) in self._damaged
            for path, listed in files.items()
        )
        if not known_damage:
            try:
                self._library.verify_own_files(campaign, number, files, former.files if former else {})
            except DamagedFile as damage:
                self.report(campaign, number, damage)

    def _latest_for(self, number: int, latest: LatestDocument, campaign: str) -> LatestDocument:
        """The pointer as it would have been for an older release that is served in place of a damaged one."""
        if number == latest["release"]:
            return latest
        data = latest["data"] if latest["data"] is not None and latest["data"] <= number else None
        return {"release": number, "data": data, "as_of": ""}

    def _data(self, campaign: str, number: int, latest: LatestDocument) -> dict[str, Listed]:
        data = latest["data"]
        if data is None or data > number:
            return {}
        try:
            return self._library.checksums(campaign, data, DATA_FOLDER)
        except DamagedFile as damage:
            self.report(campaign, data, damage)
            return {}

    def _touches_damage(self, release: Release) -> bool:
        if not self._damaged:
            return False
        place = self._library.place
        return any(
            place(release.campaign, listed.owner, path) in self._damaged for path, listed in release.files.items()
        )


def _read_ahead(release: Release) -> Release:
    """The release, having read what its every page needs and, of a running campaign, the description of its bulk files
    and all addresses for search: no visitor waits for that. Damage is found by who asks.
    """
    for path in OF_EVERY_PAGE:
        with suppress(DamagedFile, NotPublished):
            release.document(path)
    with suppress(DamagedFile, NotPublished):
        if not release.campaign_document()["archive"]:
            release.search()
            release.document(DESCRIPTION)
    return release


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
