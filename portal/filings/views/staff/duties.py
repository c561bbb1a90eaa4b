"""Who has to file what, who is late, and what waits to be judged."""

from typing import Any

from flask import request

import portal.filings.ledgers  # noqa: F401  (lists offered as files)
from portal.filings.forms.requirements import DutiesForm
from portal.filings.queries import duties, filings
from portal.filings.queries.duties import Wanted
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.institutions import queries as institutions
from portal.kernel import clock
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("")
@requires("filings.view")
def duties_page() -> Any:
    """List the duties of the territory, what is due first."""
    form, today, actor = DutiesForm(), clock.today(), current_actor()
    wanted = Wanted(**form.narrowed())
    position = paging.requested("staff-duties")
    return answer(
        "filings/staff/duties.html",
        filters=form,
        wanted=wanted,
        counts=duties.counts(session(), actor, today),
        page=duties.duties(session(), actor, wanted, position, today),
        today=today,
        say=words(),
    )


@blueprint.get("/to-judge")
@requires("filings.view")
def to_judge() -> Any:
    """List what waits to be judged, the longest waiting first."""
    page = filings.to_judge(session(), current_actor(), paging.requested("to-judge"))
    return answer("filings/staff/to_judge.html", page=page, today=clock.today(), say=words())


@blueprint.get("/matrix")
@requires("filings.view")
def matrix() -> Any:
    """Show institutions by requirements: where each stands."""
    actor, looked_for = current_actor(), request.args.get("find", "").strip()[:60]
    page = institutions.reporting(session(), actor, looked_for, paging.requested("matrix"))
    return answer(
        "filings/staff/matrix.html",
        page=page,
        matrix=duties.matrix(session(), actor, page.items, clock.today()),
        find=looked_for,
        say=words(),
    )
