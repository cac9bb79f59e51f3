"""The second person confirms the entry of an act: from then on it counts."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.decisions import Decision, DecisionError, state_at
from portal.errors import NotPermitted
from portal.staff.allow import Scope, allow
from portal.staff.decisions.base import CONFIRMING, blueprint, the_act, the_register
from portal.staff.decisions.register import act_page
from portal.staff.desk import desk, tell
from portal.staff.said import N_, Said
from portal.store.record.people import confirm_decision


@blueprint.post("/<campaign>/decisions/<int:seq>/confirm/")
@allow(*CONFIRMING, scope=Scope.CAMPAIGN, fresh=True)
def confirm(campaign: str, seq: int) -> Response:
    """Confirm every row of the act that waits; refused for the person who entered it."""
    here = desk()
    try:
        with here.act("decision.confirm", campaign, f"decision:{seq}") as session:
            _, entries = the_register(session, campaign)
            act = the_act(entries, seq)
            waiting = [entry for entry in act.entries if entry.waits]
            if not waiting:
                raise Said(N_("This decision is confirmed already."))
            _refuse_unreadable([e.registered.decision for e in (*waiting, *(e for e in entries if not e.waits))])
            for entry in waiting:
                confirm_decision(session, entry.seq, here.election_now(), here.person)
            tell(session, act=act.decision.key, rows=[entry.seq for entry in waiting])
    except NotPermitted:
        text = gettext("Whoever entered a decision does not confirm it. A second person has to.")
        return act_page(campaign, seq, [text], 422)
    except Said as error:
        return act_page(campaign, seq, [gettext(msgid, **values) for msgid, values in error.reasons], 422)
    flash(gettext("Confirmed: the decision counts from now on."))
    return redirect(url_for("decisions.act", campaign=campaign, seq=seq))


def _refuse_unreadable(rows: list[Decision]) -> None:
    """A reversal may have lost the one act that it names: what it names has to be confirmed first."""
    try:
        state_at(rows)
    except DecisionError:
        raise Said(N_("It reverses a decision that is not confirmed yet. Confirm that one first.")) from None
