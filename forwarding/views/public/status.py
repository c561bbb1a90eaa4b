"""Progress of a complaint, by its number and secret code alone."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from forwarding import vocabulary
from forwarding.forms.filing import StatusForm
from forwarding.notices_elsewhere import reason_of_diversion, sentences, where_instead
from forwarding.queries.status import Progress, Step, progress_of
from forwarding.views.public import blueprint
from forwarding.vocabulary.time_limits import MEDIATION_RESULTS
from forwarding.words import word
from portal.accounts.queries import unit
from portal.kernel import clock
from portal.kernel.clock import business_date
from portal.web.access import public
from portal.web.db import session
from portal.web.forms import answer
from portal.web.i18n import language
from portal.web.limits import limited


@blueprint.route("/status", methods=["GET", "POST"])
@public
@limited("status", 10, 60)
def status() -> Any:
    """Ask for number and code, and show where the complaint stands."""
    form = StatusForm()
    if form.validate_on_submit():
        found = progress_of(session(), form.number.data.upper(), form.code.data)
        if found is not None:
            return shown(found, form.code.data)
        form.refuse(
            _("没有找到。请核对编号和查询码；多次输入错误会被暂时限制。查询码遗失的，请拨打12378。")
        )
    return answer("forwarding/public/status.html", form=form)


def ask(sent: Any) -> Any:
    """Ask for number and code again: what was sent fits no complaint."""
    form = StatusForm(sent)
    form.refuse(_("没有找到。请核对编号和查询码。"))
    return answer("forwarding/public/status.html", form=form)


def shown(found: Progress, code: str) -> str:
    """Show where it stands; a day that is over is no promise any more."""
    overdue = found.sort_due < business_date(clock.now())
    return render_template(
        "forwarding/public/progress.html",
        found=found,
        code=code,
        overdue=overdue,
        events=_events(found),
        elsewhere=_elsewhere(found),
    )


def _elsewhere(found: Progress) -> dict[str, str]:
    """Return why a complaint took another way and where to turn, in the page's language."""
    if found.state == "not_accepted":
        code = word(vocabulary.DECLINE_REASONS, found.complaint.declined_code)
        said = sentences(code, found.complaint.declined_reason or "", language())
        return {"reason": said, "instead": where_instead(found.complaint, language())}
    if found.state == "diverted":
        outcome = word(vocabulary.OUTCOMES_OF_TRACKS, found.track)
        reason = reason_of_diversion(found.complaint, language())
        return {"reason": reason, "instead": outcome}
    return {}


def _events(found: Progress) -> list[dict[str, Any]]:
    return [
        {"title": _words(step), "at": step.at, "by": "", "text": "", "article": step.article}
        for step in found.steps
    ]


def _words(step: Step) -> str:
    words = {
        "complaint.receive": _("已接收您的投诉"),
        "complaint.forward": _("已转送被投诉机构"),
        "complaint.tell": _("已告知您办理情况"),
        "complaint.divert": _("不属于消费投诉，已转其他渠道"),
        "complaint.split": _("部分内容已转“%(track)s”渠道，其余照常办理", track=_track(step)),
        "complaint.not_accept": _("不予接收"),
        "complaint.hand_over": _("已移交%(unit)s办理，接收日期不变", unit=_unit(step)),
        "forwarding.acknowledge": _("%(name)s已签收，正在办理", name=step.institution),
        "forwarding.return": _("机构退回，正在重新确定机构"),
        "forwarding.report": _("%(name)s已报告处理情况，正在审核", name=step.institution),
        "forwarding.not_proceed": _("%(name)s不予办理，正在审核", name=step.institution),
        "forwarding.extend": _("%(name)s延长了办理期限", name=step.institution),
        "mediation.apply": _("已与%(name)s申请调解", name=step.institution),
        "mediation.accept": _("调解组织已受理，调解期间不计入办理期限", name=step.institution),
        "mediation.end": _(
            "调解已结束：%(result)s", result=word(MEDIATION_RESULTS, step.facts.get("result"))
        ),
        "complaint.close": _("已办结"),
        "review.apply": _("%(name)s已收到核查申请，30日内作出核查决定", name=step.institution),
        "review.refuse_late": _("核查申请超过30日，%(name)s不予核查", name=step.institution),
        "review.decide": _("%(name)s已作出核查决定并告知您", name=step.institution),
        "complaint.withdraw": _("已按您的申请撤回，终止办理"),
        "complaint.merge": _("与先前收到的投诉合并办理"),
        "complaint.unmerge": _("不再合并，单独办理"),
    }
    return words[step.act]


def _track(step: Step) -> str:
    return word(vocabulary.TRACKS, step.facts.get("track"))


def _unit(step: Step) -> str:
    found = unit(session(), step.facts.get("to_unit"))
    return found.name if found else ""


def _result(step: Step) -> str:
    return word(MEDIATION_RESULTS, step.facts.get("result"))
