"""Letting a network address in again before the time. One person asks, another confirms, as for a function: an address
that is let in may guess at every account behind it, and whoever sits there may be one of the two.

A request stands as long as the lock can last; after that the address is in anyhow.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.ingest.enrolment import Actor
from portal.staff.lockout import ADDRESS_LIMIT, LOCKED
from portal.staff.said import N_, Said
from portal.store.models import AddressRequestRow, AttemptOutcome
from portal.store.queries.logins import asked_addresses, failing_addresses, failures_of_address
from portal.store.record import record_audit
from portal.store.record.logins import ask_for_address, confirm_address, record_attempt


@dataclass(frozen=True, slots=True)
class LockedAddress:
    """An address that is kept out, how often it failed, and until when; `asked` is the request that waits, if any."""

    address: str
    failures: int
    until: datetime
    asked: AddressRequestRow | None


def locked_addresses(session: Session, now: datetime) -> list[LockedAddress]:
    """Every address that failed attempts keep out at the moment."""
    asked = asked_addresses(session, now - LOCKED)
    found = []
    for address in failing_addresses(session, now - LOCKED, ADDRESS_LIMIT):
        failures = failures_of_address(session, address, now - LOCKED)
        if failures.count >= ADDRESS_LIMIT and failures.latest is not None:
            found.append(LockedAddress(address, failures.count, failures.latest + LOCKED, asked.get(address)))
    return found


def ask(session: Session, address: str, reason: str, actor: Actor) -> int:
    """Ask that the address is let in; the number of the request. Raises Said without a reason, for one that is not
    locked or for which somebody asked already.
    """
    locked = _locked(session, address, actor.at)
    if locked.asked is not None:
        raise Said(N_("Somebody asked for this already; a different person has to confirm."))
    if not reason.strip():
        raise Said(N_("Give a reason."))
    number = ask_for_address(session, actor.at, address, reason.strip(), actor.name)
    _record(session, actor, "address.unlock_requested", address, request=number, reason=reason.strip())
    return number


def confirm(session: Session, address: str, actor: Actor) -> None:
    """The second person agrees, and failures count anew. Raises Said for the one who asked, or where nothing waits."""
    locked = _locked(session, address, actor.at)
    asked = locked.asked
    if asked is None:
        raise Said(N_("Nothing waits for confirmation under this number."))
    if asked.requested_by == actor.name:
        raise Said(N_("You asked for this yourself; a different person has to confirm."))
    confirm_address(session, asked.seq, asked.requested_by, actor.at, actor.name)
    record_attempt(session, actor.at, "", address, AttemptOutcome.UNLOCKED)
    told = {"request": asked.seq, "asked_by": asked.requested_by, "reason": asked.reason, "failures": locked.failures}
    _record(session, actor, "address.unlocked", address, **told)


def _locked(session: Session, address: str, now: datetime) -> LockedAddress:
    found = next((each for each in locked_addresses(session, now) if each.address == address), None)
    if found is None:
        raise Said(N_("This address is not locked at the moment."))
    return found


def _record(session: Session, actor: Actor, action: str, address: str, **details: object) -> None:
    record_audit(
        session,
        actor.at,
        actor.name,
        action,
        details=details,
        function=actor.function,
        address=actor.address,
        object=f"address:{address}",
    )
