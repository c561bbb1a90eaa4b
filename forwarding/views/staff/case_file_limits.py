"""What a case's complete file says of institutions' time limits, mediations and reviews."""

from flask_babel import gettext as _

from forwarding.models import TimeLimitAct
from forwarding.queries.case import Case
from forwarding.queries.mediations import MediationView
from forwarding.queries.reviews import ReviewView, reviews_of
from forwarding.views.limits import LimitView, limit_view
from forwarding.views.staff.case_file_pieces import Part, Say, days, rows, words
from forwarding.words import term
from portal.web.db import session
from portal.web.punctuation import labelled
from portal.web.words import day, moment, yuan


def limits(case: Case, say: Say) -> list[Part]:
    """Return each institution's days, the acts that moved them and its mediations (Art. 18, 23)."""
    parts = []
    for each in case.forwardings:
        view = limit_view(each.row)
        parts.append(days(view.limit.account, each.institution.name))
        parts += [_act(act, view, say) for act in view.acts if act.kind != "strike"]
        parts += [_mediation(held, say) for held in view.mediations]
    return parts


def _act(act: TimeLimitAct, view: LimitView, say: Say) -> Part:
    strike = view.strikes.get(act.id)
    approved = (say["approver_level"](act.approver_level), act.approver)
    told = f"{day(act.told_on)} {say['means'](act.told_means)}"
    stated = [
        (_("延长为"), say["tier"](act.tier)),
        (_("事由"), say["excluded_for"](act.ground)),
        (_("开始日期"), act.began_on and day(act.began_on)),
        (_("结束日期"), act.ended_on and day(act.ended_on)),
        (_("约定日期"), act.agreed_on and day(act.agreed_on)),
        (_("说明"), act.reason),
        (_("批准"), " ".join(part for part in approved if part)),
        (_("告知投诉人"), act.told_on and told),
        (_("期限变化"), f"{day(act.due_before)} → {day(act.due_after)}"),
        (_("登记时间"), moment(act.at)),
        (_("撤销的理由"), strike and strike.reason),
        (_("撤销时间"), strike and moment(strike.at)),
    ]
    return rows(stated, say["limit_act"](act.kind))


def _mediation(held: MediationView, say: Say) -> Part:
    row = held.row
    stated = [
        (_("调解组织"), held.organisation.name),
        (_("状态"), say["mediation_state"](row.state)),
        (_("双方同意"), day(row.consented_on)),
        (_("申请日期"), day(row.applied_on)),
        (_("受理日期"), row.accepted_on and day(row.accepted_on)),
        (_("结束日期"), row.ended_on and day(row.ended_on)),
        (_("调解结果"), say["mediation_result"](row.result)),
        (_("协议金额"), row.amount is not None and yuan(row.amount)),
        (_("说明"), row.note),
        (_("履行日期"), row.performed_on and day(row.performed_on)),
    ]
    return rows(stated, _("调解"))


def reviews(case: Case, say: Say) -> list[Part]:
    """Return the reviews of branches' decisions (Art. 20)."""
    found = reviews_of(session(), complaint_id=case.id)
    return [part for view in found for part in _review(view, say)]


def _review(view: ReviewView, say: Say) -> list[Part]:
    row = view.row
    told = row.told_on and f"{day(row.told_on)} {say['means'](row.told_means)}"
    stated = [
        (_("状态"), term(row.state, "REVIEW_STATES")),
        (_("收到处理决定"), day(row.decision_received_on)),
        (_("申请核查"), day(row.applied_on)),
        (_("核查期限"), day(row.due_on)),
        (_("申请理由"), row.grounds),
        (_("核查决定"), term(row.outcome, "REVIEW_OUTCOMES")),
        (_("决定日期"), row.decided_on and day(row.decided_on)),
        (_("告知投诉人"), told),
        (_("逾期原因"), row.lateness_reason),
    ]
    texts = [words(term(key, "REVIEW_BLOCKS"), text) for key, text in view.texts.items() if text]
    return [rows(stated, labelled(view.superior.label, _("核查"))), *texts]
