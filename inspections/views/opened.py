"""What an act on an inspection needs: the row in sight, held, and still as its reader saw it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import abort
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import Response

from inspections.commands import files as files_of
from inspections.commands import letters as letters_of
from inspections.models import DocumentRequest, Inspection, KeptFile, Letter
from inspections.queries import inspections as query
from inspections.queries.letters import letters_about
from portal.filings.forms.requirements import VersionedForm
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web import downloads, errors
from portal.web.access import current_actor
from portal.web.db import session


def inspection_or_404(inspection_id: int) -> Inspection:
    """Return an inspection in sight; another's, or none, is 404."""
    row = query.inspection_by_id(session(), current_actor(), inspection_id) or abort(404)
    errors.about("inspection", row.id)
    return row


def request_or_404(row: Inspection, request_id: int) -> DocumentRequest:
    """Return a request of an inspection in sight."""
    return query.request_of(session(), row, request_id) or abort(404)


@contextmanager
def acting(form: VersionedForm, row: Inspection, part: Any = None) -> Iterator[dict[str, Any]]:
    """Do an act in one transaction on what is as its reader saw it: the row, or a part of it.

    Gives `by` and `at` for the command; of two who act, one succeeds and the other gets a 409.
    """
    with form.catching(), transaction(session()):
        session().refresh(row, with_for_update=True)
        if part is not None:
            session().refresh(part, with_for_update=True)
        held = row if part is None else part
        if held.version != form.seen:
            raise StaleDataError(f"{type(held).__name__} {held.id} has changed")
        yield {"by": current_actor(), "at": clock.now()}


def keep_files(
    field: Any, about: str, about_id: int, *, side: str, act: dict[str, Any], note: str = ""
) -> None:
    """Store the files of a form's field with what they are about; raises storage.Refused."""
    for given in field.data or ():
        stored = storage.installed().put(
            session(), given.stream, given.filename or "", at=act["at"]
        )
        files_of.keep(session(), about, about_id, stored, side=side, note=note, **act)


def handed_out(file: KeptFile) -> Response:
    """Hand out a file in sight, and log it."""
    with transaction(session()):
        files_of.hand_out(session(), file, by=current_actor(), at=clock.now())
    body = storage.installed().read(file.sha256)
    return downloads.attachment(body, file.label, file.content_type, file.size)


def letter_or_404(row: Inspection, letter_id: int) -> Letter:
    """Return a letter of an inspection in sight."""
    found = (each for each in letters_about(session(), "inspection", row.id))
    return next((each for each in found if each.id == letter_id), None) or abort(404)


def letter_as_pdf(letter: Letter) -> Response:
    """Hand out a letter in sight, and log it; its institution has it served by that."""
    with transaction(session()):
        session().refresh(letter, with_for_update=True)
        body = letters_of.make(session(), letter, at=clock.now())
        letters_of.hand_out(session(), letter, by=current_actor(), at=clock.now())
        label = f"{letters_of.number_text(letter)}.pdf"
    return downloads.attachment(body, label, "application/pdf", len(body))
