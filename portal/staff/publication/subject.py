"""One schedule version or order: what it says, what it would change, and its two approvals, each freshly confirmed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.domain.facts import Order, ScheduleItem
from portal.errors import InputError
from portal.publication.console.preview import Preview, preview
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.publication.base import ORDERS, READERS, SHOWS, blueprint, stored, typed_time, word, zone_of
from portal.staff.said import sentences
from portal.store.queries.approvals import approvals, schedule_versions
from portal.store.queries.publication import orders, schedule_items
from portal.store.record import approve
from portal.store.record.approvals import withdraw_approval

SHOWN = 200


@blueprint.get("/<campaign>/publication/<int:seq>/")
@allow(*READERS, scope=Scope.CAMPAIGN, query=("at",))
def subject(campaign: str, seq: int) -> Response:
    """The version or order, with a preview of what its approval would change now or at a later time."""
    return _subject(campaign, seq, ())


@blueprint.post("/<campaign>/publication/<int:seq>/approve/")
@allow(Function.APPROVER, scope=Scope.CAMPAIGN, fresh=True)
def give_approval(campaign: str, seq: int) -> Response:
    """One person's approval; the second of two different people gives it force."""
    _of_campaign(campaign, seq)
    here = desk()
    try:
        with here.act("publication.approved", campaign, str(seq)) as session:
            approve(session, seq, here.person, here.election_now())
    except InputError as error:
        return _subject(campaign, seq, sentences(error), 422)
    flash(gettext("Your approval is recorded."))
    return redirect(url_for("publication.subject", campaign=campaign, seq=seq), 303)


@blueprint.post("/<campaign>/publication/<int:seq>/withdraw/")
@allow(Function.APPROVER, scope=Scope.CAMPAIGN, fresh=True)
def take_back_approval(campaign: str, seq: int) -> Response:
    """Take back the own approval while a second one is missing."""
    _of_campaign(campaign, seq)
    here = desk()
    try:
        with here.act("publication.approval_withdrawn", campaign, str(seq)) as session:
            withdraw_approval(session, seq, here.person, here.election_now())
    except InputError as error:
        return _subject(campaign, seq, sentences(error), 422)
    flash(gettext("Your approval is taken back."))
    return redirect(url_for("publication.subject", campaign=campaign, seq=seq), 303)


def _of_campaign(campaign: str, seq: int) -> tuple[int | None, tuple[ScheduleItem, ...] | None, Order | None]:
    """The version's number and items, or the order; 404 when the campaign has neither of that number."""
    stored(campaign)
    with desk().read() as session:
        versions = dict(schedule_versions(session, campaign))
        if seq in versions:
            return versions[seq], schedule_items(session, seq), None
        order = next((order for order in orders(session, campaign) if order.seq == seq), None)
    if order is None:
        raise NotFound
    return None, None, order


def _subject(campaign: str, seq: int, wrong: Sequence[str], status: int = 200) -> Response:
    here = desk()
    number, items, order = _of_campaign(campaign, seq)
    found = stored(campaign)
    at = typed_time(request.args["at"], zone_of(found)) if request.args.get("at") else None
    with here.read() as session:
        given = approvals(session, campaign).get(seq, [])
        standing = [each.approver for each in given if not each.withdrawn]
        foreseen = None
        if len(standing) < 2 or at:
            foreseen = preview(session, campaign, here.election_now(), at=at, items=items, order=seq if order else None)
    zone = zone_of(found)
    return page(
        "publication/subject.html",
        status,
        campaign=campaign,
        seq=seq,
        problems=wrong,
        number=number,
        items=[(item.at.astimezone(zone), word(SHOWS, item.what), item.decision) for item in items or ()],
        order=order,
        kind=word(ORDERS, order.kind) if order else "",
        approvals=given,
        in_force=len(standing) > 1,
        may_approve=here.function is Function.APPROVER and here.person not in {each.approver for each in given},
        may_take_back=here.function is Function.APPROVER and here.person in standing and len(standing) < 2,
        totals=_totals(foreseen) if foreseen else [],
        foreseen=foreseen,
        parts_changed=_parts(foreseen) if foreseen else [],
    )


def _totals(found: Preview) -> list[tuple[str, Any, Any]]:
    before, after = found.before, found.after
    return [
        (gettext("precincts with turnout"), before.turnout, after.turnout),
        (gettext("identified voters"), before.identified, after.identified),
        (gettext("precincts with a scanner report"), before.scanner, after.scanner),
        (gettext("votes by scanners"), before.scanner_votes, after.scanner_votes),
        (gettext("precincts with a protocol"), before.protocol, after.protocol),
        (gettext("votes by protocols"), before.protocol_votes, after.protocol_votes),
        (gettext("scans"), before.scans, after.scans),
    ]


def _parts(found: Preview) -> list[tuple[str, int, str]]:
    """Name, number of precincts and their numbers, shortened."""

    def listed(numbers: Sequence[str]) -> str:
        return ", ".join(numbers[:SHOWN]) + (" …" if len(numbers) > SHOWN else "")

    return [
        (gettext("added"), len(found.added), listed(found.added)),
        (gettext("changed"), len(found.changed), listed(found.changed)),
        (gettext("withdrawn"), len(found.withdrawn), listed(found.withdrawn)),
    ]


def shown_time(moment: datetime) -> str:
    """A moment as the form for a preview takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")
