"""Which border files came with a version of a campaign's configuration."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.models.audit import AuditRow


def boundaries(session: Session, campaign: str, version: int) -> dict[str, str]:
    """Name of each border file of that configuration version → sha256 of its content; empty when it brought none."""
    rows = session.scalars(
        select(AuditRow.details)
        .where(AuditRow.campaign == campaign, AuditRow.action == "package.imported")
        .order_by(AuditRow.seq.desc())
    )
    for details in rows:
        if details["version"] == version:
            found: dict[str, str] = details["boundaries"]
            return found
    return {}
