"""The values of the cube in words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forwarding.vocabulary import BUSINESSES, CAUSES, CHANNELS
from forwarding.words import word
from portal.institutions.queries import by_codes
from portal.institutions.words import category_words
from portal.kernel import divisions

_WORDS: Mapping[str, Mapping[str, str]] = {
    "business": BUSINESSES,
    "cause": CAUSES,
    "channel": CHANNELS,
}


def spoken(session: Session, part: str, values: Iterable[str]) -> Callable[[object], str]:
    """Return a function that says a value of a part in words; all its values are given first."""
    if part == "entity":
        cards = by_codes(session, values)
        return lambda code: cards[str(code)].label if code in cards else str(code)
    if part == "territory":
        return place
    if part == "category":
        return lambda name: category_words(str(name)) if name else _("未归类")
    if part == "month":
        return lambda day: f"{day:%Y-%m}" if isinstance(day, date) else str(day)
    return lambda code: word(_WORDS.get(part, {}), str(code)) or _("未分类")


def place(code: object) -> str:
    """Return a province or a city that reports by itself; what the head office keeps is named."""
    if code == divisions.HEAD_OFFICE:
        return _("总局直接受理")
    return divisions.short(str(code))
