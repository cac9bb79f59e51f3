"""Legal deadlines of a campaign, counted from voting day and from the decisions that began them (R53 ¶29; R139 ¶62-84).

The system warns; it enforces none of them. Days are calendar days in Bishkek, and a deadline of days ends with its day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.domain.decisions import Decision, DecisionKind

BISHKEK = ZoneInfo("Asia/Bishkek")
SOON = timedelta(days=2)
"""From so long before its end a deadline is warned of."""


class DeadlineKind(StrEnum):
    """What has to be done in time."""

    PREPARATION = "preparation"
    DELIVERY = "delivery"
    PARTICIPANTS = "participants"
    DETERMINATION = "determination"
    MEDIA = "media"
    OFFICIAL = "official"
    SECOND_ROUND = "second_round"


class DeadlineState(StrEnum):
    """How a deadline stands."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"


SOURCES = {
    DeadlineKind.PREPARATION: "R53 ¶29",
    DeadlineKind.DELIVERY: "R139 ¶62",
    DeadlineKind.PARTICIPANTS: "R139 ¶66",
    DeadlineKind.DETERMINATION: "R139 ¶77",
    DeadlineKind.MEDIA: "R139 ¶83",
    DeadlineKind.OFFICIAL: "R139 ¶84",
    DeadlineKind.SECOND_ROUND: "R139 ¶78",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline: `due` is its last moment; `done` the day of the act that met it, None while there is none or where
    the system cannot know of it.
    """

    kind: DeadlineKind
    due: datetime
    done: date | None = None

    @property
    def source(self) -> str:
        """The paragraph that sets it."""
        return SOURCES[self.kind]

    def state(self, now: datetime) -> DeadlineState:
        """How it stands at `now`."""
        if self.done is not None:
            return DeadlineState.MET if self.done <= self.due.astimezone(BISHKEK).date() else DeadlineState.MISSED
        if now > self.due:
            return DeadlineState.OVERDUE
        return DeadlineState.SOON if self.due - now <= SOON else DeadlineState.OPEN


def deadlines(voting_date: date, decisions: Iterable[Decision], contests: Iterable[str]) -> list[Deadline]:
    """Every deadline that runs or ran, in order of its end; `decisions` are those in force.

    Results are determined when one act covers the campaign or the last of its contests has its own; the deadlines that
    the determination begins run from that day.
    """
    acts = list(decisions)
    determined = _done(acts, DecisionKind.DETERMINE, contests)
    official = _done(acts, DecisionKind.OFFICIAL, contests)
    found = [
        Deadline(DeadlineKind.PREPARATION, _end_of(voting_date - timedelta(days=10))),
        Deadline(DeadlineKind.DELIVERY, _end_of(voting_date + timedelta(days=7))),
        Deadline(DeadlineKind.PARTICIPANTS, _end_of(voting_date + timedelta(days=7))),
        Deadline(DeadlineKind.DETERMINATION, _end_of(voting_date + timedelta(days=20)), determined),
    ]
    if determined:
        found.append(Deadline(DeadlineKind.MEDIA, _end_of(determined + timedelta(days=1))))
        found.append(Deadline(DeadlineKind.OFFICIAL, _end_of(determined + timedelta(days=14)), official))
        if any(act.kind is DecisionKind.SET_SECOND_ROUND for act in acts):
            found.append(Deadline(DeadlineKind.SECOND_ROUND, _end_of(determined + timedelta(days=20))))
    return sorted(found, key=lambda each: (each.due, each.kind))


def _done(acts: list[Decision], kind: DecisionKind, contests: Iterable[str]) -> date | None:
    """Day on which acts of this kind covered every contest; None while one lacks it."""
    named = [act for act in acts if act.kind is kind]
    whole = [act.date for act in named if not act.contest]
    days = []
    for contest in contests:
        own = whole + [act.date for act in named if act.contest == contest]
        if not own:
            return None
        days.append(min(own))
    return max(days, default=None)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), BISHKEK)
