"""ASU configuration files: one zip per commission with its handover record, and who was handed what (R53 ¶17, ¶28)."""

import hashlib
import re
from io import BytesIO

from flask import flash, redirect, request, send_file, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.audit.keys import load_or_make
from portal.errors import InputError
from portal.ingest.asu import Receiver, configuration_zip
from portal.ingest.receipts import KEY_NAME
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.devices.base import blueprint, known, must_exist, only_own
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.store.queries.audit import Wanted, audit_events
from portal.store.queries.entry import commissions

HANDED = "asu.handed_over"
EXPORTED = "asu.exported"
SHOWN = 200
_SHA256 = re.compile(r"[0-9a-f]{64}")


@blueprint.get("/<campaign>/devices/files/")
@allow(Function.OUIIS, Function.ADMINISTRATOR, Function.TEST_OFFICER, Function.AUDITOR, scope=Scope.CAMPAIGN)
def asu_files(campaign: str) -> Response:
    """Zips by commission, and the record of what was handed over."""
    return _page(campaign)


@blueprint.get("/<campaign>/<commission>/devices/asu.zip")
@allow(Function.OUIIS, Function.ADMINISTRATOR, Function.TEST_OFFICER, scope=Scope.COMMISSION)
def asu_zip(campaign: str, commission: str) -> Response:
    """The files of one commission's precincts; an export, so it is recorded."""
    here = desk()
    with here.read() as session:
        known(session, campaign)
        receiver = Receiver(load_or_make(here.settings.home, KEY_NAME).verifier, here.settings.mode.value)
        try:
            data = configuration_zip(session, campaign, commission, receiver)
        except InputError:
            raise NotFound from None
    digest = hashlib.sha256(data).hexdigest()
    with here.act(EXPORTED, campaign, f"commission:{commission}", after=digest):
        pass
    return send_file(
        BytesIO(data), "application/zip", as_attachment=True, download_name=f"asu-{campaign}-{commission}.zip"
    )


@blueprint.post("/<campaign>/devices/files/")
@allow(Function.OUIIS, Function.ADMINISTRATOR, scope=Scope.CAMPAIGN)
def hand_over(campaign: str) -> Response:
    """Record that the file and the key of access were handed to the chair of a precinct commission."""
    here = desk()
    typed = {name: request.form.get(name, "").strip() for name in ("precinct", "received_by", "sha256")}
    if not all(typed.values()):
        return _page(campaign, typed, (gettext("Give the precinct, who received the file, and its SHA-256."),))
    if not _SHA256.fullmatch("".join(typed["sha256"].split()).lower()):
        return _page(campaign, typed, (gettext("The SHA-256 has 64 digits 0–9 and a–f; copy it from the record."),))
    try:
        with here.read() as session:
            must_exist(session, campaign, typed["precinct"])
            only_own(session, campaign, typed["precinct"])
    except InputError as error:
        return _page(campaign, typed, error.problems)
    typed["sha256"] = "".join(typed["sha256"].split()).lower()
    with here.act(HANDED, campaign, f"asu:{typed['precinct']}", after=typed["sha256"], **typed):
        pass
    flash(gettext("The handover was recorded."))
    return redirect(url_for("devices.asu_files", campaign=campaign), 303)


def _page(campaign: str, typed: dict[str, str] | None = None, problems: tuple[str, ...] = ()) -> Response:
    here = desk()
    with here.read() as session:
        known(session, campaign)
        own = here.commissions(campaign, here.function) if here.function is Function.ADMINISTRATOR else None
        listed = [each for each in commissions(session, campaign) if own is None or each.code in own]
        handed = audit_events(session, Wanted(action=HANDED, campaign=campaign), limit=SHOWN)
    return page(
        "devices/files.html",
        422 if problems else 200,
        campaign=campaign,
        commissions=listed,
        handed=handed,
        typed=typed or {},
        problems=problems,
        may_record=here.function in (Function.OUIIS, Function.ADMINISTRATOR),
    )
