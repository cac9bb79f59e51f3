"""Recording facts: the only way into the store. Every function inserts in the caller's transaction and returns sequence
numbers.

`by` is the person, device or program that recorded the fact. `seq` (and a protocol's `version`) of the values given are
ignored; the store gives them.
"""

from portal.store.record.audit import record_audit
from portal.store.record.configuration import record_configuration
from portal.store.record.people import (
    approve,
    confirm_decision,
    record_decision,
    record_order,
    record_schedule,
)
from portal.store.record.protocols import record_protocol, record_protocols
from portal.store.record.releases import record_release
from portal.store.record.reports import (
    record_consolidated,
    record_no_machine_result,
    record_no_machine_results,
    record_scan,
    record_scanner_report,
    record_scanner_reports,
    record_scans,
    record_turnout,
    record_turnouts,
)
from portal.store.record.spine import register_campaign

__all__ = [
    "approve",
    "confirm_decision",
    "record_audit",
    "record_configuration",
    "record_consolidated",
    "record_decision",
    "record_no_machine_result",
    "record_no_machine_results",
    "record_order",
    "record_protocol",
    "record_protocols",
    "record_release",
    "record_scan",
    "record_scanner_report",
    "record_scanner_reports",
    "record_scans",
    "record_schedule",
    "record_turnout",
    "record_turnouts",
    "register_campaign",
]
