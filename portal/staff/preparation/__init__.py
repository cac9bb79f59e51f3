"""Campaign preparation: drafts as tables, packages, readiness, and the step to a configuration version (R53 ¶26-29)."""

from portal.staff.preparation import campaigns, packages, sheets, versions
from portal.staff.preparation.base import blueprint

__all__ = ["blueprint", "campaigns", "packages", "sheets", "versions"]
