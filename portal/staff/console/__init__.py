"""The night's console, and notes for the public incident log."""

from portal.staff.console import incidents, night
from portal.staff.console.base import blueprint

__all__ = ["blueprint", "incidents", "night"]
