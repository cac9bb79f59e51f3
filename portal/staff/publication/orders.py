"""Orders that change what is published: corrections, official results, withdrawals, pauses, holds, redactions.

Each needs a reason in three languages and two approvals; those that change figures wait for signatures of approvers
with keys off the server as well.
"""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.facts import OrderKind
from portal.domain.names import Names
from portal.errors import InputError
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.publication.base import ORDERS, READERS, blueprint, stored, word
from portal.staff.said import N_, Said, sentences
from portal.store.queries.approvals import approvals
from portal.store.queries.publication import orders as orders_of
from portal.store.record import record_order

FIELDS = ("kind", "target", "decision", "reason_ky", "reason_ru", "reason_en")
TARGETS: Mapping[OrderKind, tuple[str, ...]] = {
    OrderKind.CORRECTION: ("fact",),
    OrderKind.OFFICIAL: ("",),
    OrderKind.WITHDRAWAL: ("", "precinct"),
    OrderKind.PAUSE: ("",),
    OrderKind.RESUME: ("",),
    OrderKind.REDACTION: ("scan",),
    OrderKind.HOLD: ("precinct",),
    OrderKind.RELEASE_HOLD: ("precinct",),
}
"""What an order of each kind may be about; "" is the whole campaign."""


@blueprint.get("/<campaign>/publication/orders/")
@allow(*READERS, scope=Scope.CAMPAIGN, query=("target", "kind"))
def orders(campaign: str) -> Response:
    """All orders, newest first, and the form for a new one."""
    return _orders(campaign, {name: request.args.get(name, "") for name in FIELDS}, ())


@blueprint.post("/<campaign>/publication/orders/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN)
def new_order(campaign: str) -> Response:
    """Record an order; two approvers have to approve it."""
    stored(campaign)
    here, given = desk(), {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        kind, reason = check_order(given)
        with here.act("publication.ordered", campaign, given["target"], kind=kind.value) as session:
            seq = record_order(
                session,
                campaign,
                kind,
                here.election_now(),
                here.person,
                target=given["target"],
                reason=reason,
                decision=given["decision"],
            )
    except InputError as error:
        return _orders(campaign, given, sentences(error), 422)
    flash(gettext("The order is recorded. It is in force once two approvers approved it."))
    return redirect(url_for("publication.subject", campaign=campaign, seq=seq), 303)


def check_order(given: Mapping[str, str]) -> tuple[OrderKind, Names]:
    """Kind and reason of an order as typed. Raises Said with everything that is wrong."""
    wrong: list[str | tuple[str, Mapping[str, object]]] = []
    kind = OrderKind(given["kind"]) if given["kind"] in set(OrderKind) else None
    if kind is None:
        wrong.append(N_("Choose what the order is about."))
    elif given["target"].partition(":")[0] not in TARGETS[kind]:
        forms = " / ".join(f"{each}:…" if each else N_("(empty)") for each in TARGETS[kind])
        wrong.append((N_("Target: an order of this kind names %(forms)s."), {"forms": forms}))
    for language in ("ky", "ru", "en"):
        if not given[f"reason_{language}"]:
            wrong.append(
                (N_("Reason (%(language)s): is missing; all three languages are published."), {"language": language})
            )
    if kind is None or wrong:
        raise Said(*wrong)
    return kind, Names(given["reason_ky"], given["reason_ru"], given["reason_en"])


def _orders(campaign: str, given: Mapping[str, str], wrong: Sequence[str], status: int = 200) -> Response:
    stored(campaign)
    here = desk()
    with here.read() as session:
        found = orders_of(session, campaign)
        approved = approvals(session, campaign)
    return page(
        "publication/orders.html",
        status,
        campaign=campaign,
        problems=wrong,
        given=given,
        kinds=[("", "—"), *((kind.value, word(ORDERS, kind)) for kind in OrderKind)],
        rows=[
            (order, word(ORDERS, order.kind), [each for each in approved.get(order.seq, ()) if not each.withdrawn])
            for order in reversed(found)
        ],
        may_order=here.function is Function.OUIIS,
    )
