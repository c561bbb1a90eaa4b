"""Every HTML page that any test fetches through `client` is checked here."""

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
NAMED = frozenset({"select", "textarea", "input"})
UNLABELLED = frozenset({"hidden", "submit", "button"})
# A place left unfilled, Jinja that leaked, or Python showing through.
LEFT_OVER = re.compile(r"%\([a-z_]+\)[sd]|\{\{|\}\}|\{%|<class |^\s*(None|Undefined)\s*$")


class Reader(HTMLParser):
    """Reads a page and notes what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[tuple[str, str]] = []
        self.controls: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self.count: dict[str, int] = {}
        self.text: list[str] = []
        self.title = ""
        self.lang: str | None = None
        self.declared = False

    def handle_decl(self, decl: str) -> None:
        self.declared = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> repeats an attribute")
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)
        self._note(tag, given)
        self._check(tag, given)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.lang = given.get("lang")
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.targets += [(name, each) for each in given.get(name, "").split()]
        if tag == "label" and "for" in given:
            self.labels.add(given["for"])
            self.targets.append(("for", given["for"]))
        if tag == "a" and given.get("href", "").startswith("#") and len(given["href"]) > 1:
            self.targets.append(("href", given["href"][1:]))
        if tag in NAMED and given.get("type") not in UNLABELLED:
            self.controls.append(given)

    def _check(self, tag: str, given: dict[str, str]) -> None:
        if "style" in given or tag == "style":
            self.faults.append(f"<{tag}> carries style, which the CSP blocks")
        if any(name.startswith("on") for name in given):
            self.faults.append(f"<{tag}> carries script")
        if tag == "script" and "src" not in given:
            self.faults.append("inline script")
        if tag == "img" and "alt" not in given:
            self.faults.append("<img> without alt")
        if tag == "button" and "type" not in given:
            self.faults.append("<button> without type")
        for name in ("src", "href", "action"):
            if re.match(r"(https?:)?//|javascript:", given.get(name, "")) and tag != "a":
                self.faults.append(f"<{tag} {name}> leads out of the house: {given[name]}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
            if tag in self.open:
                while self.open.pop() != tag:
                    pass
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if "title" in self.open and "svg" not in self.open:
            self.title += data


def faults(html: str) -> list[str]:
    """Return what is wrong with a page, in words."""
    page = Reader()
    page.feed(html)
    page.close()
    found = list(page.faults)
    doubled = {each for each in page.ids if page.ids.count(each) > 1}
    found += [f"id {each} twice" for each in sorted(doubled)]
    found += [
        f"{name} names {id!r}, which is not there"
        for name, id in page.targets
        if id not in page.ids
    ]
    found += [
        f"{given.get('name') or given.get('id')} has no label"
        for given in page.controls
        if given.get("id") not in page.labels and not given.get("aria-label")
    ]
    return found + _frame(page) + _leftovers(page)


def _frame(page: Reader) -> list[str]:
    wrong = {
        "no doctype": not page.declared,
        "no title": not page.title.strip(),
        f"lang is {page.lang!r}": page.lang not in {"zh-CN", "en"},
        f"{page.count.get('h1', 0)} h1": page.count.get("h1") != 1,
        "no main": page.count.get("main") != 1,
        f"left open: {page.open}": bool(page.open),
    }
    return [words for words, is_so in wrong.items() if is_so]


def _leftovers(page: Reader) -> list[str]:
    found = (LEFT_OVER.search(text) for text in page.text)
    return [f"left over: {each.group()!r}" for each in found if each]


def check(response: TestResponse) -> None:
    """Fail when an HTML answer is not a page that anybody could use."""
    if response.mimetype != "text/html" or response.status_code in {301, 302, 303, 307, 308}:
        return
    policy = response.headers.get("Content-Security-Policy", "")
    found = faults(response.get_data(as_text=True))
    if "default-src 'self'" not in policy or "unsafe" in policy:
        found.append(f"content security policy: {policy!r}")
    assert not found, f"{response.request.path}: " + "; ".join(found)


class CheckingClient(FlaskClient):
    """A browser without JavaScript that looks closely at every page."""

    def open(self, *args, **kwargs) -> TestResponse:
        response = super().open(*args, **kwargs)
        check(response)
        return response
