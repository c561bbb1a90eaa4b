"""What stands in a case's complete file, block by block, in the words of the case page."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from forwarding.models import Party
from forwarding.queries.case import Case, ForwardingView, PartyView, ReportView
from forwarding.views.staff.case_file_limits import limits, reviews
from forwarding.views.staff.case_file_pieces import Part, Say, days, rows, table, words
from forwarding.views.staff.history import timeline
from forwarding.views.staff.shown import reader
from portal.kernel.arrangement import Account
from portal.web.messages import article_words, label
from portal.web.punctuation import labelled
from portal.web.words import day, moment, yuan


def blocks(case: Case, account: Account, clear: Sequence[Party]) -> list[dict[str, Any]]:
    """Return the blocks of the letter `case_file`; `clear` are the people shown unmasked."""
    say = reader()
    made = {
        _("基本情况"): _about(case, say),
        _("投诉人"): _people(case, clear, say),
        _("被投诉机构"): _respondents(case),
        _("转送机构"): [part for view in case.forwardings for part in _forwarding(view, say)],
        _("法定期限逐日计算"): [] if case.complaint.outside_rules else [days(account)],
        _("机构办理期限逐日计算、期限变动和调解"): limits(case, say),
        _("核查"): reviews(case, say),
        _("告知投诉人"): [part for row in case.tellings for part in _telling(row, say)],
        _("材料"): _files(case, say),
        _("办理经过"): _history(case),
    }
    return [{"title": title, "parts": parts} for title, parts in made.items() if parts]


def _about(case: Case, say: Say) -> list[Part]:
    row = case.complaint
    stated = [
        (_("状态"), label(case.state)),
        (_("业务类别"), say["business"](row.business)),
        (_("投诉原因"), say["cause"](row.cause)),
        (_("业务办理渠道"), say["business_channel"](row.business_channel)),
        (_("诉求类型"), say["asked_for"](row.asked_for)),
        (_("涉及金额"), yuan(row.amount) if row.amount is not None else ""),
        (_("接收渠道"), say["channel"](row.channel)),
        (_("接收时间"), moment(row.received_at)),
        (_("登记时间"), moment(row.registered_at)),
        (_("最后期限"), day(row.due_on) if row.due_on else ""),
        (_("辖区"), say["territory"](row.territory)),
        (_("涉及第三方"), row.third_party),
        (_("来件编号"), row.external_ref),
        (_("与此件重复"), case.duplicate_of),
        (_("转其他渠道"), say["track"](row.track)),
    ]
    return [rows(stated), words(_("诉求"), row.claim), words(_("事实和理由"), row.facts)]


def _people(case: Case, clear: Sequence[Party], say: Say) -> list[Part]:
    by_id = {party.id: party for party in clear}
    return [_person(by_id.get(view.id, view), say) for view in case.parties]


def _person(who: PartyView | Party, say: Say) -> Part:
    given = _("已提供") if getattr(who, "has_address", False) else ""
    stated = [
        (_("姓名或者名称"), who.name),
        (say["id_type"](who.id_type) or _("证件"), who.id_no),
        (_("电话"), who.phone),
        (_("电子邮件"), who.email),
        (_("地址"), getattr(who, "address", given)),
        (_("希望的告知方式"), say["means"](who.preferred_means)),
    ]
    return rows(stated, say["role"](who.role))


def _respondents(case: Case) -> list[Part]:
    head = [_("投诉人所称"), _("确定的机构"), _("涉及的工作人员")]
    lines = [
        [each.stated_name, each.decided.name if each.decided else _("未定"), each.staff_name or "—"]
        for each in case.respondents
    ]
    return [table([3, 3, 2], head, lines)] if lines else []


def _forwarding(view: ForwardingView, say: Say) -> list[Part]:
    row = view.row
    terms = [
        (_("状态"), label(row.state)),
        (_("转办单号"), row.letter_no),
        (_("转送时间"), moment(row.forwarded_at)),
        (_("办理期限"), day(row.due_on)),
        (_("期限中止自"), day(row.paused_on) if row.paused_on else ""),
        (_("反馈期限"), day(row.report_by)),
        (_("签收时间"), moment(row.acknowledged_at)),
        (_("报告时间"), moment(row.reported_at)),
        (_("办理要求"), row.instructions),
        (_("退回理由"), say["return_reason"](row.return_reason)),
        (_("退回说明"), row.return_text),
    ]
    parts = [rows(terms, view.institution.name)]
    for report in view.reports:
        parts += _report(report, say)
    return parts


def _report(report: ReportView, say: Say) -> list[Part]:
    row = report.row
    verdict = {"accepted": _("已通过"), "sent_back": _("已退回补正")}
    stated = [
        (_("提交时间"), moment(row.submitted_at)),
        (_("处理结果"), say["result"](row.result)),
        (_("审核"), verdict.get(row.verdict or "", _("待审核"))),
        (_("投诉原因"), say["cause"](row.cause)),
        (_("挽回损失"), yuan(row.loss_recovered)),
        (_("已告知投诉人"), f"{day(row.told_on)} · {say['means'](row.told_means)}"),
        (_("救济途径"), say["remedies"](row.remedies)),
        (_("核实人员"), row.verified_by),
        (_("逾期原因"), row.lateness_reason),
        (_("补正意见"), row.remarks),
    ]
    texts = [words(say["heading"](name), text) for name, text in report.texts.items() if text]
    return [rows(stated, _("第%(n)s次报告", n=row.ordinal)), *texts]


def _telling(row: Any, say: Say) -> list[Part]:
    stated = [
        (_("状态"), label(row.state)),
        (_("告知方式"), say["means"](row.means)),
        (_("应在何日前"), day(row.due_on) if row.due_on else ""),
        (_("告知时间"), moment(row.done_at) if row.done_at else ""),
        (_("凭证"), row.proof),
        (_("告知书中另写的内容"), row.words),
    ]
    parts = [rows(stated, say["occasion"](row.occasion))]
    tries = [
        [moment(each.at), say["means"](each.means), say["outcome"](each.outcome), each.note or ""]
        for each in row.attempts
    ]
    head = [_("联系时间"), _("联系方式"), _("结果"), _("说明")]
    return [*parts, table([3, 2, 2, 3], head, tries)] if tries else parts


def _files(case: Case, say: Say) -> list[Part]:
    enclosed = [file for view in case.forwardings for file in view.files]
    reported = [f for view in case.forwardings for report in view.reports for f in report.files]
    lines = [
        [file.label, say["purpose"](file.purpose), day(file.added_at)]
        for file in (*case.files, *enclosed, *reported)
    ]
    return [table([4, 2, 2], [_("文件"), _("用途"), _("日期")], lines)] if lines else []


def _history(case: Case) -> list[Part]:
    lines = []
    for event in reversed(timeline(case)):
        article = article_words(event.article) if event.article else ""
        what = labelled(event.title, event.text) if event.text else event.title
        lines.append([moment(event.at), what, article, event.by or ""])
    return [table([3, 5, 2, 2], [_("时间"), _("事项"), _("条款"), _("经办")], lines)]
