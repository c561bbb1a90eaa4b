"""The lists of filings that officers take along: their columns, in words."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

import portal.filings.policy  # noqa: F401  (the permissions of these ledgers)
from portal.filings import words
from portal.filings.queries import duties, metrics
from portal.filings.returns.layouts.metrics import name_of
from portal.filings.rules.duties import STATES
from portal.kernel.exports import Asked, Ledger, Table, register
from portal.kernel.filters import wanted_by
from portal.kernel.findings import N_
from portal.kernel.keyset import walk
from portal.kernel.sheets import Cell
from portal.web.messages import label

Rows = Generator[Sequence[Cell], None, None]
DUTY = (
    N_("机构代码"),
    N_("机构"),
    N_("事项"),
    N_("报送内容"),
    N_("期间"),
    N_("依据"),
    N_("截止日"),
    N_("剩余天数"),
    N_("状态"),
    N_("报送日期"),
    N_("审核状态"),
)
METRIC = (
    N_("机构代码"),
    N_("机构"),
    N_("期间"),
    N_("指标代码"),
    N_("指标"),
    N_("数值"),
    N_("单位"),
    N_("截至"),
    N_("来源"),
    N_("核定时间"),
)


@dataclass(frozen=True)
class OfPeriod:
    """Figures of one period; empty for all."""

    period: str = ""


def _duties(session: Session, asked: Asked) -> Table:
    wanted, say = _duties_wanted(asked.filters), asked.say

    def rows() -> Rows:
        for one in walk(lambda at: duties.duties(session, asked.actor, wanted, at, asked.as_of)):
            filed = one.row.filed_on
            yield (
                one.institution.code,
                one.institution.name,
                one.requirement.title,
                say(words.KINDS.get(one.requirement.kind, one.requirement.kind)),
                one.row.period,
                one.requirement.article,
                one.last_day and one.last_day.isoformat(),
                one.days_left(asked.as_of) if filed is None else None,
                say(words.DUTY_STATES[one.state]),
                filed and filed.isoformat(),
                say(label(f"filing:{one.filing.state}")) if one.filing else "",
            )

    return Table([say(text) for text in DUTY], rows())


def _metrics(session: Session, asked: Asked) -> Table:
    wanted, say = _metrics_wanted(asked.filters), asked.say

    def rows() -> Rows:
        for card, row in metrics.standing(session, asked.actor, wanted.period):
            yield (
                card.code,
                card.name,
                row.period,
                row.metric,
                say(name_of(row.metric)),
                row.value,
                say(row.unit),
                row.as_of.isoformat(),
                row.source,
                row.approved_at.isoformat(timespec="minutes"),
            )

    return Table([say(text) for text in METRIC], rows())


def _duties_wanted(filters: Mapping[str, str]) -> duties.Wanted:
    return wanted_by(duties.Wanted, filters, {"state": STATES})


def _metrics_wanted(filters: Mapping[str, str]) -> OfPeriod:
    return wanted_by(OfPeriod, filters)


register(Ledger("duties", N_("应报事项"), "filings.view", _duties_wanted, _duties))
register(Ledger("metrics", N_("业务量指标"), "filings.view", _metrics_wanted, _metrics))
