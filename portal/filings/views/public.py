"""What the public reads of filings: published channels (Art. 8), yearly disclosures (Art. 26)."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort

from portal.filings.queries import channels as query
from portal.filings.queries.disclosures import disclosed, disclosed_file
from portal.filings.views.opened import ID
from portal.filings.views.shown import words
from portal.institutions.views import places
from portal.kernel import storage
from portal.web import downloads
from portal.web.access import public
from portal.web.db import session
from portal.web.limits import limited

blueprint = Blueprint("filings_public", __name__, url_prefix="/institutions")


@blueprint.get(f"/disclosures/<{ID}:filing_id>")
@public
@limited("disclosure", 60, 60, methods=("GET",))
def disclosure(filing_id: int) -> Response:
    """Hand out an accepted disclosure as the institution published it; others are 404."""
    row = disclosed_file(session(), filing_id)
    if row is None or row.sha256 is None:
        abort(404)
    body = storage.installed().read(row.sha256)
    return downloads.attachment(body, row.label, row.content_type, row.size)


@places.LISTED.part("filings/public/listed.html", order=20)
def listed(rows: Sequence[Any]) -> dict[str, Any]:
    """Show under each institution of the list whether it publishes its channels."""
    return {"standings": query.published(session(), rows), "say": words()}


@places.PUBLIC.part("filings/public/points.html", order=20)
def points(row: Any) -> dict[str, Any]:
    """Show what was found of one institution, point by point; never the evidence."""
    return {"standing": query.published(session(), [row])[row.id], "say": words()}


@places.PUBLIC.part("filings/public/disclosed.html", order=30)
def yearly(row: Any) -> dict[str, Any] | None:
    """Show where a legal entity published its yearly disclosures; branches publish none."""
    if row.level != "head":
        return None
    return {"rows": disclosed(session(), row.id), "say": words()}
