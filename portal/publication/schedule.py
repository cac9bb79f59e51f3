"""When a fact may be seen: the approved schedules and the precinct's own closing (R53 ¶34-36, ¶40; R139 ¶50, ¶82)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from portal.domain.configuration import Campaign, Precinct
from portal.domain.decisions import DecisionKind
from portal.domain.facts import RegisteredDecision, Schedule, ScheduleItemKind
from portal.domain.publication_date import publication_date

NEVER = datetime.max.replace(tzinfo=UTC)
ALWAYS = datetime.min.replace(tzinfo=UTC)


class ProtocolsVisible(StrEnum):
    """Campaign parameter: protocols at once on receipt (R139 ¶82) or after the CEC's decision (R53 ¶52)."""

    ON_RECEIPT = "on_receipt"
    AFTER_DECISION = "after_decision"


@dataclass(frozen=True)
class Timetable:
    """The approved schedules of a campaign in order of approval; each is in force until the next is approved.

    What was visible once under an earlier schedule stays visible: a later schedule cannot hide it. `dated` says that
    some version, drafts included, names the publication date of the campaign's data.
    """

    campaign: Campaign
    schedules: tuple[Schedule, ...] = ()
    decisions: tuple[RegisteredDecision, ...] = ()
    dated: bool = False

    def with_schedule(self, schedule: Schedule) -> "Timetable":
        """This timetable as if that schedule were approved, too."""
        return replace(self, schedules=(*self.schedules, schedule))

    @cached_property
    def visible_from(self) -> datetime:
        """First moment at which anything of the campaign may be shown (R53 ¶27); ALWAYS without a publication date.

        A date that is only drafted keeps the campaign hidden until a schedule is approved; one that is approved without
        a date shows it from its approval.
        """
        if not self.dated and all(publication_date(schedule.items) is None for schedule in self.schedules):
            return ALWAYS
        for index, schedule in enumerate(self.schedules):
            moment = max(publication_date(schedule.items) or ALWAYS, schedule.approved_at)
            if moment < self._replaced(index):
                return moment
        return NEVER

    def turnout_visible_from(self, as_of: datetime) -> datetime:
        """First moment at which turnout up to `as_of` may be shown; NEVER without an approved slot."""
        return self._earliest(ScheduleItemKind.TURNOUT, not_before=as_of)

    @cached_property
    def results_open(self) -> datetime:
        """Opening of preliminary results; NEVER without an approved item."""
        return self._earliest(ScheduleItemKind.RESULTS)

    @cached_property
    def protocols_open(self) -> datetime:
        """First moment at which protocols may be shown, before the precinct's own closing is regarded."""
        scheduled = self._earliest(ScheduleItemKind.PROTOCOLS)
        opening = self.results_open if scheduled == NEVER else max(scheduled, self.results_open)
        visible = ProtocolsVisible(self.campaign.parameters.get("protocols_visible", ProtocolsVisible.ON_RECEIPT))
        if visible is ProtocolsVisible.ON_RECEIPT:
            return opening
        decided = [d.confirmed_at for d in self.decisions if d.confirmed_at and d.decision.kind in _OPENING_DECISIONS]
        return max(opening, min(decided)) if decided else NEVER

    @cached_property
    def scans_open(self) -> datetime:
        """First moment at which released scans may be shown."""
        scheduled = self._earliest(ScheduleItemKind.SCANS)
        return self.results_open if scheduled == NEVER else max(scheduled, self.results_open)

    def closing(self, precinct: Precinct) -> datetime:
        """Closing of the precinct by its own local time (R139 ¶30), in UTC."""
        return self._local(precinct.closes or self.campaign.closes, precinct.timezone)

    def opening(self, precinct: Precinct) -> datetime:
        """Opening of voting at the precinct by its own local time, in UTC."""
        return self._local(precinct.opens or self.campaign.opens, precinct.timezone)

    def _local(self, clock_time: time, zone: str) -> datetime:
        local = datetime.combine(self.campaign.voting_date, clock_time, ZoneInfo(zone or self.campaign.timezone))
        return local.astimezone(UTC)

    def _earliest(self, what: ScheduleItemKind, not_before: datetime | None = None) -> datetime:
        """Earliest moment at which a schedule in force shows `what` (for turnout: a slot not before `not_before`)."""
        for index, schedule in enumerate(self.schedules):
            times = [i.at for i in schedule.items if i.what is what and (not_before is None or i.at >= not_before)]
            if not times:
                continue
            moment = max(min(times), schedule.approved_at)
            if moment < self._replaced(index):
                return moment
        return NEVER

    def _replaced(self, index: int) -> datetime:
        """When the next schedule was approved; NEVER for the last one."""
        return self.schedules[index + 1].approved_at if index + 1 < len(self.schedules) else NEVER


_OPENING_DECISIONS = frozenset({DecisionKind.DETERMINE, DecisionKind.OFFICIAL})
