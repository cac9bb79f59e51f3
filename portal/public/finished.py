"""The forms of finished answers: what the web server sends with everything that lies in the folder of a form.

It cannot be told headers per file, so answers with the same ones share a folder; an answer with any other header is not
kept as a file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from portal.languages import LANGUAGES
from portal.public import headers
from portal.public.encodings import Encoding

_OWN = frozenset(("content-encoding", "content-length", "etag", "vary", "x-accel-expires"))
"""What each answer has of its own, or what is for the web server alone."""
_BELOW = rf"/(?:{'|'.join(LANGUAGES)})(?:/[0-9A-Za-z_-]{{1,128}}){{0,8}}"
_PAGE = re.compile(rf"{_BELOW}/")
_PLACE = {"Permissions-Policy": headers.PLACE_PERMISSIONS}
_LIVE = {"Content-Security-Policy": headers.LIVE_POLICY}


@dataclass(frozen=True, slots=True)
class Form:
    """A folder's name, the addresses that may lie there, what is added to one for its file, and the headers."""

    name: str
    addresses: re.Pattern[str]
    file: str
    headers: Mapping[str, str]


def _form(name: str, content_type: str, more: Mapping[str, str], addresses: re.Pattern[str], file: str = "") -> Form:
    sent = {"Content-Type": content_type, "Cache-Control": headers.PAGE, **headers.SECURITY, **more}
    return Form(name, addresses, file, {key.lower(): value for key, value in sent.items()})


FORMS = (
    _form("live", headers.HTML, _LIVE, _PAGE, "page"),
    _form("plain", headers.HTML, {}, _PAGE, "page"),
    _form("map", headers.HTML, _LIVE | _PLACE, _PAGE, "page"),
    _form("json", headers.JSON, headers.SHARED, re.compile(rf"{_BELOW}\.json")),
    _form("csv", headers.CSV, headers.SHARED, re.compile(rf"{_BELOW}\.csv")),
)
"""Pages that look for newer figures, pages that do not, the map, and the twins of pages."""


def form_of(path: str, encoding: str, answer: Sequence[tuple[str, str]]) -> Form | None:
    """The form of an answer without a query; None for one that is not kept as a file.

    It has to be in the encoding that was asked for: small ones are not compressed.
    """
    told = {name.lower(): value for name, value in answer}
    if told.get("content-encoding", "identity") != encoding:
        return None
    sent = {name: value for name, value in told.items() if name not in _OWN}
    return next((form for form in FORMS if form.headers == sent and form.addresses.fullmatch(path)), None)


def address(place: str) -> tuple[str, Encoding]:
    """Path and encoding of the answer that lies at a place: form, encoding, path and what the form adds to it."""
    name, encoding, path = place.split("/", 2)
    form = next(form for form in FORMS if form.name == name)
    return f"/{path.removesuffix(form.file)}", cast(Encoding, encoding)
