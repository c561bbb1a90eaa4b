"""What an institution reads of a notice: its own lines beside its category's medians (Art. 37)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disclosures.texts.saying import Saying, in_order, percent
from portal.kernel.findings import N_


@dataclass(frozen=True)
class Line:
    """One figure of an institution, the median of its category, and what it means."""

    measure: str
    own: str
    median: str


@dataclass(frozen=True)
class Own:
    """An institution's lines of one bulletin; nothing of any other institution."""

    category: str
    rank: int
    of: int
    change: str
    lines: tuple[Line, ...]


def own_lines(document: Mapping[str, Any], code: str, language: str) -> Own | None:
    """Return an institution's own lines; None where the bulletin has none of it."""
    say = Saying(language)
    themes = [each["theme"] for each in document["themes"]]
    for category in document["categories"]:
        for row in category["institutions"]:
            if row["code"] == code:
                return Own(
                    say.category(category["category"]),
                    row["rank"],
                    len(category["institutions"]),
                    say.change(row, document["basis"]["compare"]),
                    tuple(_lines(say, category, row, themes)),
                )
    return None


def _lines(
    say: Saying, category: Mapping[str, Any], row: Mapping[str, Any], names: Sequence[str]
) -> list[Line]:
    count = Line(say(N_("投诉量（件）")), say.number(row["count"]), category["median"] or "—")
    share = Line(say(N_("占本类")), percent(row["share_pct"]), "—")
    rates = [
        Line(
            say(N_("%(rate)s投诉量"), rate=say.rate(key)),
            value or say(N_("没有本期经审核的业务量")),
            category["rate_medians"].get(key) or "—",
        )
        for key in in_order(row["rates"])
        for value in [row["rates"][key]]
    ]
    themes = [
        Line(
            say.theme(theme),
            _theme(say, part),
            category["theme_medians"].get(theme) or "—",
        )
        for theme in names
        for part in [row["themes"][theme]]
    ]
    return [count, share, *rates, *themes]


def _theme(say: Saying, part: Mapping[str, Any]) -> str:
    if part["count"] is None:
        return say(N_("不适用"))
    return say(
        N_("%(count)s件，占本机构%(share)s"),
        count=say.number(part["count"]),
        share=percent(part["own_share_pct"]),
    )
