"""The figures kept with an inspection, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from forwarding.vocabulary import CAUSES
from forwarding.words import word
from inspections.messages.inspections import FIGURES
from portal.web.words import day


def figures_in_words(of: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Return the figures that are known, each with its name, and the day they are of."""
    rows = [(name, str(of[key])) for key, name in FIGURES.items() if of.get(key) is not None]
    if of.get("cause"):
        rows.append((_("最多的原因"), word(CAUSES, of["cause"])))
    if of.get("as_of"):
        rows.append((_("数据日期"), day(date.fromisoformat(of["as_of"]))))
    return rows
