"""Times as people type them: a date and a clock of the place where they are."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_SHAPES = ("%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")


def read_moment(zone: ZoneInfo, day: str, clock: str) -> datetime | None:
    """The instant (UTC) of a local day (2025-11-30 or 30.11.2025) and clock (21:30); None for anything else."""
    text = f"{day.strip()} {clock.strip()}"
    for shape in _SHAPES:
        try:
            return datetime.strptime(text, shape).replace(tzinfo=zone).astimezone(UTC)
        except (ValueError, OverflowError):  # Year 1 has no instant before it.
            continue
    return None
