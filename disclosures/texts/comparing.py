"""The part of a bulletin that sets complaints against business: rates, medians, rankings."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from disclosures.texts.saying import TOP, Saying, in_order, leaders
from disclosures.texts.told import Bars, Section, Table
from portal.kernel.findings import N_


def compared(say: Saying, document: Mapping[str, Any]) -> Section | None:
    """Tell every rate of every category; None where no denominator is known at all."""
    parts = [
        part
        for category in document["categories"]
        for key in in_order(category["rate_medians"])
        if (part := _rate(say, document, category, key)) is not None
    ]
    if not parts:
        return None
    return Section(heading=say(N_("投诉与业务量对比情况")), sections=tuple(parts))


def _rate(
    say: Saying, document: Mapping[str, Any], category: Mapping[str, Any], key: str
) -> Section | None:
    known = [row for row in category["institutions"] if row["rates"].get(key) is not None]
    if not known:
        return None
    ranking = sorted(
        ((row["name"], Decimal(row["rates"][key])) for row in known), key=lambda row: -row[1]
    )
    printed = {row["name"]: row["rates"][key] for row in known}
    shown = _topmost(ranking, TOP[document["sector"]])
    named, tied = leaders(ranking)
    most = ranking[0][1] or 1
    about = {
        "rate": say.rate(key),
        "category": say.category(category["category"]),
        "names": say.listed(named),
    }
    heads = {
        False: N_("%(category)s%(rate)s投诉量：%(names)s居前两位"),
        True: N_("%(category)s%(rate)s投诉量：%(names)s居前列（有并列）"),
    }
    title = say(N_("%(category)s%(rate)s投诉量"), **about)
    without = [row["name"] for row in category["institutions"] if row["name"] not in printed]
    return Section(
        heading=say(heads[tied], **about) if len(ranking) > 1 else title,
        paragraphs=tuple(_sentences(say, category, key, without, about)),
        bars=Bars(
            title,
            tuple((name, float(value / most), printed[name]) for name, value in shown),
        ),
        table=_table(say, title, shown, printed),
        folded=len(shown) > 1,
    )


def _sentences(
    say: Saying,
    category: Mapping[str, Any],
    key: str,
    without: Sequence[str],
    about: Mapping[str, str],
) -> list[str]:
    median = category["rate_medians"][key]
    found = [say(N_("%(rate)s投诉量的中位数为%(median)s件。"), **about, median=median or "—")]
    if without:
        told = say(N_("未列示的机构没有本期经审核的业务量：%(names)s。"), names=say.listed(without))
        found.append(told)
    return found


def _topmost(ranking: Sequence[tuple[str, Decimal]], most: int | None) -> list[tuple[str, Decimal]]:
    """Return the first places; values that print the same share a place."""
    values = [value for _name, value in ranking]
    return [row for row in ranking if most is None or values.index(row[1]) < most]


def _table(
    say: Saying,
    title: str,
    shown: Sequence[tuple[str, Decimal]],
    printed: Mapping[str, str],
) -> Table:
    values = [value for _name, value in shown]
    return Table(
        title,
        (say(N_("名次")), say(N_("机构")), say(N_("投诉量比率"))),
        tuple((str(values.index(value) + 1), name, printed[name]) for name, value in shown),
        (0, 2),
    )
