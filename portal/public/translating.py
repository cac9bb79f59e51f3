"""Templates that write hundreds of numbers and words a page: texts are looked up once in a process, calls are plain.

Half of the time of a page was spent on what Jinja asks of every call, and on formatting texts that hold no variable; a
tenth on objects that were made of values without anything to escape.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, g
from flask_babel import get_translations
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_HELD = "natyija_translations"
_TO_ESCAPE = re.compile("[&<>\"']").search


class QuickContext(Context):
    """A context that hands plain calls on, macros with how they escape; what wants the context is Jinja's."""

    def call(self, called: Any, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any) -> Any:
        """What the call comes back with."""
        if type(called) is Macro:
            return called(self.eval_ctx, *args, **named)
        if getattr(called, "jinja_pass_arg", None) is not None:
            return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)
        return called(*args, **named)


class QuickCodeGenerator(CodeGenerator):
    """Has values escaped by `escaped`, of which Jinja joins the page; nothing else is written otherwise."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(" + (finalize.src or ""))


def escaped(value: Any) -> str:
    """The value as HTML, like `markupsafe.escape`; no object is made where nothing is to be escaped."""
    kind = type(value)
    if kind is str:
        return value if _TO_ESCAPE(value) is None else escape(value)
    return value if kind is Markup else str(value) if kind is int else escape(value)


def _language() -> str | None:
    """The language of the page; asked for with every text, so not through the proxy's every attribute."""
    language: str | None = g._get_current_object().get("language")
    return language


def _catalogue() -> Any:
    language = _language()
    held = g.get(_HELD)
    if held is None or held[0] != language:
        held = (language, get_translations())
        setattr(g, _HELD, held)
    return held[1]


class QuickTexts:
    """Texts by language: as they are when they hold no variable, otherwise to be filled in."""

    def __init__(self) -> None:
        self._plain: dict[tuple[str | None, str], Markup] = {}
        self._to_fill: dict[tuple[str | None, str], str] = {}

    def __call__(self, text: str, **variables: Any) -> Markup:
        """The text in the language of the page; "%(name)s" stands for a variable and "%%" for a percent sign."""
        key = (_language(), text)
        if variables:
            filled = self._to_fill.get(key)
            if filled is None:
                filled = self._to_fill[key] = _catalogue().ugettext(text)
            return Markup(filled % {name: escaped(value) for name, value in variables.items()})
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = Markup(_catalogue().ugettext(text)) % {}
        return found


def _entry_or_attribute(attribute_of: Callable[[Any, str], Any], owner: Any, name: str) -> Any:
    """What a dot of a template means; documents are dictionaries, so their entries are looked for first."""
    if type(owner) is dict and name in owner:
        return owner[name]
    return attribute_of(owner, name)


def translate_quickly(app: Flask) -> None:
    """Gives the templates of an application these texts; to be called after Babel was set up."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, more, number: _catalogue().ungettext(one, more, number),
        newstyle=True,
        pgettext=lambda context, text: _catalogue().upgettext(context, text),
        npgettext=lambda context, one, more, number: _catalogue().unpgettext(context, one, more, number),
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = QuickTexts()
    app.jinja_env.context_class = QuickContext
    app.jinja_env.code_generator_class = QuickCodeGenerator
    app.jinja_env.escaped = escaped  # type: ignore[attr-defined]
    app.jinja_env.getattr = partial(_entry_or_attribute, app.jinja_env.getattr)  # type: ignore[method-assign]
