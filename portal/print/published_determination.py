"""The protocol of determination of a contest as it stands in the newest published release."""

from dataclasses import dataclass
from pathlib import Path

from portal.errors import InputError
from portal.languages import Language
from portal.print.determination import determination_pdf
from portal.published.errors import NotPublished
from portal.published.site import Site


@dataclass(frozen=True, slots=True)
class PublishedProtocol:
    """The PDF and the number of the release that was the newest."""

    pdf: bytes
    release: int


def published_protocol(public: Path, campaign: str, contest: str, language: Language) -> PublishedProtocol:
    """The protocol of one contest (R139 ¶77) of the public tree; equal releases give equal bytes.

    Raises InputError for a campaign or contest without a published determination.
    """
    release = Site(public).current().releases.get(campaign)
    if release is None:
        raise InputError([f"campaign {campaign}: no release is published yet"])
    try:
        document = release.contest(contest)
    except NotPublished as error:
        raise InputError([f"contest {contest}: not in release {release.number} of the campaign"]) from error
    whole = release.campaign_document()
    owner = release.listed(f"contests/{contest}.json").owner
    root = release.root_after(owner)
    published = f"№ {owner} · {release.past(owner)['published_at']}{f' · log {root}' if root else ''}"
    pdf = determination_pdf(document, release.configuration(), language, whole["voting_date"], published, whole)
    return PublishedProtocol(pdf, release.number)
