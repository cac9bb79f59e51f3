"""What kinds, steps, reasons and outcomes are called on the pages of devices."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext

from portal.staff.pages import BISHKEK
from portal.staff.said import N_, told
from portal.store.models import DeviceKind, FailureStep

_KINDS = {
    DeviceKind.SCANNER: N_("ballot scanner (ASU)"),
    DeviceKind.IDENTIFICATION: N_("identification"),
    DeviceKind.SCAN_STATION: N_("scan station"),
}
_STEPS = {
    FailureStep.FAILURE: N_("ASU failed"),
    FailureStep.RESERVE: N_("reserve ASU in use"),
    FailureStep.BOX: N_("transparent box in use"),
    FailureStep.REPAIRED: N_("ASU repaired"),
}
_QUARANTINE = {
    "arithmetic": N_("the figures do not add up"),
    "positions": N_("positions differ from the ballot"),
    "contest_twice": N_("a contest stands twice"),
    "unknown_contest": N_("the contest is unknown"),
    "unknown_precinct": N_("the precinct is unknown"),
    "from_the_future": N_("the time lies in the future"),
    "broken_chain": N_("the chain of messages is broken"),
    "malformed": N_("the message cannot be read"),
    "unknown_type": N_("the type of message is unknown"),
    "wrong_device": N_("this kind of device sends no such message"),
}
_TYPES = {
    "turnout": N_("turnout"),
    "scanner_report": N_("ballot-scanner (ASU) report"),
    "scan": N_("scan"),
}
_DETAILS = {
    "contest": N_("contest"),
    "contests": N_("contests"),
    "votes": N_("votes, in all"),
    "ballots_processed": N_("Ballots processed"),
    "number": N_("Number"),
    "prev": N_("the message before, as it says"),
    "stored": N_("the message before, as it is stored"),
    "given": N_("positions in the message"),
    "ballot": N_("positions on the ballot"),
    "outside": N_("outside the room"),
    "home": N_("home list"),
    "remote": N_("remote"),
    "precinct": N_("precinct"),
    "at": N_("time in the message"),
    "received_at": N_("received"),
}
_DUE = {"zero": N_("zero report"), "final": N_("final report")}
_OUTCOMES = {
    "accepted": N_("accepted"),
    "quarantined": N_("in quarantine"),
    "conflict": N_("other bytes came under this number"),
    "waiting": N_("waits for its file"),
}
_REASONS = (
    (r".*the key's first moment is not before its last one", N_("The key's first moment is not before its last one.")),
    (r"device .*: campaign .* has no precinct '(?P<a>.*)'", N_("There is no precinct %(a)s.")),
    (r"public key: .*", N_("This is not a public key; copy the line that the device printed.")),
    (r"the file holds no signed message.*", N_("The file holds no signed message; choose the one the device wrote.")),
    (r".*fewer than two witnesses.*|.*two witnesses.*", N_("Name the act and at least two witnesses (R139 ¶50).")),
    (
        r"precinct .*: a reserve ASU takes over with an act.*",
        N_("A reserve ASU takes over with an act; give its number."),
    ),
    (r"precinct .*: say why there is no machine result", N_("Say why there is no machine result.")),
    (r"message (?P<a>\d+) is not in quarantine", N_("Message %(a)s is not in quarantine any more.")),
    (r"message (?P<a>\d+): holds no figures.*", N_("Message %(a)s holds no figures that can be read; reject it.")),
)


def kind_name(kind: DeviceKind) -> str:
    """What a kind of device is called."""
    return str(gettext(_KINDS[kind]))


def step_name(step: FailureStep) -> str:
    """What a step of a failed ASU is called."""
    return str(gettext(_STEPS[step]))


def quarantine_reason(reason: str) -> str:
    """Why a message is in quarantine."""
    return str(gettext(_QUARANTINE[reason])) if reason in _QUARANTINE else reason


def type_name(code: str) -> str:
    """What a type of message is called."""
    return str(gettext(_TYPES[code])) if code in _TYPES else code


def detail_name(name: str) -> str:
    """What a detail of a message in quarantine is called."""
    return str(gettext(_DETAILS[name])) if name in _DETAILS else name


def due(names: Sequence[str]) -> str:
    """Reports that a device has not sent, hours of turnout in Bishkek time."""
    hours = [name.removeprefix("turnout ") for name in names if name.startswith("turnout ")]
    told_hours = ", ".join(datetime.fromisoformat(hour).astimezone(BISHKEK).strftime("%H:%M") for hour in hours)
    parts = [str(gettext("turnout of %(hours)s", hours=told_hours))] if hours else []
    return ", ".join([*parts, *(str(gettext(_DUE[name])) for name in names if name in _DUE)])


def outcome_name(outcome: str) -> str:
    """What became of a message."""
    return str(gettext(_OUTCOMES[outcome])) if outcome in _OUTCOMES else outcome


def problem(text: str) -> str:
    """A service's reason in the language of the page, where it has one."""
    return told(text, _REASONS)


def groups(digest: str) -> str:
    """A digest in groups of four, as devices show it."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))
