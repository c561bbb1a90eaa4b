"""The words of notices: a template each in templates/mail, its first line the subject."""

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.kernel.notices.message import one_line

MAIL = Path(__file__).parents[3] / "templates" / "mail"
_ONE_SMS = 70
_PART_OF_SMS = 67
_RULE = "\n\n————————————————\n\n"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Text:
    """The words of one notice."""

    subject: str
    body: str


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _day_en(value: date) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


@cache
def _environment() -> Environment:
    words = Environment(
        loader=FileSystemLoader(MAIL),
        undefined=StrictUndefined,
        autoescape=False,  # plain text; no notice is HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words.filters |= {"day": _day, "day_en": _day_en}
    return words


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def compose(name: str, lang: str = "zh", **data: Any) -> Text:
    """Return a notice in words; data are put on one line each, so that none can forge a paragraph.

    With lang "en" an e-mail carries the English above the Chinese, and an SMS the English alone;
    a notice that has no English stays Chinese. Raises UndefinedError when data are missing.
    """
    clean = {key: _clean(value) for key, value in data.items()}
    chinese = _render(f"{name}.txt", clean)
    if lang != "en" or not (MAIL / f"{name}.en.txt").exists():
        return chinese
    english = _render(f"{name}.en.txt", clean)
    if name.endswith("_sms"):
        return english
    return Text(f"{english.subject} / {chinese.subject}", english.body + _RULE + chinese.body)


def _render(template: str, data: Mapping[str, Any]) -> Text:
    subject, _, body = _environment().get_template(template).render(data).partition("\n")
    return Text(subject.strip(), body.strip())


def segments(body: str) -> int:
    """Return how many SMS a text makes: 70 signs fit into one, 67 into each part of several."""
    signs = len(unicodedata.normalize("NFC", body).encode("utf-16-le")) // 2
    return 1 if signs <= _ONE_SMS else math.ceil(signs / _PART_OF_SMS)
