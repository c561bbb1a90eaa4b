"""What filings add to the pages of institutions: on the desk and on the regulator's."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.filings.queries import overview
from portal.filings.queries.filings import titles_of
from portal.filings.views.shown import words
from portal.institutions.queries import Card, answers_to
from portal.institutions.views import places
from portal.kernel import clock
from portal.web.access import current_actor, may
from portal.web.db import session


@places.STAFF.part("filings/staff/reported.html", order=20)
def reported(row: Any) -> dict[str, Any] | None:
    """Say what one institution owes and has reported, to whom its filings are in sight."""
    actor = current_actor()
    if not may(actor, "filings.view") or not answers_to(session(), actor, row.id):
        return None
    newest = overview.newest_by_kind(session(), actor, row.id)
    return _standing(row.id) | {
        "newest": newest,
        "titles": titles_of(session(), newest),
        "code": row.code,
    }


@places.DESK.part("filings/desk/reported.html", order=20)
def own(row: Any) -> dict[str, Any]:
    """Say on an institution's own page what it owes and what it reported last."""
    return _standing(row.id) | {"code": row.code}


def _standing(institution_id: int) -> dict[str, Any]:
    found = overview.standings(session(), current_actor(), [institution_id], clock.today())
    return {"standing": found[institution_id], "say": words()}


@places.BRANCHES.part("filings/desk/branch.html", order=20)
def of_branches(rows: Sequence[Card]) -> dict[str, Any]:
    """Say of each branch on a page what it owes and what it reported last."""
    ids = [row.id for row in rows]
    found = overview.standings(session(), current_actor(), ids, clock.today())
    headings = [_("应报事项"), _("责任人"), _("最近报送")]
    return {"standings": found, "say": words(), "headings": headings}
