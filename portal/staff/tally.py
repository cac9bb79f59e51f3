"""Counting refusals that anybody can cause, so that a flood of them cannot fill the audit trail.

The trail is never shortened; an event is therefore due only for the 1st, 10th, 100th … refusal of an address in an
hour, with the number so far. Each process counts for itself: a counter in the store would be a write for each refusal,
the flood that this keeps away (docs/security.md).
"""

from datetime import datetime
from threading import Lock

ADDRESSES = 200
"""So many addresses are told apart in an hour; all further ones are counted together, under ""."""


class Tally:
    """How often each address was refused for each reason in the present hour of the system clock."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour: datetime | None = None
        self._counts: dict[tuple[str, str], int] = {}

    def due(self, reason: str, address: str, now: datetime) -> tuple[str, int]:
        """Count a refusal. The address under which it counts, and how many there were when an event is due, else 0."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if hour != self._hour:
                self._hour, self._counts = hour, {}
            place = (reason, address)
            if place not in self._counts and len(self._counts) >= ADDRESSES:
                place = (reason, "")
            count = self._counts[place] = self._counts.get(place, 0) + 1
        return place[1], count if _is_power_of_ten(count) else 0


def _is_power_of_ten(count: int) -> bool:
    return str(count).rstrip("0") == "1"
