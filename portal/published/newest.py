"""The newest release of the whole site: what stands at the foot of pages that belong to no campaign."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.names import NamesDocument
from portal.published.errors import NotPublished
from portal.published.site import Snapshot


@dataclass(frozen=True, slots=True)
class SiteRelease:
    """A release with its time (ISO 8601 with offset) and the first digits of the log's root right after it, "" without
    a log. `campaign` is "" and `name` None for a release of the site itself, which has no page of its own.
    """

    campaign: str
    name: NamesDocument | None
    release: int
    published_at: str
    root: str


def newest_release(snapshot: Snapshot) -> SiteRelease | None:
    """The release that was published last by index.json; None while nothing is published."""
    try:
        rows = snapshot.index_document()["campaigns"]
    except NotPublished:
        return None
    served = [row for row in rows if row["id"] in snapshot.releases]
    row = max(served, key=lambda each: datetime.fromisoformat(each["published_at"]), default=None)
    if row is None:
        return None
    root = snapshot.releases[row["id"]].root_after(row["release"])
    return SiteRelease(row["id"], row["name"], row["release"], row["published_at"], root)
