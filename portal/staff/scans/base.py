"""What the pages of scans share: blueprint, words, where files lie, the scan of an address."""

from pathlib import Path

from flask import Blueprint
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from portal.errors import InputError
from portal.scans.kinds import ScanKind
from portal.scans.refusals import MESSAGES, UPLOAD_MESSAGES, ScanRefused, UploadRefused
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.said import N_, sentences
from portal.store.queries.configuration import StoredConfiguration, configuration
from portal.store.queries.scans import StoredScan, scan_of

blueprint = Blueprint("scans", __name__)

CHECKERS = (Function.OUIIS,)
"""The check of correct completion is the CEC's (R139 ¶62)."""
READERS = (Function.OUIIS, Function.AUDITOR)
BRINGERS = (Function.ADMINISTRATOR, Function.OUIIS)

KINDS = {
    ScanKind.PROTOCOL_ORDINARY: N_("protocol of ordinary voting"),
    ScanKind.PROTOCOL_REMOTE: N_("protocol of remote voting"),
    ScanKind.ASU_INITIAL: N_("zero report"),
    ScanKind.ASU_FINAL: N_("ballot-scanner (ASU) report"),
    ScanKind.IDENTIFICATION_INITIAL: N_("first identification report"),
    ScanKind.IDENTIFICATION_FINAL: N_("final identification report"),
    ScanKind.OUTSIDE_INITIAL: N_("first report of voting outside the room"),
    ScanKind.OUTSIDE_FINAL: N_("final report of voting outside the room"),
    ScanKind.ACT: N_("act"),
    ScanKind.MEETING: N_("protocol of the final meeting"),
    ScanKind.OPINION: N_("separate opinion"),
}
TOLD = {
    "author": N_("the author"),
    "title": N_("a title"),
    "subject": N_("a subject"),
    "keywords": N_("keywords"),
    "xmp": N_("notes of a program"),
    "gps": N_("the place where it was taken"),
    "device": N_("the device"),
    "time": N_("a time"),
    "text": N_("notes"),
}


def kind_name(kind: str) -> str:
    """What a kind of scan is called in the language of the page; an unknown one keeps its own name."""
    known = next((each for each in KINDS if each.value == kind), None)
    return gettext(KINDS[known]) if known else kind


def private() -> Path:
    """The folder of what is never served."""
    return desk().settings.home / "private"


def the_campaign(session: Session, campaign: str) -> StoredConfiguration:
    """The campaign of the address; 404 where there is none."""
    try:
        return configuration(session, campaign)
    except InputError:
        raise NotFound from None


def the_scan(session: Session, campaign: str, seq: int) -> StoredScan:
    """The scan of the address; 404 where the campaign has none of this number."""
    found = scan_of(session, campaign, seq)
    if found is None:
        raise NotFound
    return found


def said_of(error: InputError) -> list[str]:
    """Why a file was not taken, in the language of the page."""
    if isinstance(error, ScanRefused):
        return [gettext(MESSAGES[error.reason])]
    if isinstance(error, UploadRefused):
        return [gettext(UPLOAD_MESSAGES[reason]) for reason in error.reasons]
    return sentences(error)
