"""The part of a bulletin on what complaints are about: businesses, lines and causes."""

from collections.abc import Mapping, Sequence
from typing import Any

from disclosures.texts.saying import Saying, leaders, percent
from disclosures.texts.told import Bars, Section, Table
from portal.kernel.findings import N_

_MOST = 10


def issues(say: Saying, document: Mapping[str, Any]) -> Section | None:
    """Tell every theme that anybody complained of; None where there is none."""
    parts = [_theme(say, document, row) for row in document["themes"] if row["count"]]
    if not parts:
        return None
    return Section(heading=say(N_("投诉反映的主要问题")), sections=tuple(parts))


def _theme(say: Saying, document: Mapping[str, Any], row: Mapping[str, Any]) -> Section:
    theme = say.theme(row["theme"])
    change = say.change(row, document["basis"]["compare"])
    opening = say(
        N_("反映%(theme)s的投诉%(count)s件，占投诉总量的%(share)s%(change)s。"),
        theme=theme,
        count=say.number(row["count"]),
        share=percent(row["share_pct"]),
        change=say(N_("，%(clause)s"), clause=change) if change else "",
    )
    where = [part for part in row["by_category"] if part["count"]]
    clauses = say(N_("；")).join(
        say(
            N_("%(category)s%(count)s件，占其投诉量的%(share)s"),
            category=say.category(part["category"]),
            count=say.number(part["count"]),
            share=percent(part["share_pct"]),
        )
        for part in where
    )
    return Section(
        heading=say.headed(
            say(
                N_("%(theme)s：占投诉总量的%(share)s"), theme=theme, share=percent(row["share_pct"])
            )
        ),
        paragraphs=(
            say.joined([opening, say(N_("其中，%(each)s。"), each=clauses) if where else ""]),
        ),
        sections=tuple(_of_categories(say, document, row["theme"])),
    )


def _of_categories(say: Saying, document: Mapping[str, Any], theme: str) -> list[Section]:
    found = []
    for category in document["categories"]:
        rows = [row for row in category["institutions"] if row["themes"][theme]["count"]]
        if len(rows) > 1:
            found.append(_of_category(say, category, theme, rows))
    return found


def _of_category(
    say: Saying, category: Mapping[str, Any], theme: str, rows: Sequence[Mapping[str, Any]]
) -> Section:
    ranked = sorted(rows, key=lambda row: (-row["themes"][theme]["count"], row["code"]))
    counts = [row["themes"][theme]["count"] for row in ranked]
    shown = [row for row in ranked if counts.index(row["themes"][theme]["count"]) < _MOST]
    about = {"category": say.category(category["category"]), "theme": say.theme(theme)}
    median = category["theme_medians"].get(theme)
    title = say(N_("%(category)s：%(theme)s"), **about)
    named, tied = leaders([(row["name"], row["themes"][theme]["count"]) for row in ranked])
    about["names"] = say.listed(named)
    heading = N_("%(category)s%(theme)s：%(names)s居前两位")
    if tied:
        heading = N_("%(category)s%(theme)s：%(names)s居前列（有并列）")
    heads = (N_("名次"), N_("机构"), N_("件数"), N_("占本机构"))
    table = tuple(
        (
            str(counts.index(row["themes"][theme]["count"]) + 1),
            row["name"],
            say.number(row["themes"][theme]["count"]),
            percent(row["themes"][theme]["own_share_pct"]),
        )
        for row in shown
    )
    sizes = tuple(
        (row["name"], row["themes"][theme]["count"] / counts[0], cells[2])
        for row, cells in zip(shown, table, strict=True)
    )
    return Section(
        heading=say(heading, **about),
        paragraphs=(say(N_("中位数为%(median)s件。"), median=median),) if median else (),
        bars=Bars(title, sizes),
        table=Table(title, tuple(say(head) for head in heads), table, (0, 2, 3)),
        folded=True,
    )
