"""One forwarded case: what is asked, by when, and what was done; its files and its letter."""

from typing import Any

from flask import abort, make_response, render_template
from werkzeug import Response

from forwarding.commands.hand_out import hand_out
from forwarding.commands.letters import letter_of
from forwarding.commands.reveal import reveal
from forwarding.commands.withdraw import refuse_withdrawn
from forwarding.forms.desk import AcknowledgeForm, DeskFilesForm, DeskRevealForm, ReturnForm
from forwarding.lifecycle import FORWARDING
from forwarding.models import Attachment, Forwarding, Party
from forwarding.queries.inbox import desk_case, desk_file, handed_back
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.institution.history import timeline
from forwarding.views.limits import limit_view
from forwarding.views.sections import DESK, DESK_ACTS
from forwarding.views.staff.letters import forwarding_letter
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.web import downloads
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer


def render_case(row: Forwarding, **bound: Form) -> tuple[str, int]:
    """Render a case as it is now; a bound form is shown as it was sent, with its errors."""
    forms: dict[str, Form] = {
        "receipt": AcknowledgeForm(formdata=None, data={"version": row.version}),
        "back": ReturnForm(formdata=None, prefix="back", data={"version": row.version}),
        "files": DeskFilesForm(formdata=None, prefix="files"),
        "reveal": DeskRevealForm(formdata=None, prefix="reveal"),
        **bound,
    }
    case, view = desk_case(session(), row), limit_view(row)
    return answer(
        "forwarding/desk/case.html",
        form=next(iter(bound.values()), None),
        forms=forms,
        opened=next(iter(bound), ""),
        case=case,
        sections=DESK.loaded(case, bound),
        further=DESK_ACTS.loaded(case, bound),
        row=row,
        acts=FORWARDING.legal_acts(row.state),
        face=view.face,
        limit=view.limit,
        events=timeline(case),
        colours=STATE_COLOURS,
        say=reader(),
    )


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>")
@requires("forwardings.view")
def case_page(forwarding_id: int) -> tuple[str, int]:
    """Show a case."""
    return render_case(forwarding_or_404(forwarding_id))


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>/clock")
@requires("forwardings.view")
def clock_page(forwarding_id: int) -> str:
    """Show the institution's time limit day by day (Art. 18)."""
    row = forwarding_or_404(forwarding_id)
    return render_template(
        "forwarding/desk/clock.html", row=row, view=limit_view(row), say=reader()
    )


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>/attachments/<public_id>")
@requires("forwardings.view")
def attachment(forwarding_id: int, public_id: str) -> Response:
    """Hand out a file that belongs to the institution's case, and log it."""
    row = forwarding_or_404(forwarding_id)
    return _handed_out(row, desk_file(session(), row, public_id))


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>/letter")
@requires("forwardings.view")
def letter(forwarding_id: int) -> Response:
    """Hand out the letter (转办单), and log it."""
    row = _own_or_404(forwarding_id)
    kept = letter_of(session(), row)
    if kept is not None:
        return _handed_out(row, kept)
    label = f"{row.letter_no or row.id}.pdf"
    return downloads.attachment(forwarding_letter(row), label, "application/pdf")


def _own_or_404(forwarding_id: int) -> Forwarding:
    row = forwarding_or_404(forwarding_id)
    if handed_back(row):
        abort(404)
    return row


def _handed_out(row: Forwarding, file: Attachment | None) -> Response:
    if file is None:
        abort(404)
    with transaction(session()):
        hand_out(session(), row.complaint, file, by=current_actor(), at=clock.now())
    try:
        body: Any = storage.installed().read(file.sha256)
    except storage.Missing:
        abort(404)
    return downloads.attachment(body, file.label, file.content_type, file.size)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/reveals")
@requires("forwardings.handle")
def reveals(forwarding_id: int) -> Response | tuple[str, int]:
    """Show one person in the clear, once, for a stated reason that is logged (Art. 22)."""
    row, form = _own_or_404(forwarding_id), DeskRevealForm(prefix="reveal")
    with form.catching():
        refuse_withdrawn(row)
    if not form.errors and form.validate_on_submit():
        with form.catching(), transaction(session()):
            return _revealed(row, form)
    return render_case(row, reveal=form)


def _revealed(row: Forwarding, form: DeskRevealForm) -> Response:
    party = session().get(Party, form.party_id)
    if party is None or party.complaint_id != row.complaint_id:
        raise Breach("unknown_party", "22")
    by, reason = current_actor(), str(form.reason.data)
    values = reveal(session(), row.complaint, party, reason=reason, by=by, at=clock.now())
    return _shown_once(row, party.role, values)


def _shown_once(row: Forwarding, role: str, values: dict[str, str]) -> Response:
    html = render_template(
        "forwarding/desk/revealed.html", row=row, role=role, values=values, say=reader()
    )
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    return response
