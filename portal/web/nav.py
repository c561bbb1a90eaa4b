"""The menu: packages declare entries; a page shows those that exist and that its reader may use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from portal.web.access import may_visit

LAYOUTS = ("public", "staff", "institution")
_entries: dict[tuple[str, str], "Entry"] = {}


@dataclass(frozen=True)
class Entry:
    """One menu entry of a layout; `label` is lazy text, `order` its place."""

    layout: str
    endpoint: str
    label: Any
    order: int = 100


@dataclass(frozen=True)
class Link:
    """An entry as shown: its address, words and whether this page lies under it."""

    href: str
    label: str
    current: bool


def register(layout: str, endpoint: str, label: Any, order: int = 100) -> None:
    """Declare a menu entry; its access is that of its view."""
    if layout not in LAYOUTS:
        raise ValueError(f"no layout {layout}")
    _entries[layout, endpoint] = Entry(layout, endpoint, label, order)


def links(layout: str) -> list[Link]:
    """Return the entries of a layout that the current actor may use, in order."""
    offered = [
        (entry, url_for(entry.endpoint))
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if entry.layout == layout and may_visit(entry.endpoint)
    ]
    here = _nearest([href for _entry, href in offered])
    return [Link(href, str(entry.label), href == here) for entry, href in offered]


def _nearest(addresses: Iterable[str]) -> str | None:
    under = [href for href in addresses if request.path == href or _is_under(href)]
    return max(under, key=len, default=None)


def _is_under(href: str) -> bool:
    return href != "/" and request.path.startswith(href.rstrip("/") + "/")


def lost(app: Flask) -> set[str]:
    """Return the entries that lead nowhere; a guard keeps this empty."""
    return {entry.endpoint for entry in _entries.values()} - app.view_functions.keys()


def install(app: Flask) -> None:
    """Offer the menu to the layouts."""
    app.jinja_env.globals["menu"] = links
    app.jinja_env.globals["has_route"] = lambda endpoint: endpoint in current_app.view_functions
