"""Refusals that can be said in the reader's language: an InputError that keeps its sentences as msgids with values."""

import re
from collections.abc import Iterable, Mapping

from flask_babel import gettext

from portal.errors import InputError


def N_(msgid: str) -> str:  # noqa: N802 (the mark that translators' tools look for)
    """Marks a text that is translated later; comes back as it is."""
    return msgid


class Said(InputError):
    """Input refused for reasons that are translated when shown: pairs of msgid and values, or msgids alone."""

    def __init__(self, *reasons: str | tuple[str, Mapping[str, object]]) -> None:
        self.reasons = tuple((reason, {}) if isinstance(reason, str) else reason for reason in reasons)
        super().__init__(msgid % values if values else msgid for msgid, values in self.reasons)


def sentences(error: InputError) -> list[str]:
    """The problems of an error, in the language of the request where they have one."""
    if isinstance(error, Said):
        return [gettext(msgid, **values) for msgid, values in error.reasons]
    return list(error.problems)


def told(text: str, reasons: Iterable[tuple[str, str]]) -> str:
    """A service's reason in the language of the page: the msgid of the first pattern that fits the whole text, with
    the named groups that were found; the text itself where none fits.
    """
    for pattern, msgid in reasons:
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            return str(
                gettext(msgid, **{name: value for name, value in match.groupdict().items() if value is not None})
            )
    return text
