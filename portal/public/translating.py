"""Templates that write hundreds of numbers and words a page: texts are looked up once in a process, calls are plain.

Half of the time of a page was spent on what Jinja asks of every call, and on formatting texts that hold no variable; a
tenth on objects that were made of values without anything to escape.
"""

import re
from typing import Any

from flask import Flask, g
from flask_babel import get_translations
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_HELD = "natyija_translations"
_TEXTS = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
_TO_ESCAPE = re.compile("[&<>\"']").search


class QuickContext(Context):
    """A context that hands plain calls on; what wants the context is Jinja's."""

    def call(self, called: Any, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any) -> Any:
        """What the call comes back with."""
        if getattr(called, "jinja_pass_arg", None) is not None:
            return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)
        return called(*args, **named)


class QuickMacro(Macro):
    """A macro whose call by position, as nearly all are, goes to its function at once; all others are Jinja's."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        count = -1 if self.catch_kwargs or self.catch_varargs or self.caller else len(self.arguments)
        self._missing = [(missing,) * (count - given) for given in range(count + 1)] if self._default_autoescape else []

    def __call__(self, *args: Any, **named: Any) -> str:
        """What the macro writes."""
        if named or len(args) >= len(self._missing):
            return super().__call__(*args, **named)
        return Markup(self._func(*args, *self._missing[len(args)]))


class QuickCodeGenerator(CodeGenerator):
    """Writes what templates do most as plain Python: the entries of documents, calls of methods and of the macros of
    another template, and the escape of what is no markup yet. Nothing else is written otherwise.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline(f"from {__name__} import QuickMacro, escaped")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("Quick")
        super().macro_def(macro_ref, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """What a dot means; documents are dictionaries, so their entries are looked for first."""
        self.write(f"(owner[{node.attr!r}] if type(owner := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {node.attr!r} in owner else environment.getattr(owner, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Methods, macros of another template and texts know no context, so they need not be asked for it."""
        called = node.node
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif isinstance(called, nodes.Getattr) and getattr(called.node, "name", "") != "self":
            self.write("(")
            self.visit(called.node, frame)
            self.write(f").{called.attr}")
            self._arguments(node, frame)
        elif isinstance(called, nodes.Name) and called.name in _TEXTS:
            self.visit(called, frame)
            self._arguments(node, frame)
        else:
            super().visit_Call(node, frame)

    def _arguments(self, node: nodes.Call, frame: Frame) -> None:
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(text if type(text := (" + (finalize.src or ""))

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        super()._output_child_post(node, frame, finalize)
        if not frame.eval_ctx.volatile and frame.eval_ctx.autoescape:
            self.write(") is Markup else escaped(text))")


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
            return _filled(filled, variables)
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = Markup(_catalogue().ugettext(text)) % {}
        return found


def _filled(text: str, variables: dict[str, Any]) -> Markup:
    """The text with its variables, escaped; "%%" stands for a percent sign."""
    return Markup(text % {name: escaped(value) for name, value in variables.items()})


def _plural(one: str, more: str, number: int, /, **variables: Any) -> Markup:
    """The text in the form that the number asks for; "%(num)s" stands for it."""
    return _filled(_catalogue().ungettext(one, more, number), {"num": number, **variables})


def _of_context(context: str, text: str, /, **variables: Any) -> Markup:
    """The text as it is in that context."""
    return _filled(_catalogue().upgettext(context, text), variables)


def _plural_of_context(context: str, one: str, more: str, number: int, /, **variables: Any) -> Markup:
    """Both."""
    return _filled(_catalogue().unpgettext(context, one, more, number), {"num": number, **variables})


def translate_quickly(app: Flask) -> None:
    """Gives the templates of an application these texts; to be called after Babel was set up."""
    environment, texts = app.jinja_env, QuickTexts()
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {
        "_": texts,
        "gettext": texts,
        "ngettext": _plural,
        "pgettext": _of_context,
        "npgettext": _plural_of_context,
    }
    environment.context_class = QuickContext
    environment.code_generator_class = QuickCodeGenerator
