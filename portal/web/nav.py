"""The menu: packages declare entries; a page shows those that exist and that its reader may use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l

from portal.web.access import may_visit

LAYOUTS = ("public", "staff", "institution")
SECTIONS = {
    "work": _l("工作台"),
    "cases": _l("投诉办理"),
    "filing": _l("报送"),
    "oversight": _l("监督"),
    "rules": _l("规则"),
    "administration": _l("管理"),
    "institution": _l("本机构"),
}
_entries: dict[tuple[str, str], "Entry"] = {}


@dataclass(frozen=True)
class Entry:
    """One menu entry of a layout; `label` is lazy text, `order` its place, `section` its group."""

    layout: str
    endpoint: str
    label: Any
    order: int = 100
    section: str | None = None


@dataclass(frozen=True)
class Link:
    """An entry as shown; `current` is "page" on its own page, "true" on one under it."""

    href: str
    label: str
    current: str | None


@dataclass(frozen=True)
class _Offered:
    """An entry that the current actor may use, with its address."""

    entry: Entry
    href: str


def register(
    layout: str, endpoint: str, label: Any, order: int = 100, section: str | None = None
) -> None:
    """Declare a menu entry, in one of SECTIONS or on its own; its access is that of its view."""
    if layout not in LAYOUTS:
        raise ValueError(f"no layout {layout}")
    if section is not None and section not in SECTIONS:
        raise ValueError(f"no section {section}")
    _entries[layout, endpoint] = Entry(layout, endpoint, label, order, section)


def entries(layout: str) -> list[Entry]:
    """Return all entries that were declared for a layout, in order."""
    mine = (entry for entry in _entries.values() if entry.layout == layout)
    return sorted(mine, key=lambda entry: entry.order)


def links(layout: str) -> list[Link]:
    """Return a layout's menu for the current actor: lone entries, then sections, in order.

    A section leads to its first entry, and goes by that one's name while it holds no other.
    """
    offered = _offered(layout)
    here = _nearest(offered)
    alone = [_link(each, here) for each in offered if each.entry.section is None]
    return alone + [
        _heading(section, [each for each in offered if each.entry.section == section], here)
        for section in SECTIONS
        if any(each.entry.section == section for each in offered)
    ]


def section_links(layout: str) -> list[Link]:
    """Return the entries beside this page in its section; none where there is no choice."""
    offered = _offered(layout)
    here = _nearest(offered)
    if here is None or here.entry.section is None:
        return []
    beside = [each for each in offered if each.entry.section == here.entry.section]
    return [_link(each, here) for each in beside] if len(beside) > 1 else []


def _offered(layout: str) -> list[_Offered]:
    return [
        _Offered(entry, url_for(entry.endpoint))
        for entry in entries(layout)
        if may_visit(entry.endpoint)
    ]


def _heading(section: str, within: list[_Offered], here: _Offered | None) -> Link:
    first = within[0]
    if len(within) == 1:
        return _link(first, here)
    return Link(first.href, str(SECTIONS[section]), "true" if here in within else None)


def _link(each: _Offered, here: _Offered | None) -> Link:
    current = ("page" if request.path == each.href else "true") if each == here else None
    return Link(each.href, str(each.entry.label), current)


def _nearest(offered: Iterable[_Offered]) -> _Offered | None:
    under = [each for each in offered if request.path == each.href or _is_under(each.href)]
    return max(under, key=lambda each: len(each.href), default=None)


def _is_under(href: str) -> bool:
    return href != "/" and request.path.startswith(href.rstrip("/") + "/")


def lost(app: Flask) -> set[str]:
    """Return the entries that lead nowhere; a guard keeps this empty."""
    return {entry.endpoint for entry in _entries.values()} - app.view_functions.keys()


def install(app: Flask) -> None:
    """Offer the menu to the layouts."""
    app.jinja_env.globals["menu"] = links
    app.jinja_env.globals["section_menu"] = section_links
    app.jinja_env.globals["has_route"] = lambda endpoint: endpoint in current_app.view_functions
