"""Hours of the turnout series."""

from datetime import UTC, datetime, timedelta

_HOUR = timedelta(hours=1)


def hour_of(as_of: datetime) -> datetime:
    """The full hour (UTC) up to which a report counts in the hourly series: its own time, rounded up."""
    moment = as_of.astimezone(UTC)
    full = moment.replace(minute=0, second=0, microsecond=0)
    return full if full == moment else full + _HOUR
