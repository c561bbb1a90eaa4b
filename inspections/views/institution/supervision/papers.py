"""Letters and files of what an institution has to put right."""

from typing import Any

from flask import abort
from werkzeug import Response

from inspections.commands.letters import facts_of, number_text
from inspections.messages import rectification as words
from inspections.models import Letter
from inspections.queries.access import measure_by_id
from inspections.queries.letters import letter_by_id
from inspections.queries.rectifications import kept_file
from inspections.views.institution.supervision.blueprint import ID, ONE, blueprint
from inspections.views.institution.supervision.page import found_or_404
from inspections.views.opened import handed_out, letter_as_pdf
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get(f"/letters/<{ID}:letter_id>")
@requires("rectifications.answer")
def letter(letter_id: int) -> Any:
    """Show which letter came, about what, and where it can be had."""
    row = _letter_or_404(letter_id)
    facts = {"row": row, "number": number_text(row), "facts": facts_of(row), "words": words}
    return answer("inspections/desk/letter.html", matter=_matter(row), **facts)


@blueprint.get(f"/letters/<{ID}:letter_id>.pdf")
@requires("rectifications.answer")
def letter_file(letter_id: int) -> Response:
    """Hand out a letter as PDF; by that it is served, which is logged."""
    return letter_as_pdf(_letter_or_404(letter_id))


@blueprint.get(f"{ONE}/files/<{ID}:file_id>")
@requires("rectifications.answer")
def file(rectification_id: int, file_id: int) -> Response:
    """Hand out a file that the institution brought, and log it."""
    found = kept_file(session(), found_or_404(rectification_id), file_id)
    return handed_out(found) if found and found.side == "institution" else abort(404)


def _letter_or_404(letter_id: int) -> Letter:
    return letter_by_id(session(), current_actor(), letter_id) or abort(404)


def _matter(row: Letter) -> str:
    """Return the address of what a letter is about, or "" where it has no page."""
    if row.about == "measure":
        found = measure_by_id(session(), current_actor(), row.about_id)
        return f"/desk/supervision/{found.rectification_id}" if found else ""
    places = {"rectification": "/desk/supervision", "inspection": "/desk/inspections"}
    return f"{places[row.about]}/{row.about_id}" if row.about in places else ""
