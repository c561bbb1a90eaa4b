"""The words of a told bulletin in one language; nothing here looks at a request."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from disclosures.rules import notes
from disclosures.rules.notes import METRIC_NAMES
from disclosures.words import RATES
from portal.filings.rules.periods import period
from portal.kernel.findings import N_
from portal.web.i18n import translated

SECTORS = {"banking": N_("银行业"), "insurance": N_("保险业")}
THEMES = {
    "信用卡": N_("信用卡业务"),
    "个人贷款": N_("个人贷款业务"),
    "理财类": N_("理财类业务"),
    "销售纠纷": N_("销售纠纷"),
    "理赔纠纷": N_("理赔纠纷"),
    "退保纠纷": N_("退保纠纷"),
    "机动车辆保险": N_("机动车辆保险纠纷"),
    "保证保险": N_("保证保险纠纷"),
    "普通人寿保险": N_("普通人寿保险纠纷"),
    "疾病保险": N_("疾病保险纠纷"),
}
TOP = {"banking": None, "insurance": 10}
"""How many institutions a category's tables list; who ties with the last is listed too."""
_FIXED = {
    notes.NOT_OFFERED: N_("不适用：没有该项业务或者该项业务从无投诉"),
    notes.BROKEN: N_("统计口径自2022年第一季度起调整，不作比较"),
    notes.NOT_COMPARED: N_("本期不作比较"),
    notes.FROM_NOUGHT: N_("上期为零，不计算百分比"),
    notes.BROKEN + "。": N_("统计口径自2022年第一季度起调整，不作比较。"),
    "本期数据为监管部门接收并转送机构处理的消费投诉。": N_(
        "本期数据为监管部门接收并转送机构处理的消费投诉。"
    ),
    "同一投诉人重复提出的同一投诉合并计为一件。": N_("同一投诉人重复提出的同一投诉合并计为一件。"),
    "同一投诉人重复提出的投诉分别计数。": N_("同一投诉人重复提出的投诉分别计数。"),
    "占比按四舍五入列示，合计可能不等于100%。": N_("占比按四舍五入列示，合计可能不等于100%%。"),
    "与上年同期相同": N_("与上年同期相同"),
    "与上期相同": N_("与上期相同"),
    "与第一季度相同": N_("与第一季度相同"),
    "与第二季度相同": N_("与第二季度相同"),
    "与第三季度相同": N_("与第三季度相同"),
    "与第四季度相同": N_("与第四季度相同"),
}
_LACKING = re.compile("未列示与(.+?)相比的投诉量：(.+)（没有本期经审核的数据）。")
_METRICS = {
    "营业网点数": N_("营业网点数"),
    "个人客户数": N_("个人客户数"),
    "保费收入": N_("保费收入"),
    "保单数": N_("保单数"),
    "承保人次": N_("承保人次"),
    "资产总额": N_("资产总额"),
}
assert set(_METRICS) == set(METRIC_NAMES.values())


class Saying:
    """Says things in Chinese or in English."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str, **facts: Any) -> str:
        """Return a text with its facts."""
        return translated(text, self.language) % facts

    def number(self, count: int) -> str:
        """Return a count with its thousands apart."""
        return f"{count:,}"

    def listed(self, names: Iterable[str]) -> str:
        """Return names in a row."""
        found = list(names)
        if self.language == "zh":
            return "、".join(found)
        return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)

    def headed(self, text: str) -> str:
        """Return a heading, which begins with a capital letter."""
        return text[:1].upper() + text[1:]

    def joined(self, sentences: Iterable[str]) -> str:
        """Return sentences one after the other."""
        return ("" if self.language == "zh" else " ").join(each for each in sentences if each)

    def period(self, text: str) -> str:
        """Return a period as people say it."""
        found = period(text)
        assert found is not None, text
        kind, place = text[4:5], text[5:]
        forms: Mapping[str, str] = {
            "": N_("%(year)s年"),
            "H1": N_("%(year)s年上半年"),
            "H2": N_("%(year)s年下半年"),
            "Q": N_("%(year)s年第%(quarter)s季度"),
        }
        form = forms[kind if kind in {"", "Q"} else kind + place]
        if kind == "Q" and self.language == "zh":
            place = "一二三四"[int(place) - 1]
        return self(form, year=found.first.year, quarter=place)

    def category(self, printed: str) -> str:
        """Return a category as it is printed."""
        return translated(printed, self.language)

    def theme(self, name: str) -> str:
        """Return what a theme is called."""
        return self(THEMES[name]) if name in THEMES else name

    def rate(self, key: str) -> str:
        """Return what a rate is called."""
        return self(RATES[key]) if key in RATES else key

    def note(self, text: str) -> str:
        """Return a note of the document; one that names institutions keeps their names."""
        if text in _FIXED:
            return self(_FIXED[text])
        lacking = _LACKING.fullmatch(text)
        if lacking is None:
            return text
        names = self.listed(lacking[2].split("、"))
        return self(
            N_("未列示与%(metric)s相比的投诉量：%(names)s（没有本期经审核的数据）。"),
            metric=self(_METRICS[lacking[1]]),
            names=names,
        )

    def change(self, row: Mapping[str, Any], compare: str) -> str:
        """Return a change as a clause such as 环比增长8.0%; empty where nothing is compared.

        A fall is worded with a positive number, an unchanged count by its words, never as 0%.
        """
        value, note = row["change_pct"], row.get("change_note")
        if note:
            return "" if note == notes.NOT_COMPARED else self.note(note)
        fell = value.startswith("-")
        forms = _FALLS if fell else _RISES
        return self(forms[compare], percent=value.lstrip("-"))

    def changed(self, row: Mapping[str, Any]) -> str:
        """Return a change for a cell of a table."""
        note = row.get("change_note")
        if note == notes.NOT_COMPARED:
            return "—"
        return self.note(note) if note else f"{row['change_pct']}%"


_RISES = {"previous": N_("环比增长%(percent)s%%"), "year": N_("同比增长%(percent)s%%")}
_FALLS = {"previous": N_("环比下降%(percent)s%%"), "year": N_("同比下降%(percent)s%%")}


def percent(value: str | None) -> str:
    """Return a printed share; a dash where there is none."""
    return "—" if value is None else f"{value}%"


def leaders(rows: Sequence[tuple[str, Any]], places: int = 2) -> tuple[list[str], bool]:
    """Return who leads a ranking, and whether a tie brings in more than the places.

    `rows` are (name, value), the largest first; values that are equal share a place.
    """
    values = [value for _name, value in rows]
    named = [name for name, value in rows if values.index(value) < places]
    return named, len(named) > places


def in_order(rates: Iterable[str]) -> list[str]:
    """Return rates in the order of the bulletins; what is stored has forgotten it."""
    known = list(RATES)
    return sorted(rates, key=lambda key: (known.index(key) if key in known else len(known), key))
