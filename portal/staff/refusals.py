"""What is recorded when somebody is refused: an audit event, and an inquiry (R53 ¶62, ¶64-65)."""

from collections.abc import Sequence

from flask import request

from portal.staff.functions import Grant
from portal.staff.sessions import Live
from portal.staff.state import state
from portal.store.record import record_audit


def outside_own_functions(live: Live, grants: Sequence[Grant]) -> None:
    """Somebody who is logged in called a page that none of the own functions reaches."""
    held = ",".join(sorted({grant.function for grant in grants}))
    place = request.view_args or {}
    with state().store.write() as session:
        record_audit(
            session,
            state().system.now(),
            live.login,
            "access.refused",
            place.get("campaign", ""),
            {"method": request.method, "endpoint": request.endpoint or ""},
            function=held,
            address=request.remote_addr or "",
            object=request.path,
        )
