"""What the pages of decisions share: blueprint, words, the register as acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.grounds import InvalidationGround
from portal.errors import InputError
from portal.staff.decisions.act import Problem, Wrong
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.said import N_
from portal.store.queries.configuration import StoredConfiguration, configuration
from portal.store.queries.decisions import RegisterEntry, register

blueprint = Blueprint("decisions", __name__)

READERS = (Function.OUIIS, Function.APPROVER, Function.AUDITOR)
ENTERING = (Function.OUIIS,)
CONFIRMING = (Function.APPROVER, Function.OUIIS)

KINDS = {
    DecisionKind.PERMIT_REENTRY: N_("second entry of a protocol permitted"),
    DecisionKind.RECOUNT: N_("recount ordered"),
    DecisionKind.INVALIDATE_PRECINCT: N_("voting totals of the precinct declared invalid"),
    DecisionKind.SET_RE_VOTE: N_("re-vote called"),
    DecisionKind.INVALIDATE_CANDIDATE: N_("candidate's votes declared invalid"),
    DecisionKind.WITHDRAW_CANDIDATE: N_("candidate withdrawn"),
    DecisionKind.DETERMINE: N_("election results determined"),
    DecisionKind.SET_SECOND_ROUND: N_("second round called"),
    DecisionKind.DECLARE_INVALID: N_("election declared invalid"),
    DecisionKind.DECLARE_NOT_HELD: N_("election declared not held"),
    DecisionKind.SET_REPEAT_ELECTION: N_("repeat election called"),
    DecisionKind.SUSPEND_BY_APPEAL: N_("suspended by an appeal"),
    DecisionKind.RESUME: N_("resumed after the appeal"),
    DecisionKind.REVERSE: N_("earlier decision reversed"),
    DecisionKind.OFFICIAL: N_("official publication of the results"),
}
SCOPES = {
    DecisionScope.CAMPAIGN: N_("the whole campaign"),
    DecisionScope.CONTEST: N_("a district or question: its code"),
    DecisionScope.TERRITORY: N_("a territory: its code"),
    DecisionScope.PRECINCT: N_("a precinct: number, or number:district"),
    DecisionScope.OPTION: N_("a position of the ballot: district:position"),
    DecisionScope.DECISION: N_("an earlier decision: its number, or body:number"),
}
GROUNDS = {
    InvalidationGround.TOTALS_UNCERTAIN: N_("¶75 1): violations; the totals cannot be established with certainty"),
    InvalidationGround.WILL_AFFECTED: N_("¶75 2): violations that affected the will of the voters"),
    InvalidationGround.HIGHER_COMMISSION: N_("¶75 3): decision of a higher commission"),
    InvalidationGround.COURT: N_("¶75 4): decision of a court"),
    InvalidationGround.BALLOTS_INVALID: N_("¶75 5): the ballots in the scanners were declared invalid"),
}
WRONG = {
    Wrong.EMPTY: N_("Fill this in."),
    Wrong.NO_DAY: N_("This is not a day. Write it as 30.11.2025."),
    Wrong.FUTURE: N_("This day has not come yet."),
    Wrong.UNKNOWN: N_("Choose one from the list."),
    Wrong.SCOPE_NEEDED: N_("Say what it concerns: this kind of decision can concern several things."),
    Wrong.SCOPE_UNFIT: N_("This kind of decision cannot concern that."),
    Wrong.NO_TARGET_WANTED: N_("A decision about the whole campaign names nothing here."),
    Wrong.TARGET_FORM: N_("%(value)s is not written as the list above says."),
    Wrong.TARGET_UNKNOWN: N_("%(value)s is not in this campaign."),
    Wrong.TOO_MANY: N_("More than 500 at once. Divide them."),
    Wrong.TWICE: N_("%(value)s: this decision is in the register already."),
    Wrong.GROUND_NEEDED: N_("Say on which ground of ¶75 the totals are declared invalid."),
    Wrong.GROUND_UNFIT: N_("Grounds of ¶75 belong to totals of a precinct that are declared invalid."),
    Wrong.NOTHING_TO_REVERSE: N_("%(value)s names no earlier decision, or several. Write body:number."),
}


@dataclass(frozen=True)
class RegisteredAct:
    """Rows of one act that were entered together."""

    entries: tuple[RegisterEntry, ...]

    @property
    def first(self) -> RegisterEntry:
        """The row by whose number the act is addressed."""
        return self.entries[0]

    @property
    def decision(self) -> Decision:
        """Number, date and body of the act."""
        return self.first.registered.decision

    @property
    def waits(self) -> bool:
        """True while a row waits for the second person."""
        return any(entry.waits for entry in self.entries)


def acts_of(entries: Sequence[RegisterEntry]) -> list[RegisteredAct]:
    """The register as acts, the newest first: rows of the same act, kind, person and moment of entry."""
    groups: dict[tuple[object, ...], list[RegisterEntry]] = {}
    for entry in entries:
        row = entry.registered.decision
        key = (row.key, row.date, row.kind, entry.entered_by, entry.registered.received_at)
        groups.setdefault(key, []).append(entry)
    return [RegisteredAct(tuple(group)) for group in reversed(groups.values())]


def the_register(session: Session, campaign: str) -> tuple[StoredConfiguration, list[RegisterEntry]]:
    """The campaign of the address with its register; 404 where there is no such campaign."""
    try:
        stored = configuration(session, campaign)
    except InputError:
        raise NotFound from None
    return stored, register(session, campaign)


def the_act(entries: Sequence[RegisterEntry], seq: int) -> RegisteredAct:
    """The act of the address: the one with a row of this number; 404 where there is none."""
    for act in acts_of(entries):
        if any(entry.seq == seq for entry in act.entries):
            return act
    raise NotFound


def kind_name(kind: DecisionKind) -> str:
    """What a kind of decision is called in the language of the page."""
    return str(gettext(KINDS[kind]))


def ground_name(ground: InvalidationGround | None) -> str:
    """The ground in the language of the page, "" for none."""
    return str(gettext(GROUNDS[ground])) if ground else ""


def target_name(decision: Decision) -> str:
    """What a decision concerns, as the register writes it."""
    return decision.target or str(gettext(SCOPES[DecisionScope.CAMPAIGN]))


def said(problem: Problem) -> str:
    """A problem in the language of the page."""
    return str(gettext(WRONG[problem.wrong], value=problem.value))


def private() -> Path:
    """The folder of what is never served."""
    return desk().settings.home / "private"
