"""Whether institutions publish their channels: the list, and what a look at one found (Art. 8)."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.filings.commands import channels as acts
from portal.filings.forms.channels import ChannelsFilter, LookForm
from portal.filings.queries import channels as query
from portal.filings.rules.channels import points_due
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.institutions import queries as institutions
from portal.institutions.queries.lists import visible_to
from portal.institutions.queries.pages import by_code_among, sight
from portal.institutions.views import places
from portal.institutions.words import CHANNELS
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.keyset import Page
from portal.web import paging
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("/channels")
@requires("filings.view")
def channels_page() -> Any:
    """List the institutions of the territory with how each point stands."""
    form, page = _listed()
    found = query.published(session(), page.items)
    return answer("filings/staff/channels.html", filters=form, page=page, found=found, say=words())


def _listed() -> tuple[ChannelsFilter, Page[institutions.Card]]:
    form, actor = ChannelsFilter(), current_actor()
    reach = actor.unit_codes
    units = accounts.units(session())
    form.territory.choices = [(unit.code, unit.name) for unit in units if unit.code in reach]
    wanted = form.cleaned()
    state, looked_for = wanted.pop("state", ""), wanted.pop("find", "")
    among = query.in_state(actor, state) if state else None
    position = paging.requested("channels-looked-at")
    page = institutions.reporting(session(), actor, looked_for, position, among=among, **wanted)
    return form, page


@blueprint.get("/channels/<code>")
@requires("filings.view")
def channels_of(code: str) -> Any:
    """Show what was found at an institution, and the form for a new look."""
    row = _found_or_404(code)
    due = points_due(row.internet_channel)
    return _page(row, LookForm(due, formdata=None, looked_at_on=clock.today()))


@blueprint.post("/channels/<code>")
@requires("channels.check")
def look(code: str) -> Any:
    """Note what a look found."""
    row = _found_or_404(code)
    form = LookForm(points_due(row.internet_channel))
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            act = {"on": form.looked_at_on.data, "by": current_actor(), "at": clock.now()}
            acts.look(session(), row.id, form.findings(), **act)
            flash(_("已记录检查结果。未做到的已通知机构。"), "success")
            return redirect(url_for(".channels_of", code=code), 303)
    return _page(row, form)


def _found_or_404(code: str) -> Any:
    row = by_code_among(session(), visible_to(current_actor()), code) or abort(404)
    if not institutions.answers_to(session(), current_actor(), row.id):
        abort(404)
    return row


def _page(row: Any, form: LookForm) -> Any:
    return answer(
        "filings/staff/channel_looks.html",
        form=form,
        seen=sight(session(), row),
        standing=query.published(session(), [row])[row.id],
        looks=query.history(session(), row.id),
        due=points_due(row.internet_channel),
        words={"channels": CHANNELS},
        say=words(),
    )


@places.STAFF.part("filings/staff/points.html", order=40)
def _points(row: Any) -> dict[str, Any] | None:
    if not may(current_actor(), "filings.view"):
        return None
    if not institutions.answers_to(session(), current_actor(), row.id):
        return None
    return {"standing": query.published(session(), [row])[row.id], "say": words()}
