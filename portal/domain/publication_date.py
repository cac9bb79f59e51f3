"""The publication date of a campaign's data: nothing of the campaign is visible before it (R53 ¶27)."""

from collections.abc import Iterable
from datetime import datetime

from portal.domain.facts import ScheduleItem, ScheduleItemKind


def publication_date(items: Iterable[ScheduleItem]) -> datetime | None:
    """The date that the lines of a schedule name, the first one of several; None when they name none."""
    return min((item.at for item in items if item.what is ScheduleItemKind.CAMPAIGN), default=None)


def before_publication(items: Iterable[ScheduleItem]) -> list[int]:
    """Numbers of the lines, counted from 1, that would show something before the date that the same lines name."""
    lines = list(items)
    date = publication_date(lines)
    return [] if date is None else [number for number, item in enumerate(lines, 1) if item.at < date]


def second_dates(items: Iterable[ScheduleItem]) -> list[int]:
    """Numbers of the lines, counted from 1, that name a publication date after another line named one."""
    return [number for number, item in enumerate(items, 1) if item.what is ScheduleItemKind.CAMPAIGN][1:]
