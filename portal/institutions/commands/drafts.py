"""A file's row merged with what is stored: the entry as it is to become, and how it differs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from portal.institutions.commands.register import shown
from portal.institutions.entry import (
    Channels,
    Particulars,
    alias_faults,
    channel_faults,
    closing_faults,
    code_faults,
    particulars_faults,
)
from portal.institutions.models import Institution
from portal.institutions.rules import Node, category_key
from portal.institutions.sheet import Line
from portal.kernel.findings import Finding


@dataclass
class Draft:
    """One entry as a file wants it; `stored` is None for a new one."""

    line: Line
    stored: Institution | None
    particulars: Particulars
    channels: Channels
    aliases: tuple[str, ...]
    closed_on: date | None
    stored_aliases: tuple[str, ...] = ()
    faults: list[Finding] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The institution's code."""
        return self.line.code

    @property
    def is_open(self) -> bool:
        """Whether it will be open."""
        return self.closed_on is None

    @property
    def closes(self) -> bool:
        """Whether the file closes what is open, or enters it as closed."""
        return not self.is_open and (self.stored is None or self.stored.state == "open")

    def node(self) -> Node:
        """Return its place in the tree as stated; a branch may leave type and category out."""
        of = self.particulars
        category = category_key(of.type, of.category) if of.category else ""
        kind = of.category if category is None else category
        return Node(self.code, of.type, kind, of.level, of.parent_code, self.is_open)


def draft(
    line: Line, stored: Institution | None, parent_code: str, aliases: tuple[str, ...]
) -> Draft:
    """Return a row merged with what is stored: an empty cell keeps the stored value."""
    level = line.text.get("level") or (stored.level if stored else "")
    follows = {"type", "category"} if level == "branch" else set()

    def value(name: str) -> Any:
        if name in line.text:
            return line.text[name]
        return getattr(stored, name) if stored and name not in follows else ""

    texts = {item.name: value(item.name) for item in fields(Particulars) if _is_text(item.name)}
    texts["parent_code"] = "" if level == "head" and stored else parent_code
    texts["parent_code"] = line.text.get("parent_code", texts["parent_code"])
    opened_on = line.opened_on or (stored.opened_on if stored else None)
    channels = {item.name: value(item.name) for item in fields(Channels)}
    kept = bool(stored and stored.internet_channel)
    channels["internet_channel"] = kept if line.internet_channel is None else line.internet_channel
    return Draft(
        line,
        stored,
        Particulars(**texts, opened_on=opened_on),
        Channels(**channels),
        aliases if line.aliases is None else line.aliases,
        line.closed_on or (stored.closed_on if stored else None),
        aliases,
    )


def _is_text(name: str) -> bool:
    return name not in {"opened_on", "parent_code"}


def shape_faults(of: Draft, as_of: date) -> list[Finding]:
    """Return what is wrong with an entry by itself."""
    faults = code_faults(of.code) + particulars_faults(of.particulars, as_of)
    faults += channel_faults(of.channels) + alias_faults(of.aliases)
    if of.closed_on:
        faults += closing_faults(of.closed_on, of.particulars.opened_on, as_of)
    return faults


def differences(of: Draft, node: Node, stored_parent: str) -> dict[str, list[str]]:
    """Return each column that changes with its values before and after; empty for a new entry."""
    if of.stored is None:
        return {}
    wanted: dict[str, Any] = asdict(of.particulars) | asdict(of.channels)
    wanted |= {"type": node.type, "category": node.category, "closed_on": of.closed_on}
    before = {name: getattr(of.stored, name, None) for name in wanted}
    before["parent_code"] = stored_parent
    changed = {
        name: [shown(before[name]), shown(value)]
        for name, value in wanted.items()
        if before[name] != value
    }
    if of.aliases != of.stored_aliases:
        changed["aliases"] = [";".join(of.stored_aliases), ";".join(of.aliases)]
    return changed


def with_inherited(nodes: Mapping[str, Node], stated: Mapping[str, Node]) -> dict[str, Node]:
    """Return the tree with a branch's type and category as its parent's unless a file says so."""
    done: dict[str, Node] = {}
    for code in nodes:
        _resolve(code, nodes, stated, done)
    return done


def _resolve(
    code: str, nodes: Mapping[str, Node], stated: Mapping[str, Node], done: dict[str, Node]
) -> None:
    chain = []
    while code in nodes and code not in done and code not in chain:
        chain.append(code)
        code = nodes[code].parent_code
    for one in reversed(chain):
        node, parent = nodes[one], done.get(nodes[one].parent_code)
        said = stated.get(one, Node(one, "", "", node.level, ""))
        if node.level == "branch" and parent is not None:
            kind = said.type or parent.type
            category = said.category or (parent.category if kind == parent.type else "")
            node = Node(one, kind, category, "branch", node.parent_code, node.is_open)
        done[one] = node
