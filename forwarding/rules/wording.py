"""A unit's own wording of letters and notices: which fields it may hold, and what they become."""

import re
from collections.abc import Mapping
from datetime import date

from portal.kernel.law import Breach

_OF_ALL = ("编号", "接收日", "机构", "单位", "今日")
FIELDS = {
    "telling": (*_OF_ALL, "转送日"),
    "instructions": (*_OF_ALL, "期限"),
    "reminder": (*_OF_ALL, "期限"),
}
"""The fields of each purpose, in the language of the letters; none of them names a person."""

SAMPLE = {
    "编号": "ZJ202603000123",
    "接收日": "2026年3月3日",
    "机构": "第1样例银行",
    "单位": "国家金融监督管理总局样例监管局",
    "今日": "2026年3月5日",
    "转送日": "2026年3月4日",
    "期限": "2026年3月19日",
}
_FIELD = re.compile(r"\{([^{}]*)\}")


def written_fields(purpose: str) -> str:
    """Return the fields of a purpose as they are written in a text."""
    return "".join(f"{{{name}}}" for name in FIELDS[purpose])


def check_wording(purpose: str, body: str) -> None:
    """Raise Breach when a brace stands alone or a field is not one of its purpose's."""
    if re.search(r"[{}]", _FIELD.sub("", body)):
        raise Breach("wording_unbalanced", "21")
    unknown = [name for name in fields_in(body) if name not in FIELDS[purpose]]
    if unknown:
        allowed = written_fields(purpose)
        raise Breach("wording_unknown_field", "21", field=unknown[0][:30], allowed=allowed)


def fields_in(text: str) -> list[str]:
    """Return the fields of a text that are still to be filled in."""
    return [name.strip() for name in _FIELD.findall(text)]


def day_in_words(day: date) -> str:
    """Return a day as letters write it, whatever the language of the page."""
    return f"{day.year}年{day.month}月{day.day}日"


def fill_wording(body: str, values: Mapping[str, str]) -> str:
    """Return a wording with its fields filled in, once: a value's own braces stay as they are.

    A field without a value stays, so that whoever reads the text sees what is missing.
    """
    return _FIELD.sub(lambda found: values.get(found[1].strip(), found[0]), body)
