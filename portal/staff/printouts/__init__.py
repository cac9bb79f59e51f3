"""Staff pages from which papers are printed: control printouts, consolidated protocols, posters."""

from portal.staff.printouts import papers, protocols
from portal.staff.printouts.base import blueprint

__all__ = ["blueprint", "papers", "protocols"]
