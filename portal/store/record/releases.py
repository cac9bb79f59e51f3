"""The register of releases."""

from sqlalchemy.orm import Session

from portal.errors import StorageError
from portal.store.models import ReleaseRow
from portal.store.queries.publication import Release, release_of
from portal.store.record.spine import insert_rows


def record_release(session: Session, release: Release) -> None:
    """Register a release that was published; registering the same one again changes nothing.

    Raises StorageError when another release has its number: releases are immutable.
    """
    row = session.get(ReleaseRow, (release.campaign, release.number))
    if row is None:
        values = {
            "campaign": release.campaign,
            "number": release.number,
            "kind": release.kind.value,
            "as_of": release.as_of,
            "published_at": release.published_at,
            "supersedes": release.supersedes,
            "mark": release.mark,
            "digest": release.digest,
            "details": release.details or {},
        }
        insert_rows(session, ReleaseRow, [values])
    elif release_of(row).digest != release.digest:
        raise StorageError(f"release {release.campaign}/{release.number} is registered with another content")
