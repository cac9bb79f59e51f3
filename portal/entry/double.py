"""Double entry: a second person types the paper blind, and only where both agree is it stored (campaign parameter).

Fields that differ are typed again, by either of the two, neither seeing the value of the other. Readings belong to one
attempt, so a paper entered again is read by two people again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.tabulation.scheme import Scheme
from portal.entry.sheet import Figures, Sheet
from portal.store.queries.entry import Reading, readings
from portal.store.record.entry import record_reading

Value = int | str | None


@dataclass(frozen=True)
class Agreement:
    """Where two readings of a paper stand, seen by one person.

    `mine` are this person's own figures (the agreed ones once `done`), never the other's. `barred` says that this
    person's part is done and another person has to come. `differing` names the fields to be typed again.
    """

    number: int
    reading: int
    mine: Mapping[str, Value]
    differing: tuple[str, ...] = ()
    barred: bool = False
    done: bool = False

    def typed(self, session: Session, sheet: Sheet, figures: Figures, person: str, at: datetime) -> "Agreement":
        """Record this person's figures; the agreement after it."""
        record_reading(
            session, sheet.paper, number=self.number, reading=self.reading, figures=figures, at=at, by=person
        )
        after = _both(session, sheet, self.number)
        differing = _differing(sheet, after) if len(after) == 2 else ()
        done = len(after) == 2 and not differing
        return Agreement(self.number, self.reading, dict(figures), differing, done=done)


def is_double(scheme: Scheme) -> bool:
    """True when the campaign wants every protocol typed by two people."""
    return scheme.campaign.parameters.get("double_entry") == "true"


def compare(session: Session, sheet: Sheet, number: int, person: str) -> Agreement:
    """Where the readings of attempt `number` stand for this person."""
    both = _both(session, sheet, number)
    if not both:
        return Agreement(number, 1, {})
    own = [reading for reading in both.values() if reading.recorded_by == person]
    if len(both) == 1:
        return Agreement(number, 1, dict(own[0].figures), barred=True) if own else Agreement(number, 2, {})
    if not own:
        return Agreement(number, 2, {}, barred=True)
    differing = _differing(sheet, both)
    return Agreement(number, own[0].reading, dict(own[0].figures), differing, done=not differing)


def _both(session: Session, sheet: Sheet, number: int) -> dict[int, Reading]:
    paper = sheet.paper
    found = readings(session, paper.campaign, paper.precinct, paper.kind, paper.contest)
    return {reading.reading: reading for reading in found if reading.number == number}


def _differing(sheet: Sheet, both: Mapping[int, Reading]) -> tuple[str, ...]:
    first, second = both[1].figures, both[2].figures
    return tuple(name for name in sheet.field_names if first.get(name) != second.get(name))
