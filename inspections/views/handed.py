"""Files and letters of this floor as they are taken in and handed out."""

from typing import Any

from werkzeug import Response

from inspections.commands import files as files_of
from inspections.commands import letters as letters_of
from inspections.models import KeptFile, Letter
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import current_actor
from portal.web.db import session


def keep_files(field: Any, about: str, about_id: int, *, side: str, act: dict[str, Any]) -> None:
    """Store the files of a form's field with what they are about; raises storage.Refused."""
    store = storage.installed()
    for given in field.data or ():
        stored = store.put(session(), given.stream, given.filename or "", at=act["at"])
        files_of.keep(session(), about, about_id, stored, side=side, **act)


def file_out(file: KeptFile) -> Response:
    """Hand out a file in sight, and log it."""
    with transaction(session()):
        files_of.hand_out(session(), file, by=current_actor(), at=clock.now())
    body = storage.installed().read(file.sha256)
    return downloads.attachment(body, file.label, file.content_type, file.size)


def letter_out(letter: Letter) -> Response:
    """Hand out a letter in sight, and log it; its institution has it served by that."""
    with transaction(session()):
        session().refresh(letter, with_for_update=True)
        body = letters_of.make(session(), letter, at=clock.now())
        letters_of.hand_out(session(), letter, by=current_actor(), at=clock.now())
        label = f"{letters_of.number_text(letter)}.pdf"
    return downloads.attachment(body, label, "application/pdf", len(body))
