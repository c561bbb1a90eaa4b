"""Proposals and measures as files."""

from collections.abc import Generator, Mapping, Sequence

from sqlalchemy.orm import Session

import inspections.policy  # noqa: F401  (the permissions of these ledgers)
from inspections.messages import proposals as of_proposals
from inspections.messages.rectification import MEASURE_STATES, MEASURES
from inspections.queries import measures, proposals
from portal.accounts.queries import unit_names
from portal.kernel.exports import Asked, Ledger, Table, register
from portal.kernel.filters import Whole, wanted_by
from portal.kernel.findings import N_
from portal.kernel.keyset import walk
from portal.kernel.sheets import Cell

Rows = Generator[Sequence[Cell], None, None]
PROPOSAL = (
    N_("序号"),
    N_("机构代码"),
    N_("机构"),
    N_("监管单位"),
    N_("规则"),
    N_("建议"),
    N_("状态"),
    N_("数据截至"),
    N_("决定人"),
    N_("决定理由"),
)
MEASURE = (
    N_("序号"),
    N_("措施"),
    N_("状态"),
    N_("机构代码"),
    N_("机构"),
    N_("监管单位"),
    N_("所依据的文书"),
    N_("实施日期"),
    N_("生效日期"),
    N_("解除日期"),
)


def _proposals(session: Session, asked: Asked) -> Table:
    wanted, say = _proposals_wanted(asked.filters), asked.say

    def rows() -> Rows:
        for one in walk(lambda at: proposals.page(session, asked.actor, wanted, at)):
            row = one.row
            yield (
                row.id,
                one.institution.code,
                one.institution.name,
                one.unit_name,
                say(str(of_proposals.RULES.get(row.rule, row.rule))),
                say(str(of_proposals.SUGGESTS.get(row.suggests, row.suggests))),
                say(str(of_proposals.STATES[row.state])),
                row.as_of.isoformat(),
                one.decided_by,
                row.decided_why,
            )

    return Table([say(text) for text in PROPOSAL], rows())


def _measures(session: Session, asked: Asked) -> Table:
    say = asked.say

    def rows() -> Rows:
        units = unit_names(session)
        for one in walk(lambda at: measures.page(session, asked.actor, at)):
            row = one.row
            days = (row.carried_out_on, row.in_force_from, row.lifted_on)
            yield (
                row.id,
                say(str(MEASURES[row.kind])),
                say(str(MEASURE_STATES[row.state])),
                one.institution.code,
                one.institution.name,
                units.get(row.unit_code, row.unit_code),
                one.order_title,
                *(day and day.isoformat() for day in days),
            )

    return Table([say(text) for text in MEASURE], rows())


def _proposals_wanted(filters: Mapping[str, str]) -> proposals.Wanted:
    return wanted_by(proposals.Wanted, filters, {"state": of_proposals.STATES})


def _whole(filters: Mapping[str, str]) -> Whole:
    return wanted_by(Whole, filters)


register(Ledger("proposals", N_("监督建议"), "proposals.view", _proposals_wanted, _proposals))
register(Ledger("measures", N_("监管措施"), "rectifications.view", _whole, _measures))
