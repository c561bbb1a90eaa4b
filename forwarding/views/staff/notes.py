"""Notes among the regulator's staff, on the case they are about."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.notes import add_note
from forwarding.forms.notes import NoteForm
from forwarding.queries.case import Case
from forwarding.queries.notes import notes_of
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import say_of
from forwarding.views.staff.opened import complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import fresh
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form

say_of({"complaint.note": _l("添加内部备注")})


def _shown(case: Case, bound: dict[str, Form]) -> Any:
    form = bound.get("note") or fresh(NoteForm, "note")
    return {"notes": notes_of(session(), case.id), "form": form}


STAFF.add("forwarding/staff/notes.html", _shown, order=90)


@blueprint.post("/complaints/<number>/notes")
@requires("notes.add")
def notes(number: str) -> Response | Answer:
    """Add a note for colleagues."""
    complaint, form = complaint_or_404(number), NoteForm(prefix="note")
    if form.validate_on_submit():
        with transaction(session()):
            text, by, at = str(form.text.data), current_actor(), clock.now()
            add_note(session(), complaint, text, by=by, at=at)
        return done(number, _("已添加内部备注。"))
    return render_case(number, note=form)
