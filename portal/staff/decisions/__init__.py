"""Staff pages of the register of decisions: entering an act, confirming its entry, the state at any past time."""

from portal.staff.decisions import confirm, determination, enter, register, state
from portal.staff.decisions.base import blueprint

__all__ = ["blueprint", "confirm", "determination", "enter", "register", "state"]
