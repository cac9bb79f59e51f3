"""Schedule, orders, approvals, held facts and the state of the publisher (R53 ¶27, ¶34-36, ¶52-53; R139 ¶77-84)."""

from portal.staff.publication import held, orders, schedule, state, subject
from portal.staff.publication.base import blueprint

__all__ = ["blueprint", "held", "orders", "schedule", "state", "subject"]
