"""Accounts: people, their functions, what waits for a second person; many at once from a file."""

from portal.staff.people import files, overview
from portal.staff.people.base import blueprint

__all__ = ["blueprint", "files", "overview"]
