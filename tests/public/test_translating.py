"""What the templates write is escaped as Jinja escapes it, only without an object for every value."""

from functools import cache

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, Template, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from portal.public.translating import escaped, translate_quickly

TEMPLATE = """
{%- macro cell(value, kind="n") %}<td class="{{ kind }}">{{ value }}</td>{% endmacro -%}
{%- macro box(value) %}<p>{{ value }}{{ caller() }}</p>{% endmacro -%}
{% set row %}{{ cell(value) }}{{ cell(value, kind=value) }}{% endset %}
{{ row }}{{ value }}{{ value ~ row }}{{ row ~ value }}{{ cell(cell(value)) }}{{ [value]|join(",") }}{{ value|safe }}
{% call box(number) %}{{ value }}{% endcall %}{% for each in (value, number, marked, none, true, 1.5) %}
{{ loop.index }} {{ each }} {{ "a" if each is string else each }}{% endfor %}
{% autoescape false %}{{ value }}{% endautoescape %}<{{ value }}>{{ value == row }}{{ value|length }}"""
TEXTS = st.text(st.sampled_from("a&<>\"' ;ж"), max_size=8)


@cache
def quick() -> Environment:
    """Templates as those of the public pages."""
    app = Flask("portal")
    Babel(app)
    translate_quickly(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    return app.jinja_env


@cache
def both() -> tuple[Template, Template]:
    """The same template as those of the public pages are, and as Jinja makes it."""
    return quick().from_string(TEMPLATE), Environment(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE)


@pass_context
def told(context: Context, text: str) -> str:
    return text + str(context["there"])


@given(st.one_of(st.text(), TEXTS, TEXTS.map(Markup), st.integers(), st.booleans(), st.none(), st.floats()))
def test_a_value_is_escaped_as_everywhere(value):
    assert escaped(value) == str(escape(value))


@given(TEXTS, TEXTS, st.integers())
def test_a_page_is_the_one_that_jinja_writes(value, marked, number):
    ours, usual = both()
    given = {"value": value, "marked": Markup(marked), "number": number}
    with Flask("portal").app_context():
        assert ours.render(given) == usual.render(given)


def test_what_nobody_gave_is_still_an_error():
    with pytest.raises(UndefinedError):
        quick().from_string("{{ nothing }}").render()


def test_what_wants_the_context_gets_it():
    assert quick().from_string("{{ told('a') }}").render(told=told, there="&") == "a&amp;"


def test_an_entry_of_a_document_goes_before_a_method_of_its_name_which_is_called_all_the_same():
    page = quick().from_string("{{ row.items }} {{ row.get('items') }} {{ row.get('keys', '-') }} {{ row.of.code }}")
    assert page.render(row={"items": 5, "of": {"code": "<"}}) == "5 5 - &lt;"


def test_a_macro_takes_what_it_is_given_and_nothing_more():
    macro = "{% macro cell(value, kind='n') %}{{ value }}{{ kind }}{% endmacro %}"
    page = quick().from_string(macro + "{{ cell(1) }} {{ cell(1, 2) }} {{ cell(value=1) }} {{ cell(kind=3, value=1) }}")
    assert page.render() == "1n 12 1n 13"
    with pytest.raises(TypeError):
        quick().from_string(macro + "{{ cell(1, 2, 3) }}").render()
    with pytest.raises(UndefinedError):
        quick().from_string(macro + "{{ cell() }}").render()
