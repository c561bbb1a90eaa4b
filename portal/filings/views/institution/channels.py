"""What was found of an institution's published channels, and that it is mended (Art. 8)."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _

from portal.filings.commands import channels as acts
from portal.filings.forms.channels import MendedForm
from portal.filings.queries import channels as query
from portal.filings.views.institution.blueprint import blueprint
from portal.filings.views.opened import ID
from portal.filings.views.shown import words
from portal.institutions import queries as institutions
from portal.institutions.views import places
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer


@places.DESK.part("filings/desk/points.html", order=20)
def points(row: Any) -> dict[str, Any]:
    """Show what was found, with what was seen."""
    return {"standing": query.published(session(), [row])[row.id], "say": words()}


@blueprint.get("/channels")
@requires("filings.file")
def channels_page() -> Any:
    """List what was not met at the reader's institution and its branches."""
    return _page()


@blueprint.post(f"/channels/<{ID}:check_id>/mending")
@requires("filings.file")
def mending(check_id: int) -> Any:
    """Say that a point is mended, and ask for another look."""
    check = query.check_by_id(session(), current_actor(), check_id) or abort(404)
    form = MendedForm(prefix=f"mended-{check_id}")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            act = {"note": str(form.note.data), "by": current_actor(), "at": clock.now()}
            acts.say_mended(session(), check, **act)
            flash(_("已告知监管机构，等待复查。"), "success")
            return redirect(url_for(".channels_page"), 303)
    return _page({check_id: form})


def _page(bound: dict[int, Form] | None = None) -> Any:
    actor, given = current_actor(), bound or {}
    failing = query.in_state(actor, "not_met")
    position = paging.requested("channels-not-met")
    page = institutions.reporting(session(), actor, "", position, among=failing)
    return answer(
        "filings/desk/channels.html",
        form=next(iter(given.values()), None),
        page=page,
        found=query.published(session(), page.items),
        mended=lambda id: given.get(id) or MendedForm(formdata=None, prefix=f"mended-{id}"),
        say=words(),
    )
