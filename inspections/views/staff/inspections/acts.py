"""The acts that move an inspection on: approved, announced, entered, settled, ended."""

from typing import Any

from flask_babel import lazy_gettext as _l

from inspections.commands import concluding, facts
from inspections.commands import inspections as acts
from inspections.forms.inspections import ActForm, DayForm, DueForm, ReasonForm, TextForm
from inspections.views.opened import acting, inspection_or_404
from inspections.views.staff.inspections.blueprint import ONE, blueprint
from inspections.views.staff.inspections.page import done, page
from portal.web.access import requires
from portal.web.db import session

PLAIN: dict[str, tuple[Any, Any]] = {
    "proposal": (acts.propose, _l("已提交，等待负责人批准。")),
    "notice": (acts.give_notice, _l("检查通知书已发出。送达后可以开始检查。")),
    "settlement": (facts.settle, _l("事实已核定。请撰写检查报告。")),
    "archive": (concluding.archive, _l("已归档。")),
    "approval": (acts.approve, _l("已批准。")),
}


@blueprint.post(f"{ONE}/<any(proposal, notice, settlement, archive):noun>")
@requires("inspections.work")
def working_act(inspection_id: int, noun: str) -> Any:
    """Propose a plan, give notice, settle the facts, or put into the archive."""
    return _plain(inspection_id, noun)


@blueprint.post(f"{ONE}/approval")
@requires("inspections.approve")
def approval(inspection_id: int) -> Any:
    """Approve a plan as the responsible head."""
    return _plain(inspection_id, "approval")


def _plain(inspection_id: int, noun: str) -> Any:
    row, form = inspection_or_404(inspection_id), ActForm(prefix=noun)
    command, said = PLAIN[noun]
    if form.validate_on_submit():
        with acting(form, row) as act:
            command(session(), row, **act)
            return done(row, said)
    return page(row, form)


@blueprint.post(f"{ONE}/return")
@requires("inspections.approve")
def giving_back(inspection_id: int) -> Any:
    """Give a plan back to who proposed it."""
    return _reasoned(inspection_id, "return", acts.reject, _l("已退回修改。"))


@blueprint.post(f"{ONE}/calling-off")
@requires("inspections.approve")
def calling_off(inspection_id: int) -> Any:
    """Call an inspection off."""
    return _reasoned(inspection_id, "calling-off", acts.call_off, _l("检查已取消，记录留存。"))


def _reasoned(inspection_id: int, noun: str, command: Any, said: Any) -> Any:
    row, form = inspection_or_404(inspection_id), ReasonForm(prefix=noun)
    if form.validate_on_submit():
        with acting(form, row) as act:
            command(session(), row, reason=str(form.reason.data), **act)
            return done(row, said)
    return page(row, form)


@blueprint.post(f"{ONE}/entry")
@requires("inspections.work")
def entry(inspection_id: int) -> Any:
    """Note the day on which the inspectors began."""
    row, form = inspection_or_404(inspection_id), DayForm(prefix="entry")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.enter(session(), row, on=form.on.data, **act)
            return done(row, _l("已登记检查开始。"))
    return page(row, form)


@blueprint.post(f"{ONE}/facts")
@requires("inspections.work")
def facts_put(inspection_id: int) -> Any:
    """Put the findings to the institution."""
    row, form = inspection_or_404(inspection_id), DueForm(prefix="facts")
    if form.validate_on_submit():
        with acting(form, row) as act:
            facts.put(session(), row, due_on=form.due_on.data, **act)
            return done(row, _l("事实确认书已发出。"))
    return page(row, form)


@blueprint.post(f"{ONE}/report")
@requires("inspections.work")
def report(inspection_id: int) -> Any:
    """Lay the report before the responsible head."""
    row, form = inspection_or_404(inspection_id), TextForm(prefix="report")
    if form.validate_on_submit():
        with acting(form, row) as act:
            concluding.report(session(), row, text=str(form.text.data), **act)
            return done(row, _l("检查报告已提交，等待负责人出具意见。"))
    return page(row, form)


@blueprint.post(f"{ONE}/opinion")
@requires("inspections.approve")
def opinion(inspection_id: int) -> Any:
    """Give the institution the opinion."""
    row, form = inspection_or_404(inspection_id), TextForm(prefix="opinion")
    if form.validate_on_submit():
        with acting(form, row) as act:
            concluding.give_opinion(session(), row, text=str(form.text.data), **act)
            return done(row, _l("检查意见书已发出。"))
    return page(row, form)
