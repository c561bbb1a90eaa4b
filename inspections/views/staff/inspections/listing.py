"""The list of inspections of the territory, by year, state, unit and institution."""

from typing import Any

from inspections.forms.inspections import ListForm
from inspections.messages import inspections as words
from inspections.queries import inspections as query
from inspections.queries.inspections import Wanted
from inspections.views.staff.inspections.blueprint import blueprint
from portal.institutions.queries import by_code
from portal.kernel import clock
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("")
@requires("inspections.view")
def listing() -> Any:
    """List the inspections in sight, the newest first."""
    form, actor = ListForm(), current_actor()
    wanted = _wanted(form)
    position = paging.requested("inspections")
    return answer(
        "inspections/staff/inspections.html",
        filters=form,
        wanted=wanted,
        page=query.page(session(), actor, wanted, position, clock.today()),
        counts=query.counts(session(), actor, wanted),
        words=words,
    )


def _wanted(form: ListForm) -> Wanted:
    wanted = form.cleaned()
    if code := wanted.pop("code", ""):
        found = by_code(session(), str(code).upper())
        wanted["institution_id"] = found.id if found else 0
    return Wanted(**wanted)
