"""Enrolling devices: a key is entered, two different people compare its fingerprint, anyone of them may revoke it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.errors import InputError
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Verifier
from portal.store.models import DeviceKeyRow, DeviceKind
from portal.store.queries.intake import newest_versions, precinct_numbers
from portal.store.record import record_audit
from portal.store.record.intake_devices import NewKey, confirm_key, enter_key, revoke_key

MODES = ("main", "test")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which function, from where; `at` is system time."""

    name: str
    at: datetime
    function: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a key is good for: nothing else is taken under it."""

    kind: DeviceKind
    campaign: str
    precinct: str
    mode: str
    valid_from: datetime
    valid_until: datetime


def fingerprint(verifier: Verifier) -> str:
    """The sha256 of a public key in hexadecimal; devices show it in groups of four."""
    return hashlib.sha256(verifier.public_key).hexdigest()


def enrol(session: Session, public_key: str, binding: Binding, actor: Actor) -> int:
    """Enter a device's key, the line name+id+base64; it counts once two people confirmed it. Its number.

    Raises InputError with every reason: not a key, an unknown campaign or precinct, dates or mode that cannot be.
    """
    try:
        verifier = Verifier.parse(public_key.strip())
    except NoteError as error:
        raise InputError([f"public key: {error}"]) from None
    problems = _problems(session, binding)
    if problems:
        raise InputError([f"device {verifier.name}: {problem}" for problem in problems])
    key = NewKey(
        name=verifier.name,
        key_id=verifier.key_id.hex(),
        verifier=str(verifier),
        fingerprint=fingerprint(verifier),
        kind=binding.kind,
        campaign=binding.campaign,
        precinct=binding.precinct,
        mode=binding.mode,
        valid_from=binding.valid_from,
        valid_until=binding.valid_until,
    )
    seq = enter_key(session, key, actor.at, actor.name)
    _audit(session, actor, "device.entered", binding.campaign, seq, key.name, key.fingerprint)
    return seq


def confirm(session: Session, key: int, shown: str, actor: Actor) -> None:
    """A person confirms that the device shows the fingerprint `shown` (blanks do not matter).

    Raises InputError when it is another one, NotPermitted when the same person confirms twice.
    """
    row = confirm_key(session, key, shown, actor.at, actor.name)
    _audit_row(session, actor, "device.confirmed", row)


def revoke(session: Session, key: int, reason: str, actor: Actor) -> None:
    """A key counts no longer, from the moment of the commit. Raises InputError without a reason or a second time."""
    row = revoke_key(session, key, reason, actor.at, actor.name)
    _audit_row(session, actor, "device.revoked", row)


def _problems(session: Session, binding: Binding) -> list[str]:
    problems = []
    version = newest_versions(session, [binding.campaign]).get(binding.campaign)
    if version is None:
        problems.append(f"campaign {binding.campaign!r} is not in the store; import its package first")
    elif binding.precinct not in precinct_numbers(session, binding.campaign, version):
        problems.append(f"campaign {binding.campaign} has no precinct {binding.precinct!r}")
    if binding.mode not in MODES:
        problems.append(f"mode {binding.mode!r}: choose main or test")
    if binding.valid_from >= binding.valid_until:
        problems.append("the key's first moment is not before its last one")
    return problems


def _audit_row(session: Session, actor: Actor, action: str, row: DeviceKeyRow) -> None:
    _audit(session, actor, action, row.campaign, row.seq, row.name, row.fingerprint)


def _audit(session: Session, actor: Actor, action: str, campaign: str, seq: int, name: str, print_: str) -> None:
    record_audit(
        session,
        actor.at,
        actor.name,
        action,
        campaign,
        {"device": name, "key": seq},
        function=actor.function,
        address=actor.address,
        object=f"device_key:{seq}",
        after=print_,
    )
