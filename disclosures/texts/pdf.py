"""A told bulletin as a tagged PDF/A, set by Typst."""

from dataclasses import asdict
from datetime import date

from disclosures.texts.saying import Saying
from disclosures.texts.told import Told
from portal.kernel import letters
from portal.kernel.findings import N_


def bulletin_pdf(told: Told, *, unit: str, day: date) -> bytes:
    """Return the PDF of a bulletin of a unit, dated the day it was published or drafted."""
    say = Saying(told.language)
    written = (
        f"{day.year}年{day.month}月{day.day}日" if told.language == "zh" else f"{day:%d %B %Y}"
    )
    words = {
        "notes": say(N_("说明")),
        "demands": say(N_("工作要求")),
        "recompute": say(
            N_("全部数字可用公开的数据摘要和命令 zhuanban recompute 重新算出，逐字节一致。")
        ),
    }
    facts = asdict(told) | {
        "unit": unit,
        "date": day,
        "date_words": written,
        "say": words,
        "number": told.number,
    }
    return letters.render("bulletin", facts)
