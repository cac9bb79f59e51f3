"""What search engines are told about a page in their own words (schema.org as JSON-LD)."""

import orjson
from markupsafe import Markup

from portal import urls
from portal.public.pages.page import CampaignPage, Page
from portal.public.state import state

OPEN_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def structured_data(page: Page) -> Markup:
    """A data set of the campaign with the addresses of this page and its twins; "" beside the campaigns."""
    if not isinstance(page, CampaignPage) or not state().site_url:
        return Markup("")
    site, fixed = state().site_url, page.release.fixed()
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": fixed["name"][page.language],
        "description": fixed["name"][page.language],
        "url": site + page.path,
        "inLanguage": page.language,
        "isAccessibleForFree": True,
        "license": OPEN_LICENCE,
        "temporalCoverage": fixed["voting_date"],
        "creator": {"@type": "GovernmentOrganization", "name": "Central Election Commission of the Kyrgyz Republic"},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": site + urls.twin(page.path, ending),
                "encodingFormat": "text/csv" if ending == "csv" else "application/json",
            }
            for ending in page.twins
        ],
    }
    return Markup(orjson.dumps(described).decode().replace("<", "\\u003c"))
