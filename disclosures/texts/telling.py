"""A bulletin in words, in the form of the published ones (Art. 37).

    told = tell(document, kind="disclosure", language="zh", number="…", addressees="…")

Everything is taken from the document as it is printed there: no figure is computed anew.
Headings state what was found and name the leaders; who shares a place is named together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from disclosures.texts.comparing import compared
from disclosures.texts.issues import issues
from disclosures.texts.saying import TOP, Saying, leaders, percent
from disclosures.texts.told import Bars, Section, Table, Told
from portal.kernel.findings import N_
from portal.kernel.law import clause

TITLES = {
    ("banking", "notice"): N_("%(period)s银行业消费投诉情况通报"),
    ("insurance", "notice"): N_("%(period)s保险业消费投诉情况通报"),
    ("banking", "disclosure"): N_("%(period)s银行业消费投诉情况"),
    ("insurance", "disclosure"): N_("%(period)s保险业消费投诉情况"),
}
OPENINGS = {
    "banking": N_("%(period)s，监管部门接收并转送银行业消费投诉%(count)s件%(change)s。"),
    "insurance": N_("%(period)s，监管部门接收并转送保险业消费投诉%(count)s件%(change)s。"),
}
_NUMERALS = "一二三四五六七八九十"


@clause("37")
def tell(
    document: Mapping[str, Any],
    *,
    kind: str,
    language: str = "zh",
    number: str = "",
    addressees: str = "",
) -> Told:
    """Return a bulletin's JSON told in a language, `zh` or `en`; `kind` is notice or disclosure."""
    say = Saying(language)
    sections = [overall(say, document), compared(say, document), issues(say, document)]
    title = TITLES[document["sector"], kind]
    return Told(
        title=say(title, period=say.period(document["period"])),
        number=number,
        addressees=addressees,
        sections=tuple(_numbered(say, [each for each in sections if each is not None])),
        notes=tuple(say.note(text) for text in document["notes"]),
        language=language,
        sha256=document["sha256"],
    )


def _numbered(say: Saying, sections: Sequence[Section]) -> list[Section]:
    """Number the sections as bulletins do."""
    return [
        replace(
            each,
            heading=f"{_NUMERALS[place]}、{each.heading}"
            if say.language == "zh"
            else f"{place + 1}. {each.heading}",
        )
        for place, each in enumerate(sections)
    ]


def overall(say: Saying, document: Mapping[str, Any]) -> Section:
    """Tell the total, the categories, and each category's institutions in their order."""
    total, compare = document["total"], document["basis"]["compare"]
    opening = say(
        OPENINGS[document["sector"]],
        period=say.period(document["period"]),
        count=say.number(total["count"]),
        change=_after(say, say.change(total, compare)),
    )
    each = [_category_clause(say, row, compare) for row in document["categories"]]
    ends = say(N_("其中，%(each)s。"), each=say(N_("；")).join(each)) if each else ""
    return Section(
        heading=say(N_("总体情况")),
        paragraphs=(say.joined([opening, ends]),),
        table=_categories(say, document) if each else None,
        sections=tuple(_category(say, document, row) for row in document["categories"]),
    )


def _after(say: Saying, clause_: str) -> str:
    return say(N_("，%(clause)s"), clause=clause_) if clause_ else ""


def _category_clause(say: Saying, row: Mapping[str, Any], compare: str) -> str:
    return say(
        N_("%(category)s%(count)s件，占%(share)s%(change)s"),
        category=say.category(row["category"]),
        count=say.number(row["count"]),
        share=percent(row["share_pct"]),
        change=_after(say, say.change(row, compare)),
    )


def _categories(say: Saying, document: Mapping[str, Any]) -> Table:
    return Table(
        say(N_("各类机构投诉情况")),
        (say(N_("机构类别")), say(N_("件数")), say(N_("占比")), say(N_("变化"))),
        tuple(
            (
                say.category(row["category"]),
                say.number(row["count"]),
                percent(row["share_pct"]),
                say.changed(row),
            )
            for row in document["categories"]
        ),
        (1, 2, 3),
    )


def _category(say: Saying, document: Mapping[str, Any], row: Mapping[str, Any]) -> Section:
    """Tell one category: who leads it, its median, and its institutions."""
    shown = topmost(row["institutions"], TOP[document["sector"]])
    category = say.category(row["category"])
    ranking = [(one["name"], one["count"]) for one in row["institutions"]]
    title = say(N_("%(category)s投诉量"), category=category)
    return Section(
        heading=leading(say, category, ranking, say(N_("投诉量"))),
        paragraphs=(
            say(
                N_("%(category)s投诉量的中位数为%(median)s件。"),
                category=category,
                median=row["median"] or "—",
            ),
        ),
        bars=Bars(title, bars([(one["name"], one["count"]) for one in shown], say.number)),
        table=_institutions(say, title, shown),
    )


def _institutions(say: Saying, title: str, shown: Sequence[Mapping[str, Any]]) -> Table:
    heads = (N_("名次"), N_("机构"), N_("件数"), N_("占本类"), N_("变化"))
    return Table(
        title,
        tuple(say(head) for head in heads),
        tuple(
            (
                str(one["rank"]),
                one["name"],
                say.number(one["count"]),
                percent(one["share_pct"]),
                say.changed(one),
            )
            for one in shown
        ),
        (0, 2, 3, 4),
    )


def topmost(rows: Sequence[Mapping[str, Any]], most: int | None) -> list[Mapping[str, Any]]:
    """Return the first places of a ranking, with everybody who ties at the last."""
    return [row for row in rows if most is None or row["rank"] <= most]


def leading(say: Saying, category: str, ranking: Sequence[tuple[str, Any]], what: str) -> str:
    """Return a heading that names who leads; a single institution is only named."""
    named, tied = leaders(ranking)
    about = {"names": say.listed(named), "category": category, "what": what}
    if len(ranking) == 1:
        return say(N_("%(category)s：%(names)s"), **about)
    if tied:
        return say(N_("%(names)s的%(what)s居%(category)s前列（有并列）"), **about)
    return say(N_("%(names)s的%(what)s居%(category)s前两位"), **about)


def bars(rows: Sequence[tuple[str, Any]], printed: Any) -> tuple[tuple[str, float, str], ...]:
    """Return bars of values, each against the largest."""
    most = max((float(value) for _name, value in rows), default=0) or 1
    return tuple((name, float(value) / most, printed(value)) for name, value in rows)
