"""What inspections add to the regulator's page of one institution."""

from typing import Any

from inspections.messages import inspections as words
from inspections.queries import inspections as query
from inspections.queries.inspections import Wanted
from portal.institutions.queries import answers_to
from portal.institutions.views import places
from portal.kernel import clock
from portal.web.access import current_actor, may
from portal.web.db import session

_SHOWN = 5


@places.STAFF.part("inspections/staff/of_institution.html", order=30)
def inspected(row: Any) -> dict[str, Any] | None:
    """Show the newest inspections of an institution, to whom they are in sight."""
    actor = current_actor()
    if not may(actor, "inspections.view") or not answers_to(session(), actor, row.id):
        return None
    found = query.page(session(), actor, Wanted(institution_id=row.id), None, clock.today())
    return {"rows": found.items[:_SHOWN], "code": row.code, "words": words}
