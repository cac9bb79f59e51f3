"""Devices: their keys and configuration files, what they sent, what is missing, what failed (R53 ¶28, ¶33-40)."""

from portal.staff.devices import carried, failures, files, keys, quarantine, state
from portal.staff.devices.base import blueprint

__all__ = ["blueprint", "carried", "failures", "files", "keys", "quarantine", "state"]
