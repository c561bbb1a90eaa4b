"""The institutions file: upload, preview with findings, confirm."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select
from werkzeug import Response

from portal.institutions.commands import files
from portal.institutions.commands.importing import RegisterReport
from portal.institutions.forms import UploadForm
from portal.institutions.models import InstitutionFile
from portal.institutions.views.staff import blueprint
from portal.institutions.words import COLUMNS
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.storage import Refused
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

RECENT = 10


@blueprint.route("/imports", methods=["GET", "POST"])
@requires("institutions.import")
def imports() -> Response | tuple[str, int]:
    """Take in an institutions file and go to its preview."""
    form = UploadForm()
    if form.validate_on_submit():
        upload = form.file.data
        try:
            with transaction(session()):
                by, at = current_actor(), clock.now()
                file = files.take_in(session(), upload.stream, upload.filename, by=by, at=at)
                return redirect(url_for(".preview", file_id=file.id), 303)
        except Refused as refused:
            form.file.errors = [_(refused.sentence, **refused.facts)]
    recent = _own().order_by(InstitutionFile.id.desc()).limit(RECENT)
    return answer("institutions/staff/upload.html", form=form, recent=session().scalars(recent))


def _own() -> Select[InstitutionFile]:
    """Return the files that the reader uploaded: nobody else's."""
    mine = InstitutionFile.uploaded_by == current_actor().account_id
    return select(InstitutionFile).where(mine)


def _file(file_id: int) -> InstitutionFile:
    if file_id >= 2**63:
        abort(404)
    return session().scalars(_own().where(InstitutionFile.id == file_id)).one_or_none() or abort(
        404
    )


@blueprint.get("/imports/<int:file_id>")
@requires("institutions.import")
def preview(file_id: int) -> tuple[str, int]:
    """Show what storing a file would do, or what is wrong with it."""
    file = _file(file_id)
    report = files.preview(session(), file, by=current_actor(), at=clock.now())
    return _shown(file, report, Form())


def _shown(file: InstitutionFile, report: RegisterReport, form: Form) -> tuple[str, int]:
    return answer(
        "institutions/staff/preview.html",
        form=form,
        file=file,
        report=report,
        findings=report.as_kept()["findings"],
        columns=COLUMNS,
    )


@blueprint.post("/imports/<int:file_id>/confirmation")
@requires("institutions.import")
def confirm(file_id: int) -> Response | tuple[str, int]:
    """Store a previewed file, unless the register has changed so that a row no longer fits."""
    file, form = _file(file_id), Form()
    by, at = current_actor(), clock.now()
    with form.catching(), transaction(session()):
        report = files.confirm(session(), file.id, by=by, at=at)
        if report.ok:
            counts = {"created": report.created, "changed": report.changed}
            flash(_("已导入：新登记 %(created)s 家，修改 %(changed)s 家。", **counts), "success")
            return redirect(url_for(".index"), 303)
        form.refuse(_("文件有内容需要更正，没有保存任何一行。"))
    return _shown(file, files.preview(session(), file, by=by, at=at), form)
