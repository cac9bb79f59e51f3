"""Staff pages from which papers are printed: control printouts, consolidated protocols, posters, the test report."""

from portal.staff.printouts import papers, protocols, testing
from portal.staff.printouts.base import blueprint

__all__ = ["blueprint", "papers", "protocols", "testing"]
