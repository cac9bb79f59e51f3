"""What an archive holds: pages of it that have nothing to show are neither offered nor linked."""

from portal.published.shapes import CampaignDocument, Count, newest_turnout


def held_counts(document: CampaignDocument) -> tuple[str, ...]:
    """The counts that have come in for a campaign."""
    return tuple(kind.value for kind in Count if document["totals"][kind.value]["received"])


def empty_pages(document: CampaignDocument, scans: int) -> frozenset[str]:
    """Pages that an archive has nothing for (turnout, differences, scans); none of a campaign that is still running."""
    if not document["archive"]:
        return frozenset()
    held = {
        "turnout": document["stated"] is not None or newest_turnout(document["totals"]) is not None,
        "differences": len(held_counts(document)) != 1 or any(document["totals"]["numbers"].values()),
        "scans": scans > 0,
    }
    return frozenset(name for name, anything in held.items() if not anything)
