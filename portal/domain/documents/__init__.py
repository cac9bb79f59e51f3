"""Shapes of the published documents: one typed dictionary each, from which docs/schemas/*.json are made (docs/releases.md).

Rules that hold for all of them. Lists of votes stand in the order of the contest's options. Every percent is text with two
decimals made by `portal.domain.shares`, beside its numerator and denominator; None where the denominator is missing or 0.
Times are ISO 8601 with offset. A number that is not known is None, never -1 or 0. Documents hold no release number, no
publication time and no store id, so that an unchanged document is byte-identical.
"""

from portal.domain.documents.configuration import (
    ConfigurationDocument,
    ContestEntry,
    FindDocument,
    FindRow,
    FormDocument,
    FormLineDocument,
    PrecinctsIndexDocument,
    RuleDocument,
    TerritoryEntry,
)
from portal.domain.documents.places import (
    CampaignDocument,
    ChildDocument,
    ContestDocument,
    ContestRow,
    ContestSummary,
    LeadingOption,
    OptionDocument,
    PlaceDocument,
    ScheduleItemDocument,
    StatedDocument,
    TerritoryDocument,
)
from portal.domain.documents.precinct import (
    DecisionDocument,
    DeviceReport,
    DifferenceDocument,
    FindingDocument,
    HeldDocument,
    PrecinctDocument,
    PrecinctTurnout,
    ProtocolDocument,
    RatioDocument,
    ResultDocument,
    ScanDocument,
    ScannerDocument,
)
from portal.domain.documents.release import (
    IndexCampaign,
    IndexDocument,
    LatestDocument,
    ReleaseDocument,
)
from portal.domain.documents.totals import (
    ContestCounts,
    CountDocument,
    KindProgress,
    PrecinctNumbers,
    ProgressDocument,
    StatusDocument,
    TotalsDocument,
    TurnoutPoint,
)

__all__ = [
    "CampaignDocument",
    "ChildDocument",
    "ConfigurationDocument",
    "ContestCounts",
    "ContestDocument",
    "ContestEntry",
    "ContestRow",
    "ContestSummary",
    "CountDocument",
    "DecisionDocument",
    "DeviceReport",
    "DifferenceDocument",
    "FindDocument",
    "FindRow",
    "FindingDocument",
    "FormDocument",
    "FormLineDocument",
    "HeldDocument",
    "IndexCampaign",
    "IndexDocument",
    "KindProgress",
    "LatestDocument",
    "LeadingOption",
    "OptionDocument",
    "PlaceDocument",
    "PrecinctDocument",
    "PrecinctNumbers",
    "PrecinctTurnout",
    "PrecinctsIndexDocument",
    "ProgressDocument",
    "ProtocolDocument",
    "RatioDocument",
    "ReleaseDocument",
    "ResultDocument",
    "RuleDocument",
    "ScanDocument",
    "ScannerDocument",
    "ScheduleItemDocument",
    "StatedDocument",
    "StatusDocument",
    "TerritoryDocument",
    "TerritoryEntry",
    "TotalsDocument",
    "TurnoutPoint",
]
