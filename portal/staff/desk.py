"""The desk: who acts in this request, under which function, with which clocks, and how an act is written with its
audit event in one transaction.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import current_app, g, request
from sqlalchemy.orm import Session

from portal.access import allowed_query
from portal.clocks import Clock
from portal.ingest.enrolment import Actor
from portal.settings import Settings
from portal.staff.functions import Function, Grant, Level
from portal.store.engine import Store
from portal.store.record.audit import AuditEvent, record_audits

_ACT = "natyija.act"


@dataclass(frozen=True, slots=True)
class Desk:
    """The person at work; `person` is the login, `function` the one under which this call was let in."""

    person: str
    name: str
    function: Function
    grants: tuple[Grant, ...]
    address: str
    session_id: int
    store: Store
    settings: Settings
    clocks: tuple[Clock, Clock] = field(repr=False)

    def election_now(self) -> datetime:
        """The instant that rules what may be seen and when facts were received; simulated in the demonstration."""
        return self.clocks[0].now()

    def system_now(self) -> datetime:
        """The machine's time: audit, sessions, limits."""
        return self.clocks[1].now()

    @property
    def actor(self) -> Actor:
        """The same person for services that record their own audit event."""
        return Actor(self.person, self.system_now(), self.function.value, self.address)

    def may(self, *functions: Function, campaign: str = "", commission: str = "") -> bool:
        """True when the person holds one of these functions there."""
        level = Level.COMMISSION if commission else Level.CAMPAIGN if campaign else Level.SITE
        return any(grant.function in functions and grant.reaches(level, campaign, commission) for grant in self.grants)

    def commissions(self, campaign: str, *functions: Function) -> frozenset[str]:
        """Codes of the commissions of a campaign for which the person holds one of these functions; "" among them
        stands for every commission.
        """
        return frozenset(
            grant.commission
            for grant in self.grants
            if grant.function in functions and grant.campaign in ("", campaign)
        )

    def read(self) -> AbstractContextManager[Session]:
        """A session over one snapshot of the store."""
        return self.store.read()

    def write(self) -> AbstractContextManager[Session]:
        """A write session without an audit event: only for services that record their own (see `actor`)."""
        return self.store.write()

    @contextmanager
    def act(
        self,
        action: str,
        campaign: str = "",
        object: str = "",  # noqa: A002 (the word of the audit trail)
        before: str = "",
        after: str = "",
        **details: Any,
    ) -> Iterator[Session]:
        """A write session in which the audit event is recorded too, at the end of the block, or nothing at all.

        What is known only inside the block is added with `tell(session, …)`.
        """
        event = AuditEvent(
            self.system_now(),
            self.person,
            action,
            campaign,
            details,
            self.function.value,
            self.address,
            object,
            before,
            after,
        )
        with self.store.write() as session:
            session.info[_ACT] = event
            yield session
            record_audits(session, [session.info.pop(_ACT)])


def tell(session: Session, **more: Any) -> None:
    """Add to the audit event of the act under way: object, before, after, campaign; everything else is a detail."""
    event: AuditEvent = session.info[_ACT]
    own = {name: more.pop(name) for name in ("object", "before", "after", "campaign") if name in more}
    session.info[_ACT] = replace(event, **own, details={**event.details, **more})


def desk() -> Desk:
    """The desk of this request; only behind @allow(…)."""
    found: Desk = g.desk
    return found


def query() -> dict[str, str]:
    """The query parameters that the view declared, as far as they were given."""
    names = allowed_query(current_app.view_functions[request.endpoint or ""])
    return {name: request.args[name] for name in names if name in request.args}
