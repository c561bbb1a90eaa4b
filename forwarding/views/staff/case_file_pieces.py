"""The pieces of the letter `case_file`: facts in two columns, a text, a table, a clock's days."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _

from portal.kernel.arrangement import Account
from portal.web.punctuation import labelled
from portal.web.words import day_reason, day_with_weekday

Part = dict[str, Any]
Say = dict[str, Callable[..., str]]


def rows(stated: Iterable[tuple[str, Any]], heading: str = "") -> Part:
    """Return facts by their names; what is empty is left out."""
    told = [[name, str(value)] for name, value in stated if value]
    return {"kind": "rows", "heading": heading, "rows": told}


def words(heading: str, text: str) -> Part:
    """Return a longer text that somebody wrote."""
    return {"kind": "words", "heading": heading, "text": text}


def table(widths: list[int], head: list[str], lines: list[list[str]], heading: str = "") -> Part:
    """Return a table; `widths` are shares of the line."""
    return {"kind": "table", "heading": heading, "widths": widths, "head": head, "rows": lines}


def days(account: Account, heading: str = "") -> Part:
    """Return a clock day by day: counted or not, and why."""
    lines, count = [], 0
    for each in account.days:
        count += each.counted
        nth = str(count) if each.counted else "0" if each.reason == "day_zero" else "—"
        said = labelled(_("计入") if each.counted else _("不计入"), day_reason(each))
        lines.append([day_with_weekday(each.date), nth, said])
    head = [_("日期"), _("第几日"), _("是否计入及原因")]
    return table([3, 1, 4], head, lines, heading)
