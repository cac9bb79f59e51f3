"""Staff pages of ОИК/ТИК administrators: turnout by hand, protocols, consolidated protocols (R53 ¶35, ¶41-51)."""

from portal.staff.entry import consolidated, paper, turnout
from portal.staff.entry.overview import blueprint

__all__ = ["blueprint", "consolidated", "paper", "turnout"]
