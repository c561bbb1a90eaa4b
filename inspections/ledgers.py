"""The lists of this floor that officers take along: their columns, in words."""

from collections.abc import Generator, Mapping, Sequence

from sqlalchemy.orm import Session

import inspections.policy
from inspections.messages import evaluations as of_evaluations
from inspections.messages import inspections as of_inspections
from inspections.messages.rectification import GROUNDS, KINDS, STATES
from inspections.queries import evaluations, inspections, ledger
from portal.kernel.exports import Asked, Ledger, Table, register
from portal.kernel.filters import wanted_by
from portal.kernel.findings import N_
from portal.kernel.keyset import walk
from portal.kernel.sheets import Cell

Rows = Generator[Sequence[Cell], None, None]
INSPECTION = (
    N_("序号"),
    N_("年度"),
    N_("标题"),
    N_("机构代码"),
    N_("机构"),
    N_("监管单位"),
    N_("检查方式"),
    N_("状态"),
    N_("开始日期"),
    N_("结束日期"),
    N_("组长"),
    N_("发现数"),
    N_("屡查屡犯数"),
    N_("待答复的调阅"),
    N_("逾期的调阅"),
)
RECTIFICATION = (
    N_("序号"),
    N_("文书"),
    N_("标题"),
    N_("机构代码"),
    N_("机构"),
    N_("监管单位"),
    N_("依据"),
    N_("涉及条款"),
    N_("发出日期"),
    N_("最初期限"),
    N_("最后期限"),
    N_("剩余天数"),
    N_("状态"),
    N_("是否逾期"),
    N_("经办人"),
)
EVALUATION = (
    N_("年度"),
    N_("机构代码"),
    N_("机构"),
    N_("机构类别"),
    N_("监管单位"),
    N_("状态"),
)
SCORES = (N_("总分"), N_("等级"), N_("同类排名"), N_("同类家数"), N_("同类中位数"))
_YES, _NO = N_("是"), N_("否")


def _inspections(session: Session, asked: Asked) -> Table:
    wanted, say = _inspections_wanted(asked.filters), asked.say

    def rows() -> Rows:
        for one in walk(lambda at: inspections.page(session, asked.actor, wanted, at, asked.as_of)):
            row = one.row
            yield (
                row.id,
                row.year,
                row.title,
                one.institution.code,
                one.institution.name,
                one.unit_name,
                say(str(of_inspections.MODES[row.mode])),
                say(str(of_inspections.STATES[row.state])),
                row.starts_on and row.starts_on.isoformat(),
                row.ends_on and row.ends_on.isoformat(),
                one.leader,
                one.standing,
                one.repeated,
                one.open_requests,
                one.late_requests,
            )

    return Table([say(text) for text in INSPECTION], rows())


def _rectifications(session: Session, asked: Asked) -> Table:
    wanted, say = _rectifications_wanted(asked.filters), asked.say

    def rows() -> Rows:
        for one in walk(lambda at: ledger.page(session, asked.actor, wanted, asked.as_of, at)):
            row = one.row
            days = (row.issued_on, row.first_due_on, row.due_on)
            yield (
                row.id,
                say(str(KINDS[row.kind])),
                row.title,
                one.institution.code,
                one.institution.name,
                one.unit_name,
                say(str(GROUNDS[row.ground])) if row.ground else "",
                "、".join(row.articles),
                *(day and day.isoformat() for day in days),
                one.left,
                say(str(STATES[row.state])),
                say(_YES if one.late else _NO),
                one.handler,
            )

    return Table([say(text) for text in RECTIFICATION], rows())


def _evaluations(session: Session, asked: Asked) -> Table:
    wanted, say = _evaluations_wanted(asked.filters), asked.say
    elements = of_evaluations.ELEMENTS

    def rows() -> Rows:
        for view in walk(lambda at: evaluations.page(session, asked.actor, wanted, at)):
            row, place = view.row, view.place
            points = {each.code: each.points for each in view.judged.elements}
            yield (
                row.year,
                view.institution.code,
                view.institution.name,
                row.category,
                view.unit_name,
                say(str(of_evaluations.STATES[row.state])),
                *(points.get(code) for code in elements),
                row.score or view.judged.score,
                say(str(of_evaluations.GRADES.get(row.grade or "", row.grade or ""))),
                *((place.rank, place.of, place.median) if place else (None, None, None)),
            )

    header = [*EVALUATION, *map(str, elements.values()), *SCORES]
    return Table([say(text) for text in header], rows())


def _inspections_wanted(filters: Mapping[str, str]) -> inspections.Wanted:
    return wanted_by(inspections.Wanted, filters)


def _rectifications_wanted(filters: Mapping[str, str]) -> ledger.Wanted:
    due = {"overdue", *(str(days) for days in range(366))}
    return wanted_by(ledger.Wanted, filters, {"show": ledger.STATES_OF, "due": due})


def _evaluations_wanted(filters: Mapping[str, str]) -> evaluations.Wanted:
    return wanted_by(evaluations.Wanted, filters)


register(
    Ledger(
        "rectifications",
        N_("整改台账"),
        "rectifications.view",
        _rectifications_wanted,
        _rectifications,
    )
)
for _listed in (
    Ledger("inspections", N_("检查清单"), "inspections.view", _inspections_wanted, _inspections),
    Ledger("evaluations", N_("年度考评"), "evaluations.view", _evaluations_wanted, _evaluations),
):
    register(_listed)
