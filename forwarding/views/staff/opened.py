"""What an act on a case needs: the row in the officer's sight, and its version still as seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import abort, flash, redirect, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import Response

from forwarding.forms.staff_acts import ActForm
from forwarding.models import Complaint, Forwarding, Telling
from forwarding.queries import case as cases
from forwarding.queries.access import complaint_by_number, forwarding_by_id
from forwarding.queries.narrowing import is_number
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import errors
from portal.web.access import current_actor
from portal.web.db import session

ID = "int(max=9223372036854775807)"
"""The converter of an id in an address: what no row can have is 404."""


def complaint_or_404(number: str) -> Complaint:
    """Return a complaint in sight; another's, or none, is 404."""
    found = complaint_by_number(session(), current_actor(), number) if is_number(number) else None
    if found is None:
        abort(404)
    errors.about("complaint", found.id)
    return found


def forwarding_or_404(forwarding_id: int) -> Forwarding:
    """Return a forwarding of a complaint in sight."""
    found = forwarding_by_id(session(), current_actor(), forwarding_id)
    if found is None:
        abort(404)
    errors.about("complaint", found.complaint_id)
    return found


def telling_or_404(telling_id: int) -> Telling:
    """Return what the complainant of a complaint in sight must be told."""
    found = cases.telling(session(), current_actor(), telling_id)
    if found is None:
        abort(404)
    errors.about("complaint", found.complaint_id)
    return found


@contextmanager
def acting(form: ActForm, row: Any) -> Iterator[dict[str, Any]]:
    """Do an act in one transaction on a row that is as its officer saw it.

    Gives `by` and `at` for the command. The row stays locked to the end, so that of two
    officers one succeeds and the other gets a 409; a Breach becomes an error of the form.
    """
    with form.catching(), transaction(session()):
        if cases.hold(session(), row) != form.seen or row.version != form.seen:
            raise StaleDataError(f"{type(row).__name__} {row.id} has changed")
        yield {"by": current_actor(), "at": clock.now()}


def done(number: str, text: str) -> Response:
    """Go back to the case and say what was done."""
    flash(text, "success")
    return redirect(url_for(".case_page", number=number), 303)
