"""The register of decisions."""

from typing import TypedDict

from portal.domain.documents.precinct import DecisionDocument


class RegisteredDocument(DecisionDocument):
    """A decision of the register; `in_force` is false once it was reversed or what it rested on was."""

    in_force: bool


class RegisterDocument(TypedDict):
    """decisions.json: every decision of the campaign by date, those on precincts among them."""

    decisions: list[RegisteredDocument]
