"""One case while it is told: who speaks, of whom, and the sums and days that recur."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from portal.demo_day.data import Draw, words
from portal.demo_day.naming import Named, Names

_LATER_BANK = ("该行", "该行", "银行", "银行方面", "对方")
_LATER_INSURER = ("该公司", "该公司", "保险公司", "公司", "对方")
_SOME_BANK = "另一家银行"
_INSTALMENTS = ("12", "24", "36", "48", "60")
_TEXTUAL_MONTHS = 36


class Days:
    """Words for days before a given one, made once: exact dates, months, and vague ones."""

    def __init__(self, day: date) -> None:
        self.long_ago = [_worded(day - timedelta(days=n), day) for n in range(20, 1100, 7)]
        self.lately = [_worded(day - timedelta(days=n), day) for n in range(3, 60)]
        first = [_months_before(day, n) for n in range(1, _TEXTUAL_MONTHS)]
        self.months = [f"{_year(month, day)}{month.month}月" for month in first[:18]]


def _months_before(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    return date(total // 12, total % 12 + 1, 1)


def _year(day: date, today: date) -> str:
    nearby = {today.year: "今年", today.year - 1: "去年"}
    return nearby.get(day.year, f"{day.year}年")


def _worded(day: date, today: date) -> str:
    if day.day % 3 == 0:
        return f"{_year(day, today)}{day.month}月"
    if day.day % 5 == 0:
        return f"{day.year}-{day.month:02d}-{day.day:02d}"
    return f"{day.year}年{day.month}月{day.day}日"


class Case:
    """The slots of one case; those that hold throughout are drawn at first use and kept."""

    S: str
    product: str
    city: str
    yuan: int

    def __init__(self, rnd: Draw, days: Days, names: Names, named: Named, theme: str) -> None:
        self.rnd = rnd
        self.days = days
        self.names = names
        self.named = named
        self.theme = theme
        self.banking = names.called[named.head].banking
        self.I = named.words
        self.scale = 1.0

    def __getattr__(self, slot: str) -> str:
        if slot in _ANEW:
            return str(_ANEW[slot](self))
        if slot in _KEPT:
            value = _KEPT[slot](self)
        else:
            return _pick(self.rnd, words()[slot])
        setattr(self, slot, value)
        return value


def _pick(rnd: Draw, listed: Any) -> str:
    return str(listed[int(rnd() * len(listed))])


def _yuan(case: Case) -> int:
    """Draw a sum that spans hundreds to hundreds of thousands, round as people say it."""
    sum_ = 10 ** (3.2 + case.rnd() * 1.9) * case.scale
    if case.rnd() < 0.7:
        return max(1, round(sum_ / 1000)) * 1000
    return max(300, int(sum_))


def _money(yuan: int) -> str:
    if yuan >= 10_000 and yuan % 1000 == 0:
        return f"{yuan / 10_000:g}万元"
    return f"{yuan}元"


def _fee(case: Case) -> str:
    return _money(max(60, int(case.yuan * (0.05 + case.rnd() * 0.35))))


_PROMISES = {
    "card": "promise_card",
    "loan": "promise_loan",
    "wealth": "promise_wealth",
    "rest": "promise_wealth",
    "property": "promise_property",
    "online": "promise_property",
    "life": "promise_life",
    "health": "promise_life",
    "agency": "promise_life",
}
_KEPT: dict[str, Callable[[Case], Any]] = {
    "S": lambda c: _pick(c.rnd, words()["speaker_phone"]),
    "i": lambda c: _pick(c.rnd, _LATER_BANK if c.banking else _LATER_INSURER),
    "yuan": _yuan,
    "amt": lambda c: _money(c.yuan),
    "fee": _fee,
    "small": lambda c: f"{int(20 + c.rnd() * 900)}元",
    "m": lambda c: _pick(c.rnd, _INSTALMENTS),
    "tail": lambda c: f"{int(c.rnd() * 10_000):04d}",
    "kin": lambda c: _pick(c.rnd, words()["kin"]),
    "who": lambda c: _pick(c.rnd, words()["staff"]),
    "illness": lambda c: _pick(c.rnd, words()["illness"]),
    "hardship": lambda c: _pick(c.rnd, words()["hardship"]),
}
_ANEW: dict[str, Callable[[Case], str]] = {
    "n": lambda c: str(int(2 + c.rnd() * 8)),
    "n2": lambda c: str(int(10 + c.rnd() * 21)),
    "n3": lambda c: str(int(2 + c.rnd() * 4)),
    "age": lambda c: str(int(55 + c.rnd() * 27)),
    "rate": lambda c: _pick(c.rnd, words()["rates"]),
    "date": lambda c: _pick(c.rnd, c.days.long_ago),
    "date2": lambda c: _pick(c.rnd, c.days.lately),
    "month": lambda c: _pick(c.rnd, c.days.months),
    "who2": lambda c: _pick(c.rnd, words()["staff"]),
    "promise": lambda c: "“" + _pick(c.rnd, words()[_PROMISES[c.theme]]) + "”",
    "other": lambda c: _another_bank(c),
}


def _another_bank(case: Case) -> str:
    banks = case.names.banks
    own = case.names.called[case.named.head].short
    bank = _pick(case.rnd, banks) if banks else _SOME_BANK
    return bank if bank != own else _SOME_BANK
