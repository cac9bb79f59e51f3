"""The three explorers and their views: one table for routes, links, filters, cache keys and tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboards.texts import gettext
from dashboards.views import arrival, quality, quality_more, results, turnout, turnout_precincts
from dashboards.views.view import Sheet
from portal.domain.documents import CampaignDocument
from portal.published.held import empty_pages

TERRITORIES = ("territories/",)


@dataclass(frozen=True, slots=True)
class Explorer:
    """An explorer: name in the address, label, one sentence about it, its views with the default one first."""

    name: str
    label: Callable[[], str]
    about: Callable[[], str]
    sheets: Mapping[str, Sheet]


def _by_name(*sheets: Sheet) -> Mapping[str, Sheet]:
    return MappingProxyType({sheet.name: sheet for sheet in sheets})


TURNOUT = Explorer(
    "turnout",
    lambda: gettext("Turnout"),
    lambda: gettext("Hours, territories, precincts, and series with something missing."),
    _by_name(
        Sheet(
            "hours",
            lambda: gettext("Up to each hour"),
            ("territory", "measure", "before"),
            TERRITORIES,
            turnout.cumulative,
            "turnout",
        ),
        Sheet("within", lambda: gettext("Within each hour"), ("territory",), TERRITORIES, turnout.hourly, "turnout"),
        Sheet("heat", lambda: gettext("Hour by territory"), ("territory",), TERRITORIES, turnout.heat, "turnout"),
        Sheet(
            "precincts",
            lambda: gettext("Precincts by turnout"),
            ("territory",),
            TERRITORIES,
            turnout_precincts.distribution,
            "turnout",
        ),
        Sheet(
            "gaps", lambda: gettext("Late or falling"), ("territory",), TERRITORIES, turnout_precincts.gaps, "turnout"
        ),
    ),
)
RESULTS = Explorer(
    "results",
    lambda: gettext("Results"),
    lambda: gettext("Any contest by territory and precinct, and how the count moved."),
    _by_name(
        Sheet(
            "options",
            lambda: gettext("Options"),
            ("contest", "territory", "precinct"),
            ("contest", *TERRITORIES, "precincts-index.json"),
            results.options,
        ),
        Sheet("places", lambda: gettext("Leader and runner-up"), ("contest", "count"), ("contest",), results.places),
        Sheet(
            "arrival",
            lambda: gettext("Order of arrival"),
            ("contest", "count"),
            ("contest", *TERRITORIES),
            arrival.arrival,
        ),
        Sheet("kinds", lambda: gettext("Home, remote, abroad"), ("contest", "count"), ("contest",), results.kinds),
    ),
)
QUALITY = Explorer(
    "quality",
    lambda: gettext("Quality"),
    lambda: gettext("Differences, findings, what is missing: facts for observers, and what they can mean."),
    _by_name(
        Sheet(
            "differences",
            lambda: gettext("Hand count and ASU"),
            ("territory", "by"),
            TERRITORIES,
            quality.differences,
            "differences",
        ),
        Sheet("findings", lambda: gettext("Findings"), ("territory", "code"), TERRITORIES, quality.findings),
        Sheet(
            "invalid", lambda: gettext("Invalid and spoiled"), ("contest",), ("contests/",), quality.invalid, "protocol"
        ),
        Sheet("entry", lambda: gettext("Time of entry"), ("territory",), TERRITORIES, quality_more.entry, "protocol"),
        Sheet("missing", lambda: gettext("Missing precincts"), ("territory",), TERRITORIES, quality_more.missing),
        Sheet(
            "scatter",
            lambda: gettext("Turnout and share"),
            ("contest", "count", "territory"),
            ("contest", *TERRITORIES),
            quality_more.scatter,
            "turnout",
        ),
    ),
)
EXPLORERS: Mapping[str, Explorer] = MappingProxyType({row.name: row for row in (TURNOUT, RESULTS, QUALITY)})


def lacking(document: CampaignDocument) -> frozenset[str]:
    """What an archive does not hold and sheets need; nothing of a campaign that may still bring it."""
    protocols = document["totals"]["protocol"]["received"] or not document["archive"]
    return empty_pages(document, 0) | (frozenset() if protocols else {"protocol"})


def offered(document: CampaignDocument) -> dict[str, list[Sheet]]:
    """Name of every explorer that has anything to show of a campaign → its sheets that have."""
    without = lacking(document)
    found = {
        name: [sheet for sheet in explorer.sheets.values() if sheet.needs not in without]
        for name, explorer in EXPLORERS.items()
    }
    return {name: sheets for name, sheets in found.items() if sheets}
