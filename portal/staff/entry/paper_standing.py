"""Where the entry of a paper stands for the person at the desk: whether and how it may be typed now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from portal.entry.admission import Admission, NotAdmitted, admit, is_same_typist, may_retype, retype_window
from portal.entry.commission import CommissionView
from portal.entry.double import Agreement, compare, is_double
from portal.entry.protocol import Outcome, PaperCase, Typed


@dataclass
class Standing:
    """A paper after a GET (`outcome` None) or after a submission that was not stored."""

    session: Session
    mine: CommissionView
    case: PaperCase
    typed: Typed
    outcome: Outcome | None = None

    @cached_property
    def admission(self) -> Admission | NotAdmitted:
        """What the paper may be entered by right of."""
        return admit(self.case.history)

    @cached_property
    def retype(self) -> Admission | NotAdmitted:
        """Whether the last entry may be retyped as a slip by this person."""
        found = may_retype(self.case.history, self.typed.system_now, self._window)
        if isinstance(found, Admission) and not is_same_typist(self.case.history, self.typed.person):
            return NotAdmitted.OTHER_PERSON
        return found

    @cached_property
    def agreement(self) -> Agreement | None:
        """Where a double entry stands for this person; None without double entry."""
        granted = self.admission if isinstance(self.admission, Admission) else self.retype
        if not is_double(self.case.scheme) or not isinstance(granted, Admission):
            return None
        return compare(self.session, self.case.sheet, granted.number, self.typed.person)

    @property
    def mode(self) -> str:
        """enter, slip, differing, agreed (double entry) or closed."""
        if not isinstance(self.admission, Admission) and not self.by_slip:
            return "closed"
        if self.agreement and self.agreement.barred:
            return "closed"
        if self.agreement and self.agreement.done:
            return "agreed"
        if self.agreement and self.agreement.differing:
            return "differing"
        return "slip" if self.by_slip else "enter"

    @property
    def refusal(self) -> NotAdmitted | None:
        """Why the paper cannot be entered, or was not just now."""
        if self.outcome and self.outcome.not_admitted:
            return self.outcome.not_admitted
        if self.agreement and self.agreement.barred:
            return NotAdmitted.SECOND_PERSON_NEEDED
        return self.admission if self.mode == "closed" and isinstance(self.admission, NotAdmitted) else None

    @property
    def by_slip(self) -> bool:
        """True when what is typed now counts as retyping a slip."""
        return not isinstance(self.admission, Admission) and isinstance(self.retype, Admission)

    @property
    def slip_ends(self) -> datetime | None:
        """Until when the slip may be retyped; None where there is none."""
        begun = self.case.history.begun
        return begun.at + self._window if self.by_slip and begun is not None else None

    @property
    def _window(self) -> timedelta:
        return retype_window(self.case.scheme.campaign.parameters)
