"""The register itself, one act of it, and the scan of the act."""

from flask import send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.domain.decisions import Decision, DecisionError, DecisionState, state_at
from portal.scans.desk import stored_file
from portal.staff.allow import Scope, allow
from portal.staff.decisions.base import (
    CONFIRMING,
    READERS,
    RegisteredAct,
    acts_of,
    blueprint,
    ground_name,
    kind_name,
    private,
    target_name,
    the_act,
    the_register,
)
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import language, page
from portal.store.queries.decisions import RegisterEntry


@blueprint.get("/<campaign>/decisions/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def index(campaign: str) -> Response:
    """Every act of the register, those that wait for the second person first."""
    with desk().read() as session:
        _, entries = the_register(session, campaign)
    acts = sorted(acts_of(entries), key=lambda act: not act.waits)
    return page(
        "decisions/index.html",
        campaign=campaign,
        acts=acts,
        may_enter=desk().function is Function.OUIIS,
        kind_name=kind_name,
        target_name=target_name,
    )


@blueprint.get("/<campaign>/decisions/<int:seq>/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def act(campaign: str, seq: int) -> Response:
    """One act: its rows, its scan, what it changes."""
    return act_page(campaign, seq)


def act_page(campaign: str, seq: int, problems: "list[str] | tuple[()]" = (), status: int = 200) -> Response:
    """The page of an act, with what stood in the way of its confirmation."""
    with desk().read() as session:
        _, entries = the_register(session, campaign)
    found = the_act(entries, seq)
    here = desk()
    return page(
        "decisions/act.html",
        status,
        campaign=campaign,
        act=found,
        problems=problems,
        reasons=[
            text for text in (found.decision.reasons.ky, found.decision.reasons.ru, found.decision.reasons.en) if text
        ],
        kind=kind_name(found.decision.kind),
        ground=ground_name(found.first.ground),
        target_name=target_name,
        kind_name=kind_name,
        effects=_effects(entries, found) if found.waits else None,
        may_confirm=found.waits and found.first.entered_by != here.person and here.may(*CONFIRMING, campaign=campaign),
        own=found.first.entered_by == here.person,
        may_enter=here.function is Function.OUIIS,
        language=language(),
    )


@blueprint.get("/<campaign>/decisions/<int:seq>/document/<int:number>")
@allow(*READERS, scope=Scope.CAMPAIGN)
def document(campaign: str, seq: int, number: int) -> Response:
    """A scan of the act as a download; recorded as an export."""
    here = desk()
    with here.read() as session:
        _, entries = the_register(session, campaign)
    found = next((each for each in the_act(entries, seq).first.documents if each.seq == number), None)
    place = stored_file(private(), found.sha256, found.extension) if found else None
    if found is None or place is None or not place.is_file():
        raise NotFound
    with here.act("decision.download", campaign, f"decision:{seq}", after=found.sha256):
        name = f"decision-{seq}-{found.sha256[:12]}.{found.extension}"
    answer = send_file(place.resolve(), mimetype="application/octet-stream", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _effects(entries: list[RegisterEntry], act: RegisteredAct) -> tuple[list[Decision], list[Decision]] | None:
    """What would begin and what would cease to be in force; None where the fold cannot read it."""
    before = [entry.registered.decision for entry in entries if not entry.waits]
    after = [*before, *(entry.registered.decision for entry in act.entries)]
    try:
        old, new = _in_force(state_at(before)), _in_force(state_at(after))
    except DecisionError:
        return None
    return [row for row in new if row not in old], [row for row in old if row not in new]


def _in_force(state: DecisionState) -> list[Decision]:
    return list(state.in_force)
