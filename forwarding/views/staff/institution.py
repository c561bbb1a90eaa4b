"""What complaints add to the regulator's page of one institution."""

from typing import Any

from forwarding.queries.institution_load import in_hand
from portal.institutions.views import places
from portal.kernel import clock
from portal.web.access import current_actor, may
from portal.web.db import session


@places.STAFF.part("forwarding/staff/institution.html", order=10)
def cases(row: Any) -> dict[str, Any] | None:
    """Say how many cases lie with an institution and its branches, to whom cases are in sight."""
    actor = current_actor()
    if not may(actor, "complaints.view"):
        return None
    return {"load": in_hand(session(), actor, row.id, clock.today()), "code": row.code}
