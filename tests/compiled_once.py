"""What every application compiles anew is compiled once for all tests: each test makes its own application.

Templates and the builders of addresses take most of the time in which an application is made, and are the same in all.
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Compiled templates by name and text."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self._known.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


Builder = Callable[..., tuple[str, str]]


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Let every application made from now on share what was compiled, until the patch is undone."""
    compiled = Rule._compile_builder
    known: dict[tuple[Any, ...], Builder] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Builder:
        if rule.defaults:
            return compiled(rule, append_unknown)
        key = rule.rule, tuple(rule._trace), append_unknown
        if key not in known:
            known[key] = compiled(rule, append_unknown)
        return known[key]

    patch.setattr(Rule, "_compile_builder", builder)
    patch.setattr(Flask, "jinja_options", ImmutableDict(bytecode_cache=Templates()))
