"""The forms of a page as a browser without JavaScript fills them in and sends them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


@dataclass
class PageForm:
    """One form: where it is sent and what it holds before anybody types."""

    action: str
    method: str = "get"
    fields: Fields = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is sent; a name that the form does not have was mistyped in the test."""
        unknown = {name for name in data if name not in self.offered}
        assert not unknown, f"{self.action} has no {unknown}, only {sorted(self.offered)}"
        return {**self.fields, **data}


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.inside: PageForm | None = None
        self.select = self.textarea = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = PageForm(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self.inside)
        elif self.inside is not None:
            self._control(tag, given, self.inside)

    def _control(self, tag: str, given: dict[str, str], form: PageForm) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if name:
            form.offered.setdefault(name, []).append(given.get("value", ""))
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            form.offered[self.select].append(given.get("value", ""))
            if "selected" in given:
                form.fields[self.select] = [given.get("value", "")]
        elif tag == "textarea":
            self.textarea, self.text = name, []
        elif tag == "input" and name:
            if kind in {"radio", "checkbox"} and "checked" not in given or kind == "file":
                return
            form.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.inside is not None:
            self.inside.fields[self.textarea] = ["".join(self.text).removeprefix("\n")]
            self.textarea = ""


def forms(html: str) -> list[PageForm]:
    """Return the forms of a page that change something."""
    reader = _Reader()
    reader.feed(html)
    return [form for form in reader.forms if form.method == "post"]


def form_to(html: str, action: str, having: dict[str, str] | None = None) -> PageForm:
    """Return the form that is sent to an address, with certain values when there are several."""
    wanted = having or {}
    for form in forms(html):
        held = all(form.fields.get(name) == [value] for name, value in wanted.items())
        if form.action == action and held:
            return form
    raise AssertionError(f"no form to {action}; there are {[f.action for f in forms(html)]}")


def text_of(html: str) -> str:
    """Return what a page says, without tags and on one line."""
    main = html[html.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
