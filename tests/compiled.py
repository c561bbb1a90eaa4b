"""Templates, addresses and statements compiled once for all applications that the tests make.

Werkzeug parses each rule of an application and compiles two functions for it, which takes nine
tenths of the time that making one takes; they depend on the rule's text and defaults alone.
"""

from copy import copy
from functools import wraps
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.util import LRUCache
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


# What a rule's compiling sets on it; only its two builders belong to the rule itself.
_SHARED = ("_parts", "_trace", "_converters", "arguments")
_BUILDERS = ("_build", "_build_unknown")
_RULES: dict[Any, dict[str, Any]] = {}


def share_addresses() -> None:
    """Let every application of this process use what those before it made of the same rules."""
    compile_rule = Rule.compile

    @wraps(compile_rule)
    def kept(rule: Rule) -> None:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        means = (rule.map.host_matching, frozenset(rule.map.converters.items()))
        key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, defaults, means)
        if key not in _RULES:
            compile_rule(rule)
            made = {name: getattr(rule, name) for name in _SHARED}
            _RULES[key] = made | {name: getattr(rule, name).__func__ for name in _BUILDERS}
            return
        made = _RULES[key]
        for name in _SHARED:
            setattr(rule, name, copy(made[name]))
        for name in _BUILDERS:
            setattr(rule, name, made[name].__get__(rule, None))

    Rule.compile = kept


def share_statements() -> None:
    """Let every engine of this process use the SQL that those before it made of a statement.

    A portal has one engine for days, a test one or two for a second. What is kept is found by the
    statement and the dialect; so the dialects of all engines must count as the same.
    """
    kept: LRUCache[Any, Any] = LRUCache(2_000)
    Engine._compiled_cache = property(lambda engine: kept, lambda engine, own: None)
    PGDialect_psycopg.__eq__ = lambda one, other: type(one) is type(other)
    PGDialect_psycopg.__hash__ = lambda one: hash(type(one))
