"""Keys of devices: entered by one person, their fingerprint compared by two, revoked at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.ingest.enrolment import Binding, confirm, enrol, revoke
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk, query
from portal.staff.devices import words
from portal.staff.devices.base import WATCHERS, blueprint, known, only_own, own_precincts
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.store.models import DeviceKind
from portal.store.queries.configuration import configuration
from portal.store.queries.intake_devices import DeviceKey, device_keys

ENTERERS = (Function.IT, Function.OUIIS)
CONFIRMERS = (Function.OUIIS, Function.ADMINISTRATOR, Function.TEST_OFFICER)
FIELDS = ("public_key", "kind", "precinct", "valid_from", "valid_until")
KEYS = 300


@blueprint.get("/<campaign>/devices/keys/")
@allow(*WATCHERS, scope=Scope.CAMPAIGN, query=("precinct",))
def keys(campaign: str) -> Response:
    """The register of keys."""
    return _page(campaign, {}, ())


@blueprint.post("/<campaign>/devices/keys/")
@allow(*ENTERERS, scope=Scope.CAMPAIGN, fresh=True)
def enter_key(campaign: str) -> Response:
    """Enter a device's public key, bound to precinct, kind, mode and dates."""
    here, typed = desk(), {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        with here.write() as session:
            known(session, campaign)
            zone = ZoneInfo(configuration(session, campaign).campaign.timezone)
            enrol(session, typed["public_key"], _binding(campaign, typed, zone), here.actor)
    except InputError as error:
        return _page(campaign, typed, error.problems)
    flash(gettext("The key was entered. Two people now compare its fingerprint with the device."))
    return redirect(url_for("devices.keys", campaign=campaign), 303)


@blueprint.post("/<campaign>/devices/keys/<int:key>/confirm/")
@allow(*CONFIRMERS, scope=Scope.CAMPAIGN, fresh=True)
def confirm_key(campaign: str, key: int) -> Response:
    """A person types the fingerprint that the device shows."""
    here = desk()
    try:
        with here.write() as session:
            _of_campaign(session_keys := device_keys(session, campaign), key)
            only_own(session, campaign, next(each.precinct for each in session_keys if each.seq == key))
            confirm(session, key, request.form.get("fingerprint", ""), here.actor)
    except InputError as error:
        return _page(campaign, {}, error.problems)
    flash(gettext("Your comparison was recorded."))
    return redirect(url_for("devices.keys", campaign=campaign), 303)


@blueprint.post("/<campaign>/devices/keys/<int:key>/revoke/")
@allow(*ENTERERS, scope=Scope.CAMPAIGN, fresh=True)
def revoke_key(campaign: str, key: int) -> Response:
    """End a key with its next message."""
    here = desk()
    try:
        with here.write() as session:
            _of_campaign(device_keys(session, campaign), key)
            revoke(session, key, request.form.get("reason", "").strip(), here.actor)
    except InputError as error:
        return _page(campaign, {}, error.problems)
    flash(gettext("The key is revoked."))
    return redirect(url_for("devices.keys", campaign=campaign), 303)


def _of_campaign(found: list[DeviceKey], key: int) -> None:
    if key not in {each.seq for each in found}:
        raise InputError([gettext("This campaign has no key %(key)s.", key=key)])


def _binding(campaign: str, typed: dict[str, str], zone: ZoneInfo) -> Binding:
    moments, wrong = {}, []
    for name in ("valid_from", "valid_until"):
        try:
            moment = datetime.fromisoformat(typed[name])
            moments[name] = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        except ValueError:
            wrong.append(gettext("Give date and time of the key's validity."))
    if typed["kind"] not in {kind.value for kind in DeviceKind}:
        wrong.append(gettext("Choose the kind of device."))
    if wrong:
        raise InputError(list(dict.fromkeys(wrong)))
    mode = desk().settings.mode.value
    return Binding(DeviceKind(typed["kind"]), campaign, typed["precinct"], mode, **moments)


def _page(campaign: str, typed: dict[str, str], problems: tuple[str, ...]) -> Response:
    here = desk()
    with here.read() as session:
        own = own_precincts(session, campaign)
        voting = configuration(session, campaign).campaign.voting_date
        wanted = query().get("precinct", "").strip()
        found = [each for each in device_keys(session, campaign, wanted) if own is None or each.precinct in own]
    usual = {
        "valid_from": f"{voting - timedelta(days=1)}T08:00",
        "valid_until": f"{voting + timedelta(days=7)}T23:59",
    }
    return page(
        "devices/keys.html",
        422 if problems else 200,
        campaign=campaign,
        keys=found[:KEYS],
        count=len(found),
        precinct=wanted,
        typed={**usual, **typed},
        kinds=[(kind.value, words.kind_name(kind)) for kind in DeviceKind],
        problems=[words.problem(each) for each in problems],
        words=words,
        may_enter=here.may(*ENTERERS, campaign=campaign),
        may_confirm=here.function in CONFIRMERS,
    )
