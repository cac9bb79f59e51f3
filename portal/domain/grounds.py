"""Grounds on which an ОИК or ТИК declares the totals of a precinct invalid (R139 ¶75)."""

from enum import StrEnum


class InvalidationGround(StrEnum):
    """One of the five grounds, in the order of the paragraph."""

    TOTALS_UNCERTAIN = "totals_uncertain"  # ¶75 1): the totals cannot be established with certainty
    WILL_AFFECTED = "will_affected"  # ¶75 2): violations affected the will of the voters
    HIGHER_COMMISSION = "higher_commission"  # ¶75 3): decision of a higher commission
    COURT = "court"  # ¶75 4): decision of a court
    BALLOTS_INVALID = "ballots_invalid"  # ¶75 5): the ballots in the scanners were declared invalid
