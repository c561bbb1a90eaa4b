"""What an act on a filing needs: the row in sight, held, and its version still as seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import abort
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import Response

from portal.filings.commands import documents
from portal.filings.forms.requirements import VersionedForm
from portal.filings.queries import duties, filings
from portal.filings.queries.duties import DutyView
from portal.filings.queries.filings import FilingView
from portal.institutions.queries import Card, answers_to, by_code
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web import downloads, errors
from portal.web.access import current_actor
from portal.web.db import session

ID = "int(max=9223372036854775807)"


def filing_or_404(filing_id: int) -> FilingView:
    """Return a filing in sight; another's, or none, is 404."""
    found = filings.filing(session(), current_actor(), filing_id) or abort(404)
    errors.about("filing", found.row.id)
    return found


def duty_or_404(duty_id: int) -> DutyView:
    """Return a duty to report in sight."""
    return duties.duty(session(), current_actor(), duty_id, clock.today()) or abort(404)


def institution_or_404(code: str) -> Card:
    """Return an institution that answers to the actor; another's, or none, is 404."""
    found = by_code(session(), code)
    if found is None or not answers_to(session(), current_actor(), found.id):
        abort(404)
    return found


def document_of(filing_id: int) -> Response:
    """Hand out the document of a filing in sight, and log it."""
    row = filing_or_404(filing_id).row
    if row.sha256 is None:
        abort(404)
    with transaction(session()):
        documents.hand_out(session(), row, by=current_actor(), at=clock.now())
    body = storage.installed().read(row.sha256)
    return downloads.attachment(body, row.label, row.content_type, row.size)


@contextmanager
def acting(form: VersionedForm, row: Any) -> Iterator[dict[str, Any]]:
    """Do an act in one transaction on a row that is as its reader saw it.

    Gives `by` and `at` for the command; of two who act, one succeeds and the other gets a 409.
    """
    with form.catching(), transaction(session()):
        session().refresh(row, with_for_update=True)
        if row.version != form.seen:
            raise StaleDataError(f"{type(row).__name__} {row.id} has changed")
        yield {"by": current_actor(), "at": clock.now()}
