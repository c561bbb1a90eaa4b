"""The filing calendar for calendar programmes, by a secret link of each user's own."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.filings.commands import links as acts
from portal.filings.queries.months import Due, due_between, link_made_at, reader_of
from portal.filings.rules.feed import Entry, feed
from portal.filings.views.shown import words
from portal.kernel import clock, links
from portal.kernel.actor import Actor
from portal.kernel.db import transaction
from portal.web.access import current_actor, may, public
from portal.web.db import session
from portal.web.forms import Form, answer
from portal.web.limits import limited

blueprint = Blueprint("filings_feed", __name__, url_prefix="/calendars")
_BACK, _AHEAD = timedelta(days=62), timedelta(days=400)
_added: list[Callable[[Actor, date, date], Iterable[Entry]]] = []


def adds(maker: Callable[[Actor, date, date], Iterable[Entry]]) -> Any:
    """Let a package above add what its reader has to meet from one day to another."""
    _added.append(maker)
    return maker


@blueprint.get("/<secret>.ics")
@public
@limited("calendar-feed", 120, 3600, methods=("GET",))
def calendar(secret: str) -> Response:
    """Hand out the calendar of whose link this is; a wrong link is 404."""
    actor = reader_of(session(), secret)
    if actor is None or not (may(actor, "filings.file") or may(actor, "filings.view")):
        abort(404)
    today = clock.today()
    first, last = today - _BACK, today + _AHEAD
    entries = [_entry(each, actor) for each in due_between(session(), actor, first, last)]
    entries += [each for maker in _added for each in maker(actor, first, last)]
    text = feed(_("报送日历"), entries, clock.now())
    made = Response(text, content_type="text/calendar; charset=utf-8")
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _entry(due: Due, actor: Actor) -> Entry:
    state = due.state(clock.today())
    say = words()
    title = f"{due.title} {say['period'](due.period) if due.period else ''}".strip()
    said = say["duty"](state)
    if due.total > 1 and due.unmet:
        said = _(
            "%(said)s：%(unmet)s项未报，共%(all)s项", said=said, unmet=due.unmet, all=due.total
        )
    side = "desk/filings/months" if actor.is_institution else "staff/filings/months"
    return Entry(
        uid=f"{due.requirement_id}-{due.period or 'once'}-{due.day:%Y%m%d}@zhuanban",
        day=due.day,
        summary=title,
        text=said,
        url=links.to(f"/{side}/{due.day:%Y-%m}"),
        remind=bool(due.unmet),
    )


def link_page(template: str) -> Any:
    """Show whether the reader has a link; a new one is made, shown this once, or ended."""
    form, made = Form(), None
    if form.validate_on_submit():
        act = {"by": current_actor(), "at": clock.now()}
        with transaction(session()):
            if "end" in request.form:
                acts.end_link(session(), **act)
                flash(_("链接已停用。"), "success")
                return redirect(url_for(".link"), 303)
            made = links.to(f"/calendars/{acts.make_link(session(), **act)}.ics")
    since = link_made_at(session(), current_actor())
    return answer(template, form, made=made, since=since)
