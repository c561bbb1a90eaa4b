"""What was found of an institution's published channels, as the institution reads it (Art. 8)."""

from typing import Any

from portal.filings.queries import channels as query
from portal.filings.views.shown import words
from portal.institutions.views import places
from portal.web.db import session


@places.DESK.part("filings/desk/points.html", order=20)
def points(row: Any) -> dict[str, Any]:
    """Show what was found, with what was seen."""
    return {"standing": query.published(session(), [row])[row.id], "say": words()}
