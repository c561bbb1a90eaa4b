"""Follow-up (回访) at the clerks' desk: the list, one call, and what came of it all."""

from datetime import timedelta
from typing import Any

from flask import abort, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands import follow_up as acts
from forwarding.forms.follow_up import FollowUpCallForm, FollowUpTryForm
from forwarding.forms.staff_acts import ActForm, RevealForm
from forwarding.models import FollowUp
from forwarding.queries import follow_ups as query
from forwarding.rules.follow_up import TRIES_TO_REACH
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import say_of
from forwarding.views.staff.opened import ID, acting
from forwarding.views.staff.page import Answer, case_or_404
from forwarding.views.staff.panel import fresh
from forwarding.views.staff.shown import reader
from forwarding.vocabulary import ATTEMPT_OUTCOMES
from forwarding.words import word
from portal.kernel import clock
from portal.web import errors, nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

A_YEAR = timedelta(days=365)
nav.register("staff", "complaints_staff.follow_ups", _l("回访"), 60, "cases")

say_of(
    {
        "follow_up.ask": _l("已发出回访"),
        "follow_up.answer": _l("回访：投诉人已答复"),
        "follow_up.attempt": _l("回访：电话没有联系上"),
        "follow_up.give_up": _l("回访：登记无法联系"),
        "follow_up.lapse": _l("回访：期限内没有答复"),
    },
    {
        "follow_up.answer": lambda _case, facts: _(
            "满意度 %(n)s/5", n=facts.get("satisfaction", "—")
        ),
        "follow_up.attempt": lambda _case, facts: word(ATTEMPT_OUTCOMES, facts.get("outcome")),
    },
)


@blueprint.get("/follow-ups")
@requires("follow_ups.view")
def follow_ups() -> Any:
    """List what is still open, and show what came of the year's follow-ups."""
    by = current_actor()
    overall, outcomes = query.outcomes(session(), by, clock.now() - A_YEAR)
    return answer(
        "forwarding/staff/follow_ups.html",
        page=query.page(session(), by, paging.requested("follow-ups")),
        overall=overall,
        outcomes=outcomes,
        open_days=current_app.config["SETTINGS"].follow_up_days,
        tries=TRIES_TO_REACH,
    )


@blueprint.get(f"/follow-ups/<{ID}:follow_up_id>")
@requires("follow_ups.keep")
def follow_up(follow_up_id: int) -> Answer:
    """Show one follow-up: whom to call, what to ask, what was tried."""
    return _page(_or_404(follow_up_id))


@blueprint.post(f"/follow-ups/<{ID}:follow_up_id>/answer")
@requires("follow_ups.keep")
def follow_up_answer(follow_up_id: int) -> Response | Answer:
    """Note what was heard on the telephone."""
    row, form = _or_404(follow_up_id), FollowUpCallForm()
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.answer(session(), row, channel="phone", **form.said(), **act)
            return _done(_("已记录回访结果。"))
    return _page(row, call=form)


@blueprint.post(f"/follow-ups/<{ID}:follow_up_id>/attempts")
@requires("follow_ups.keep")
def follow_up_attempts(follow_up_id: int) -> Response | Answer:
    """Log a call that reached nobody."""
    row, form = _or_404(follow_up_id), FollowUpTryForm(prefix="try")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.attempt(session(), row, outcome=str(form.outcome.data), **act)
            return _done(_("已记录本次联系。"))
    return _page(row, tried=form)


@blueprint.post(f"/follow-ups/<{ID}:follow_up_id>/unreachable")
@requires("follow_ups.keep")
def follow_up_unreachable(follow_up_id: int) -> Response | Answer:
    """Give up after enough tries."""
    row, form = _or_404(follow_up_id), ActForm(prefix="end")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.give_up(session(), row, **act)
            return _done(_("已登记无法联系。"))
    return _page(row, end=form)


def _or_404(follow_up_id: int) -> FollowUp:
    row = query.by_id(session(), current_actor(), follow_up_id) or abort(404)
    errors.about("complaint", row.complaint_id)
    return row


def _done(text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".follow_ups"), 303)


def _page(row: FollowUp, **bound: Form) -> Answer:
    case = case_or_404(query.number_of(session(), row))
    made = {"call": FollowUpCallForm, "tried": FollowUpTryForm, "end": ActForm}
    prefixes = {"call": "", "tried": "try", "end": "end"}
    forms = {
        name: bound.get(name)
        or form(formdata=None, prefix=prefixes[name], data={"version": row.version})
        for name, form in made.items()
    }
    return answer(
        "forwarding/staff/follow_up.html",
        form=next(iter(bound.values()), None),
        forms=forms,
        row=row,
        case=case,
        tries=acts.tries(session(), row),
        needed=TRIES_TO_REACH,
        reveal=lambda party_id: fresh(RevealForm, f"reveal-{party_id}"),
        say=reader(),
    )
