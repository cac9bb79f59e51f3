"""Checks before a release exists: what was tabulated is recomputed in another way and must agree (design, G1-G7).

Nothing here calls the tabulation or its rounding; the code is plain on purpose. A breach stops the release: nothing of
it becomes visible and the former one stays.
"""

from portal.publication.checks.inspector import Breach, Inspector
from portal.publication.checks.rulings import rulings

__all__ = ["Breach", "Inspector", "rulings"]
