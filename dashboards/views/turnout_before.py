"""An earlier campaign beside this one: compared only where the territory codes agree, because borders change."""

from dataclasses import dataclass

from dashboards.source import CAMPAIGN, Source
from portal.domain.documents import TotalsDocument
from portal.published.errors import NotPublished


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier campaign's name and voting date, and the totals of the same territory in it."""

    campaign: str
    day: str
    totals: TotalsDocument


def points_before(source: Source, campaign: str, code: str) -> Earlier | None:
    """The same territory in the earlier campaign; None when that campaign has none of this code.

    Raises NotPublished for an unknown campaign.
    """
    release = source.snapshot.release(campaign)
    document = release.campaign_document()
    name = document["name"][source.language]
    if not code:
        return Earlier(name, document["voting_date"], document["totals"])
    try:
        return Earlier(name, document["voting_date"], release.territory(code).head["totals"])
    except NotPublished:
        return None


def earlier_campaigns(source: Source) -> list[tuple[str, str]]:
    """Id and name of the campaigns voted on before this one that have turnout of their own, newest first."""
    found = []
    for id, release in source.snapshot.releases.items():
        if CAMPAIGN not in release.files:
            continue
        document = release.campaign_document()
        if document["voting_date"] < source.document["voting_date"] and document["totals"]["turnout"]:
            found.append((document["voting_date"], id, document["name"][source.language]))
    return [(id, name) for _, id, name in sorted(found, reverse=True)]
