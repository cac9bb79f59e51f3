"""One paper on one page: its steps, its fields in the paper's order, and what became of the last attempt."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView
from portal.entry.known import current, known_precincts, votes_of
from portal.entry.numbers import read_count
from portal.entry.papers import paper_case, paper_keys, remote_contests, take_step, usual_sections
from portal.entry.protocol import Became, Outcome, PaperCase, Typed, submit
from portal.entry.sheet import Figures
from portal.entry.texts import NAME_LIMIT, TEXT_LIMIT, flaw_of
from portal.staff.allow import Scope, allow
from portal.staff.commissions import open_commission, the_commission
from portal.staff.desk import desk, tell
from portal.staff.entry.overview import PLACE, TYPISTS, blueprint, own_precinct
from portal.staff.entry.paper_page import paper_page
from portal.staff.entry.paper_standing import Standing
from portal.staff.entry.words import PROBLEMS, STEPS
from portal.staff.said import N_, Said
from portal.store.models import PaperStepKind
from portal.store.record.entry import PaperKey, stand_in_line

ONE = f"{PLACE}/paper/<precinct>/<any(ordinary, recount):kind>/<contest>/"
REMOTE = f"{PLACE}/paper/<precinct>/<any(remote):kind>/"


@blueprint.get(REMOTE, defaults={"contest": ""})
@blueprint.get(ONE)
@allow(*TYPISTS, scope=Scope.COMMISSION, query=("district",))
def paper(campaign: str, commission: str, precinct: str, kind: str, contest: str) -> Response:
    """The paper: its history, and its form where it may be entered now."""
    with desk().read() as session:
        mine = the_commission(session, campaign, commission)
        key = _key(mine, precinct, kind, contest)
        case = _case(session, mine, key, request.args.getlist("district"))
        return paper_page(Standing(session, mine, case, _typed({})))


@blueprint.post(REMOTE, defaults={"contest": ""})
@blueprint.post(ONE)
@allow(*TYPISTS, scope=Scope.COMMISSION)
def enter(campaign: str, commission: str, precinct: str, kind: str, contest: str) -> Response:
    """Judge what was typed and, if nothing speaks against it, store it; otherwise the page says why not."""
    with desk().act("protocol.entry", campaign, f"{precinct}:{kind}:{contest}") as session:
        mine = open_commission(session, campaign, commission)
        key = _key(mine, precinct, kind, contest)
        stand_in_line(session, campaign, precinct)
        case = _case(session, mine, key, request.form.getlist("district"))
        typed = _typed(request.form.to_dict())
        outcome = submit(session, case, typed)
        _tell(session, commission, case, outcome)
    if outcome.became in (Became.STORED, Became.WAITS_FOR_SECOND):
        flash(_said(outcome))
        return redirect(_address(commission, key))
    with desk().read() as session:
        case = _case(session, mine, key, request.form.getlist("district")).as_typed(typed)
        return paper_page(Standing(session, mine, case, typed, outcome))


@blueprint.post(f"{PLACE}/step/<precinct>/<any(remote):kind>/", defaults={"contest": ""})
@blueprint.post(f"{PLACE}/step/<precinct>/<any(ordinary, recount):kind>/<contest>/")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def step(campaign: str, commission: str, precinct: str, kind: str, contest: str) -> Response:
    """Record that a paper was handed over, checked, sent back, or that its printout was signed (R53 ¶42, ¶44, ¶47)."""
    taken = request.form.get("step", "")
    if taken not in {each.value for each in PaperStepKind}:
        abort(400)
    person, note = request.form.get("person", "").strip(), request.form.get("note", "").strip()
    if not person:
        raise Said(N_("Name the member of the commission who did it."))
    for text, limit in ((person, NAME_LIMIT), (note, TEXT_LIMIT)):
        if flaw := flaw_of(text, limit):
            raise Said(PROBLEMS[flaw])
    if taken == PaperStepKind.RETURNED and not note:
        raise Said(N_("Write why the paper is sent back."))
    with desk().act(f"paper.{taken}", campaign, f"{precinct}:{kind}:{contest}", person=person, note=note) as session:
        mine = open_commission(session, campaign, commission)
        key = _key(mine, precinct, kind, contest)
        take_step(session, mine, key, PaperStepKind(taken), person, desk().person, note, desk().system_now())
    flash(gettext(STEPS[PaperStepKind(taken)]))
    return redirect(_address(commission, key))


def _key(mine: CommissionView, precinct: str, kind: str, contest: str) -> PaperKey:
    """The paper of the address; 404 where the commission does not receive such a one."""
    key = PaperKey(mine.campaign, precinct, ProtocolKind(kind), contest)
    if key not in paper_keys(mine, own_precinct(mine, precinct)):
        abort(404)
    return key


def _case(session: Session, mine: CommissionView, key: PaperKey, districts: Sequence[str]) -> PaperCase:
    """The paper with the districts that were chosen, and always with those entered before."""
    precinct = own_precinct(mine, key.precinct)
    sections: list[str] = []
    if key.kind is ProtocolKind.REMOTE:
        possible = remote_contests(mine, precinct)
        facts = known_precincts(session, mine.campaign, [key.precinct])[key.precinct]
        entered = current(facts, votes_of(mine.view.scheme, precinct)).keys()
        usual = (
            set(districts) | entered if districts else set(usual_sections(mine.view.scheme, facts, precinct, possible))
        )
        sections = [code for code in possible if code in usual]
    return paper_case(session, mine, precinct, key, sections)


def _typed(raw: dict[str, str]) -> Typed:
    return Typed(
        raw,
        desk().person,
        desk().system_now(),
        desk().election_now(),
        slip=raw.get("slip") == "yes",
        known=read_count(raw.get("known", "")),
    )


def _address(commission: str, key: PaperKey) -> str:
    where = {"precinct": key.precinct, "kind": key.kind.value, "contest": key.contest}
    values: dict[str, Any] = {"campaign": key.campaign, "commission": commission, **where}
    return url_for("entry.paper", **values)


def _tell(session: Session, commission: str, case: PaperCase, outcome: Outcome) -> None:
    former = case.history.attempts[-1].figures if case.history.attempts else None
    tell(
        session,
        before=_digest(former) if former else "",
        after=_digest(outcome.figures) if outcome.became is Became.STORED else "",
        commission=commission,
        became=outcome.became.value,
        basis=outcome.admission.basis.value if outcome.admission else "",
        decision=outcome.admission.decision if outcome.admission else "",
        not_admitted=outcome.not_admitted.value if outcome.not_admitted else "",
        attempt=outcome.attempt,
        facts=list(outcome.facts),
        broken=[f"{each.contest}:{each.result.code}" for each in outcome.broken],
        findings=[finding["code"] for finding in outcome.findings],
        unreadable=[each.field for each in outcome.problems],
    )


def _digest(figures: Figures) -> str:
    return hashlib.sha256(json.dumps(dict(figures), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _said(outcome: Outcome) -> str:
    if outcome.became is Became.WAITS_FOR_SECOND:
        waits: str = gettext("Your reading is kept. Now another person types the paper without seeing yours.")
        return waits
    stored: str = gettext(
        "Stored. Print the control printout, compare it with the paper and have it signed by all three."
    )
    return stored
