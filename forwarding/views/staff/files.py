"""Files and letters of a case, and people shown in the clear: scoped, and on the record."""

from datetime import datetime

from flask import abort, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.datastructures import FileStorage

from forwarding.commands.attach import attach
from forwarding.commands.hand_out import hand_out, hand_out_letter
from forwarding.commands.letters import letter_of
from forwarding.commands.reveal import reveal
from forwarding.forms.staff_acts import RevealForm
from forwarding.forms.staff_files import FilesForm
from forwarding.models import Attachment, Complaint, Party
from forwarding.queries import case as cases
from forwarding.submission import StoredFile
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.letters import forwarding_letter, telling_letter
from forwarding.views.staff.many import ids_sent
from forwarding.views.staff.opened import (
    ID,
    complaint_or_404,
    done,
    forwarding_or_404,
    telling_or_404,
)
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.shown import reader
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.web import downloads
from portal.web.access import current_actor, requires
from portal.web.db import session


@blueprint.post("/complaints/<number>/attachments")
@requires("complaints.register")
def attachments(number: str) -> Response | Answer:
    """Add files to a case, all or none."""
    complaint, form = complaint_or_404(number), FilesForm(prefix="files")
    if form.validate_on_submit() and _store(complaint, form):
        return done(number, _("已添加材料。"))
    return render_case(number, files=form)


def _store(complaint: Complaint, form: FilesForm) -> bool:
    at = clock.now()
    try:
        with transaction(session()):
            files = [_stored(form, upload, at) for upload in form.files.data]
            shown = bool(form.shown.data)
            by = current_actor()
            attach(session(), complaint, files, by=by, at=at, shown_to_institution=shown)
    except storage.Refused as refusal:
        form.files.errors = [*form.files.errors, _(refusal.sentence, **refusal.facts)]
        return False
    return True


def _stored(form: FilesForm, upload: FileStorage, at: datetime) -> StoredFile:
    kept = storage.installed().put(session(), upload.stream, upload.filename or "", at=at)
    purpose = str(form.purpose.data)
    return StoredFile(kept.sha256, kept.label, kept.size, kept.content_type, purpose)


@blueprint.get("/attachments/<public_id>")
@requires("complaints.view")
def attachment(public_id: str) -> Response:
    """Hand out a file of a case in sight, and log it."""
    file = cases.attachment(session(), current_actor(), public_id)
    if file is None:
        abort(404)
    return _handed_out(file)


def _handed_out(file: Attachment) -> Response:
    complaint = cases.complaint_of(session(), file.complaint_id)
    with transaction(session()):
        hand_out(session(), complaint, file, by=current_actor(), at=clock.now())
    try:
        body = storage.installed().read(file.sha256)
    except storage.Missing:
        abort(404)
    return downloads.attachment(body, file.label, file.content_type, file.size)


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>/letter")
@requires("complaints.view")
def letter(forwarding_id: int) -> Response:
    """Hand out the letter (转办单) as it was kept, or as it will be while the worker makes it."""
    row = forwarding_or_404(forwarding_id)
    kept = letter_of(session(), row)
    if kept is not None:
        return _handed_out(kept)
    return _made(
        row.complaint, "forwarding", forwarding_letter(row), f"{row.letter_no or row.id}.pdf"
    )


@blueprint.get(f"/tellings/<{ID}:telling_id>/letter")
@requires("complaints.tell")
def telling_letter_page(telling_id: int) -> Response:
    """Hand out the letter (告知书) to print and post, or to read out by telephone."""
    row = telling_or_404(telling_id)
    body = telling_letter(row)
    if body is None:
        abort(404)
    return _made(
        row.complaint, "telling", body, _("告知书-%(number)s.pdf", number=row.complaint.number)
    )


def _made(complaint: Complaint, letter: str, body: bytes, label: str) -> Response:
    with transaction(session()):
        hand_out_letter(session(), complaint, letter, by=current_actor(), at=clock.now())
    return downloads.attachment(body, label, "application/pdf")


@blueprint.post("/complaints/<number>/reveals")
@requires("complaints.reveal")
def reveals(number: str) -> Response | Answer:
    """Show one person in the clear, once, for a stated reason that is logged (Art. 22)."""
    complaint, [party_id] = complaint_or_404(number), (ids_sent("party") or [0])[:1]
    # One form serves the many members of a joint complaint.
    name = "member" if request.form.get("of") == "member" else str(party_id)
    form = RevealForm(prefix=f"reveal-{name}")
    party = cases.party(session(), complaint, party_id)
    if party is None:
        form.refuse(Breach("unknown_party", "22"))
    elif form.validate_on_submit():
        with form.catching(), transaction(session()):
            return _shown_once(complaint, party, str(form.reason.data))
    return render_case(number, **{f"reveal__{name}": form})


def _shown_once(complaint: Complaint, party: Party, reason: str) -> Response:
    values = reveal(session(), complaint, party, reason=reason, by=current_actor(), at=clock.now())
    html = render_template(
        "forwarding/staff/revealed.html",
        complaint=complaint,
        role=party.role,
        values=values,
        say=reader(),
    )
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    return response
