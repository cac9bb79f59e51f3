"""Whether a paper may be entered now: checked by the commission first, entered once, again only by decision or at once.

R53 ¶42 asks for the commission's preliminary check before entry; ¶44-45 for a decision of the CEC before any second
entry, after a refusal too. Ours is the slip of typing (typed ≠ paper): it may be retyped "at once", which means
  - by the same administrator, with the same chair and responsible member, who both confirm it;
  - within `retype_minutes` (campaign parameter, 15 unless set, 0 for never) of the entry that began the row of slips;
  - before the control printout is signed and before the paper is sent back;
  - with figures that differ from those typed before.
A retyped slip is logged as an attempt of its own, keeps the former version, and uses up no decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.domain.decisions import Decision
from portal.domain.statuses import ProtocolKind
from portal.entry.sheet import Figures
from portal.store.models import EntryBasis, PaperStepKind
from portal.store.queries.entry import Attempt, Step

DEFAULT_MINUTES, MOST_MINUTES = 15, 24 * 60


class NotAdmitted(StrEnum):
    """Why a paper cannot be entered now."""

    NOT_CHECKED = "not_checked"
    DECISION_NEEDED = "decision_needed"
    RECOUNT_NOT_ORDERED = "recount_not_ordered"
    NOTHING_TO_RETYPE = "nothing_to_retype"
    TOO_LATE_TO_RETYPE = "too_late_to_retype"
    PRINTOUT_SIGNED = "printout_signed"
    SENT_BACK = "sent_back"
    OTHER_PERSON = "other_person"
    OTHER_ATTENDEES = "other_attendees"
    SAME_FIGURES = "same_figures"
    SECOND_PERSON_NEEDED = "second_person_needed"


@dataclass(frozen=True, slots=True)
class Admission:
    """The entry may be made: what it rests on, its number among the attempts, the decision that permits it."""

    basis: EntryBasis
    number: int
    decision: str = ""


@dataclass(frozen=True)
class History:
    """What happened so far to one paper of one vote of its precinct.

    `imported` are versions that came without an attempt; `permits` and `recounts` are the decisions in force that name
    the precinct. A re-vote (R139 ¶75) has a paper of its own: `others` are the attempts at papers of other votes of the
    precinct, which count only in the numbers of the attempts. `typists` are the people who typed the last attempt.
    """

    kind: ProtocolKind
    attempts: tuple[Attempt, ...] = ()
    steps: tuple[Step, ...] = ()
    imported: int = 0
    permits: tuple[Decision, ...] = ()
    recounts: tuple[Decision, ...] = ()
    others: tuple[Attempt, ...] = ()
    typists: frozenset[str] = frozenset()

    @property
    def next_number(self) -> int:
        """Number of the attempt to come."""
        return len(self.attempts) + len(self.others) + 1

    @property
    def moves(self) -> tuple[Step, ...]:
        """Steps of this vote's paper: those after the last attempt at another vote's paper."""
        since = max((attempt.at for attempt in self.others), default=None)
        return tuple(step for step in self.steps if since is None or step.at > since)

    @property
    def entries(self) -> int:
        """Entries made so far that were no retyped slips, refused ones among them."""
        return self.imported + sum(1 for attempt in self.attempts if attempt.basis is not EntryBasis.SLIP)

    @property
    def begun(self) -> Attempt | None:
        """The last attempt that was no retyped slip; with the slips after it it is one entry."""
        return next((each for each in reversed(self.attempts) if each.basis is not EntryBasis.SLIP), None)

    @property
    def checked(self) -> bool:
        """True when the commission checked the paper after it was last handed over, sent back or typed (R53 ¶42)."""
        moves = [step for step in self.moves if step.step is not PaperStepKind.PRINTOUT_SIGNED]
        last = moves[-1] if moves else None
        if last is None or last.step is not PaperStepKind.CHECKED:
            return False
        return not self.attempts or last.at > self.attempts[-1].at


def retype_window(parameters: Mapping[str, str]) -> timedelta:
    """How long a slip of typing may be retyped in this campaign."""
    text = parameters.get("retype_minutes", "")
    return timedelta(minutes=min(int(text), MOST_MINUTES) if text.isascii() and text.isdigit() else DEFAULT_MINUTES)


def admit(history: History) -> Admission | NotAdmitted:
    """Whether the paper may be entered by right: for the first time, or again by a decision that was not used yet."""
    number = history.next_number
    if history.kind is ProtocolKind.RECOUNT and not history.recounts:
        return NotAdmitted.RECOUNT_NOT_ORDERED
    if history.entries and len(history.permits) < history.entries:
        return NotAdmitted.DECISION_NEEDED
    if not history.checked:
        return NotAdmitted.NOT_CHECKED
    if not history.entries:
        return Admission(EntryBasis.FIRST, number)
    return Admission(EntryBasis.DECISION, number, history.permits[history.entries - 1].number)


def may_retype(history: History, now: datetime, window: timedelta) -> Admission | NotAdmitted:
    """Whether a slip of the last entry may still be retyped at `now` (system clock)."""
    begun = history.begun
    if begun is None:
        return NotAdmitted.NOTHING_TO_RETYPE
    since = {step.step for step in history.steps if step.at >= begun.at}
    if PaperStepKind.PRINTOUT_SIGNED in since:
        return NotAdmitted.PRINTOUT_SIGNED
    if PaperStepKind.RETURNED in since:
        return NotAdmitted.SENT_BACK
    if now - begun.at > window or not window:
        return NotAdmitted.TOO_LATE_TO_RETYPE
    return Admission(EntryBasis.SLIP, history.next_number)


def is_same_sitting(history: History, person: str, attendees: tuple[str, str]) -> NotAdmitted | None:
    """None when the same administrator (of a double entry: one of the same two) retypes before the same attendees."""
    last = history.attempts[-1]
    if not is_same_typist(history, person):
        return NotAdmitted.OTHER_PERSON
    return None if (last.chair, last.member) == attendees else NotAdmitted.OTHER_ATTENDEES


def is_same_typist(history: History, person: str) -> bool:
    """True when the person typed the last attempt, alone or as one of two."""
    return bool(history.attempts) and person in {history.attempts[-1].recorded_by, *history.typists}


def is_changed(history: History, figures: Figures) -> NotAdmitted | None:
    """None when something was typed in another way than before."""
    return NotAdmitted.SAME_FIGURES if history.attempts[-1].figures == dict(figures) else None
