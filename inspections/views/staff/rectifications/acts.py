"""One rectification, and the acts of the officers on it."""

from collections.abc import Callable
from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from inspections.commands import rectification as commands
from inspections.commands import verifying
from inspections.models import Rectification, RectificationExtension, RectificationItem
from inspections.queries import rectifications as query
from inspections.views.staff.rectifications.blueprint import ONE, blueprint
from inspections.views.staff.rectifications.page import done, form_of, found_or_404, page
from portal.filings.views.opened import acting
from portal.web.access import current_actor, requires
from portal.web.db import session

_Do = Callable[[Rectification, Any, dict[str, Any]], object]


@blueprint.get(ONE)
@requires("rectifications.view")
def rectification(rectification_id: int) -> Any:
    """Show a recommendation, a demand or an order, and what can be done with it now."""
    return page(found_or_404(rectification_id))


@blueprint.post(
    f"{ONE}/<any(proposal, disposal, return, closure, failure, verification, handling):noun>"
)
@requires("rectifications.work")
def working_act(rectification_id: int, noun: str) -> Any:
    """Propose, discard, send back, verify, close out, note a failure or change hands."""
    return _act(rectification_id, noun)


@blueprint.post(f"{ONE}/<any(issue, rejection, revocation, extension):noun>")
@requires("rectifications.approve")
def approving_act(rectification_id: int, noun: str) -> Any:
    """Issue, give back, revoke, or decide on more time."""
    return _act(rectification_id, noun)


def _act(rectification_id: int, noun: str) -> Any:
    row = found_or_404(rectification_id)
    form = form_of(noun, query.file_of(session(), current_actor(), row))
    do, said = _ACTS[noun]
    if form.validate_on_submit():
        with acting(form, row) as act:
            do(row, form, act)
            return done(row, said)
    return page(row, **{noun: form})


def _reason(form: Any) -> str:
    return str(form.reason.data or "")


def _verify(row: Rectification, form: Any, act: dict[str, Any]) -> None:
    item = session().get(RectificationItem, form.item.data)
    if item is None or item.rectification_id != row.id:
        abort(404)
    verifying.verify(
        session(),
        row,
        item,
        method=form.method.data,
        verified_on=form.verified_on.data,
        met=form.met.data == "yes",
        seen=str(form.observed.data),
        **act,
    )


def _decide(row: Rectification, form: Any, act: dict[str, Any]) -> None:
    of = RectificationExtension
    asked = session().scalars(
        select(of).where(of.rectification_id == row.id, of.state == "asked").with_for_update()
    )
    given = {"grant": form.decision.data == "grant", "decision": _reason(form)}
    verifying.decide_extension(session(), row, asked.first() or abort(409), **given, **act)


_ACTS: dict[str, tuple[_Do, Any]] = {
    "proposal": (
        lambda row, form, act: commands.propose(session(), row, **act),
        _l("已提交，等待另一名人员审批。"),
    ),
    "disposal": (lambda row, form, act: commands.discard(session(), row, **act), _l("已作废。")),
    "rejection": (
        lambda row, form, act: commands.reject(session(), row, reason=_reason(form), **act),
        _l("已退回修改。"),
    ),
    "issue": (
        lambda row, form, act: commands.issue(session(), row, **act),
        _l("已批准并发出，机构会收到通知。"),
    ),
    "revocation": (
        lambda row, form, act: commands.revoke(session(), row, reason=_reason(form), **act),
        _l("已撤销，并通知机构。"),
    ),
    "return": (
        lambda row, form, act: verifying.send_back(session(), row, reason=_reason(form), **act),
        _l("已退回机构继续整改。"),
    ),
    "closure": (
        lambda row, form, act: verifying.close_out(
            session(), row, note=form.note.data or "", **act
        ),
        _l("已销号，并通知机构。"),
    ),
    "failure": (
        lambda row, form, act: verifying.fail(session(), row, reason=_reason(form), **act),
        _l("已认定为未完成，并通知机构。"),
    ),
    "handling": (
        lambda row, form, act: verifying.take_in_hand(session(), row, form.handler.data, **act),
        _l("已变更经办人。"),
    ),
    "verification": (_verify, _l("核验结果已记录。")),
    "extension": (_decide, _l("已决定，并通知机构。")),
}
