"""Walks a portal as a person does: from page to page by its links, a few of each kind."""

from collections import Counter
from collections.abc import Callable, Container, Iterator
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Error, Page

OF_A_KIND = 1
# Files are handed out, not shown.
DOWNLOADS = ("csv", "xlsx", "pdf", "json", "zip", "docx", "jsonl", "parquet")


def kind(app: Flask, path: str) -> str | None:
    """Return the endpoint behind a path, or None when it is not a page of ours."""
    parts = urlsplit(path)
    if parts.path.rsplit(".", 1)[-1] in DOWNLOADS:
        return None
    try:
        return app.url_map.bind("localhost").match(parts.path, method="GET")[0]
    except Exception:  # an address of no route is nothing to walk to
        return None


def links(page: Page) -> list[str]:
    """Return the addresses within the site that a page links to."""
    found = page.eval_on_selector_all(
        "a[href]", "all => all.filter(a => !a.hasAttribute('download')).map(a => a.href)"
    )
    own = urlsplit(page.url).netloc
    paths = (urlsplit(href) for href in found if urlsplit(href).netloc == own)
    return [f"{each.path}?{each.query}" if each.query else each.path for each in paths]


def shows(page: Page, path: str) -> bool:
    """Open an address and return whether it is a page, not a file handed out."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    return answer is not None and answer.headers.get("content-type", "").startswith("text/html")


def walk(
    app: Flask,
    page: Page,
    start: str,
    look: Callable[[Page], None],
    besides: Container[str] = (),
) -> Iterator[str]:
    """Visit the pages that can be reached from `start`, OF_A_KIND at most; yield endpoints.

    Pages of the endpoints `besides` are left out, and so is what only they lead to.
    """
    seen: Counter[str] = Counter()
    known, waiting = {start}, [start]
    while waiting:
        path = waiting.pop(0)
        endpoint = kind(app, path)
        if endpoint is None or endpoint in besides or seen[endpoint] >= OF_A_KIND:
            continue
        seen[endpoint] += 1
        if not shows(page, path):
            continue
        look(page)
        yield endpoint
        new = [each for each in dict.fromkeys(links(page)) if urlsplit(each).path not in known]
        known |= {urlsplit(each).path for each in new}
        waiting += new
