"""The way of a paper as the page tells it: steps, attempts, and an entry by somebody else in the meantime."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from portal.entry.double import is_double
from portal.entry.sheet import SIGNED_AT, SIGNED_DATE, SIGNED_TIME, typed_again
from portal.staff.entry.paper_fields import Fields
from portal.staff.entry.paper_standing import Standing
from portal.staff.entry.words import BASES, STEPS
from portal.store.models import EntryBasis, EntryOutcome, PaperStepKind
from portal.store.queries.accounts import person_by_login
from portal.store.queries.entry import Attempt

NOTHING = "—"


def way(standing: Standing) -> dict[str, Any]:
    """Steps taken, steps possible, attempts made."""
    return {
        "steps": _steps(standing),
        "step_choices": [(each.value, gettext(STEPS[each])) for each in _possible_steps(standing)],
        "attempts": [_attempt(standing, each) for each in standing.case.past.attempts],
        "known": len(standing.case.past.attempts),
    }


def overtaken(standing: Standing, fields: Fields) -> dict[str, Any] | None:
    """Who entered the paper while this person typed, and what of it differs; None when nobody did.

    With double entry nobody sees what another person typed.
    """
    outcome = standing.outcome
    if outcome is None or not outcome.overtaken_by:
        return None
    last = outcome.overtaken_by[-1]
    person = person_by_login(standing.session, last.recorded_by)
    blind = is_double(standing.case.scheme)
    return {
        **_attempt(standing, last),
        "person": person.name if person else last.recorded_by,
        "yours": last.recorded_by == standing.typed.person,
        "blind": blind,
        "differing": [] if blind else _differing(standing, fields, outcome.figures, last),
    }


def kept(standing: Standing, fields: Fields) -> list[tuple[str, str]]:
    """What was typed, by label, for a person whose entry was not admitted: nothing typed is lost."""
    if standing.outcome is None or standing.mode != "closed":
        return []
    return [(label, text) for name, label in fields.labels.items() if (text := _text(standing.typed.raw, name)[:4000])]


def _differing(
    standing: Standing, fields: Fields, figures: Mapping[str, Any], theirs: Attempt
) -> list[tuple[str, str, str]]:
    """Label, as typed here, as entered by the other, for every figure that differs."""
    sheet = standing.case.sheet
    own, other = (typed_again(sheet, each) for each in (figures, theirs.figures))
    return [
        (fields.labels[_field(name)], _text(own, name) or NOTHING, _text(other, name) or NOTHING)
        for name in sheet.field_names
        if figures.get(name) != theirs.figures.get(name)
    ]


def _field(name: str) -> str:
    """The field that carries the label: date and time of signing are two fields of one moment."""
    return SIGNED_DATE if name == SIGNED_AT else name


def _text(texts: Mapping[str, str], name: str) -> str:
    if name in (SIGNED_AT, SIGNED_DATE):
        return f"{texts.get(SIGNED_DATE, '')} {texts.get(SIGNED_TIME, '')}".strip()
    return texts.get(name, "").strip()


def _possible_steps(standing: Standing) -> list[PaperStepKind]:
    history = standing.case.history
    possible = [PaperStepKind.RECEIVED]
    if PaperStepKind.RECEIVED in {step.step for step in history.moves}:
        possible = [PaperStepKind.CHECKED, PaperStepKind.RETURNED, PaperStepKind.RECEIVED]
    if any(attempt.facts for attempt in history.attempts):
        possible.insert(0, PaperStepKind.PRINTOUT_SIGNED)
    return possible


def _steps(standing: Standing) -> list[dict[str, Any]]:
    return [
        {
            "step": gettext(STEPS[each.step]),
            "at": each.at,
            "person": each.person,
            "note": each.note,
            "by": each.recorded_by,
        }
        for each in standing.case.history.steps
    ]


def _attempt(standing: Standing, each: Attempt) -> dict[str, Any]:
    decided = f" № {each.decision}" if each.basis is EntryBasis.DECISION else ""
    return {
        "number": each.number,
        "at": each.at,
        "by": each.recorded_by,
        "chair": each.chair,
        "member": each.member,
        "basis": gettext(BASES[each.basis]) + decided,
        "refused": each.outcome is EntryOutcome.REFUSED,
        "codes": ", ".join(dict.fromkeys(broken["code"] for broken in each.broken)),
        "vote": standing.case.past.vote_of(each),
    }
