"""Templates and addresses compiled once for all applications that the tests make.

Werkzeug compiles two functions for each rule of an application, which takes four fifths of the
time that making one takes; they depend on the rule's text and defaults alone.
"""

from functools import wraps
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """What Jinja made of each template, kept as long as its text stays the same."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what is kept; it compares the checksum of the template's text itself."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


def share_templates(app: Flask) -> None:
    """Let this application use what the ones before it compiled, and those after it use its own."""
    app.jinja_env.bytecode_cache = _COMPILED


_BUILDERS: dict[tuple[object, ...], Any] = {}


def share_addresses() -> None:
    """Let every application of this process use the address builders of those before it."""
    compile_builder = Rule._compile_builder

    @wraps(compile_builder)
    def kept(rule: Rule, append_unknown: bool = True) -> Any:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        converters = tuple((name, repr(each)) for name, each in rule._trace)
        key = (rule.rule, rule.subdomain, rule.host, defaults, converters, append_unknown)
        if key not in _BUILDERS:
            _BUILDERS[key] = compile_builder(rule, append_unknown)
        return _BUILDERS[key]

    Rule._compile_builder = kept
