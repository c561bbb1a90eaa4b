"""How dates, amounts and articles read on a page, in the language of the page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from jinja2 import pass_context

from portal.kernel import clock
from portal.kernel.actor import PUBLIC, SYSTEM
from portal.web import punctuation
from portal.web.i18n import language
from portal.web.messages import article_words, label

_PATTERNS = {"zh": "y年M月d日", "en": "d MMMM y"}
_MONTHS = {"zh": "y年M月", "en": "MMMM y"}
_WEEKDAYS = {"zh": "y年M月d日 EEE", "en": "EEE d MMM y"}
_REASONS: dict[str, Any] = {
    "day_zero": _l("收到当日，从次日起算"),
    "working_day": _l("工作日"),
    "makeup_workday": _l("调休上班"),
    "weekend": _l("周末"),
    "holiday": _l("节假日"),
    "natural_day": _l("自然日"),
    "rolled_over": _l("顺延至此"),
    "excluded": _l("依法扣除"),
    "superseded": _l("新材料提出之前"),
    "restarted": _l("收到新材料，从次日起重新计算"),
    "before_redo": _l("核查后重新办理之前"),
    "redo": _l("核查后重新办理，从次日起计算"),
    "agreed": _l("与投诉人约定的日期"),
}
_ACTORS: dict[str, Any] = {SYSTEM.name: _l("系统"), PUBLIC.name: _l("公众")}


def _as_date(value: date | datetime) -> date:
    return clock.business_date(value) if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """Return a date: 2026年2月12日, or 12 February 2026."""
    if value is None:
        return "—"
    return str(format_date(_as_date(value), _PATTERNS[language()], locale=get_locale()))


def month(value: date) -> str:
    """Return a month: 2026年2月, or February 2026."""
    return str(format_date(value, _MONTHS[language()], locale=get_locale()))


def day_with_weekday(value: date | datetime) -> str:
    """Return a date with its weekday: 2026年2月12日 周四."""
    return str(format_date(_as_date(value), _WEEKDAYS[language()], locale=get_locale()))


def moment(value: datetime | None) -> str:
    """Return an instant in Asia/Shanghai to the minute: 2026年2月12日 09:30."""
    if value is None:
        return "—"
    return f"{day(value)} {value.astimezone(clock.ZONE):%H:%M}"


def number(value: int | Decimal | None) -> str:
    """Return a number with thousands separators."""
    return "—" if value is None else str(format_decimal(value, locale=get_locale()))


def yuan(value: Decimal | int | None) -> str:
    """Return an amount in yuan with two decimals."""
    if value is None:
        return "—"
    return str(_("%(amount)s元", amount=format_decimal(value, "#,##0.00", locale=get_locale())))


def size(value: int) -> str:
    """Return a number of bytes in kB or MB."""
    return f"{value / 1_000_000:.1f} MB" if value >= 1_000_000 else f"{max(1, value // 1000)} kB"


def phrase(text: str) -> str:
    """Return a text of the records in the language of the page, where the catalogue knows it."""
    return str(_(text)) if text else ""


def actor(name: str) -> str:
    """Return who acted: the name as it stands, or the word for the system and the public."""
    return str(_ACTORS.get(name, name))


def day_reason(counted_day: Any) -> str:
    """Return why a day of an account is counted or not, with the occasion of a holiday."""
    reason = str(_REASONS.get(counted_day.reason, counted_day.reason))
    # The festivals' names are marked for translation where the arrangement lists them.
    occasion = counted_day.occasion
    return reason + punctuation.bracketed(_(occasion)) if occasion else reason


def _late(say: Callable[..., str]) -> Callable[..., str]:
    """Keep Jinja from working a filter of a constant out once, in the first reader's language."""

    @pass_context
    @wraps(say)
    def late(_context: Any, *args: Any, **kwargs: Any) -> str:
        return say(*args, **kwargs)

    return late


def install(app: Flask) -> None:
    """Offer the words to the templates as filters."""
    said: dict[str, Callable[..., str]] = {
        "day": day,
        "month": month,
        "day_with_weekday": day_with_weekday,
        "moment": moment,
        "number": number,
        "yuan": yuan,
        "size": size,
        "article": article_words,
        "label": label,
        "day_reason": day_reason,
        "actor": actor,
        "phrase": phrase,
        "enumerated": punctuation.enumerated,
        "bracketed": punctuation.bracketed,
        "labelled": punctuation.labelled,
    }
    app.jinja_env.filters.update({name: _late(say) for name, say in said.items()})
