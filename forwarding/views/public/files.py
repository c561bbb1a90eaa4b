"""Files of a draft: the evidence, and what Art. 14 asks of who acts for another."""

from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forwarding.commands import drafts
from forwarding.forms.filing import EvidenceForm
from forwarding.forms.steps import material_asked
from forwarding.models import Draft
from forwarding.submission import StoredFile
from forwarding.views.public import blueprint
from forwarding.views.public.filing import live_draft
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web.access import public
from portal.web.db import session
from portal.web.forms import answer
from portal.web.limits import limited


@blueprint.route("/complaints/drafts/<token>/evidence", methods=["GET", "POST"])
@public
@limited("draft-files", 100, 600)
def evidence(token: str) -> Any:
    """Take files, show what is there, and go on when nothing more is chosen."""
    draft = live_draft(token)
    if draft.complaint_id is not None:
        return redirect(url_for(".receipt", token=token), 303)
    form, asked = EvidenceForm(), material_asked(drafts.answers_of(draft))
    if form.validate_on_submit() and _taken(draft, form, (*asked, "evidence")):
        there = ".check" if request.form.get("act", "go_on") == "go_on" else ".evidence"
        return redirect(url_for(there, token=token), 303)
    files = drafts.files_of(session(), draft)
    page = "forwarding/public/step_evidence.html"
    return answer(page, form=form, asked=asked, token=token, files=files)


def _taken(draft: Draft, form: EvidenceForm, purposes: tuple[str, ...]) -> bool:
    """Take what was chosen and say how much; False when something was refused."""
    taken = _take(draft, form, purposes)
    if taken and not form.errors:
        flash(_("已上传%(n)s个文件。", n=taken), "success")
    return not form.errors


def _take(draft: Draft, form: EvidenceForm, purposes: tuple[str, ...]) -> int:
    """Store the files chosen; each refused one becomes an error of its field. Returns how many."""
    room = current_app.config["SETTINGS"].upload_files - len(drafts.files_of(session(), draft))
    taken = 0
    for purpose in purposes:
        for upload in form[purpose].data or []:
            if taken >= room:
                form.refuse(_("文件太多。请删去一些，或合并成一个PDF后上传。"))
                return taken
            taken += _take_one(draft, form, purpose, upload)
    return taken


def _take_one(draft: Draft, form: EvidenceForm, purpose: str, upload: Any) -> int:
    try:
        with transaction(session()):
            stored = storage.installed().put(
                session(), upload.stream, upload.filename, at=clock.now()
            )
            file = StoredFile(
                stored.sha256, stored.label, stored.size, stored.content_type, purpose
            )
            drafts.add_file(session(), draft, file, at=clock.now())
    except storage.Refused as refusal:
        form[purpose].errors = [*form[purpose].errors, _(refusal.sentence, **refusal.facts)]
        return 0
    return 1


@blueprint.post("/complaints/drafts/<token>/files/<public_id>/removal")
@public
@limited("draft-files", 100, 600)
def remove_file(token: str, public_id: str) -> Response:
    """Take a file off the draft."""
    draft = live_draft(token)
    with transaction(session()):
        drafts.remove_file(session(), draft, public_id) or abort(404)
    flash(_("已移除文件。"), "success")
    return redirect(url_for(".evidence", token=token), 303)
