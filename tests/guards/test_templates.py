"""Templates: translatable, without inline script or style, and escaping left on."""

import re
from pathlib import Path

import pytest
from flask_babel import gettext
from jinja2 import Environment, nodes

from tests.guards.sources import ROOT, files, name

PAGES = files("templates", ending=".html")
HAN = re.compile(r"[\u4e00-\u9fff]")
TRANSLATING = {"_", "gettext", "ngettext"}
# Each with the reason why its text is not escaped again.
UNESCAPED: dict[str, str] = {}
# Names that stand in their own language on purpose.
NOT_TRANSLATED: dict[str, str] = {}


@pytest.fixture(scope="module")
def environment() -> Environment:
    """An environment that parses what the application's own does."""
    made = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    made.globals["_"] = gettext
    return made


def untranslated(node: nodes.Node) -> list[str]:
    """Return the Chinese texts below a node that stand outside of `_(…)`."""
    if isinstance(node, nodes.TemplateData):
        return [node.data.strip()] if HAN.search(node.data) else []
    if isinstance(node, nodes.Const):
        return [node.value] if isinstance(node.value, str) and HAN.search(node.value) else []
    if isinstance(node, nodes.Call) and getattr(node.node, "name", None) in TRANSLATING:
        return [text for keyword in node.kwargs for text in untranslated(keyword.value)]
    return [text for child in node.iter_child_nodes() for text in untranslated(child)]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_word_of_a_page_can_be_translated(page: Path, environment: Environment):
    found = untranslated(environment.parse(page.read_text(encoding="utf-8")))
    assert [text for text in found if text not in NOT_TRANSLATED] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_holds_no_inline_script_or_style(page: Path):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:", text)


def test_nothing_goes_unescaped_that_is_not_listed():
    pattern = re.compile(r"\|\s*safe\b|autoescape")
    found = {name(page) for page in PAGES if pattern.search(page.read_text(encoding="utf-8"))}
    assert found == set(UNESCAPED)
    assert all(UNESCAPED.values())


def test_every_post_form_carries_a_token():
    tokenless = {"templates/layouts/bar.html": "the language switch changes nothing of value"}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        forms = [part.split("</form>")[0] for part in text.split("<form")[1:]]
        bare = [f for f in forms if 'method="post"' in f and "token" not in f]
        assert len(bare) == (1 if name(page) in tokenless else 0), name(page)


def test_every_page_is_used():
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("portal", "forwarding", "inspections", "disclosures", "templates")
        for path in files(folder, ending="")
        if path.suffix in {".py", ".html"}
    )
    unused = []
    for page in PAGES:
        path = str(page.relative_to(ROOT / "templates"))
        family = path.rpartition("_")[0] + "_{"  # one of several, of which a view picks one
        if path not in sources and family not in sources:
            unused.append(path)
    assert unused == []
