"""Every HTML page that any test fetches through `client` is checked here.

Read by one regular expression, each distinct tag once in a run: thousands of pages are mostly
made of the same few tags, and Python's HTML parser takes a tenth of the suite.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

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
# A comment, a declaration, a tag or text; what is none of them is a sign out of place.
PIECE = re.compile(
    r"<!--.*?-->|<!(?P<declared>[^>]*)>|</(?P<closed>[^\s>]+)\s*>"
    r"""|(?P<opened><[a-zA-Z](?:[^"'<>]|"[^"]*"|'[^']*')*>)|(?P<text>[^<]+)|<""",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""\s+([^\s=<>"'/]+)(?:=("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")


@dataclass(frozen=True)
class Tag:
    """What stands in one opening tag, and what is wrong with it by itself."""

    name: str
    given: dict[str, str]
    faults: list[str]
    targets: list[tuple[str, str]]
    closed: bool
    """By its `/>`, which counts within an image alone."""


@lru_cache(maxsize=20_000)
def read_tag(text: str) -> Tag:
    """Read an opening tag from its `<` to its `>`."""
    name = re.match(r"<([^\s/>]+)", text)[1].lower()
    rest = text[len(name) + 1 : -1]
    attrs = [(key.lower(), unescape(value.strip("\"'"))) for key, value in ATTRIBUTE.findall(rest)]
    given = dict(attrs)
    faults = [f"<{name}> repeats an attribute"] if len(given) != len(attrs) else []
    if ATTRIBUTE.sub("", rest).strip() not in {"", "/"}:
        faults.append(f"{text} is no proper tag")
    return Tag(
        name, given, faults + _faults_of(name, given), _targets_of(name, given), rest.endswith("/")
    )


def _targets_of(tag: str, given: dict[str, str]) -> list[tuple[str, str]]:
    found = [
        (name, each)
        for name in ("aria-describedby", "aria-labelledby", "aria-controls")
        for each in given.get(name, "").split()
    ]
    if tag == "label" and "for" in given:
        found.append(("for", given["for"]))
    if tag == "a" and given.get("href", "").startswith("#") and len(given["href"]) > 1:
        found.append(("href", given["href"][1:]))
    return found


def _faults_of(tag: str, given: dict[str, str]) -> list[str]:
    found = []
    if "style" in given or tag == "style":
        found.append(f"<{tag}> carries style, which the CSP blocks")
    if any(name.startswith("on") for name in given):
        found.append(f"<{tag}> carries script")
    if tag == "script" and "src" not in given:
        found.append("inline script")
    if tag == "img" and "alt" not in given:
        found.append("<img> without alt")
    if tag == "button" and "type" not in given:
        found.append("<button> without type")
    for name in ("src", "href", "action"):
        if re.match(r"(https?:)?//|javascript:", given.get(name, "")) and tag != "a":
            found.append(f"<{tag} {name}> leads out of the house: {given[name]}")
    return found


@dataclass
class Reader:
    """Reads a page and notes what is wrong with it."""

    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    title: str = ""
    declared: bool = False

    def feed(self, html: str) -> None:
        """Read a whole page."""
        for piece in PIECE.finditer(html):
            kind, found = piece.lastgroup, piece[piece.lastgroup or 0]
            if kind == "opened":
                self._opens(read_tag(found))
            elif kind == "closed":
                self._closes(found.lower())
            elif kind == "text":
                self._says(unescape(found))
            elif kind == "declared":
                self.declared = found.lower() == "doctype html"
            elif found == "<":
                self.faults.append(f"out of place: {html[piece.start() :][:40]}")

    def _opens(self, tag: Tag) -> None:
        self.tags.append(tag)
        self.faults += tag.faults
        if tag.name not in VOID and not (tag.closed and "svg" in self.open):
            self.open.append(tag.name)

    def _closes(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
            if tag in self.open:
                while self.open.pop() != tag:
                    pass
            return
        self.open.pop()

    def _says(self, text: str) -> None:
        if (found := LEFT_OVER.search(text)) is not None:
            self.left_over.append(f"left over: {found.group()!r}")
        if "title" in self.open and "svg" not in self.open:
            self.title += text


def faults(html: str) -> list[str]:
    """Return what is wrong with a page, in words."""
    page = Reader()
    page.feed(html)
    listed = [tag.given["id"] for tag in page.tags if "id" in tag.given]
    ids = set(listed)
    found = list(page.faults)
    if len(ids) != len(listed):
        found += [f"id {each} twice" for each in sorted(ids) if listed.count(each) > 1]
    found += [
        f"{name} names {id!r}, which is not there"
        for tag in page.tags
        for name, id in tag.targets
        if id not in ids
    ]
    return found + _unlabelled(page) + _frame(page) + page.left_over


def _unlabelled(page: Reader) -> list[str]:
    labels = {id for tag in page.tags for name, id in tag.targets if name == "for"}
    controls = [
        tag.given
        for tag in page.tags
        if tag.name in NAMED and tag.given.get("type") not in UNLABELLED
    ]
    return [
        f"{given.get('name') or given.get('id')} has no label"
        for given in controls
        if given.get("id") not in labels and not given.get("aria-label")
    ]


def _frame(page: Reader) -> list[str]:
    names = [tag.name for tag in page.tags]
    lang = next((tag.given.get("lang") for tag in page.tags if tag.name == "html"), None)
    wrong = {
        "no doctype": not page.declared,
        "no title": not page.title.strip(),
        f"lang is {lang!r}": lang not in {"zh-CN", "en"},
        f"{names.count('h1')} h1": names.count("h1") != 1,
        "no main": names.count("main") != 1,
        f"left open: {page.open}": bool(page.open),
    }
    return [words for words, is_so in wrong.items() if is_so]


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
