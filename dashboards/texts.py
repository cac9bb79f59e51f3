"""Texts of the page's language, from the message tables of the public site."""

from typing import Any

import flask_babel


def gettext(text: str, **values: Any) -> str:
    """The text in the language of the request, with its placeholders filled."""
    found: str = flask_babel.gettext(text, **values)
    return found
