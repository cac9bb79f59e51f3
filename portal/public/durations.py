"""Durations as they are read: `5 * MINUTES`; all in seconds."""

SECOND = SECONDS = 1
MINUTE = MINUTES = 60 * SECONDS
HOUR = HOURS = 60 * MINUTES
DAY = DAYS = 24 * HOURS
YEAR = YEARS = 365 * DAYS
