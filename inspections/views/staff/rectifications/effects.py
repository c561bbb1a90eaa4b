"""Whether complaints became fewer after something was issued, on a list and at an institution."""

from typing import Any

from inspections.messages import rectification as words
from inspections.queries.effect import effects_on, issued_page
from inspections.views.staff.rectifications.blueprint import blueprint
from portal.institutions.views import places
from portal.kernel import clock
from portal.web import paging
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("/effects")
@requires("rectifications.view")
def effects() -> Any:
    """Compare the complaints before and after each letter was issued, the newest first."""
    found = issued_page(session(), current_actor(), paging.requested("effects"), clock.today())
    return answer("inspections/staff/effects.html", page=found, words=words)


@places.STAFF.part("inspections/staff/effects_on.html", order=50)
def _effects_on(row: Any) -> dict[str, Any] | None:
    """Show on an institution's page what was issued to it and how complaints went on."""
    if not may(current_actor(), "rectifications.view"):
        return None
    found = effects_on(session(), current_actor(), row.id, clock.today())
    return {"rows": found, "words": words} if found else None
