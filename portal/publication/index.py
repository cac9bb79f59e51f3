"""index.json: every campaign with its newest release."""

from portal.domain.documents import (
    CampaignDocument,
    ConfigurationDocument,
    IndexCampaign,
    IndexDocument,
    ReleaseDocument,
    newest_turnout,
)


def with_campaign(
    index: IndexDocument,
    document: CampaignDocument,
    release: ReleaseDocument,
    configuration: ConfigurationDocument,
) -> IndexDocument:
    """The index with this campaign at its newest release; newest voting date first, then by id."""
    others = [campaign for campaign in index["campaigns"] if campaign["id"] != document["campaign"]]
    campaigns = [*others, index_entry(document, release, configuration)]
    campaigns.sort(key=lambda campaign: campaign["id"])
    campaigns.sort(key=lambda campaign: campaign["voting_date"], reverse=True)
    return {"v": 1, "campaigns": campaigns}


def index_entry(
    document: CampaignDocument, release: ReleaseDocument, configuration: ConfigurationDocument
) -> IndexCampaign:
    """A campaign's entry: its turnout is the final one once it has caught up with the last hour's, else that, else what
    its source states.
    """
    totals, stated = document["totals"], document["stated"]
    point = newest_turnout(totals)
    entry: IndexCampaign = {
        "id": document["campaign"],
        "kind": document["kind"],
        "name": document["name"],
        "voting_date": document["voting_date"],
        "archive": document["archive"],
        "test": document["test"],
        "status": document["status"],
        "release": release["n"],
        "as_of": release["as_of"],
        "published_at": release["published_at"],
        "voters": stated["voters"] if stated and totals["voters"] is None else totals["voters"],
        "participated": point["total"] if point else stated["participated"] if stated else None,
        "percent": point["percent"] if point else stated["percent"] if stated else None,
        "turnout_percent_stated": stated["turnout_percent_stated"] if stated else "",
    }
    if "pause" in configuration:
        entry["pause"] = configuration["pause"]
    if "paused_at" in configuration:
        entry["paused_at"] = configuration["paused_at"]
    return entry
