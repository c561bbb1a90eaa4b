"""What an institution has to put right: its list, one page for each, and its answers."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inspections.commands import answering
from inspections.forms.ledger import OwnForm
from inspections.messages import rectification as words
from inspections.models import Rectification
from inspections.queries import ledger
from inspections.queries.ledger import Wanted
from inspections.queries.rectifications import file_of
from inspections.views.institution.supervision.blueprint import ONE, blueprint
from inspections.views.institution.supervision.page import form_of, found_or_404, page
from inspections.views.opened import keep_files
from portal.filings.views.opened import acting
from portal.kernel import clock, storage
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

_Do = Callable[[Rectification, Any, dict[str, Any]], object]


@blueprint.get("")
@requires("rectifications.answer")
def listing() -> Any:
    """List what the reader's institution and its branches have to put right."""
    form, today = OwnForm(), clock.today()
    position = paging.requested("own-rectifications")
    wanted = Wanted(**form.cleaned())
    return answer(
        "inspections/desk/rectifications.html",
        filters=form,
        page=ledger.page(session(), current_actor(), wanted, today, position),
        words=words,
    )


@blueprint.get(ONE)
@requires("rectifications.answer")
def rectification(rectification_id: int) -> Any:
    """Show what is to be put right, by when, and what has been done about it."""
    return page(found_or_404(rectification_id))


@blueprint.post(f"{ONE}/<any(plan, progress, extension, report):noun>")
@requires("rectifications.answer")
def answering_act(rectification_id: int, noun: str) -> Any:
    """File a plan, tell progress, ask for more time, or report that it is done."""
    row = found_or_404(rectification_id)
    form, (do, said) = form_of(noun, file_of(session(), current_actor(), row)), _ACTS[noun]
    if form.validate_on_submit():
        try:
            with acting(form, row) as act:
                do(row, form, act)
                flash(str(said), "success")
                return redirect(url_for(".rectification", rectification_id=row.id), 303)
        except storage.Refused as refusal:
            form.files.errors = [_(refusal.sentence, **refusal.facts)]
    return page(row, **{noun: form})


def _plan(row: Rectification, form: Any, act: dict[str, Any]) -> None:
    answering.plan(
        session(),
        row,
        text=str(form.text.data),
        person=str(form.person.data),
        post=form.post.data or "",
        planned_on=form.planned_on.data,
        **act,
    )


def _progress(row: Rectification, form: Any, act: dict[str, Any]) -> None:
    item_id = form.item.data
    told = {"text": str(form.text.data), "item_id": item_id}
    answering.tell_progress(session(), row, **told, **act)
    about = ("item", item_id) if item_id is not None else ("rectification", row.id)
    keep_files(form.files, *about, side="institution", act=act)


def _extension(row: Rectification, form: Any, act: dict[str, Any]) -> None:
    asked = {"until": form.until.data, "reason": str(form.reason.data)}
    answering.ask_extension(session(), row, **asked, **act)


def _report(row: Rectification, form: Any, act: dict[str, Any]) -> None:
    answering.report(session(), row, reply=str(form.reply.data), **act)
    keep_files(form.files, "rectification", row.id, side="institution", act=act)


_ACTS: dict[str, tuple[_Do, Any]] = {
    "plan": (_plan, _l("整改方案已提交。")),
    "progress": (_progress, _l("进展已记录。")),
    "extension": (_extension, _l("延期申请已提交。决定之前，最后期限不变。")),
    "report": (_report, _l("已报告，等待监管人员核验。")),
}
