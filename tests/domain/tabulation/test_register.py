"""The register holds every decision, also one that was reversed."""

from datetime import date

from portal.domain.decisions import Decision, DecisionKind, DecisionScope, state_at
from portal.domain.tabulation.register import register_document


def test_the_register_keeps_reversed_acts_and_says_that_they_no_longer_hold():
    precinct = Decision("41", date(2025, 12, 1), "cec", DecisionKind.INVALIDATE_PRECINCT, DecisionScope.PRECINCT, "105")
    reversal = Decision("7", date(2025, 12, 5), "court", DecisionKind.REVERSE, DecisionScope.DECISION, "cec:41")
    whole = Decision("50", date(2025, 12, 3), "cec", DecisionKind.DETERMINE, DecisionScope.CAMPAIGN, "")
    rows = register_document(state_at([reversal, whole, precinct]))["decisions"]
    assert [(row["number"], row["scope"], row["target"], row["in_force"]) for row in rows] == [
        ("41", "precinct", "105", False),
        ("50", "campaign", "", True),
        ("7", "decision", "cec:41", True),
    ]
