"""Tests of campaigns in the test instance, and carrying a tested one into the main instance (R53 ¶54-61)."""

from portal.staff.testing import promotion, test
from portal.staff.testing.base import blueprint

__all__ = ["blueprint", "promotion", "test"]
