"""What the public reads of filings: whether institutions publish their channels (Art. 8)."""

from collections.abc import Sequence
from typing import Any

from portal.filings.queries import channels as query
from portal.filings.views.shown import words
from portal.institutions.views import places
from portal.web.db import session


@places.LISTED.part("filings/public/listed.html", order=20)
def listed(rows: Sequence[Any]) -> dict[str, Any]:
    """Show under each institution of the list whether it publishes its channels."""
    return {"standings": query.published(session(), rows), "say": words()}


@places.PUBLIC.part("filings/public/points.html", order=20)
def points(row: Any) -> dict[str, Any]:
    """Show what was found of one institution, point by point; never the evidence."""
    return {"standing": query.published(session(), [row])[row.id], "say": words()}
