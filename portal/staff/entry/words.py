"""Sentences of the entry pages for codes of the rules; texts are chosen when they are shown."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from portal.domain.control_ratios import rules_by_code
from portal.domain.names import Language
from portal.domain.preferences import PREFERENCE_RULES
from portal.domain.protocol_form import ProtocolForm
from portal.domain.rules import Rule, sentence
from portal.domain.statuses import ProtocolKind
from portal.entry.admission import NotAdmitted
from portal.entry.state import PaperState
from portal.entry.turnout import REPLACES
from portal.staff.said import N_
from portal.store.models import EntryBasis, PaperStepKind

KINDS: Mapping[ProtocolKind, str] = {
    ProtocolKind.ORDINARY: N_("Ordinary protocol"),
    ProtocolKind.REMOTE: N_("Protocol of remote voting"),
    ProtocolKind.RECOUNT: N_("Protocol of the ordered recount"),
}
STATES: Mapping[PaperState, str] = {
    PaperState.MISSING: N_("missing"),
    PaperState.NOT_EXPECTED: N_("nothing tells of one"),
    PaperState.RECEIVED: N_("handed over"),
    PaperState.CHECKED: N_("checked, to be entered"),
    PaperState.RETURNED: N_("sent back to the УИК"),
    PaperState.REFUSED: N_("not saved: a ratio is broken"),
    PaperState.ENTERED: N_("entered"),
}
STEPS: Mapping[PaperStepKind, str] = {
    PaperStepKind.RECEIVED: N_("Handed over by the УИК"),
    PaperStepKind.CHECKED: N_("Checked by the commission: filled in correctly"),
    PaperStepKind.RETURNED: N_("Sent back to the УИК"),
    PaperStepKind.PRINTOUT_SIGNED: N_("Control printout signed by all three"),
}
BASES: Mapping[EntryBasis, str] = {
    EntryBasis.FIRST: N_("first entry"),
    EntryBasis.DECISION: N_("by decision"),
    EntryBasis.SLIP: N_("slip of typing, retyped at once"),
}
NOT_ADMITTED: Mapping[NotAdmitted, str] = {
    NotAdmitted.NOT_CHECKED: N_("The commission has not checked this paper yet (R53 ¶42). Record the check first."),
    NotAdmitted.DECISION_NEEDED: N_(
        "This protocol was entered before. A second entry needs a confirmed decision of the CEC that names the "
        "precinct (R53 ¶45)."
    ),
    NotAdmitted.RECOUNT_NOT_ORDERED: N_("No confirmed decision orders a recount at this precinct (R139 ¶73)."),
    NotAdmitted.NOTHING_TO_RETYPE: N_("Nothing of this paper was typed before, so there is no slip to correct."),
    NotAdmitted.TOO_LATE_TO_RETYPE: N_(
        "The time for retyping a slip is over. The next entry needs a decision of the CEC (R53 ¶45)."
    ),
    NotAdmitted.PRINTOUT_SIGNED: N_(
        "The control printout is signed, so this is no slip of typing any more. The next entry needs a decision of the "
        "CEC (R53 ¶45)."
    ),
    NotAdmitted.SENT_BACK: N_("The paper was sent back. The next entry needs a decision of the CEC (R53 ¶45)."),
    NotAdmitted.OTHER_PERSON: N_("A slip is retyped by the same administrator who made it."),
    NotAdmitted.OTHER_ATTENDEES: N_(
        "A slip is retyped in the presence of the same chair and the same responsible member."
    ),
    NotAdmitted.SAME_FIGURES: N_("Nothing differs from what was typed before, so there is no slip to correct."),
    NotAdmitted.SECOND_PERSON_NEEDED: N_("Your reading is kept. Now another person types the paper."),
}
PROBLEMS: Mapping[str, str] = {
    "empty": N_("Nothing is written here. Type what stands on the paper; 0 if it says 0."),
    "not_a_count": N_("“%(value)s” is not a count. Type digits only."),
    "not_a_time": N_("Not a date and time. Type them as 2025-11-30 and 21:40."),
    "in_the_future": N_("This time has not come yet. Look at the paper once more."),
    "too_early": N_("This time lies before the opening of the precinct."),
    "more_than_members": N_("More people signed than the commission has members."),
    "not_confirmed": N_("Tick this box when the person is present and agrees with what was typed."),
    "not_ours": N_("Precinct “%(value)s” is not one of this commission."),
    "twice": N_("Precinct “%(value)s” stands here twice."),
    "too_long": N_("This text is too long: a name has at most 200 characters, a reason or a note 4000."),
    "not_a_text": N_("This text holds characters that cannot be written. Type it once more."),
    "unknown_hour": N_("“%(value)s” is no hour of voting."),
    "too_many_columns": N_("There is no column for “%(value)s”."),
    "too_many_rows": N_("The table has %(value)s rows. Paste it in parts."),
}


def problem_text(code: str, value: str = "") -> str:
    """The sentence for a field or cell that cannot be read."""
    text: str = gettext(PROBLEMS[code], value=value.strip()[:40])
    return text


def notice_text(code: str, values: Mapping[str, int], language: Language, rules: Mapping[str, Rule]) -> str:
    """The sentence for something about turnout that wants a reason."""
    if code == REPLACES:
        replaced: str = gettext("The number of this hour was %(before)s and becomes %(after)s.", **values)
        return replaced
    return sentence(rules[code], values, language)


def every_rule(*forms: ProtocolForm | None) -> dict[str, Rule]:
    """The rules of a campaign by code."""
    return rules_by_code(form for form in forms if form is not None) | dict(PREFERENCE_RULES)


def finding_text(
    finding: Mapping[str, Any], language: Language, rules: Mapping[str, Rule], names: Mapping[str, str]
) -> str:
    """The sentence of a finding, its figures called by their names."""
    rule = rules.get(finding["code"])
    if rule is None:
        return str(finding["code"])
    return sentence(rule, finding["values"], language, names, tuple(finding["lines"]))
