"""How the codes of proposals read on their pages: words, values, and a colour for each state."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.institutions import words
from portal.kernel import divisions
from portal.web.words import day


def proposal_words() -> dict[str, Callable[..., Any]]:
    """Return a function for each vocabulary, for the templates: `say.kind(code)`."""
    return {
        "kind": words.PROPOSALS.__getitem__,
        "state": words.PROPOSAL_STATES.__getitem__,
        "colour": lambda code: words.PROPOSAL_COLOURS.get(code, "grey"),
        "column": lambda name: words.COLUMNS[name],
        "value": _value,
        "ordered": lambda stated: [name for name in words.COLUMNS if name in stated],
    }


def _value(name: str, value: Any) -> str:
    """Return one value of an entry in words; nothing is a dash."""
    if isinstance(value, bool):
        return str(_("是")) if value else str(_("否"))
    if name.endswith("_on") and value:
        return day(date.fromisoformat(value))
    if name == "territory":
        return f"{divisions.full_name(value)} {value}"
    return str(value or "—")
