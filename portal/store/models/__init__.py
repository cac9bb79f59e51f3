"""The tables of the store, one module per entity group."""

from portal.store.models.audit import AuditRow
from portal.store.models.base import Base
from portal.store.models.configuration import (
    CampaignRow,
    CommissionRow,
    ConfigurationRow,
    ContestRow,
    MemberRow,
    OptionRow,
    PrecinctContestRow,
    PrecinctRow,
    TerritoryRow,
)
from portal.store.models.decisions import ConfirmationRow, DecisionRow
from portal.store.models.facts import (
    ConsolidatedLineRow,
    ConsolidatedRow,
    ConsolidatedVoteRow,
    FactKind,
    FactRow,
    NoMachineRow,
    ProtocolLineRow,
    ProtocolRow,
    ProtocolVoteRow,
    ScannerRow,
    ScannerVoteRow,
    ScanRow,
    TurnoutRow,
)
from portal.store.models.publication import ApprovalRow, OrderRow, ReleaseRow, ScheduleItemRow, ScheduleRow

__all__ = [
    "ApprovalRow",
    "AuditRow",
    "Base",
    "CampaignRow",
    "CommissionRow",
    "ConfigurationRow",
    "ConfirmationRow",
    "ConsolidatedLineRow",
    "ConsolidatedRow",
    "ConsolidatedVoteRow",
    "ContestRow",
    "DecisionRow",
    "FactKind",
    "FactRow",
    "MemberRow",
    "NoMachineRow",
    "OptionRow",
    "OrderRow",
    "PrecinctContestRow",
    "PrecinctRow",
    "ProtocolLineRow",
    "ProtocolRow",
    "ProtocolVoteRow",
    "ReleaseRow",
    "ScanRow",
    "ScannerRow",
    "ScannerVoteRow",
    "ScheduleItemRow",
    "ScheduleRow",
    "TerritoryRow",
    "TurnoutRow",
]
