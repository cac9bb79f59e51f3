"""Texts of templates in the language of the page: the catalogue is looked up once in a request, not once in a text."""

from typing import Any

from flask import Flask, g
from flask_babel import get_translations

_HELD = "natyija_translations"


def _catalogue() -> Any:
    language = g.get("language")
    held = g.get(_HELD)
    if held is None or held[0] != language:
        held = (language, get_translations())
        setattr(g, _HELD, held)
    return held[1]


def translate_quickly(app: Flask) -> None:
    """Gives the templates of an application these texts; to be called after Babel was set up."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, more, number: _catalogue().ungettext(one, more, number),
        newstyle=True,
        pgettext=lambda context, text: _catalogue().upgettext(context, text),
        npgettext=lambda context, one, more, number: _catalogue().unpgettext(context, one, more, number),
    )
