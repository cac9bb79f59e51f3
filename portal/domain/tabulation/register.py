"""The register of decisions: every act of a campaign, also one that no longer holds."""

from portal.domain.decisions import DecisionState
from portal.domain.documents import RegisterDocument
from portal.domain.tabulation.precinct import decision_document


def register_document(state: DecisionState) -> RegisterDocument:
    """Every decision in the order of date and register, each with whether it is in force."""
    standing = {id(decision) for decision in state.in_force}
    return {"decisions": [{**decision_document(row), "in_force": id(row) in standing} for row in state.log]}
