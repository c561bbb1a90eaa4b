"""The watch list (重点关注): who is on it and why, whom the figures suggest, and the way off it."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from inspections.commands import watch as acts
from inspections.forms.watch import LiftForm, PutOnForm, ReviewForm
from inspections.messages import GROUNDS
from inspections.models import WatchEntry
from inspections.queries import watching
from inspections.rules.watching import Thresholds
from portal.institutions.queries import by_code
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.web import errors, nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Choice, Form, QueryForm, answer

blueprint = Blueprint("watch", __name__, url_prefix="/staff/watch")
nav.register("staff", "watch.listing", _l("重点关注"), 20, "oversight")

STATES = {"watched": _l("重点关注中"), "lifted": _l("已解除")}
ID = "int(max=9223372036854775807)"


class ListForm(QueryForm):
    """Which part of the list is looked at."""

    state = Choice(_l("状态"), choices=list(STATES.items()), blank=False, default="watched")


@blueprint.get("")
@requires("watch.view")
def listing() -> Any:
    """Show the list, and whom the figures suggest."""
    asked = {name: request.args.get(name, "") for name in ("code", "ground")}
    begun = {**asked, "review_on": _next_review()}
    return _page(PutOnForm(formdata=None, data=begun))


@blueprint.post("")
@requires("watch.keep")
def entries() -> Any:
    """Put an institution on the list of the officer's unit."""
    form = PutOnForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            _put_on(form)
        if not form.errors:
            flash(_("已列入重点关注。"), "success")
            return redirect(url_for(".listing"), 303)
    return _page(form)


def _put_on(form: PutOnForm) -> None:
    by, limits = current_actor(), thresholds()
    found = by_code(session(), str(form.code.data).upper())
    if found is None:
        raise Breach("cannot_be_watched", "")
    figures = watching.figures_of(session(), by, found.id, limits, clock.today())
    given: dict[str, Any] = {"ground": str(form.ground.data), "reason": str(form.reason.data)}
    given |= {"review_on": form.review_on.data}
    acts.put_on(session(), found.id, figures=figures, by=by, at=clock.now(), **given)


@blueprint.route(f"/<{ID}:entry_id>/lifting", methods=["GET", "POST"])
@requires("watch.keep")
def lifting(entry_id: int) -> Any:
    """Take an institution off the list."""
    row = watching.entry(session(), current_actor(), entry_id) or abort(404)
    errors.about("institution", row.institution_id)
    form = LiftForm(data=None if request.method == "POST" else {"version": row.version})
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            _lift(form, row)
        if not form.errors:
            flash(_("已解除重点关注。"), "success")
            return redirect(url_for(".listing"), 303)
    return _entry_page("inspections/lifting.html", form, row)


@blueprint.route(f"/<{ID}:entry_id>/review", methods=["GET", "POST"])
@requires("watch.keep")
def review(entry_id: int) -> Any:
    """Note that an entry was looked at and stays, and by when it is looked at again."""
    row = watching.entry(session(), current_actor(), entry_id) or abort(404)
    errors.about("institution", row.institution_id)
    begun = {"version": row.version, "review_on": _next_review()}
    form = ReviewForm(data=None if request.method == "POST" else begun)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            _review(form, row)
        if not form.errors:
            flash(_("已记录复查情况，继续关注。"), "success")
            return redirect(url_for(".listing"), 303)
    return _entry_page("inspections/watch_review.html", form, row)


def _entry_page(template: str, form: Form, row: WatchEntry) -> Any:
    limits = thresholds()
    one = watching.watched(session(), row, limits, clock.today())
    history = watching.history(session(), row)
    return answer(template, form=form, row=row, one=one, limits=limits, history=history)


def _next_review() -> date:
    return clock.today() + timedelta(days=thresholds().days)


def _review(form: ReviewForm, row: WatchEntry) -> None:
    _hold(form, row)
    given: dict[str, Any] = {"reason": str(form.reason.data), "review_on": form.review_on.data}
    acts.review(session(), row, **given, by=current_actor(), at=clock.now())


def _hold(form: LiftForm, row: WatchEntry) -> None:
    session().refresh(row, with_for_update=True)
    if row.version != form.seen:
        raise StaleDataError(f"WatchEntry {row.id} has changed")


def _lift(form: LiftForm, row: WatchEntry) -> None:
    _hold(form, row)
    reason, by = str(form.reason.data), current_actor()
    acts.lift(session(), row, reason=reason, by=by, at=clock.now())


def thresholds() -> Thresholds:
    """Return the thresholds of this installation."""
    of = current_app.config["SETTINGS"]
    return Thresholds(
        days=of.watch_days,
        volume=of.watch_volume,
        bad_percent=of.watch_bad_percent,
        late_percent=of.watch_late_percent,
        least=of.watch_least,
    )


def _page(form: Form) -> Any:
    by, limits, today = current_actor(), thresholds(), clock.today()
    state = ListForm().cleaned().get("state", "watched")
    position = paging.requested(f"watch-{state}")
    return answer(
        "inspections/watch.html",
        form=form,
        today=today,
        state=state,
        states=STATES,
        grounds=GROUNDS,
        limits=limits,
        page=watching.page(session(), by, state, position, limits, today),
        suggested=watching.suggestions(session(), by, limits, today),
    )
