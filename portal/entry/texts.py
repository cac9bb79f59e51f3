"""Texts typed beside the figures: names, reasons, notes. Nothing is cut off; what cannot be kept is said."""

import re

NAME_LIMIT, TEXT_LIMIT = 200, 4000
"""Characters of a person's name, and of a reason or note."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def flaw_of(text: str, limit: int = TEXT_LIMIT) -> str:
    """Why a text cannot be kept: too_long, not_a_text (it holds control characters); "" for one that can."""
    if len(text.strip()) > limit:
        return "too_long"
    return "not_a_text" if _CONTROL.search(text) else ""
