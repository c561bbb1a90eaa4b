"""Every forbidden act is worded; every word has its English."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from portal.web import messages
from tests.guards.sources import PRODUCT, ROOT, files, name, tree

ENGLISH = ROOT / "portal/locales/en/LC_MESSAGES/messages.po"
HAN = re.compile(r"[\u4e00-\u9fff]")
PLACES = re.compile(r"%\(\w+\)[sd]")
LETTER = re.compile(r"[^\W\d_]")
MAPPING = ROOT / "portal/locales/babel.toml"
KEYWORDS = dict.fromkeys(("_", "_l", "N_", "mark", "gettext", "lazy_gettext"))


def breaches() -> dict[str, str]:
    """Return every code that the product raises as a Breach, and where."""
    return {
        node.args[0].value: name(path)
        for path in files(*PRODUCT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Breach"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_breach_has_its_sentence(app):
    assert {code: at for code, at in breaches().items() if code not in messages.known()} == {}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text that is marked for translation, and where."""
    mappings = tomllib.loads(MAPPING.read_text(encoding="utf-8"))["mappings"]
    wanted = [(each["pattern"], each["method"]) for each in mappings]
    return {
        text: f"{folder}/{file}:{line}"
        for folder in (*PRODUCT, "templates")
        for file, line, text, *_ in extract_from_dir(str(ROOT / folder), wanted, keywords=KEYWORDS)
    }


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue."""
    with Path(ENGLISH).open("rb") as file:
        return read_po(file)


def test_the_source_language_is_chinese(texts):
    odd = {text: at for text, at in texts.items() if not HAN.search(str(text))}
    assert {text: at for text, at in odd.items() if LETTER.search(PLACES.sub("", str(text)))} == {}


def test_the_english_catalogue_has_no_gap_and_nothing_uncertain(texts, english):
    translated = {m.id: m for m in english if m.id and m.string and not m.fuzzy}
    assert {text: at for text, at in texts.items() if text and text not in translated} == {}


def test_every_translation_keeps_its_places_and_is_english(english):
    for message in english:
        if message.id and message.string:
            kept = set(PLACES.findall(str(message.id)))
            assert set(PLACES.findall(str(message.string))) == kept, message.id
            assert not HAN.search(str(message.string)), message.id
