"""What the pages of publication share: their blueprint, who may read them, and words for kinds and deadlines."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from portal.domain.deadlines import DeadlineKind, DeadlineState
from portal.domain.facts import OrderKind, ScheduleItemKind
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.said import N_, Said
from portal.store.queries.configuration import StoredConfiguration, campaigns, configuration

blueprint = Blueprint("publication", __name__)

READERS = (Function.OUIIS, Function.APPROVER, Function.AUDITOR)
INPUT_TIME = "%Y-%m-%dT%H:%M"

SHOWS = {
    ScheduleItemKind.TURNOUT: N_("turnout slot"),
    ScheduleItemKind.RESULTS: N_("opening of preliminary results"),
    ScheduleItemKind.PROTOCOLS: N_("protocols"),
    ScheduleItemKind.SCANS: N_("scans"),
    ScheduleItemKind.OFFICIAL: N_("official results"),
    ScheduleItemKind.CAMPAIGN: N_("Publication date of the campaign's data"),
}
ORDERS = {
    OrderKind.CORRECTION: N_("correction"),
    OrderKind.OFFICIAL: N_("official results"),
    OrderKind.WITHDRAWAL: N_("withdrawal"),
    OrderKind.PAUSE: N_("pause of publication"),
    OrderKind.RESUME: N_("resuming publication"),
    OrderKind.REDACTION: N_("redaction of a scan"),
    OrderKind.HOLD: N_("hold of one precinct's new facts"),
    OrderKind.RELEASE_HOLD: N_("end of a hold"),
}
DEADLINES = {
    DeadlineKind.PREPARATION: N_("Districts, precincts, commissions and local candidates entered"),
    DeadlineKind.DELIVERY: N_("Protocols delivered from remote areas and abroad"),
    DeadlineKind.PARTICIPANTS: N_("List of participants published (the commission publishes it itself)"),
    DeadlineKind.DETERMINATION: N_("Results determined"),
    DeadlineKind.MEDIA: N_("Data given to the media"),
    DeadlineKind.OFFICIAL: N_("Results published officially, with the protocols of lower commissions"),
    DeadlineKind.SECOND_ROUND: N_("Second round held"),
}
STATES = {
    DeadlineState.OPEN: N_("runs"),
    DeadlineState.SOON: N_("ends soon"),
    DeadlineState.OVERDUE: N_("is over"),
    DeadlineState.MET: N_("met"),
    DeadlineState.MISSED: N_("missed"),
}


def stored(campaign: str) -> StoredConfiguration:
    """The campaign's configuration in force; 404 where there is none."""
    with desk().read() as session:
        if campaign not in campaigns(session):
            raise NotFound
        return configuration(session, campaign)


def zone_of(found: StoredConfiguration) -> ZoneInfo:
    """The time zone in which the campaign's times are typed and shown."""
    return ZoneInfo(found.campaign.timezone)


def typed_time(text: str, zone: ZoneInfo) -> datetime:
    """A time as a form sends it, in the campaign's zone. Raises Said."""
    try:
        return datetime.strptime(text, INPUT_TIME).replace(tzinfo=zone)
    except ValueError:
        raise Said((N_("Time %(text)s: write it as 2026-11-29T20:00."), {"text": text or "—"})) from None


def word(names: dict[ScheduleItemKind, str] | dict[OrderKind, str], kind: ScheduleItemKind | OrderKind) -> str:
    """What a kind is called in the language of the page."""
    text: str = gettext(names[kind])  # type: ignore[index]
    return text
